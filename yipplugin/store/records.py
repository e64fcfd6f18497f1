"""Records: what was signed, and never changes."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import (
    HASH,
    ID,
    KEY,
    REF,
    AddedOnly,
    Base,
    Json,
    Moment,
    WithSeals,
    canonical,
)
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.values import Record


class RecordRow(WithSeals, AddedOnly, Base):
    """A signed record. ``salt`` keeps its content from being guessed from the ledger."""

    __tablename__ = "yip_record"
    __table_args__ = (
        UniqueConstraint("school", "submission"),
        UniqueConstraint("case_id", "seq"),
        UniqueConstraint("supersedes"),
        Index(None, "school", "by", "signed_at"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    seq: Mapped[int] = mapped_column(Integer)
    submission: Mapped[str] = mapped_column(String(KEY))
    form: Mapped[str] = mapped_column(String(KEY))
    version: Mapped[int] = mapped_column(Integer)
    about: Mapped[str | None] = mapped_column(String(REF))
    by: Mapped[str] = mapped_column(String(REF))
    by_name: Mapped[Sealed | None] = mapped_column(SealedText)
    by_roles: Mapped[list[str]] = mapped_column(Json)
    signed_at: Mapped[datetime] = mapped_column(Moment)
    happened_at: Mapped[datetime | None] = mapped_column(Moment)
    answers: Mapped[Sealed | None] = mapped_column(SealedText)
    supersedes: Mapped[str | None] = mapped_column(String(ID), ForeignKey("yip_record.id"))
    reason: Mapped[Sealed | None] = mapped_column(SealedText)
    reasons: Mapped[Sealed | None] = mapped_column(SealedText)
    signature: Mapped[dict[str, str]] = mapped_column(Json)
    salt: Mapped[str | None] = mapped_column(String(HASH))

    @property
    def value(self) -> Record:
        """Return the record as rules and pages read it."""
        return Record(
            id=self.id,
            form=self.form,
            version=self.version,
            by=self.by,
            by_name=self.opened("by_name"),
            by_roles=frozenset(self.by_roles),
            signed_at=self.signed_at,
            answers=json.loads(self.opened("answers") or "{}"),
            about=self.about,
            happened_at=self.happened_at,
            supersedes=self.supersedes,
            reason=self.opened("reason"),
        )

    @property
    def signing(self) -> "Signing":
        """Return how it was signed."""
        return Signing(
            how=self.signature["how"],
            at=datetime.fromisoformat(self.signature["at"]),
            reasons=json.loads(self.opened("reasons") or "{}"),
        )


@dataclass(frozen=True)
class Signing:
    """How a record was signed, and the reasons given to the warnings that came up.

    ``how`` is ``account`` (being signed in), ``password`` or ``host`` (signed in anew just before).
    """

    how: str
    at: datetime
    reasons: Mapping[str, str]


_OF_CASE = select(RecordRow).where(RecordRow.case_id == bindparam("case")).order_by(RecordRow.seq)
_AUTHOR = select(RecordRow.by).where(
    RecordRow.case_id == bindparam("case"), RecordRow.id == bindparam("record")
)
_SUBMITTED = select(RecordRow).where(
    RecordRow.school == bindparam("school"), RecordRow.submission == bindparam("submission")
)


def records_of(session: Session, case_id: str) -> tuple[RecordRow, ...]:
    """Return the records of a case in order of signing."""
    return tuple(session.scalars(_OF_CASE, {"case": case_id}))


def author_of(session: Session, case_id: str, record_id: str) -> str:
    """Return who signed a record of the case; nobody where it has no such record."""
    return session.scalars(_AUTHOR, {"case": case_id, "record": record_id}).one_or_none() or ""


def submitted(session: Session, school: str, submission: str) -> RecordRow | None:
    """Return the record that a filled-in form became, where it was signed already."""
    asked = {"school": school, "submission": submission}
    return session.scalars(_SUBMITTED, asked).one_or_none()


def add_record(
    session: Session,
    *,
    school: str,
    case_id: str,
    seq: int,
    submission: str,
    record: Record,
    signing: Signing,
) -> RecordRow:
    """Write a signed record down."""
    row = RecordRow(
        id=record.id,
        school=school,
        case_id=case_id,
        seq=seq,
        submission=submission,
        form=record.form,
        version=record.version,
        about=record.about,
        by=record.by,
        by_roles=sorted(record.by_roles),
        signed_at=record.signed_at,
        happened_at=record.happened_at,
        supersedes=record.supersedes,
        signature={"how": signing.how, "at": signing.at.isoformat()},
        salt=secrets.token_hex(32),
    )
    row.seal(
        session,
        by_name=record.by_name,
        answers=canonical(dict(record.answers)).decode(),
        reason=record.reason,
        reasons=canonical(dict(signing.reasons)).decode(),
    )
    session.add(row)
    return row


def commitment(row: RecordRow) -> str:
    """Return what the ledger keeps of a record: its hash under a salt that is erased with it.

    It is taken over what was written and not over the sealed text, so that keys can change.
    """
    said: dict[str, Any] = {
        "id": row.id,
        "case": row.case_id,
        "seq": row.seq,
        "submission": row.submission,
        "form": row.form,
        "version": row.version,
        "about": row.about,
        "by": row.by,
        "by_roles": row.by_roles,
        "signed_at": row.signed_at.isoformat(),
        "happened_at": row.happened_at.isoformat() if row.happened_at else None,
        "supersedes": row.supersedes,
        "signature": row.signature,
        **{name: row.opened(name) for name in ("by_name", "answers", "reason", "reasons")},
    }
    return sha256(bytes.fromhex(row.salt or "") + canonical(said)).hexdigest()
