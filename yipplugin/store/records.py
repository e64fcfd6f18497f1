"""Records: what was signed, and never changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import (
    ID,
    KEY,
    REF,
    UNWALLED,
    AddedOnly,
    Base,
    Json,
    Moment,
    WithSeals,
    canonical,
)
from yipplugin.store.rowlevel import lifted
from yipplugin.store.sealing import Sealed, SealedText
from yipplugin.values import Record


class RecordRow(WithSeals, AddedOnly, Base):
    """A signed record. ``content`` is all that people wrote or said, sealed as one."""

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
    by: Mapped[str] = mapped_column(String(REF))
    by_roles: Mapped[list[str]] = mapped_column(Json)
    signed_at: Mapped[datetime] = mapped_column(Moment)
    supersedes: Mapped[str | None] = mapped_column(String(ID), ForeignKey("yip_record.id"))
    signature: Mapped[dict[str, str]] = mapped_column(Json)
    content: Mapped[Sealed | None] = mapped_column(SealedText)

    @property
    def said(self) -> dict[str, Any]:
        """Return what was sealed, opened once for as long as the row is held."""
        if "_said" not in self.__dict__:
            self.__dict__["_said"] = json.loads(self.opened("content"))
        found: dict[str, Any] = self.__dict__["_said"]
        return found

    @property
    def value(self) -> Record:
        """Return the record as rules and pages read it."""
        said = self.said
        return Record(
            id=self.id,
            form=self.form,
            version=self.version,
            by=self.by,
            by_name=said["by_name"],
            by_roles=frozenset(self.by_roles),
            signed_at=self.signed_at,
            answers=said["answers"],
            about=said["about"],
            happened_at=said["happened_at"] and datetime.fromisoformat(said["happened_at"]),
            supersedes=self.supersedes,
            reason=said["reason"],
        )

    @property
    def signing(self) -> "Signing":
        """Return how it was signed."""
        return Signing(
            how=self.signature["how"],
            at=datetime.fromisoformat(self.signature["at"]),
            reasons=self.said["reasons"],
        )


@dataclass(frozen=True)
class Signing:
    """How a record was signed, and the reasons given to the warnings that came up.

    ``how`` is ``account`` (being signed in), ``password`` or ``host`` (signed in anew just before).
    """

    how: str
    at: datetime
    reasons: Mapping[str, str] = field(repr=False)


_OF_CASE = select(RecordRow).where(RecordRow.case_id == bindparam("case")).order_by(RecordRow.seq)
_OF_CASES = (
    select(RecordRow)
    .where(RecordRow.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(RecordRow.seq)
)
_AUTHOR = select(RecordRow.by).where(
    RecordRow.case_id == bindparam("case"), RecordRow.id == bindparam("record")
)
_SUBMITTED = (
    select(RecordRow)
    .where(RecordRow.school == bindparam("school"), RecordRow.submission == bindparam("submission"))
    # Whose it is decides the caller: a filling that is not theirs must not be taken for a new one.
    .execution_options(**UNWALLED)
)


def records_of(session: Session, case_id: str) -> tuple[RecordRow, ...]:
    """Return the records of a case in order of signing."""
    return tuple(session.scalars(_OF_CASE, {"case": case_id}))


def records_of_cases(
    session: Session, case_ids: Sequence[str]
) -> Mapping[str, tuple[RecordRow, ...]]:
    """Return the records of many cases, each case's in order of signing."""
    found: dict[str, list[RecordRow]] = {one: [] for one in case_ids}
    for row in session.scalars(_OF_CASES, {"cases": list(case_ids)}):
        found[row.case_id].append(row)
    return {case_id: tuple(rows) for case_id, rows in found.items()}


def author_of(session: Session, case_id: str, record_id: str) -> str:
    """Return who signed a record of the case; nobody where it has no such record."""
    return session.scalars(_AUTHOR, {"case": case_id, "record": record_id}).one_or_none() or ""


def submitted(session: Session, school: str, submission: str) -> RecordRow | None:
    """Return the record that a filled-in form became, where it was signed already."""
    asked = {"school": school, "submission": submission}
    with lifted(session):
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
        by=record.by,
        by_roles=sorted(record.by_roles),
        signed_at=record.signed_at,
        supersedes=record.supersedes,
        signature={"how": signing.how, "at": signing.at.isoformat()},
    )
    said = {
        "by_name": record.by_name,
        "about": record.about,
        "happened_at": record.happened_at.isoformat() if record.happened_at else None,
        "answers": dict(record.answers),
        "reason": record.reason,
        "reasons": dict(signing.reasons),
    }
    row.seal(session, content=canonical(said).decode())
    session.add(row)
    return row
