"""Files under way: a long paper that is made beside the request, for whoever asked for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import ID, KEY, REF, UNWALLED, Base, Moment, WithSeals
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.values import Actor


class MakingRow(WithSeals, Base):
    """A file under way, or ready: of which paper of which case, and who asked for it.

    ``step`` is how far it is, ``moved_at`` when that was last said, ``file`` the whole of it.
    """

    __tablename__ = "yip_making"
    __table_args__ = (
        Index(None, "school", "asked_by", "case_id"),
        Index(None, "moved_at"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    asked_by: Mapped[str] = mapped_column(String(REF))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    paper: Mapped[str] = mapped_column(String(KEY))
    step: Mapped[str] = mapped_column(String(KEY))
    pages: Mapped[int] = mapped_column(Integer)
    moved_at: Mapped[datetime] = mapped_column(Moment)
    file: Mapped[Sealed | None] = mapped_column(SealedText)


_OWN = (
    select(MakingRow)
    .where(
        MakingRow.school == bindparam("school"),
        MakingRow.asked_by == bindparam("asked_by"),
        MakingRow.case_id == bindparam("case"),
    )
    .order_by(MakingRow.asked_at.desc(), MakingRow.id)
)
_OWN_LOCKED = _OWN.with_for_update()
_ONE = (
    select(MakingRow)
    .where(MakingRow.school == bindparam("school"), MakingRow.id == bindparam("id"))
    .with_for_update()
)
_OF_CASE = (
    select(MakingRow)
    .where(MakingRow.school == bindparam("school"), MakingRow.case_id == bindparam("case"))
    # Whoever asked for them: what is in them goes with the case.
    .execution_options(**UNWALLED)
)
_OLD = select(MakingRow).where(MakingRow.moved_at < bindparam("before"))


def makings_of(
    session: Session, actor: Actor, case_id: str, *, lock: bool = False
) -> Sequence[MakingRow]:
    """Return the files of a case that the actor asked for, the newest first."""
    asked = {"school": actor.school, "asked_by": actor.ref, "case": case_id}
    return session.scalars(_OWN_LOCKED if lock else _OWN, asked).all()


def find_making(session: Session, school: str, making_id: str) -> MakingRow | None:
    """Return one file under way, to be written to."""
    return session.scalars(_ONE, {"school": school, "id": making_id}).one_or_none()


def throw_away_files(session: Session, school: str, case_id: str) -> None:
    """Remove every file of a case, whoever asked for it."""
    for row in session.scalars(_OF_CASE, {"school": school, "case": case_id}):
        session.delete(row)


def throw_away_old(session: Session, before: datetime) -> None:
    """Remove the files that have not moved since a moment, in the engine's own session."""
    for row in session.scalars(_OLD, {"before": before}):
        session.delete(row)
