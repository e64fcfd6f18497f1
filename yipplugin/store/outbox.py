"""The outbox: what has to be told outside, written in the transaction that it tells of."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, UniqueConstraint, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import ID, KEY, LONG, REF, UNWALLED, Base, Json, Moment, new_id


class OutboxRow(Base):
    """A message: references only, never content."""

    __tablename__ = "yip_outbox"
    __table_args__ = (
        UniqueConstraint("school", "dedupe_key"),
        Index(None, "done_at", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    kind: Mapped[str] = mapped_column(String(KEY))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    due_at: Mapped[datetime] = mapped_column(Moment)
    dedupe_key: Mapped[str] = mapped_column(String(REF))
    attempts: Mapped[int] = mapped_column(Integer)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(LONG)


def put(
    session: Session, *, school: str, kind: str, payload: dict[str, Any], due_at: datetime, key: str
) -> None:
    """Leave a message; ``key`` says what it is about, so that it is sent once."""
    session.add(
        OutboxRow(
            id=new_id(),
            school=school,
            kind=kind,
            payload=payload,
            due_at=due_at,
            dedupe_key=key,
            attempts=0,
        )
    )


_WAITING = (
    select(OutboxRow)
    .where(OutboxRow.school == bindparam("school"), OutboxRow.done_at.is_(None))
    # What waits is the worker's: nobody else finds it.
    .execution_options(**UNWALLED)
)
_LEFT = (
    select(OutboxRow.id)
    .where(OutboxRow.school == bindparam("school"), OutboxRow.dedupe_key == bindparam("key"))
    .execution_options(**UNWALLED)
)
_DUE = (
    select(OutboxRow)
    .where(
        OutboxRow.done_at.is_(None),
        OutboxRow.due_at <= bindparam("now"),
        or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= bindparam("now")),
    )
    .order_by(OutboxRow.due_at, OutboxRow.id)
)


def is_left(session: Session, school: str, key: str) -> bool:
    """Say whether a message with this key was ever left."""
    return session.execute(_LEFT, {"school": school, "key": key}).first() is not None


def take_back(session: Session, school: str, case_id: str) -> None:
    """Remove the messages about a case that nobody was told yet."""
    for row in session.scalars(_WAITING, {"school": school}):
        if row.payload.get("case") == case_id:
            session.delete(row)


def row_of(session: Session, message_id: str) -> OutboxRow:
    """Return the message that has the id ``message_id``."""
    return session.scalars(select(OutboxRow).where(OutboxRow.id == message_id)).one()


def due_rows(session: Session, now: datetime, size: int, *, lock: bool = False) -> list[OutboxRow]:
    """Return messages that are due and that nobody is delivering, the oldest first."""
    asked = _DUE.limit(size)
    if lock:
        asked = asked.with_for_update(skip_locked=True)
    return list(session.scalars(asked, {"now": now}))
