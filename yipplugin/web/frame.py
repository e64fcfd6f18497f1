"""What every page shares: who is asking, when, and the bar at the top."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from yipplugin.errors import YipError
from yipplugin.hooking import house
from yipplugin.services.grants import with_roles
from yipplugin.services.permits import may
from yipplugin.values import Actor, PageLink

SHAPES = {"late": "▲", "soon": "◆", "done": "✓", "waiting": "◌", "stage": "●", "": "○"}
"""The shape that goes with each tone, so that a status is never a colour alone."""


class NotSignedIn(YipError):
    """Nobody is signed in."""

    def __init__(self) -> None:
        super().__init__("Sign in to go on.")


class BarItem(NamedTuple):
    """One link of the bar at the top of every page."""

    label: str
    url: str
    here: bool


class Door(NamedTuple):
    """What the script needs to hide a page: where to go then, whom to tell of input, and when."""

    hide_url: str
    seen_url: str
    idle_minutes: int


MOST_LINKS = 5
"""How many links plugins add to a page."""

LONGEST_ORIGIN = 64
"""How much is kept of where a request came from; an address is shorter."""


def actor_or_none() -> Actor | None:
    """Return whoever is signed in, asked of the host once for each request.

    They have the roles that the host gives them, and those that they were given here for a time.
    """
    if "yip_actor" not in g:
        asked: Actor | None = house().hooks.yip_actor()
        origin = (request.remote_addr or "")[:LONGEST_ORIGIN]
        g.yip_actor = asked and with_roles(replace(asked, origin=origin))
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
    pages.context_processor(_frame)


def page_links(page: str) -> list[PageLink]:
    """Return what plugins add to a page, for whoever is asking; nothing where nobody is."""
    actor = actor_or_none()
    found: list[PageLink] = house().hooks.yip_page_links(actor, page) if actor else []
    return [one for one in found if one.label.strip()][:MOST_LINKS]


def _frame() -> dict[str, Any]:
    actor = g.get("yip_actor")
    return {
        "yip_bar": _bar(),
        "yip_door": _door() if actor else None,
        "yip_page_links": page_links,
        "shapes": SHAPES,
        "actor": actor,
    }


def _door() -> Door:
    return Door(
        url_for("yipplugin.hide"),
        url_for("yipplugin.seen"),
        current_app.config["YIP_IDLE_MINUTES"],
    )


def _bar() -> list[BarItem]:
    actor = g.get("yip_actor")
    if actor is None:
        return []
    entries = [("report:make", "report", "Report a concern"), ("case:list", "case_list", "Cases")]
    entries.append(("receipt:list", "own_reports", "My reports"))
    entries.append(("policy:read", "procedure", "Procedure"))
    entries.append(("contact:draft", "authority", "Contacts for schools"))
    return [
        BarItem(label, url_for(f"yipplugin.{page}"), request.endpoint == f"yipplugin.{page}")
        for act, page, label in entries
        if may(actor, act).allowed
    ]
