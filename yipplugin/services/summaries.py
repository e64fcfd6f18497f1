"""Summaries: what lists read of a case, taken from its standing and nothing else."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from yipplugin.hooking import failed_now, house
from yipplugin.rules.access import turned_to
from yipplugin.rules.outcome import Standing, StandingDuty
from yipplugin.store.cases import (
    LAST,
    CaseRow,
    Change,
    adults_to_name,
    carry_out,
    pupils_to_index,
)
from yipplugin.store.grants import end_of_named
from yipplugin.values import HEADS

AHEAD = timedelta(days=36500)
"""How far a case that must be referred now stands before every other in the list."""


def next_of(todo: Sequence[StandingDuty]) -> StandingDuty | None:
    """Return what comes next: what leads whatever its time, then what is due first."""
    first = [duty for duty in todo if duty.first]
    dated = [duty for duty in first or todo if duty.due_at is not None]
    if dated:
        return min(dated, key=lambda duty: (duty.due_at, duty.id))
    return todo[0] if todo else None


def summarise(case: CaseRow, standing: Standing, now: datetime) -> None:
    """Write a case's summary from its standing."""
    todo = standing.outstanding
    following = next_of(todo)
    due_at = following.due_at if following else None
    case.stage = standing.stage
    case.next_due_at, case.next_duty = due_at, following.id if following else None
    case.urgent = any(one.state == "stands" for one in standing.triggers)
    case.order_at = (due_at - AHEAD if case.urgent and due_at else due_at) or LAST
    case.outstanding = len(todo)
    held = roles_held(case.school, _refs(standing, "staff"))
    # Whose roles could not be asked now is taken for who they were: a case that went past the lead
    # does not come back into sight because the host is silent.
    unsure = failed_now("yip_roles_of")
    case.lead_named = "dsl" in held or (unsure and case.lead_named)
    case.head_named = bool(HEADS & held) or (unsure and case.head_named)
    waits_for = {role for one in todo for role in one.who}
    turned = turned_to(waits_for, lead_named=case.lead_named, head_named=case.head_named)
    case.waits_for = written_roles(turned)
    case.updated_at = now


def roles_held(school: str, refs: Iterable[str]) -> frozenset[str]:
    """Return every role that one of the staff with these refs holds, as the host says now."""
    hooks = house().hooks
    return frozenset(role for ref in refs for role in hooks.yip_roles_of(ref, school))


def people_to_name(
    session: Session, case: CaseRow, standing: Standing, by: str, now: datetime
) -> tuple[list[Change], list[Change]]:
    """Return what writes down by which pupils the case is found, and who may not know of it.

    Whoever is named and was let into the case is let into it no longer; ``by`` named them.
    """
    named = _refs(standing, "staff")
    end_of_named(session, case.school, case.id, named, by, now)
    pupils = pupils_to_index(session, case, _refs(standing, "pupil"))
    return pupils, adults_to_name(session, case, named)


def name_people(session: Session, pupils: list[Change], adults: list[Change]) -> None:
    """Write it down, last of all in an act.

    From then on the case may be out of sight of whoever acts. The ledger binds it before.
    """
    carry_out(session, pupils)
    carry_out(session, adults)


def _refs(standing: Standing, kind: str) -> frozenset[str]:
    return frozenset(one.person.ref for one in standing.people if one.person.kind == kind)


def written_roles(roles: Iterable[str]) -> str:
    """Return roles as a case row keeps them, each between spaces."""
    said = " ".join(sorted(roles))
    return f" {said} " if said else ""
