"""What every page shares: who is asking, the bar at the top, the headers, and no files, ever."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from yipplugin.errors import YipError
from yipplugin.hooking import house
from yipplugin.services.permits import may
from yipplugin.values import Actor

SHAPES = {"late": "▲", "soon": "◆", "done": "✓", "waiting": "◌", "stage": "●", "": "○"}
"""The shape that goes with each tone, so that a status is never a colour alone."""

OURS = "yipplugin/base.html"

ALONE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; "
)
"""What a page of ours may load where it stands alone."""

GUARDS = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
"""What holds in a host's page too, whose own scripts, styles and forms must keep working."""


class NotSignedIn(YipError):
    """Nobody is signed in."""

    def __init__(self) -> None:
        super().__init__("Sign in to go on.")


class BarItem(NamedTuple):
    """One link of the bar at the top of every page."""

    label: str
    url: str
    here: bool


def actor_or_none() -> Actor | None:
    """Return whoever is signed in, asked of the host once for each request."""
    if "yip_actor" not in g:
        g.yip_actor = house().hooks.yip_actor()
    found: Actor | None = g.yip_actor
    return found


def signed_in() -> Actor:
    """Return whoever is signed in; where nobody is, they are sent to the host's sign-in page."""
    actor = actor_or_none()
    if actor is None:
        raise NotSignedIn
    return actor


def now() -> datetime:
    """Return the moment at which this request is answered, the same wherever it is asked."""
    if "yip_now" not in g:
        g.yip_now = datetime.now(UTC)
    moment: datetime = g.yip_now
    return moment


def sign_in_url(back_to: str) -> str | None:
    """Return the host's sign-in page, set to come back to ``back_to``."""
    found: str | None = house().hooks.yip_sign_in_url(back_to)
    return found


def go(url: str) -> AnyResponse:
    """Send the browser on to ``url`` after a form was taken."""
    return redirect(url, code=303)


def add_pages(pages: Blueprint) -> None:
    """Add what surrounds every page to the blueprint."""
    pages.before_request(_no_files)
    pages.after_request(_guarded)
    pages.context_processor(_frame)


def _no_files() -> None:
    """Refuse every body that could carry a file: no page of ours takes one."""
    if request.mimetype.startswith("multipart/"):
        abort(415)


def _guarded(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.endpoint == "yipplugin.static":
        return response
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    if "Content-Security-Policy" not in response.headers:
        alone = current_app.config["YIP_BASE_TEMPLATE"] == OURS
        response.headers["Content-Security-Policy"] = f"{ALONE if alone else ''}{GUARDS}"
    return response


def _frame() -> dict[str, Any]:
    return {"yip_bar": _bar(), "shapes": SHAPES, "actor": g.get("yip_actor")}


def _bar() -> list[BarItem]:
    actor = g.get("yip_actor")
    if actor is None:
        return []
    entries = [("report:make", "report", "Report a concern"), ("case:list", "case_list", "Cases")]
    entries.append(("receipt:list", "own_reports", "My reports"))
    return [
        BarItem(label, url_for(f"yipplugin.{page}"), request.endpoint == f"yipplugin.{page}")
        for act, page, label in entries
        if may(actor, act).allowed
    ]
