"""Cases: one row each, with the summary that lists read, and who is named in them."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, REF, Base, Moment, WithSeals
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.values import CaseKnown

LAST = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
"""Where a case without anything due stands in the order."""


class CaseRow(WithSeals, Base):
    """A case.

    ``order_at`` is its place in lists: when the next thing is due, long before that where it must
    be referred now, and the end of time where nothing is due.
    """

    __tablename__ = "yip_case"
    __table_args__ = (
        UniqueConstraint("school", "reference"),
        ForeignKeyConstraint(
            ["school", "policy_digest"], ["yip_policy.school", "yip_policy.digest"]
        ),
        Index(None, "school", "order_at", "id"),
        Index(None, "school", "stage", "order_at", "id"),
        Index(None, "school", "opened_by", "opened_at", "id"),
    )
    in_case = "id"

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    reference: Mapped[str] = mapped_column(String(KEY))
    policy_key: Mapped[str] = mapped_column(String(KEY))
    policy_version: Mapped[int] = mapped_column(Integer)
    policy_digest: Mapped[str] = mapped_column(String(HASH))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[str] = mapped_column(String(REF))
    opened_by_name: Mapped[Sealed | None] = mapped_column(SealedText)
    stage: Mapped[str] = mapped_column(String(KEY))
    next_due_at: Mapped[datetime | None] = mapped_column(Moment)
    next_duty: Mapped[str | None] = mapped_column(String(KEY))
    order_at: Mapped[datetime] = mapped_column(Moment)
    urgent: Mapped[bool] = mapped_column(Boolean)
    outstanding: Mapped[int] = mapped_column(Integer)
    waits_for: Mapped[str] = mapped_column(String(REF))
    updated_at: Mapped[datetime] = mapped_column(Moment)
    chain_seq: Mapped[int] = mapped_column(Integer)
    chain_head: Mapped[str] = mapped_column(String(HASH))


class NamedRow(Base):
    """A member of staff who is among the people of a case, and so may not know of it."""

    __tablename__ = "yip_named"
    __table_args__ = (Index(None, "school", "ref", "case_id"),)

    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"), primary_key=True)
    ref: Mapped[str] = mapped_column(String(REF), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))


_CASE = select(CaseRow).where(CaseRow.id == bindparam("id"), CaseRow.school == bindparam("school"))
_CASE_LOCKED = _CASE.with_for_update().execution_options(populate_existing=True)
_NAMED = select(NamedRow.ref).where(NamedRow.case_id == bindparam("id"))


def find_case(session: Session, school: str, case_id: str) -> CaseRow | None:
    """Return a case of the school, for reading."""
    return session.scalars(_CASE, {"id": case_id, "school": school}).one_or_none()


def lock_case(session: Session, school: str, case_id: str) -> CaseRow | None:
    """Return a case of the school that nobody else can write to until this transaction ends."""
    return session.scalars(_CASE_LOCKED, {"id": case_id, "school": school}).one_or_none()


def known(session: Session, row: CaseRow) -> CaseKnown:
    """Return what access needs to know of a case."""
    return CaseKnown(row.school, row.opened_by, adults_named(session, row.id))


def adults_named(session: Session, case_id: str) -> frozenset[str]:
    """Return the staff who are among the people of a case."""
    return frozenset(session.scalars(_NAMED, {"id": case_id}))


def name_adults(session: Session, row: CaseRow, refs: frozenset[str]) -> None:
    """Make ``refs`` the staff who are named in the case."""
    there = adults_named(session, row.id)
    for ref in sorted(refs - there):
        session.add(NamedRow(case_id=row.id, ref=ref, school=row.school))
    for ref in sorted(there - refs):
        named = select(NamedRow).where(NamedRow.case_id == row.id, NamedRow.ref == ref)
        session.delete(session.scalars(named).one())
