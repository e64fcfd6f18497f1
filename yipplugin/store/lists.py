"""Lists of cases: rows and not objects, by what is due next, filtered before they are limited."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Row, bindparam, or_, select, tuple_
from sqlalchemy.orm import Session

from yipplugin.store.base import Moment
from yipplugin.store.cases import CaseRow
from yipplugin.store.visible import asker, visible
from yipplugin.values import Actor

_SIZE = bindparam("size", type_=Integer)
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
    moment, case_id = after or (None, None)
    given = {
        "size": size,
        "moment": moment,
        "case": case_id,
        "stage": stage,
        "due": due_before,
    }
    wanted = frozenset(name for name in ("moment", "stage", "due") if given[name])
    asked = _lines(actor.roles, wanted, waiting)
    return list(session.execute(asked, asker(actor) | given))


@lru_cache(maxsize=256)
def _lines(roles: frozenset[str], wanted: frozenset[str], waiting: bool) -> Any:
    """Return the statement for a kind of list, made once."""
    asked: Any = _LINE.where(visible("case:read", roles)).limit(_SIZE)
    if "moment" in wanted:
        last = tuple_(bindparam("moment", type_=Moment), bindparam("case"))
        asked = asked.where(tuple_(CaseRow.order_at, CaseRow.id) > last)
    if "stage" in wanted:
        asked = asked.where(CaseRow.stage == bindparam("stage"))
    if "due" in wanted:
        asked = asked.where(CaseRow.order_at < bindparam("due", type_=Moment))
    if waiting:
        waits = (CaseRow.waits_for.contains(f" {one} ", autoescape=True) for one in sorted(roles))
        asked = asked.where(or_(*waits))
    return asked


def reported(session: Session, actor: Actor, size: int) -> Sequence[CaseRow]:
    """Return the cases that ``actor`` reported and may have a receipt of, newest first."""
    return session.scalars(_reported(actor.roles), asker(actor) | {"size": size}).all()


@lru_cache(maxsize=256)
def _reported(roles: frozenset[str]) -> Any:
    asked = select(CaseRow).where(visible("receipt:read", roles))
    return asked.order_by(CaseRow.opened_at.desc(), CaseRow.id).limit(_SIZE)
