"""Referrals: what was sent on an authority's own form, to whom, and what they answered."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, REF, Base, Moment, WithSeals
from yipplugin.store.sealing import Sealed, SealedText


class ReferralRow(WithSeals, Base):
    """A referral on an authority's own form, as it was signed. It is answered once.

    ``form`` is the pack and the key of the form in it, ``version`` and ``digest`` are the pack's,
    ``way`` is how it was delivered. ``content`` is what was sent, by whom and to whom, ``receipt``
    what came back.
    """

    __tablename__ = "yip_referral"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        UniqueConstraint("school", "submission"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    seq: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str] = mapped_column(String(KEY))
    form: Mapped[str] = mapped_column(String(REF))
    version: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(HASH))
    way: Mapped[str] = mapped_column(String(KEY))
    signed_at: Mapped[datetime] = mapped_column(Moment)
    signed_by: Mapped[str] = mapped_column(String(REF))
    content: Mapped[Sealed | None] = mapped_column(SealedText)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(String(REF))
    receipt: Mapped[Sealed | None] = mapped_column(SealedText)

    def said(self, column: str) -> Mapping[str, Any]:
        """Return what ``content`` or ``receipt`` says."""
        found: dict[str, Any] = json.loads(self.opened(column))
        return found


_EVERY = (
    select(ReferralRow)
    .where(ReferralRow.case_id == bindparam("case"))
    .order_by(ReferralRow.seq)
    .execution_options(populate_existing=True)
)
_SUBMITTED = select(ReferralRow).where(
    ReferralRow.school == bindparam("school"), ReferralRow.submission == bindparam("submission")
)


def referrals_of(session: Session, case_id: str) -> Sequence[ReferralRow]:
    """Return every referral of a case, oldest first."""
    return session.scalars(_EVERY, {"case": case_id}).all()


def referred(session: Session, school: str, submission: str) -> ReferralRow | None:
    """Return what one filling of a form became, where it was signed."""
    asked = {"school": school, "submission": submission}
    return session.scalars(_SUBMITTED, asked).one_or_none()
