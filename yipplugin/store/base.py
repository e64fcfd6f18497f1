"""The root of every table, the kinds of column, and rows with sealed columns."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, MetaData, Text
from sqlalchemy.dialects.mysql import DATETIME, LONGTEXT
from sqlalchemy.orm import DeclarativeBase, Session, object_session
from sqlalchemy.types import TypeDecorator

from yipplugin.store.sealing import Place, Sealed

LONG = Text().with_variant(LONGTEXT(), "mysql", "mariadb")
"""Text without a bound that anybody reaches."""

ID, KEY, REF, HASH = 32, 64, 190, 64
"""Lengths of our ids, of keys in a policy, of the host's references, and of hashes."""

UNWALLED = {"yip_unwalled": True}
"""Execution options of the few statements that look past what their session's owner may know."""

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """The root of every ``yip_`` table, with a metadata that no host shares."""

    metadata = MetaData(naming_convention=NAMES, info={"bind_key": "yip"})


class Moment(TypeDecorator[datetime]):
    """A moment: aware outside, UTC to the microsecond inside."""

    impl = DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware moment only."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without a time zone means nothing")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it aware, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """Plain JSON kept as text, so that no database writes it in its own way."""

    impl = LONG
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write it down."""
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> bytes:
    """Return JSON as the same bytes for the same value, whatever the order it was made in."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def new_id() -> str:
    """Return the id of a new row."""
    return uuid4().hex


class Vault(Protocol):
    """What seals texts into rows of a session, and opens them again."""

    def seal(self, session: Session, text: str, place: Place) -> Sealed:
        """Return ``text`` as it may be stored at ``place``."""

    def open(self, session: Session, sealed: bytes, place: Place) -> str:
        """Return the text that was sealed at ``place``."""

    def mark(self, session: Session, school: str, kind: str, ref: str) -> str:
        """Return the mark under which somebody is found at a school."""


class WithSeals:
    """A row with sealed columns: its texts go in and come out through the session's vault."""

    __tablename__: str
    in_case: ClassVar[str] = "case_id"
    """The column that says which case the row belongs to; empty for a row of the school's."""

    def seal(self, session: Session, **texts: str) -> None:
        """Seal ``texts`` into the columns of their names. The row must have its id already."""
        for column, text in texts.items():
            sealed = vault_of(session).seal(session, text, self._place(column))
            setattr(self, column, sealed)

    def opened(self, column: str) -> str:
        """Return the text of a sealed column, while the session that read the row is open.

        :raises SealRefused: where the key is gone, the text was moved or changed, or none is there.
        """
        sealed: bytes | None = getattr(self, column)
        session = object_session(self)
        if session is None:
            raise LookupError(f"{self.__tablename__}.{column} was asked for after its session")
        return vault_of(session).open(session, sealed or b"", self._place(column))

    def _place(self, column: str) -> Place:
        row: Any = self
        case = getattr(row, self.in_case) if self.in_case else None
        return Place(row.school, case or "", self.__tablename__, column, row.id)


class AddedOnly:
    """A row that is never changed or removed once it is written."""


def vault_of(session: Session) -> Vault:
    """Return what seals for this session."""
    found: Vault = session.info["vault"]
    return found
