"""The way in: each person goes to what they came to do."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from yipplugin.services.permits import may
from yipplugin.web.frame import go, signed_in


def add_pages(pages: Blueprint) -> None:
    """Add the way in."""
    pages.add_url_rule("/", "home", home)


def home() -> Response:
    """Send those who work on cases to the list, and everybody else to their own reports."""
    actor = signed_in()
    page = "case_list" if may(actor, "case:list").allowed else "own_reports"
    return go(url_for(f"yipplugin.{page}"))
