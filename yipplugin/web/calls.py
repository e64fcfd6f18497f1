"""Whom to call, as the page shows it: one contact first, the others behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from yipplugin import phones
from yipplugin.authorities import area_name
from yipplugin.contact import PURPOSES, Need, Route
from yipplugin.policy import Length
from yipplugin.rules.contacts import Answer, Choice, areas_of
from yipplugin.rules.timetable import said
from yipplugin.rules.trust import DUE, STALE, UNVERIFIED, trust
from yipplugin.spoken import day_of
from yipplugin.web.week import Day, week

TRUST = {
    UNVERIFIED: ("Not checked", "soon"),
    STALE: ("Checked too long ago", "late"),
    DUE: ("Checked; due again soon", "done"),
}
CHECKED = ("Checked", "done")


@dataclass(frozen=True)
class Call:
    """One contact on the page. ``trust`` is a word and a tone; ``aloud`` the number in words."""

    ref: str
    org: str
    role: str
    phone: str
    link: str
    aloud: str
    sms: str
    email: str
    secure: bool
    url: str
    form_url: str
    there: bool
    says: str
    also: bool
    trust: tuple[str, str]
    trust_says: str
    why: str
    hours: tuple[str, ...]
    week: tuple[Day, ...]
    notes: str
    confirm: str
    source: str
    owner: str
    reported: bool


@dataclass(frozen=True)
class Block:
    """What is shown for one purpose: whom first, who else, and why.

    ``place`` is whose it is, where that is known; ``until_then`` whoever can be reached while the
    first cannot.
    """

    purpose: str
    label: str
    place: str
    until_then: Call | None
    first: Call | None
    others: tuple[Call, ...]
    why: tuple[str, ...]
    missing: tuple[str, ...]


def block(answer: Answer, reported: frozenset[str]) -> Block:
    """Return what is shown for an answer."""
    at = answer.need.at
    shown = [call(one, reported, at) for one in (*answer.now, *answer.later, *answer.instead)]
    waits = answer.later and not answer.now and answer.instead
    return Block(
        purpose=answer.need.purpose,
        label=PURPOSES[answer.need.purpose].label,
        place=place(answer.need),
        until_then=call(answer.instead[0], reported) if waits else None,
        first=shown[0] if shown else None,
        others=tuple(shown[1:]),
        why=answer.why,
        missing=answer.missing,
    )


def place(need: Need) -> str:
    """Return whose contacts serve a need, in a word or two; nothing where that is not known."""
    areas = areas_of(need, PURPOSES[need.purpose])
    return area_name(areas[0]).removesuffix(" Police") if areas and areas[0] else ""


def call(one: Choice, reported: frozenset[str] = frozenset(), at: datetime | None = None) -> Call:
    """Return a contact as it is shown, with the week from ``at`` on."""
    route = one.route
    return Call(
        ref=route.ref,
        org=route.org,
        role=route.role,
        phone=route.phone,
        link=phones.link(route.phone) if route.phone else "",
        aloud=phones.aloud(route.phone) if route.phone else "",
        sms=route.sms,
        email=route.email,
        secure=route.secure,
        url=route.url,
        form_url=route.form_url,
        there=one.open,
        says=one.says,
        also=bool(one.also),
        trust=TRUST.get(one.trust.state, CHECKED),
        trust_says=one.trust.says,
        why=one.why,
        hours=said(route.hours),
        week=week(route.hours, at) if at else (),
        notes=route.notes,
        confirm=confirm(route),
        source=route.source,
        owner=route.owner,
        reported=route.ref in reported,
    )


def alone(route: Route, at: datetime) -> Call:
    """Return a contact as it is shown in a list, whatever anybody needs."""
    days = current_app.config["YIP_CONTACT_DAYS"]
    return call(Choice(route, False, None, "", trust(route, day_of(at), days)))


def confirm(route: Route) -> str:
    """Return how soon a call is to be confirmed in writing, in words."""
    length: Length | None = route.confirm
    if length is None:
        return ""
    if not length.amount:
        return f"To be confirmed in writing {length.unit}."
    unit = length.unit.removesuffix("s") if length.amount == 1 else length.unit
    return f"To be confirmed in writing within {length.amount} {unit}."


def find(answers: Iterable[Answer], ref: str) -> Choice | None:
    """Return the contact with this reference among those that are shown."""
    for answer in answers:
        for one in (*answer.now, *answer.later, *answer.instead):
            if one.route.ref == ref:
                return one
    return None
