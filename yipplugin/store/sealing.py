"""Sealing: how what people write about children is kept, bound to the row that it stands in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.dialects.mysql import LONGBLOB
from sqlalchemy.types import TypeDecorator

from yipplugin.errors import SealRefused
from yipplugin.keys import bound_to, decrypt, encrypt

FORMAT = b"\x01"
"""The first byte of everything sealed: AES-256-GCM under the key of the case or the school."""


class Sealed(bytes):
    """Text that was sealed; a sealed column takes nothing else."""

    __slots__ = ()


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands. Text that was moved elsewhere does not open.

    ``case`` is empty for what belongs to no case: it is sealed under a key of the school.
    """

    school: str
    case: str
    table: str
    column: str
    row: str

    @property
    def bound(self) -> bytes:
        """Return the place as what a sealed text is bound to."""
        return FORMAT + bound_to(self.school, self.case, self.table, self.column, self.row)


def seal(key: bytes, text: str, place: Place) -> Sealed:
    """Return ``text`` as it may be stored at ``place``.

    :raises SealRefused: for text that no encoding has, such as half of a surrogate pair.
    """
    try:
        plain = text.encode()
    except UnicodeEncodeError:
        # Without its cause, which quotes the text.
        raise SealRefused("The text holds half of a character, and cannot be kept.") from None
    return Sealed(FORMAT + encrypt(key, plain, place.bound))


def unseal(key: bytes, sealed: bytes, place: Place) -> str:
    """Return the text that was sealed at ``place``.

    :raises SealRefused: for anything else.
    """
    if sealed[:1] != FORMAT:
        raise SealRefused(f"{place.table}.{place.column} holds something that was never sealed.")
    name = f"the key of its {'case' if place.case else 'school'}"
    return decrypt(key, sealed[1:], place.bound, name).decode()


class Bytes(TypeDecorator[bytes]):
    """A column of bytes, in which whoever tampers may have put something else.

    SQLite lets them put text and numbers there: text is read as its bytes, anything else as none.
    """

    impl = LargeBinary()
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what reads a stored value, in the place of what the driver's bytes need."""

        def process(value: Any) -> Any:
            if isinstance(value, str):
                value = value.encode(errors="replace")
            elif value is not None and not isinstance(value, (bytes, bytearray, memoryview)):
                value = b""
            return None if value is None else self.read(bytes(value))

        return process

    def read(self, stored: bytes) -> bytes:
        """Return what is stored as those who ask for it know it."""
        return stored


class SealedText(Bytes):
    """A column of sealed text."""

    impl = LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Take a sealed text only: plain text here is a mistake in our own code."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("a sealed column was given text that was not sealed")
        return None if value is None else bytes(value)

    def read(self, stored: bytes) -> bytes:
        """Return what is stored, still sealed."""
        return Sealed(stored)
