"""Holds: that what was written in a case must not be disposed of for now, and why."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import ID, KEY, REF, Base, Moment, WithSeals
from yipplugin.store.sealing import Sealed, SealedText


class HoldRow(WithSeals, Base):
    """A hold on a case. It is lifted once, and nothing else of it ever changes.

    ``content`` is who set it and why, ``lifted`` who lifted it and why.
    """

    __tablename__ = "yip_hold"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    seq: Mapped[int] = mapped_column(Integer)
    ground: Mapped[str] = mapped_column(String(KEY))
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(String(REF))
    content: Mapped[Sealed | None] = mapped_column(SealedText)
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    lifted_by: Mapped[str | None] = mapped_column(String(REF))
    lifted: Mapped[Sealed | None] = mapped_column(SealedText)

    def said(self, column: str) -> Mapping[str, str]:
        """Return ``by_name`` and ``reason`` of the setting or of the lifting."""
        found: dict[str, str] = json.loads(self.opened(column))
        return found


_EVERY = (
    select(HoldRow)
    .where(HoldRow.case_id == bindparam("case"))
    .order_by(HoldRow.seq)
    .execution_options(populate_existing=True)
)


def holds_of(session: Session, case_id: str) -> Sequence[HoldRow]:
    """Return every hold that a case was ever under, oldest first."""
    return session.scalars(_EVERY, {"case": case_id}).all()
