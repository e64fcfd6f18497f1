"""One way to reach an authority: added to its pack, changed, and checked again."""

from typing import Any

from flask import Blueprint, request, url_for

from yipplugin.errors import DraftChanged, NotFound, NotGiven
from yipplugin.packs.contacts import drafting
from yipplugin.packs.contacts.drafting import Said
from yipplugin.services import authoring as services
from yipplugin.services.authoring import Draft
from yipplugin.values import Actor
from yipplugin.web import authority, granting, routeforms
from yipplugin.web.frame import signed_in
from yipplugin.web.problems import Answer

QUESTIONS = {
    "ages": "from_age",
    "valid": "valid_from",
    **routeforms.KEYS,
}
"""Which question a key of the notation is asked by, where that is not its own name."""


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    at = f"{authority.PACK}/route"
    pages.add_url_rule(at, "authority_route", route, methods=["GET", "POST"])


def route(pack: str) -> Answer:
    """Show one route of a pack, or a new one, and take in what is typed of it."""
    actor = signed_in()
    key = request.args.get("key", "")
    asked = _asked(actor, services.draft(actor, pack), key)
    try:
        return asked.answer()
    except DraftChanged as changed:
        again = _asked(actor, services.draft(actor, pack), key)
        return again.shown(again.bound(True), 409, authority.meanwhile(changed))


def _asked(actor: Actor, found: Draft, key: str) -> granting.Asked:
    routes: Said = found.said.get(drafting.ROUTES, {})
    if key and key not in routes:
        raise NotFound
    before = routes.get(key, {})
    form = routeforms.route_form(found.areas)

    def give(answers: dict[str, Any]) -> str:
        made = routeforms.route_said(before, answers, actor.name)
        name = key or drafting.new_key(found.said, str(made["purpose"]))
        _demand_right(found, name, made)
        services.change(
            actor,
            found.pack,
            authority.revision(),
            lambda said: drafting.with_route(said, _free(said, key, made), made),
            lambda said: said.get(drafting.ROUTES, {}).get(key),
        )
        return url_for("yipplugin.authority_pack", pack=found.pack)

    def more() -> dict[str, Any]:
        line = next((one for one in authority.lines(found) if one.key == key), None)
        return {"one": found, "line": line}

    here = url_for(
        "yipplugin.authority_route", pack=found.pack, key=key or None, seen=found.revision
    )
    kept = routeforms.route_typed(before) if key else None
    return granting.Asked(actor, form, "yipplugin/authority/route.html", here, give, more, kept)


def _free(said: Said, key: str, made: Said) -> str:
    """Return the key of the route; for a new one, one that nobody has taken meanwhile."""
    return key or drafting.new_key(said, str(made["purpose"]))


def _demand_right(found: Draft, key: str, made: Said) -> None:
    """Refuse a route with a fault, at the question that it is about.

    :raises NotGiven: with the first.
    """
    said = drafting.with_route(found.said, key, made)
    for fault in drafting.faults_of(drafting.faults(said), key):
        field = drafting.field_of(fault)
        raise NotGiven(QUESTIONS.get(field, field), fault.message)
