"""Moves: that a case was to stand under another policy, or another version, and what was decided.

The policy that a case was opened under stays in its row. Each move is a row of its own.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, REF, Base, Moment, WithSeals
from yipplugin.store.cases import CaseRow
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.store.under import Under

MOVED, WITHDRAWN = "moved", "withdrawn"
"""How a move ended."""


class MoveRow(WithSeals, Base):
    """A move of a case to a policy, proposed and then decided on, before the next is proposed.

    ``records`` is how many the case had when it was proposed; none is signed before it is done.
    ``content`` holds the proposer's name and the reason, ``decided_name`` who decided.
    """

    __tablename__ = "yip_move"
    __table_args__ = (
        ForeignKeyConstraint(
            ["school", "policy_digest"], ["yip_policy.school", "yip_policy.digest"]
        ),
        UniqueConstraint("case_id", "seq"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    seq: Mapped[int] = mapped_column(Integer)
    policy_digest: Mapped[str] = mapped_column(String(HASH))
    records: Mapped[int] = mapped_column(Integer)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    proposed_by: Mapped[str] = mapped_column(String(REF))
    content: Mapped[Sealed | None] = mapped_column(SealedText)
    outcome: Mapped[str | None] = mapped_column(String(KEY))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(REF))
    decided_name: Mapped[Sealed | None] = mapped_column(SealedText)

    @property
    def said(self) -> Mapping[str, str]:
        """Return ``by_name`` and ``reason`` of the proposal."""
        found: dict[str, str] = json.loads(self.opened("content"))
        return found


_OF_CASES = (
    select(MoveRow.case_id, MoveRow.policy_digest, MoveRow.records, MoveRow.decided_at)
    .where(MoveRow.case_id.in_(bindparam("cases", expanding=True)), MoveRow.outcome == MOVED)
    .order_by(MoveRow.case_id, MoveRow.seq)
)
_EVERY = (
    select(MoveRow)
    .where(MoveRow.case_id == bindparam("case"))
    .order_by(MoveRow.seq)
    .execution_options(populate_existing=True)
)


def under(session: Session, opened: Mapping[str, str]) -> dict[str, Under]:
    """Return under which policies cases have stood.

    :param opened: by their ids, the digests of the policies that they were opened under.
    """
    found = {case_id: Under(digest) for case_id, digest in opened.items()}
    for row in session.execute(_OF_CASES, {"cases": sorted(found)}) if found else ():
        found[row.case_id].add(row.records, row.decided_at, row.policy_digest)
    return found


def under_of(session: Session, case: CaseRow) -> Under:
    """Return under which policies one case has stood."""
    return under(session, {case.id: case.policy_digest})[case.id]


def moves_of(session: Session, case_id: str) -> Sequence[MoveRow]:
    """Return every move of a case that was ever proposed, oldest first."""
    return session.scalars(_EVERY, {"case": case_id}).all()
