"""Contacts: whose packs a school trusts, which it has, what it added itself, what plugins said."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, LONG, REF, Base, Json, Moment, WithSeals, new_id
from yipplugin.store.sealing import Sealed, SealedText

ROUTE, WRONG = "route", "wrong"
"""What a school says of contacts: a route of its own, and that a number is wrong."""


class ContactPinRow(Base):
    """A key that a school trusts for a pack, and for which areas; it is ended by ``ended_at``.

    ``approves`` says that a new version waits until somebody has approved it.
    """

    __tablename__ = "yip_contact_pin"
    __table_args__ = (Index(None, "school", "pack"),)

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    pack: Mapped[str] = mapped_column(String(KEY))
    public: Mapped[str] = mapped_column(String(HASH))
    areas: Mapped[list[str]] = mapped_column(Json)
    approves: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(REF))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(REF))


class ContactPackRow(Base):
    """A version of a pack that a school was given.

    It is used from ``applied_at`` until a later one is, or until ``dropped_at``. ``content`` is the
    signed file as it came.
    """

    __tablename__ = "yip_contact_pack"
    __table_args__ = (
        UniqueConstraint("school", "pack", "version"),
        # What is asked with every look-up is read from here, and not from beside the files.
        Index(None, "school", "applied_at", "dropped_at"),
    )

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    pack: Mapped[str] = mapped_column(String(KEY))
    version: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(HASH))
    areas: Mapped[list[str]] = mapped_column(Json)
    content: Mapped[str] = mapped_column(LONG)
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[str] = mapped_column(String(REF))
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    applied_by: Mapped[str | None] = mapped_column(String(REF))
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)
    dropped_by: Mapped[str | None] = mapped_column(String(REF))


class ContactNoteRow(WithSeals, Base):
    """What a school says of contacts itself: a route, or that a number is wrong.

    It is never changed: a route that is edited is ended and followed by another of the same
    ``ref``.
    """

    __tablename__ = "yip_contact_note"
    __table_args__ = (Index(None, "school", "kind", "ended_at"),)
    in_case = ""

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    kind: Mapped[str] = mapped_column(String(KEY))
    ref: Mapped[str] = mapped_column(String(REF))
    content: Mapped[Sealed | None] = mapped_column(SealedText)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(REF))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(REF))

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said."""
        found: dict[str, Any] = json.loads(self.opened("content"))
        return found


class ContactHeardRow(WithSeals, Base):
    """The routes that a plugin gave last, when it last gave any that were of use."""

    __tablename__ = "yip_contact_heard"
    __table_args__ = (UniqueConstraint("school", "plugin", "asked"),)
    in_case = ""

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    plugin: Mapped[str] = mapped_column(String(REF))
    asked: Mapped[str] = mapped_column(String(REF))
    content: Mapped[Sealed | None] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(Moment)


_HERE: BindParameter[str] = bindparam("school")
_PINS = (
    select(ContactPinRow)
    .where(ContactPinRow.school == _HERE, ContactPinRow.ended_at.is_(None))
    .order_by(ContactPinRow.pack)
)
_PACKS = (
    select(ContactPackRow)
    .where(ContactPackRow.school == _HERE)
    .order_by(ContactPackRow.pack, ContactPackRow.version.desc())
)
_OF_PACK = (
    select(
        ContactPackRow.school,
        ContactPackRow.version,
        ContactPackRow.digest,
        ContactPackRow.taken_at,
        ContactPackRow.applied_at,
        ContactPackRow.dropped_at,
    )
    .where(ContactPackRow.pack == bindparam("pack"))
    .order_by(ContactPackRow.school, ContactPackRow.version.desc())
)
_PINS_OF_PACK = (
    select(ContactPinRow)
    .where(ContactPinRow.pack == bindparam("pack"), ContactPinRow.ended_at.is_(None))
    .order_by(ContactPinRow.school)
)
_AREAS = select(ContactPackRow.id, ContactPackRow.areas).order_by(
    ContactPackRow.version.desc(), ContactPackRow.taken_at.desc()
)
# Nothing here is ever removed or set back, so that counts alone tell of every change.
_STAMP = select(
    func.count(),
    func.count(ContactPackRow.applied_at),
    func.count(ContactPackRow.dropped_at),
).where(ContactPackRow.school == _HERE)
_OWN_STAMP = select(func.count(ContactNoteRow.id), func.count(ContactNoteRow.ended_at)).where(
    ContactNoteRow.school == _HERE, ContactNoteRow.kind == ROUTE
)
_NOTES = (
    select(ContactNoteRow)
    .where(
        ContactNoteRow.school == _HERE,
        ContactNoteRow.kind == bindparam("kind"),
        ContactNoteRow.ended_at.is_(None),
    )
    .order_by(ContactNoteRow.made_at, ContactNoteRow.id)
)
_ALL_NOTES = (
    select(ContactNoteRow)
    .where(
        ContactNoteRow.kind == bindparam("kind"),
        ContactNoteRow.ref.startswith(bindparam("start")),
        ContactNoteRow.ended_at.is_(None),
    )
    .order_by(ContactNoteRow.made_at, ContactNoteRow.id)
)
_HEARD = select(ContactHeardRow).where(
    ContactHeardRow.school == _HERE, ContactHeardRow.asked == bindparam("asked")
)


