"""Single values of exact types, made from whatever a plugin took for them."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from yipplugin.authorities import find, find_force
from yipplugin.hooking.failures import type_name
from yipplugin.values import ALL_ROLES, OURS_TO_GIVE

LONGEST_KEY = 190
LONGEST_TEXT = 1_000
LONGEST_URL = 8_000
"""Characters; an address carries the one to come back to."""

HOST_ROLES = frozenset(ALL_ROLES) - OURS_TO_GIVE
"""The roles that a host may give."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of text round, and halves of characters."""

_SPACES = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")

Remarks = list[str]
Maker = Callable[[Any, Remarks], Any]
"""Makes a value plain, or raises ``Unfit``; what it had to leave out it adds to the remarks."""


class Unfit(Exception):
    """An answer, or an item of one, is of no use; the message says why in types and fields."""


class Key:
    """Stands for a reference: kept to the letter or not at all, for another names somebody else."""


class Role:
    """Stands for a role that a host may give."""


class Area:
    """Stands for the name or the code of an authority, or the name of a police force."""


class Url:
    """Stands for the address of a page, to send somebody to."""


def must_be(value: Any, shape: type) -> None:
    """Refuse a value of another type, whatever it calls itself by its ``__class__``."""
    if not issubclass(type(value), shape):
        raise Unfit(f"is {type_name(value)}, not {shape.__name__}")


def word(value: Any, most: int = LONGEST_KEY) -> str:
    """Return text as exact ``str``, as it is."""
    must_be(value, str)
    plain = str.__str__(value)
    if len(plain) > most:
        raise Unfit(f"is text of more than {most} characters")
    return plain


def _line(value: Any, _: Remarks) -> str:
    """Return text as one line of exact ``str``, without characters that nobody sees."""
    plain = word(value, LONGEST_TEXT)
    return plain if plain.isprintable() else _UNSEEN.sub("", _SPACES.sub(" ", plain))


def _url(value: Any, _: Remarks) -> str:
    plain = word(value, LONGEST_URL)
    if _UNSEEN.search(plain) or urlsplit(plain).scheme not in ("", "http", "https"):
        raise Unfit("is no address of a page")
    return plain


def _key(value: Any, _: Remarks) -> str:
    plain = word(value)
    if not plain.strip() or _UNSEEN.search(plain):
        raise Unfit("is no reference: it is empty or has control characters")
    return plain


def role(value: Any, _: Remarks) -> str:
    """Return a role that a host may give."""
    plain = word(value)
    if plain not in HOST_ROLES:
        raise Unfit("is no role that a host may give")
    return plain


def _area(value: Any, _: Remarks) -> str:
    plain = word(value)
    if find(plain) is None and not find_force(plain):
        raise Unfit("is no authority or police force of England")
    return plain


def _boolean(value: Any, _: Remarks) -> bool:
    must_be(value, bool)
    return value is True


def _whole(value: Any, _: Remarks) -> int:
    if isinstance(value, bool):
        raise Unfit("is bool, not int")
    must_be(value, int)
    return int.__int__(value)


def _number(value: Any, _: Remarks) -> float:
    must_be(value, float)
    plain = float.__float__(value)
    if not math.isfinite(plain):
        raise Unfit("is not a finite number")
    return plain


def _day(value: Any, _: Remarks) -> date:
    if issubclass(type(value), datetime):
        raise Unfit("is datetime, not date")
    must_be(value, date)
    if type(value) is date:
        return value
    return date.fromisoformat(date.isoformat(value))


def _moment(value: Any, _: Remarks) -> datetime:
    """Return a moment in UTC, so that nobody asks somebody's own time zone again."""
    must_be(value, datetime)
    if datetime.utcoffset(value) is None:
        raise Unfit("is a datetime without a time zone")
    return datetime.fromisoformat(datetime.isoformat(value)).astimezone(UTC)


def _clock(value: Any, _: Remarks) -> time:
    must_be(value, time)
    plain = time.fromisoformat(time.isoformat(value))
    if plain.tzinfo is not None:
        raise Unfit("is a time with a time zone")
    return plain


def _as_it_is(value: Any, _: Remarks) -> Any:
    return value


EXACT: Mapping[Any, Maker] = {
    Any: _as_it_is,
    str: _line,
    bool: _boolean,
    int: _whole,
    float: _number,
    date: _day,
    datetime: _moment,
    time: _clock,
    Key: _key,
    Role: role,
    Url: _url,
    Area: _area,
}
