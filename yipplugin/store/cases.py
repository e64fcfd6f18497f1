"""Cases: one row each, with the summary that lists read, and who is named in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

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

from yipplugin.store.base import (
    HASH,
    ID,
    KEY,
    REF,
    UNWALLED,
    Base,
    Moment,
    WithSeals,
    new_id,
    vault_of,
)
from yipplugin.store.grants import team_of
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.values import CaseKnown

LAST = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
"""Where a case without anything due stands in the order."""


class CaseRow(WithSeals, Base):
    """A case.

    The policy is the one that it was opened under; ``yipplugin.store.moves`` knows where it went.
    ``order_at`` is its place in lists: when the next thing is due, long before that where it must
    be referred now, and the end of time where nothing is due. ``lead_named`` and ``head_named`` say
    that one of the adults in it is the safeguarding lead or the head.
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
    lead_named: Mapped[bool] = mapped_column(Boolean)
    head_named: Mapped[bool] = mapped_column(Boolean)
    proposal: Mapped[Sealed | None] = mapped_column(SealedText)
    disposed_at: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    chain_seq: Mapped[int] = mapped_column(Integer)
    chain_head: Mapped[str] = mapped_column(String(HASH))


class NamedRow(WithSeals, Base):
    """A member of staff who is among the people of a case, and so may not know of it.

    They are found by ``mark``, so that whoever looks at the tables does not learn who it is.
    """

    __tablename__ = "yip_named"
    __table_args__ = (
        UniqueConstraint("case_id", "mark"),
        Index(None, "school", "mark", "case_id"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    mark: Mapped[str] = mapped_column(String(HASH))
    school: Mapped[str] = mapped_column(String(KEY))
    ref: Mapped[Sealed | None] = mapped_column(SealedText)


class PupilRow(Base):
    """A pupil who is among the people of a case, by the mark under which they are found."""

    __tablename__ = "yip_pupil"
    __table_args__ = (Index(None, "school", "mark", "case_id"),)

    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(HASH), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))


_CASE = select(CaseRow).where(CaseRow.id == bindparam("id"), CaseRow.school == bindparam("school"))
_CASE_LOCKED = _CASE.with_for_update().execution_options(populate_existing=True)
# Who is named is what access is worked out from, and written down when the case may be out of the
# sight of whoever acts: these two are asked past the wall.
_NAMED = (
    select(NamedRow)
    .where(NamedRow.case_id == bindparam("id"))
    .order_by(NamedRow.mark)
    .execution_options(**UNWALLED)
)
_PUPILS = (
    select(PupilRow)
    .where(PupilRow.case_id == bindparam("id"))
    .order_by(PupilRow.mark)
    .execution_options(**UNWALLED)
)


def find_case(session: Session, school: str, case_id: str) -> CaseRow | None:
    """Return a case of the school, for reading."""
    return session.scalars(_CASE, {"id": case_id, "school": school}).one_or_none()


def lock_case(session: Session, school: str, case_id: str) -> CaseRow | None:
    """Return a case of the school that nobody else can write to until this transaction ends."""
    return session.scalars(_CASE_LOCKED, {"id": case_id, "school": school}).one_or_none()


def known(session: Session, row: CaseRow, now: datetime) -> CaseKnown:
    """Return what access needs to know of a case."""
    disposed = row.disposed_at is not None
    return CaseKnown(
        row.school,
        row.opened_by,
        # With the case goes the key to their refs; whoever asks is still known by their mark.
        named_adults=_asker_if_named(session, row.id)
        if disposed
        else adults_named(session, row.id),
        lead_named=row.lead_named,
        head_named=row.head_named,
        team=team_of(session, row.school, row.id, now),
        disposed=disposed,
    )


def adults_named(session: Session, case_id: str) -> frozenset[str]:
    """Return the staff who are among the people of a case."""
    return frozenset(row.opened("ref") for row in session.scalars(_NAMED, {"id": case_id}))


def _asker_if_named(session: Session, case_id: str) -> frozenset[str]:
    asker = session.info["asker"]
    marks = {row.mark for row in session.scalars(_NAMED, {"id": case_id})}
    return frozenset({asker["yip_me"]} if asker.get("yip_mark") in marks else ())


class Change(NamedTuple):
    """A row that an act is going to add, or to remove where it is ``gone``."""

    row: Base
    gone: bool = False


def adults_to_name(session: Session, row: CaseRow, refs: frozenset[str]) -> list[Change]:
    """Return what makes ``refs`` the staff who are named in the case; nothing of it is done yet."""
    there = {one.mark: one for one in session.scalars(_NAMED, {"id": row.id})}
    vault = vault_of(session)
    wanted = {vault.mark(session, row.school, "staff", ref): ref for ref in refs}
    changes = [Change(there[mark], gone=True) for mark in sorted(there.keys() - wanted.keys())]
    for mark in sorted(wanted.keys() - there.keys()):
        named = NamedRow(id=new_id(), case_id=row.id, mark=mark, school=row.school)
        named.seal(session, ref=wanted[mark])
        changes.append(Change(named))
    return changes


def pupils_to_index(session: Session, row: CaseRow, refs: frozenset[str]) -> list[Change]:
    """Return what makes ``refs`` the pupils by whom the case is found; nothing is done yet."""
    there = {one.mark: one for one in session.scalars(_PUPILS, {"id": row.id})}
    vault = vault_of(session)
    wanted = {vault.mark(session, row.school, "pupil", ref) for ref in refs}
    gone = [Change(there[mark], gone=True) for mark in sorted(there.keys() - wanted)]
    new = [
        Change(PupilRow(case_id=row.id, mark=mark, school=row.school))
        for mark in sorted(wanted - there.keys())
    ]
    return gone + new


def carry_out(session: Session, changes: Iterable[Change]) -> None:
    """Add and remove the rows of ``changes``."""
    for change in changes:
        if change.gone:
            session.delete(change.row)
        else:
            session.add(change.row)
    session.flush()
