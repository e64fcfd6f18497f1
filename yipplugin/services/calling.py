"""Whom to call about a case, and that somebody was called: the contact is kept as it was then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yipplugin.contact import Need, Route
from yipplugin.hooking import house
from yipplugin.packs.contacts.keeping import kept
from yipplugin.policy import Calendar
from yipplugin.rules.contacts import confirm_by
from yipplugin.rules.worktime import age_on
from yipplugin.services.cases import CaseView, look
from yipplugin.services.contacts import home_authority, school_authority
from yipplugin.services.opening import open_case
from yipplugin.services.permits import not_found
from yipplugin.spoken import day_of
from yipplugin.store.entries import Written, of_act
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything, Person

READ, USE = "case:read", "contact:use"
MOST_NOTED = 20
"""How many contacts can be chosen among; those that were noted before them cannot."""

VIEW = {"view": "contacts"}


@dataclass(frozen=True)
class About:
    """A young person of a case as far as contacts go: where they live, and how old they are."""

    person: Person
    home: str
    age: int | None


def case_to_call(actor: Actor, case_id: str) -> CaseView:
    """Return a case about which somebody is to be called; that it was opened is written down.

    :raises NotFound: for a case that the actor may not read, as for one that there is not.
    """
    return look(actor, case_id, detail=VIEW)


def young_people(case: CaseView, at: datetime) -> tuple[About, ...]:
    """Return the young people of a case, with where the host says that each lives."""
    pupils = [one.person for one in case.standing.people if one.person.kind == "pupil"]
    return tuple(
        About(one, home_authority(one.ref), age_on(one.born, day_of(at)) if one.born else None)
        for one in pupils
    )


def need_of(school: str, at: datetime, about: About | None, urgent: bool) -> Need:
    """Return what a case needs, but for the purpose."""
    home, age = (about.home, about.age) if about else ("", None)
    return Need("", at, home, school_authority(school), "", urgent, age)


def noted(actor: Actor, case_id: str) -> tuple[Mapping[str, Any], ...]:
    """Return the contacts that were noted with a case, the newest first, each as it was then.

    Each has the id of its ``note``, when that was (``at``), the ``contact``, and its ``trust``.

    :raises NotFound: for a case that the actor may not read, as for one that there is not.
    """
    with store().reading(actor) as session:
        opened = open_case(session, actor, READ, case_id)
    if opened is None:
        not_found(actor, READ, case_id)
    # Who may read the case may read whom it was called about, if not all of its ledger.
    with store().reading(Everything(actor.school)) as session:
        found = of_act(session, case_id, USE, MOST_NOTED)
    return tuple(_noted(one) for one in found)


def _noted(one: Written) -> Mapping[str, Any]:
    detail = json.loads(one.payload)["detail"]
    kept_then = {name: detail[name] for name in ("contact", "trust")}
    return {"note": str(one.id), "at": one.at.isoformat(), **kept_then}


def used(actor: Actor, case_id: str, route: Route, trust: str) -> None:
    """Write into the case's ledger that a contact was used, with all that it said at the time.

    By when the call is to be confirmed in writing, as the authority asks, is written with it.

    :raises NotFound: for a case that the actor may not read, as for one that there is not.
    """
    kept_in = store()
    with kept_in.writing(actor) as session:
        opened = open_case(session, actor, USE, case_id, lock=True)
        if opened:
            now = kept_in.clock()
            due = confirm_by(route, now, house().hooks.yip_calendar(actor.school) or Calendar())
            detail: Mapping[str, Any] = {
                "contact": kept(route),
                "trust": trust,
                "confirm_by": due and due.isoformat(),
            }
            entry = Entry.of(actor, now, USE, f"contact:{route.ref}", detail=detail)
            append_to_case(session, opened.row, entry)
    if not opened:
        not_found(actor, USE, case_id)
