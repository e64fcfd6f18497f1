"""Drafts: what somebody has typed and not signed, kept as typed, for them alone."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import ID, KEY, REF, UNWALLED, Base, Moment, WithSeals, new_id
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.values import Actor


class DraftRow(WithSeals, Base):
    """A draft. ``apart`` is text from pages that were older than what was kept already.

    Without foreign keys, and sealed under a key of the school: a draft that names a case must not
    tell whether there is such a case.
    """

    __tablename__ = "yip_draft"
    __table_args__ = (
        UniqueConstraint("school", "author", "submission"),
        Index(None, "school", "author", "updated_at"),
    )

    in_case = ""

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    author: Mapped[str] = mapped_column(String(REF))
    submission: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str | None] = mapped_column(String(ID))
    form: Mapped[str] = mapped_column(String(KEY))
    supersedes: Mapped[str | None] = mapped_column(String(ID))
    about: Mapped[Sealed | None] = mapped_column(SealedText)
    raw: Mapped[Sealed | None] = mapped_column(SealedText)
    apart: Mapped[Sealed | None] = mapped_column(SealedText)
    revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


_OWN = select(DraftRow).where(
    DraftRow.school == bindparam("school"), DraftRow.author == bindparam("author")
)
_ONE = _OWN.where(DraftRow.submission == bindparam("submission"))
_OF_CASE = (
    select(DraftRow)
    .where(DraftRow.school == bindparam("school"), DraftRow.case_id == bindparam("case"))
    # Whoever their authors are: what they typed of the case goes with it.
    .execution_options(**UNWALLED)
)
_NEWEST = _OWN.order_by(DraftRow.updated_at.desc(), DraftRow.id)

_HOW_MANY = (
    select(func.count())
    .select_from(DraftRow)
    .where(DraftRow.school == bindparam("school"), DraftRow.author == bindparam("author"))
)


def find_draft(
    session: Session, actor: Actor, submission: str, *, lock: bool = False
) -> DraftRow | None:
    """Return the actor's draft of one filling of a form."""
    asked = _ONE.with_for_update() if lock else _ONE
    return session.scalars(asked, _by(actor) | {"submission": submission}).one_or_none()


def drafts_of(session: Session, actor: Actor, limit: int) -> Sequence[DraftRow]:
    """Return the actor's drafts, newest first."""
    return session.scalars(_NEWEST.limit(limit), _by(actor)).all()


def how_many(session: Session, actor: Actor) -> int:
    """Return how many drafts the actor has."""
    return session.scalars(_HOW_MANY, _by(actor)).one()


def lay_aside(session: Session, actor: Actor, submission: str, now: datetime) -> None:
    """Remove a draft that was signed; text that stood apart becomes a draft of its own."""
    row = find_draft(session, actor, submission, lock=True)
    if row is None:
        return
    apart: dict[str, Any] = json.loads(row.opened("apart"))
    session.delete(row)
    if not apart:
        return
    left = DraftRow(
        id=new_id(),
        school=row.school,
        author=row.author,
        submission=new_id(),
        case_id=row.case_id,
        form=row.form,
        supersedes=row.supersedes,
        revision=1,
        created_at=now,
        updated_at=now,
    )
    raw = apart.pop(next(reversed(apart)))
    left.seal(session, about=row.opened("about"), raw=json.dumps(raw), apart=json.dumps(apart))
    session.add(left)


def throw_away(session: Session, school: str, case_id: str) -> None:
    """Remove every draft of a case, whoever its author is."""
    for row in session.scalars(_OF_CASE, {"school": school, "case": case_id}):
        session.delete(row)


def _by(actor: Actor) -> dict[str, str]:
    return {"school": actor.school, "author": actor.ref}
