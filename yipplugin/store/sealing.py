"""Sealing: how what people write about children is kept, bound to the row that it stands in."""

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Dialect, Text
from sqlalchemy.dialects.mysql import LONGTEXT
from sqlalchemy.types import TypeDecorator

LONG = Text().with_variant(LONGTEXT(), "mysql", "mariadb")
"""Text without a bound that anybody reaches."""


class Sealed(str):
    """Text that went through a sealer; a sealed column takes nothing else."""

    __slots__ = ()


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands. Text that was moved elsewhere does not open."""

    school: str
    case: str
    table: str
    column: str
    row: str


class Sealer(Protocol):
    """What seals texts and opens them again."""

    def seal(self, text: str, place: Place) -> Sealed:
        """Return ``text`` as it may be stored at ``place``."""

    def open(self, sealed: Sealed, place: Place) -> str:
        """Return the text that was sealed at ``place``."""


class PlainSealer:
    """Keeps texts as they are."""

    def seal(self, text: str, place: Place) -> Sealed:
        """Return ``text`` unchanged."""
        return Sealed(text)

    def open(self, sealed: Sealed, place: Place) -> str:
        """Return the text unchanged."""
        return str(sealed)


class SealedText(TypeDecorator[Sealed]):
    """A column of sealed text."""

    impl = LONG
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> str | None:
        """Take a sealed text only: plain text here is a mistake in our own code."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("a sealed column was given text that no sealer has seen")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        """Return what is stored, still sealed."""
        return None if value is None else Sealed(value)
