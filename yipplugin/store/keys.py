"""Keys as they are kept: each wrapped by another one, the first by the host's master key.

A school's key is wrapped by the master key. It wraps a key for each case, one for what belongs to
no case (``data``), one for the keyed index of people (``index``), and one that signs checkpoints
(``signing``). Case keys are destroyed with their case; nothing else opens what they sealed.
"""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes

from sqlalchemy import Index, String, bindparam, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.keys import LENGTH, Key, as_key, bound_to, decrypt, encrypt
from yipplugin.store.base import ID, KEY, UNWALLED, Base, Moment, new_id
from yipplugin.store.cases import CaseRow
from yipplugin.store.sealing import Bytes

SCHOOL, DATA, INDEX, SIGNING, CASE = "school", "data", "index", "signing", "case"
OF_SCHOOL = (DATA, INDEX, SIGNING)
"""The keys that a school has beside its own and its cases'."""


class KeyRow(Base):
    """A wrapped key. ``under`` is the id of the school's key that wraps it, or of the master key.

    ``unique`` keeps a second key of a kind from being made by two processes at once: the newest
    school key is found by ``made_at``.
    """

    __tablename__ = "yip_key"
    __table_args__ = (Index(None, "school", "kind", "made_at"),)

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    unique: Mapped[str] = mapped_column(String(KEY * 3), unique=True)
    school: Mapped[str] = mapped_column(String(KEY))
    kind: Mapped[str] = mapped_column(String(KEY))
    case_id: Mapped[str | None] = mapped_column(String(ID), unique=True)
    under: Mapped[str] = mapped_column(String(KEY))
    wrapped: Mapped[bytes] = mapped_column(Bytes)
    made_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def bound(self) -> bytes:
        """Return what the wrapped key belongs to: it opens as nothing else."""
        return bound_to("yip_key", self.school, self.kind, self.case_id or "", self.id)


# Keys are wrapped anew while the application runs: what a session read before may be old.
_KEYS = select(KeyRow).execution_options(populate_existing=True)
_OF_SCHOOL = _KEYS.where(KeyRow.school == bindparam("school"), KeyRow.case_id.is_(None)).order_by(
    KeyRow.made_at, KeyRow.id
)
_SCHOOLS_OWN = _OF_SCHOOL.where(KeyRow.kind == SCHOOL)
_OF_CASE = _KEYS.where(KeyRow.case_id == bindparam("case"))
_OF_CASES = _KEYS.where(KeyRow.case_id.in_(bindparam("cases", expanding=True)))
# Whoever asks may see few cases or none; whether there is any must be told all the same.
_IN_USE = select(
    exists().where(KeyRow.school == bindparam("school")),
    exists().where(CaseRow.school == bindparam("school")),
).execution_options(**UNWALLED)


def keys_of(session: Session, school: str) -> Sequence[KeyRow]:
    """Return the school's own keys and those that are not of a case, oldest first."""
    return session.scalars(_OF_SCHOOL, {"school": school}).all()


def own_keys(session: Session, school: str, *, alone: bool = False) -> Sequence[KeyRow]:
    """Return the school's own keys, oldest first; none is taken away until this transaction ends.

    :param alone: keep every other transaction, too, from wrapping anything under them meanwhile.
    """
    asked = _SCHOOLS_OWN.with_for_update(read=not alone)
    return session.scalars(asked, {"school": school}).all()


def key_of_case(session: Session, case_id: str) -> KeyRow | None:
    """Return the wrapped key of a case; nothing once it was destroyed."""
    return session.scalars(_OF_CASE, {"case": case_id}).one_or_none()


def keys_of_cases(session: Session, case_ids: Sequence[str]) -> Sequence[KeyRow]:
    """Return the wrapped keys of cases, as far as they were not destroyed."""
    return session.scalars(_OF_CASES, {"cases": list(case_ids)}).all()


def is_new(session: Session, school: str) -> bool:
    """Say whether nothing was ever kept for a school: it has no key, and no case."""
    return not any(session.execute(_IN_USE, {"school": school}).one())


def new_key(
    session: Session,
    school: str,
    kind: str,
    under: tuple[str, bytes],
    now: datetime,
    case: str = "",
) -> Key:
    """Make a key that the school's key ``under`` wraps, and return it."""
    name, wrapping = under
    key = Key(token_bytes(LENGTH))
    row = KeyRow(
        id=new_id(),
        unique=case or f"{school}:{kind}",
        school=school,
        kind=kind,
        case_id=case or None,
        under=name,
        made_at=now,
    )
    row.wrapped = encrypt(wrapping, key, row.bound)
    session.add(row)
    return key


def opened(row: KeyRow, wrapping: bytes) -> Key:
    """Return a key that a school's key wraps.

    :raises SealRefused: where it does not open.
    """
    name = "the key of the school"
    return as_key(decrypt(wrapping, row.wrapped, row.bound, name), f"a {row.kind} key")


def wrap_anew(row: KeyRow, key: Key, under: tuple[str, bytes]) -> None:
    """Wrap a key under a newer key of its school."""
    row.under, row.wrapped = under[0], encrypt(under[1], key, row.bound)
