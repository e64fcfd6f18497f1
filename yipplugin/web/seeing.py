"""Who sees a case, in words: who leads it and why, who was let in, and who cannot see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for

from yipplugin.rules import access
from yipplugin.services.cases import CaseView
from yipplugin.services.grants import Grant
from yipplugin.services.permits import may
from yipplugin.store.grants import EMERGENCY
from yipplugin.values import ROLES, Actor, CaseKnown
from yipplugin.web import words


@dataclass(frozen=True)
class SeenBy:
    """Who sees a case. ``leads`` is empty where the lead leads it, as usual.

    ``files`` are the pupils in it with where the chronology for each one's own file is.
    """

    leads: str
    lines: tuple[str, ...]
    team_url: str
    print_url: str
    inspection_url: str
    papers_url: str
    ledger_url: str
    files: tuple[tuple[str, str], ...]


def seen_by(case: CaseView) -> SeenBy:
    """Return who sees a case, for whoever reads it."""
    team, paper, inspect, ledger = (
        may(case.reader, act, case.known).allowed
        for act in ("team:change", "case:print", "case:inspect", "ledger:read")
    )
    return SeenBy(
        leads=leads(case.known),
        lines=(*_roles(case.known), *map(let_in, case.team), *_others(case)),
        team_url=url_for("yipplugin.team", case_id=case.id) if team else "",
        print_url=url_for("yipplugin.case_print", case_id=case.id) if paper else "",
        inspection_url=url_for("yipplugin.case_inspection", case_id=case.id) if inspect else "",
        papers_url=url_for("yipplugin.case_papers", case_id=case.id) if paper else "",
        ledger_url=url_for("yipplugin.case_ledger", case_id=case.id) if ledger else "",
        files=tuple(_files(case)) if inspect else (),
    )


def _files(case: CaseView) -> Iterator[tuple[str, str]]:
    """Yield each pupil's name with where their own chronology is."""
    for one in case.standing.people:
        if one.person.kind == "pupil":
            url = url_for("yipplugin.case_person", case_id=case.id, about=one.person.ref)
            yield one.person.name, url


def leads(known: CaseKnown) -> str:
    """Return who leads a case where it is not the lead, and why."""
    if known.lead_named and known.head_named:
        return (
            "The safeguarding lead and the headteacher are among the people in this case, so "
            "whoever stands in for the headteacher leads it. The lead’s deputies do not see it."
        )
    if known.lead_named:
        return (
            "The safeguarding lead is one of the people in this case, so the headteacher leads it. "
            "The lead’s deputies do not see it."
        )
    if known.head_named:
        return (
            "A headteacher is one of the people in this case, so whoever stands in for them does "
            "here what they would do."
        )
    return ""


def let_in(grant: Grant) -> str:
    """Return that somebody was let in, until when and by whom."""
    if grant.kind == EMERGENCY:
        return f"{grant.holder_name}, in an emergency, until {words.short_moment(grant.ends_at)}"
    return f"{grant.holder_name}, until {last_day(grant)}, let in by {grant.made_by_name}"


def last_day(grant: Grant) -> str:
    """Return the last day of a grant, which ends with that day."""
    return words.long_date(grant.ends_at - timedelta(seconds=1))


def _roles(known: CaseKnown) -> list[str]:
    """Return the roles that open the case, in the order in which we name them."""
    return [
        words.initial(name)
        for role, name in ROLES.items()
        if access.may(Actor("", "", frozenset({role}), known.school), "case:read", known).allowed
    ]


def _others(case: CaseView) -> list[str]:
    named = case.known.named_adults
    lines = []
    if case.opened_by not in named:
        lines.append(f"{case.opened_by_name}, who reported it, sees a receipt")
    return lines + [
        f"{one.person.name} cannot see it: they are one of the people in it"
        for one in case.standing.people
        if one.person.ref in named
    ]
