"""The local authorities of England and their police forces, with the days on which each served.

What ships was put together from public lists; the column ``code_source`` says which codes were not
seen in one. The days on which authorities took over from others are those of the orders that made
them: SI 2018/648, 2019/957, 2020/156, and 2022/328, 329 and 331. Contains data from mySociety's UK
local authority names and codes, CC BY 4.0; contains public sector information licensed under the
Open Government Licence v3.0.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from yipplugin import shipped


@dataclass(frozen=True)
class Authority:
    """An authority with duties for children. ``code`` is its three digits, ``gss`` the ONS's code.

    ``replaced_by`` are the codes of those that took its place after ``valid_until``.
    """

    code: str
    gss: str
    name: str
    official_name: str
    force: str
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: tuple[str, ...] = ()

    def serves(self, day: date) -> bool:
        """Say whether it served on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@cache
def authorities() -> Mapping[str, Authority]:
    """Return every authority by its three digits, those that were replaced too."""
    text = (shipped.folder("hooks") / "contacts" / "authorities.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["code"]: _authority(row) for row in rows})


@cache
def forces() -> tuple[str, ...]:
    """Return the police forces, by name."""
    return tuple(sorted({one.force for one in authorities().values()}))


def force_name(force: str) -> str:
    """Return what people call a force: «Thames Valley Police», «Metropolitan Police»."""
    small = {"and", "of"}
    words = (one if one in small else one.capitalize() for one in force.split("-"))
    return f"{' '.join(words)} Police"


def area_name(area: str) -> str:
    """Return what people call an area: ``la:931``, ``force:thames-valley``, ``england``."""
    kind, _, code = area.partition(":")
    if kind == "la":
        known = authorities().get(code)
        return known.name if known else f"authority {code}"
    return force_name(code) if kind == "force" else "England"


def find(text: str) -> Authority | None:
    """Return the authority with this code or name, however it is written; nothing for no such.

    Of several that had the name, the one that still serves.
    """
    plain = _folded(text)
    found = _by_words().get(plain) or _by_words().get(plain.removesuffix(" council"))
    return authorities()[found] if found else None


def find_force(text: str) -> str:
    """Return the force with this name, however it is written; nothing for no such."""
    plain = _folded(text).removesuffix(" police").replace(" ", "-")
    return plain if plain in forces() else ""


def near(text: str) -> str:
    """Return the name of an authority that may have been meant, or nothing."""
    names = [one.name for one in authorities().values()]
    close = get_close_matches(text, names, n=1)
    return close[0] if close else ""


def _authority(row: Mapping[str, str]) -> Authority:
    def day(name: str) -> date | None:
        return date.fromisoformat(row[name]) if row[name] else None

    return Authority(
        code=row["code"],
        gss=row["gss"],
        name=row["name"],
        official_name=row["official_name"],
        force=row["force"],
        valid_from=day("valid_from"),
        valid_until=day("valid_until"),
        replaced_by=tuple(row["replaced_by"].split()),
    )


@cache
def _by_words() -> Mapping[str, str]:
    found: dict[str, str] = {}
    # Those that still serve come last, and so have their names.
    for one in sorted(authorities().values(), key=lambda one: one.valid_until is None):
        for name in (one.code, one.gss, one.name, one.official_name):
            found[_folded(name)] = one.code
    return MappingProxyType(found)


def _folded(text: str) -> str:
    plain = text.casefold().replace("&", " and ").replace("’", "'")
    return " ".join(re.sub(r"[^\w']+", " ", plain).split())
