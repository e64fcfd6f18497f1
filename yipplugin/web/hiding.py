"""Hiding a page in a hurry, and hearing that somebody is still at work on one."""

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from yipplugin.web import proof
from yipplugin.web.frame import actor_or_none, go


def add_pages(pages: Blueprint) -> None:
    """Add where a browser goes to hide a page, and what it tells while somebody is at work."""
    pages.add_url_rule("/hide", "hide", hide)
    pages.add_url_rule("/seen", "seen", seen)


def hide() -> Response:
    """Lead to a page that anybody may see, and ask for the proof again before a case is shown."""
    proof.hide()
    url: str = current_app.config["YIP_HIDE_URL"]
    return go(request.root_path.rstrip("/") + url if url.startswith("/") else url)


def seen() -> tuple[str, int]:
    """Take down that somebody is at work, and say whether their proof still holds."""
    actor = actor_or_none()
    return "", 204 if actor and proof.holds(actor, proof.READ) else 401
