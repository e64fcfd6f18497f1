"""What an authority writes for schools: every state of a pack that was saved, and what was signed.

A state is never written over: the next one follows it, so that nothing that two people typed at
once is lost, and what was published stays beside what came of it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Integer, String, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, LONG, REF, Base, Moment


class ContactDraftRow(Base):
    """A state of a pack. ``content`` is its text; it is published once ``signed`` is the file.

    ``version`` is that of the file. Neither is sealed: what stands here is made to be published.
    """

    __tablename__ = "yip_contact_draft"
    __table_args__ = (UniqueConstraint("school", "pack", "revision"),)

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    pack: Mapped[str] = mapped_column(String(KEY))
    revision: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(LONG)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(REF))
    version: Mapped[int | None] = mapped_column(Integer)
    digest: Mapped[str | None] = mapped_column(String(HASH))
    signed: Mapped[str | None] = mapped_column(LONG)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    published_by: Mapped[str | None] = mapped_column(String(REF))


_HERE: BindParameter[str] = bindparam("school")
_PACK: BindParameter[str] = bindparam("pack")
_LATEST = (
    select(ContactDraftRow.pack, func.max(ContactDraftRow.revision).label("revision"))
    .where(ContactDraftRow.school == _HERE)
    .group_by(ContactDraftRow.pack)
    .order_by(ContactDraftRow.pack)
)
_OF_PACK = (
    select(ContactDraftRow)
    .where(ContactDraftRow.school == _HERE, ContactDraftRow.pack == _PACK)
    .order_by(ContactDraftRow.revision.desc())
)
_NEWEST = _OF_PACK.limit(1)
_PUBLISHED = _OF_PACK.where(ContactDraftRow.version.is_not(None)).limit(1)
_ONE = _OF_PACK.where(ContactDraftRow.revision == bindparam("revision"))
_PUBLISHERS = (
    select(ContactDraftRow.school, ContactDraftRow.pack)
    .where(ContactDraftRow.version.is_not(None))
    .distinct()
    .order_by(ContactDraftRow.school, ContactDraftRow.pack)
)
_HIGHEST = select(func.max(ContactDraftRow.version)).where(ContactDraftRow.pack == _PACK)


def drafted(session: Session, school: str) -> Sequence[str]:
    """Return the packs that are written here, by key."""
    return [row.pack for row in session.execute(_LATEST, {"school": school})]


def newest(session: Session, school: str, pack: str) -> ContactDraftRow | None:
    """Return the newest state of a pack."""
    return session.scalars(_NEWEST, {"school": school, "pack": pack}).one_or_none()


def state(session: Session, school: str, pack: str, revision: int) -> ContactDraftRow | None:
    """Return one state of a pack."""
    asked = {"school": school, "pack": pack, "revision": revision}
    return session.scalars(_ONE, asked).one_or_none()


def published(session: Session, school: str, pack: str) -> ContactDraftRow | None:
    """Return the state of a pack that was published last."""
    return session.scalars(_PUBLISHED, {"school": school, "pack": pack}).one_or_none()


def publishers(session: Session) -> Sequence[tuple[str, str]]:
    """Return who has published which packs here; for the engine's own work."""
    return [(school, pack) for school, pack in session.execute(_PUBLISHERS)]


def highest(session: Session, pack: str) -> int:
    """Return the highest version of a pack that anybody has published here, or 0."""
    return session.scalars(_HIGHEST, {"pack": pack}).one() or 0
