"""When the school is open and who leads when, from the files in ``data``."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from yipplugin import Calendar, OnDuty

LONDON = ZoneInfo("Europe/London")


def calendar() -> Calendar:
    """Return terms, half-terms and training days, with the times of the school's day."""
    closed = (
        first + timedelta(days)
        for first, last in _times("closed")
        for days in range((last - first).days + 1)
    )
    terms = tuple(_times("term"))
    return Calendar(closed=frozenset(closed), terms=terms, opens=time(8, 40), closes=time(15, 20))


def duty(at: datetime) -> OnDuty | None:
    """Return who leads on safeguarding on that day of the week; ``None`` at the weekend."""
    today = str(at.astimezone(LONDON).weekday())
    rows = (row for row in _rows("duty.csv") if row["weekday"] == today)
    return next((OnDuty(row["name"], row["role"], row["phone"]) for row in rows), None)


def _times(what: str) -> Iterator[tuple[date, date]]:
    for row in _rows("dates.csv"):
        if row["what"] == what:
            yield date.fromisoformat(row["from"]), date.fromisoformat(row["until"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("yip_ferndale") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
