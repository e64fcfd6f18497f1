"""Lists of cases: rows and not objects, by what is due next, filtered before they are limited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, tuple_
from sqlalchemy.orm import Session

from yipplugin.store.cases import CaseRow
from yipplugin.store.visible import visible
from yipplugin.values import Actor

_LINE = select(
    CaseRow.id,
    CaseRow.school,
    CaseRow.reference,
    CaseRow.policy_digest,
    CaseRow.stage,
    CaseRow.next_due_at,
    CaseRow.next_duty,
    CaseRow.order_at,
    CaseRow.urgent,
    CaseRow.outstanding,
    CaseRow.opened_at,
    CaseRow.opened_by,
    CaseRow.updated_at,
).order_by(CaseRow.order_at, CaseRow.id)


def lines(
    session: Session,
    actor: Actor,
    *,
    size: int,
    after: tuple[datetime, str] | None = None,
    stage: str = "",
    due_before: datetime | None = None,
    waiting: bool = False,
) -> list[Row[Any]]:
    """Return one page of the cases that ``actor`` may read, after the key of the last one shown.

    ``waiting`` keeps those in which something waits for one of the actor's roles.
    """
    asked = _LINE.where(visible(actor, "case:read")).limit(size)
    if after:
        asked = asked.where(tuple_(CaseRow.order_at, CaseRow.id) > after)
    if stage:
        asked = asked.where(CaseRow.stage == stage)
    if due_before:
        asked = asked.where(CaseRow.order_at < due_before)
    if waiting:
        asked = asked.where(
            or_(*(CaseRow.waits_for.contains(f" {one} ", autoescape=True) for one in actor.roles))
        )
    return list(session.execute(asked))


def reported(session: Session, actor: Actor, limit: int) -> Sequence[CaseRow]:
    """Return the cases that ``actor`` reported and may have a receipt of, newest first."""
    asked = select(CaseRow).where(visible(actor, "receipt:read"))
    return session.scalars(asked.order_by(CaseRow.opened_at.desc(), CaseRow.id).limit(limit)).all()
