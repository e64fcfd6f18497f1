"""Who is at the duty desk when, and where a postcode lies, from the files in ``data``."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""The rota is written in times of the clock on the wall."""


@dataclass(frozen=True)
class Turn:
    """One person's time at the desk: from ``begins`` up to, and not including, ``ends``."""

    begins: datetime
    ends: datetime
    name: str
    phone: str


def rota() -> tuple[Turn, ...]:
    """Return every turn at the desk, in the order of the file."""
    return tuple(
        Turn(_moment(row["from"]), _moment(row["until"]), row["name"], row["phone"])
        for row in _rows("rota.csv")
    )


def on_duty(turns: tuple[Turn, ...], at: datetime) -> Turn | None:
    """Return whose turn it is at a moment, or ``None`` where the rota does not say."""
    return next((one for one in turns if one.begins <= at < one.ends), None)


def postcodes() -> dict[str, str]:
    """Return the authority's three digits by the first half of a postcode."""
    return {row["begins"]: row["authority"] for row in _rows("postcodes.csv")}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("yip_county_desk") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
