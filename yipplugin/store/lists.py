"""Lists of cases: rows and not objects, by what is due next, filtered before they are limited."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, bindparam, or_, select, tuple_
from sqlalchemy.orm import Session

from yipplugin.store.base import UNWALLED, Moment
from yipplugin.store.cases import CaseRow, PupilRow
from yipplugin.store.visible import visible
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
    CaseRow.lead_named,
    CaseRow.head_named,
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
    return list(session.execute(asked, given))


@cache
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
    return session.scalars(_reported(actor.roles), {"size": size}).all()


@cache
def _reported(roles: frozenset[str]) -> Any:
    asked = select(CaseRow).where(visible("receipt:read", roles))
    return asked.order_by(CaseRow.opened_at.desc(), CaseRow.id).limit(_SIZE)


_BY_REFERENCE = (CaseRow.school == bindparam("school"), CaseRow.reference == bindparam("reference"))
_ID = select(CaseRow.id).where(*_BY_REFERENCE)


def id_of(session: Session, school: str, reference: str) -> str | None:
    """Return the id of the case that has a reference."""
    return session.scalars(_ID, {"school": school, "reference": reference}).one_or_none()


def lock_to_widen(session: Session, actor: Actor, reference: str) -> CaseRow | None:
    """Return the case with a reference that ``actor`` may open in an emergency, locked."""
    asked = {"school": actor.school, "reference": reference}
    found = session.scalars(_to_widen(actor.roles), session.info["asker"] | asked)
    return found.one_or_none()


@cache
def _to_widen(roles: frozenset[str]) -> Any:
    asked = select(CaseRow).where(*_BY_REFERENCE, visible("case:widen", roles)).with_for_update()
    # They may not know of the case yet: the wall would hide it, so its question stands here itself.
    return asked.execution_options(populate_existing=True, **UNWALLED)


def of_pupils(session: Session, actor: Actor, marks: Iterable[str]) -> list[Row[Any]]:
    """Return the cases that ``actor`` may read and in which one of these pupils is, latest first.

    A row has the case's columns of a list, and ``mark``, by which the pupil was found.
    """
    wanted = {"marks": sorted(set(marks)), "school": actor.school}
    return list(session.execute(_of_pupils(actor.roles), wanted)) if wanted["marks"] else []


@cache
def _of_pupils(roles: frozenset[str]) -> Any:
    return (
        _LINE.add_columns(PupilRow.mark)
        .join(PupilRow, PupilRow.case_id == CaseRow.id)
        .where(PupilRow.school == bindparam("school"))
        .where(PupilRow.mark.in_(bindparam("marks", expanding=True)))
        .where(visible("case:read", roles))
        .order_by(None)
        .order_by(CaseRow.opened_at.desc(), CaseRow.id)
    )
