"""What an authority publishes: its packs, and each of them with its routes, to be written."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from yipplugin.authorities import area_name
from yipplugin.contact import PURPOSES
from yipplugin.errors import DraftChanged, NotFound
from yipplugin.packs.contacts import drafting
from yipplugin.packs.contacts.drafting import Said
from yipplugin.packs.problems import Problem
from yipplugin.services import authoring as services
from yipplugin.services.authoring import Draft
from yipplugin.services.contactwarnings import running_out
from yipplugin.services.heardwrong import heard_wrong
from yipplugin.spoken import day_of
from yipplugin.values import Actor
from yipplugin.web import calls, granting, hourlines, routeforms, tokens, words
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer

PACK = "/authority/<pack>"
OLD = "This page had been open for too long. Press again."


@dataclass(frozen=True)
class Line:
    """One route in the list: what it says, and what is still missing or wrong in it."""

    key: str
    org: str
    way: str
    label: str
    hours: tuple[str, ...]
    trust: tuple[str, str]
    trust_says: str
    missing: str
    wrong: tuple[str, ...]
    unchecked: bool
    first: bool
    last: bool


def add_pages(pages: Blueprint) -> None:
    """Add the pages."""
    pages.add_url_rule("/authority", "authority", desk, methods=["GET", "POST"])
    pages.add_url_rule(PACK, "authority_pack", one_pack, methods=["GET", "POST"])


def desk() -> Answer:
    """Show what somebody publishes, and begin a pack for a place that has none."""
    actor = signed_in()
    found = services.desk(actor)
    status, notice = 200, ""
    if request.method == "POST":
        if tokens.is_for_button(request.form.get("_token", ""), actor, "authority"):
            pack = services.begin(actor, request.form.get("area", ""))
            return go(url_for("yipplugin.authority_pack", pack=pack))
        status, notice = 400, OLD
    page = render_template(
        "yipplugin/authority/desk.html",
        packs=[(one, stands(one), _waits(actor, one)) for one in found.drafts],
        without=[(one, area_name(one)) for one in found.without],
        token=tokens.for_button(actor, "authority"),
        notice=notice,
    )
    return page, status


def one_pack(pack: str) -> Answer:
    """Show a pack, and change what it says of itself, or the list of its routes."""
    actor = signed_in()
    found = services.draft(actor, pack)
    asked = _asked(actor, found)
    try:
        if "_do" not in request.form:
            return asked.answer()
        if not granting.pressed(actor, routeforms.ABOUT):
            return asked.shown(status=400, notice=granting.OLD)
        return _do(actor, found, request.form["_do"], request.form.get("of", ""))
    except DraftChanged as changed:
        again = _asked(actor, services.draft(actor, pack))
        typed = again.bound(True) if "_do" not in request.form else None
        return again.shown(typed, 409, meanwhile(changed))


def stands(one: Draft) -> tuple[str, str]:
    """Return how a pack stands, in words and a tone."""
    if one.published_at is None:
        return "Not published yet", "soon"
    when = f"Version {one.version}, published {words.short_moment(one.published_at)}"
    if one.made_at > one.published_at:
        return f"{when}; changed since", "soon"
    return when, "done"


def school_name(school: str) -> str:
    """Return what a school is called: its key, where there are many in one system."""
    alone = school == Actor("", "").school
    return str(current_app.config["YIP_SCHOOL_NAME"] or school) if alone else school


def meanwhile(changed: DraftChanged) -> str:
    """Return what is said where somebody else has changed what was being changed."""
    theirs, ours = "Somebody else has changed this", "You have changed this in another window"
    who = ours if changed.by_themselves else theirs
    return (
        f"{who}, {words.short_moment(changed.at)}. Nothing was saved, and nothing of yours is "
        "lost: compare it with how it stands now, and press again to put yours in its place."
    )


def faults(found: tuple[Problem, ...], said: Said, labels: dict[str, str]) -> tuple[str, ...]:
    """Return what is wrong in words; what is only left empty is left out."""
    told = []
    for one in found:
        field = drafting.field_of(one)
        if said.get(field) == "":
            continue
        told.append(f"{labels[field]}: {one.message}" if field in labels else one.message)
    return tuple(told)


def missing(said: Said, labels: dict[str, str]) -> str:
    """Return the questions that are left open, in words."""
    return words.listed(f"“{ask}”" for name, ask in labels.items() if said.get(name) == "")


def lines(one: Draft) -> list[Line]:
    """Return the routes of a pack in the order in which people look for them."""
    made, _ = drafting.readable(one.said)
    routes = {route.ref.partition("/")[2]: route for route in made.routes} if made else {}
    found = []
    labels = routeforms.labels(routeforms.route_form(one.areas))
    for key in drafting.in_order(one.said):
        said = one.said[drafting.ROUTES][key]
        call = calls.alone(routes[key], now()) if key in routes else None
        order = drafting.beside(one.said, said.get("purpose", ""))
        problems = drafting.faults_of(one.faults, key)
        found.append(
            Line(
                key=key,
                org=str(said.get("org") or "Nobody yet"),
                way=next((said[way] for way in _WAYS if said.get(way)), ""),
                label=_label(said),
                hours=call.hours
                if call
                else tuple(hourlines.typed(said.get("hours")).splitlines()),
                trust=call.trust if call else ("Not ready", "soon"),
                trust_says=call.trust_says if call else "",
                missing=missing(said, labels),
                wrong=faults(problems, said, labels),
                unchecked=key in routes and routes[key].verified_on is None,
                first=order[0] == key,
                last=order[-1] == key,
            )
        )
    return found


_WAYS = ("phone", "sms", "email", "form", "web")


def _label(said: Said) -> str:
    purpose = PURPOSES.get(said.get("purpose", ""))
    return purpose.label if purpose else "Nobody has said what for"


def _asked(actor: Actor, found: Draft) -> granting.Asked:
    def give(answers: dict[str, Any]) -> str:
        shown = revision()
        routeforms.length(answers.get("confirm"))
        services.change(
            actor,
            found.pack,
            shown,
            lambda said: routeforms.about_said(said, answers),
            routeforms.about_typed,
        )
        return url_for("yipplugin.authority_pack", pack=found.pack)

    def more() -> dict[str, Any]:
        beside = drafting.faults_of(found.faults)
        return {
            "one": found,
            "stands": stands(found),
            "places": words.listed(area_name(area) for area in found.areas),
            "routes": lines(found),
            "now_says": _now_says(found),
            "missing": missing(found.said, routeforms.labels(routeforms.ABOUT)),
            "wrong": faults(beside, found.said, routeforms.labels(routeforms.ABOUT)),
            "heard": [
                (one, school_name(one.school), words.short_moment(one.at))
                for one in heard_wrong(actor, found.pack)
            ],
            "due": _due(found),
            "forms": len(found.said.get("referrals", {})),
        }

    here = url_for("yipplugin.authority_pack", pack=found.pack, seen=found.revision)
    template = "yipplugin/authority/pack.html"
    kept = routeforms.about_typed(found.said)
    return granting.Asked(actor, routeforms.ABOUT, template, here, give, more, kept)


def _now_says(found: Draft) -> list[tuple[str, str]]:
    typed = routeforms.about_typed(found.said)
    asks = {one.key: one.ask for step in routeforms.ABOUT.steps for one in step.questions}
    return [(asks[key], str(said)) for key, said in typed.items()]


def _do(actor: Actor, found: Draft, do: str, key: str) -> Answer:
    routes = found.said.get(drafting.ROUTES, {})
    if key not in routes:
        raise NotFound
    purpose = routes[key].get("purpose", "")

    def copied(said: Said) -> Said:
        made = {name: one for name, one in said[drafting.ROUTES][key].items() if name != "verified"}
        return drafting.with_route(said, drafting.new_key(said, purpose), made)

    acts = {
        "copy": copied,
        "retire": lambda said: drafting.with_route(said, key, None),
        "earlier": lambda said: drafting.moved(said, key, True),
        "later": lambda said: drafting.moved(said, key, False),
    }
    if do not in acts:
        raise NotFound

    def beside(said: Said) -> object:
        return drafting.beside(said, purpose)

    part = _one(key) if do in ("copy", "retire") else beside
    services.change(actor, found.pack, revision(), acts[do], part)
    return go(url_for("yipplugin.authority_pack", pack=found.pack))


def _one(key: str) -> Any:
    return lambda said: said.get(drafting.ROUTES, {}).get(key)


def revision() -> int:
    """Return which state of a pack whoever sends a form was shown."""
    said = request.args.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _due(one: Draft) -> list[tuple[str, str, str]]:
    found = running_out(one.public.routes if one.public else (), day_of(now()))
    return [(route.ref.partition("/")[2], route.org, how.says) for route, how in found]


def _waits(actor: Actor, one: Draft) -> tuple[int, int]:
    return len([w for w in heard_wrong(actor, one.pack) if not w.changed]), len(_due(one))
