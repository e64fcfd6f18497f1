"""Summaries: what lists read of a case, taken from its standing and nothing else."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from yipplugin.rules.outcome import Standing, StandingDuty
from yipplugin.store.cases import LAST, CaseRow, name_adults

AHEAD = timedelta(days=36500)
"""How far a case that must be referred now stands before every other in the list."""


def next_of(todo: Sequence[StandingDuty]) -> StandingDuty | None:
    """Return what comes next: what leads whatever its time, then what is due first."""
    first = [duty for duty in todo if duty.first]
    dated = [duty for duty in first or todo if duty.due_at is not None]
    if dated:
        return min(dated, key=lambda duty: (duty.due_at, duty.id))
    return todo[0] if todo else None


def summarise(session: Session, case: CaseRow, standing: Standing, now: datetime) -> None:
    """Write a case's summary, and who may not know of it, from its standing."""
    todo = standing.outstanding
    following = next_of(todo)
    due_at = following.due_at if following else None
    case.stage = standing.stage
    case.next_due_at, case.next_duty = due_at, following.id if following else None
    case.urgent = any(one.state == "stands" for one in standing.triggers)
    case.order_at = (due_at - AHEAD if case.urgent and due_at else due_at) or LAST
    case.outstanding = len(todo)
    case.waits_for = written_roles({role for one in todo for role in one.who})
    case.updated_at = now
    staff = {one.person.ref for one in standing.people if one.person.kind == "staff"}
    name_adults(session, case, frozenset(staff))


def written_roles(roles: set[str]) -> str:
    """Return roles as a case row keeps them, each between spaces."""
    return f" {' '.join(sorted(roles))} " if roles else ""
