"""The cases of a stretch of time, to be counted: those that somebody may read, or all that may be.

Each question takes no more than it is told to: somebody waits for the page.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, bindparam, exists, select
from sqlalchemy.orm import Session

from yipplugin.store.base import Moment
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.visible import visible
from yipplugin.values import Actor

_OPENED = (
    select(
        CaseRow.id,
        CaseRow.school,
        CaseRow.policy_digest,
        CaseRow.opened_at,
        CaseRow.opened_by,
        CaseRow.stage,
        CaseRow.next_due_at,
        CaseRow.lead_named,
        CaseRow.head_named,
    )
    .where(CaseRow.opened_at >= bindparam("since", type_=Moment))
    .where(CaseRow.opened_at < bindparam("until", type_=Moment))
    .limit(bindparam("size", type_=Integer))
)
_OF_NOBODY = (
    _OPENED.where(CaseRow.disposed_at.is_(None))
    .where(~exists().where(NamedRow.case_id == CaseRow.id))
    .order_by(CaseRow.opened_at, CaseRow.id)
)


def that_may_be_read(
    session: Session, actor: Actor, since: datetime, until: datetime, size: int
) -> Sequence[Row[Any]]:
    """Return the cases of a time that ``actor`` may read, the newest first."""
    asked = {"since": since, "until": until, "size": size}
    return session.execute(_that_may_be_read(actor.roles), asked).all()


@cache
def _that_may_be_read(roles: frozenset[str]) -> Any:
    newest = (CaseRow.opened_at.desc(), CaseRow.id)
    return _OPENED.where(visible("case:read", roles)).order_by(*newest)


def that_name_no_staff(
    session: Session, since: datetime, until: datetime, size: int
) -> Sequence[Row[Any]]:
    """Return the cases of a time in which no member of staff is named, the oldest first.

    The session is the engine's own at one school: whoever asks, these are the same.
    """
    asked: Any = _OF_NOBODY
    return list(session.execute(asked, {"since": since, "until": until, "size": size}))
