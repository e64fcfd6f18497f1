"""Summaries: what lists read of a case, taken from its standing and nothing else."""

from datetime import datetime

from sqlalchemy.orm import Session

from yipplugin.rules.outcome import Standing
from yipplugin.store.cases import LAST, CaseRow, name_adults


def summarise(session: Session, case: CaseRow, standing: Standing, now: datetime) -> None:
    """Write a case's summary, and who may not know of it, from its standing."""
    todo = standing.outstanding
    dated = [(duty.due_at, duty.id) for duty in todo if duty.due_at is not None]
    due_at, duty = min(dated) if dated else (None, todo[0].id if todo else None)
    case.stage = standing.stage
    case.next_due_at, case.next_duty = due_at, duty
    case.order_at = due_at or LAST
    case.urgent = any(one.state == "stands" for one in standing.triggers)
    case.outstanding = len(todo)
    case.waits_for = written_roles({role for one in todo for role in one.who})
    case.updated_at = now
    staff = {one.person.ref for one in standing.people if one.person.kind == "staff"}
    name_adults(session, case, frozenset(staff))


def written_roles(roles: set[str]) -> str:
    """Return roles as a case row keeps them, each between spaces."""
    return f" {' '.join(sorted(roles))} " if roles else ""