def pins(session: Session, school: str) -> Sequence[ContactPinRow]:
    """Return the keys that a school trusts now."""
    return session.scalars(_PINS, {"school": school}).all()


def packs(session: Session, school: str) -> Sequence[ContactPackRow]:
    """Return every version of every pack that a school was ever given, the newest first."""
    return session.scalars(_PACKS, {"school": school}).all()


def pins_of(session: Session, pack: str) -> Sequence[ContactPinRow]:
    """Return the keys that every school here trusts for a pack; for the engine's own work."""
    return session.scalars(_PINS_OF_PACK, {"pack": pack}).all()


class Taken(NamedTuple):
    """That a school was given a version of a pack, and what became of it there."""

    school: str
    version: int
    digest: str
    taken_at: datetime
    applied_at: datetime | None
    dropped_at: datetime | None


def taken(session: Session, pack: str) -> Sequence[Taken]:
    """Return every version of a pack that every school here was given, the newest first."""
    return [Taken(*row) for row in session.execute(_OF_PACK, {"pack": pack})]


def newest_for(session: Session, area: str, within: Iterable[str]) -> str:
    """Return the file that any school here was given last for an area, or nothing.

    :param within: the areas that its owner may speak for; a file for others is passed over.
    """
    allowed = set(within)
    for row in session.execute(_AREAS):
        if area in row.areas and set(row.areas) <= allowed:
            found = session.get(ContactPackRow, row.id)
            return found.content if found else ""
    return ""


def in_use(rows: Sequence[ContactPackRow]) -> Mapping[str, ContactPackRow]:
    """Return, by pack, the newest version that was applied and not dropped."""
    found: dict[str, ContactPackRow] = {}
    for row in usable(rows):
        found.setdefault(row.pack, row)
    return found


def usable(rows: Iterable[ContactPackRow]) -> Iterable[ContactPackRow]:
    """Return every version that was applied and not dropped, in the order in which they came."""
    return (row for row in rows if row.applied_at is not None and row.dropped_at is None)


def stamp(session: Session, school: str) -> tuple[Any, ...]:
    """Return what is another once the packs or the own routes of a school are others."""
    asked = {"school": school}
    return (*session.execute(_STAMP, asked).one(), *session.execute(_OWN_STAMP, asked).one())


def notes(session: Session, school: str, kind: str) -> Sequence[ContactNoteRow]:
    """Return what a school says of contacts now, oldest first."""
    return session.scalars(_NOTES, {"school": school, "kind": kind}).all()


def notes_everywhere(session: Session, kind: str, start: str) -> Sequence[ContactNoteRow]:
    """Return what every school here says now of contacts whose reference begins like this.

    For the engine's own work.
    """
    return session.scalars(_ALL_NOTES, {"kind": kind, "start": start}).all()


def heard(session: Session, school: str, asked: str) -> dict[str, ContactHeardRow]:
    """Return what plugins gave last when they were asked this, by plugin."""
    rows = session.scalars(_HEARD, {"school": school, "asked": asked})
    return {row.plugin: row for row in rows}


def note(
    session: Session, school: str, kind: str, ref: str, said: Mapping[str, Any], by: str,
    now: datetime,
) -> ContactNoteRow:  # fmt: skip
    """Write down what a school says of contacts."""
    row = ContactNoteRow(id=new_id(), school=school, kind=kind, ref=ref, made_at=now, made_by=by)
    row.seal(session, content=json.dumps(said))
    session.add(row)
    return row
