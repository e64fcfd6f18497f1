"""Checkpoints: signed statements of where every chain of a school stood at a moment."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Integer, LargeBinary, String, UniqueConstraint, bindparam, select
from sqlalchemy.dialects.mysql import LONGBLOB
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.checkpoint import VERSION, Checkpoint, of_body
from yipplugin.store.base import HASH, ID, KEY, AddedOnly, Base, Moment, canonical

MESSAGE = "checkpoint"
"""The kind of message by which a checkpoint is taken out of here."""

Heads = list[list[object]]
"""Where chains stand: the name, the number and the hash of the last entry of each, by name."""


class CheckpointRow(AddedOnly, Base):
    """A checkpoint. ``body`` is what was signed, byte for byte; the rest repeats it.

    ``public_key`` and ``signature`` are Ed25519, in hexadecimal.
    """

    __tablename__ = "yip_checkpoint"
    __table_args__ = (UniqueConstraint("school", "seq"),)

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[bytes] = mapped_column(LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb"))
    public_key: Mapped[str] = mapped_column(String(HASH))
    signature: Mapped[str] = mapped_column(String(HASH * 2))

    @property
    def value(self) -> Checkpoint:
        """Return the checkpoint as it leaves us."""
        return of_body(self.body, self.public_key, self.signature)


_LATEST = (
    select(CheckpointRow)
    .where(CheckpointRow.school == bindparam("school"))
    .order_by(CheckpointRow.seq.desc())
    .limit(1)
)
_ONE = select(CheckpointRow).where(CheckpointRow.id == bindparam("id"))


def latest_checkpoint(session: Session, school: str) -> CheckpointRow | None:
    """Return the newest checkpoint of a school."""
    return session.scalars(_LATEST, {"school": school}).one_or_none()


def checkpoint_of(session: Session, checkpoint_id: str) -> CheckpointRow:
    """Return the checkpoint with an id."""
    return session.scalars(_ONE, {"id": checkpoint_id}).one()


def body_of(
    school: str, seq: int, at: datetime, previous: str, heads: Sequence[Sequence[object]]
) -> bytes:
    """Return what a checkpoint signs; ``previous`` is the digest of the one before."""
    return canonical(
        {
            "version": VERSION,
            "school": school,
            "seq": seq,
            "at": at.isoformat(),
            "previous": previous,
            "root": root_of(heads),
            "heads": heads,
        }
    )


def root_of(heads: Sequence[Sequence[object]]) -> str:
    """Return one hash over where every chain stands."""
    return sha256(canonical(sorted(map(list, heads)))).hexdigest()
