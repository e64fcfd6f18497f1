"""The way in: each person goes to what they came to do."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from yipplugin.services.permits import may
from yipplugin.web.frame import go, signed_in


def add_pages(pages: Blueprint) -> None:
    """Add the way in."""
    pages.add_url_rule("/", "home", home)


def home() -> Response:
    """Send those who work on cases to the list, an authority's people to what they publish.

    Everybody else goes to their own reports.
    """
    actor = signed_in()
    ways = {"case:list": "case_list", "receipt:list": "own_reports", "contact:draft": "authority"}
    page = next((page for act, page in ways.items() if may(actor, act).allowed), "own_reports")
    return go(url_for(f"yipplugin.{page}"))
