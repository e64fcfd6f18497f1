"""The eight cases of the demonstration, moved to the days before it is first started.

They are written as if it were the afternoon of one Friday. A case that nobody touched for months
would be late in everything, so each of its dates keeps its distance in school days instead.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from .calendar import LONDON, SchoolDates, school_dates

FOLDER = Path(__file__).parent / "cases"
WRITTEN = datetime(2026, 11, 20, 16, 30, tzinfo=LONDON)
FRESH = timedelta(minutes=12)
"""How long ago the first case was reported: it is the one to begin with."""

_MOMENT = re.compile(r"\b(20\d\d-\d\d-\d\d)(?: (\d\d:\d\d))?\b")
_ACT = re.compile(r"- at: (20\d\d-\d\d-\d\d \d\d:\d\d)")


def stories(now: datetime) -> Iterator[str]:
    """Yield the text of each case, oldest first, as if it had been written at ``now``."""
    now = now.astimezone(LONDON)
    fresh, *others = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))]
    moved = [_moved_to(fresh, now - FRESH), *(_moved_by_days(text, now) for text in others)]
    yield from sorted(moved, key=lambda text: min(_ACT.findall(text)))


def _moved_by_days(text: str, now: datetime) -> str:
    """Move every date by school days, so that the last of them is over by ``now``."""
    dates, day = school_dates(), now.date()
    over = dates.open_on(day) and now.time() >= WRITTEN.time()
    anchor = day if over else dates.last_open(day - timedelta(days=1))

    def moved(found: re.Match[str]) -> str:
        there = _moved_day(dates, date.fromisoformat(found[1]), anchor)
        return " ".join(filter(None, [there.isoformat(), found[2]]))

    return _MOMENT.sub(moved, text)


def _moved_day(dates: SchoolDates, day: date, anchor: date) -> date:
    school_day = dates.last_open(day)
    there = dates.steps_on(anchor, dates.steps_between(WRITTEN.date(), school_day))
    # A Saturday stays a Saturday where there is one; it never runs into the next school day.
    free = dates.next_open(there + timedelta(days=1)) - there - timedelta(days=1)
    return there + min(day - school_day, free)


def _moved_to(text: str, end: datetime) -> str:
    """Move every moment by the same time, so that the last act was at ``end``."""
    last = max(datetime.fromisoformat(one) for one in _ACT.findall(text))
    distance = end.replace(tzinfo=None, second=0, microsecond=0) - last

    def moved(found: re.Match[str]) -> str:
        there = datetime.fromisoformat(found[0]) + distance
        return f"{there:%Y-%m-%d %H:%M}" if found[2] else f"{there:%Y-%m-%d}"

    return _MOMENT.sub(moved, text)
