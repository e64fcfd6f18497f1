"""Stretches of time over which cases are counted: terms, school years, the last twelve months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from yipplugin.policy import Calendar
from yipplugin.values import LONDON

YEAR_BEGINS = 9
"""The month with whose first day a school year begins in England."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted. ``key`` names it in addresses."""

    key: str
    first: date
    last: date

    @property
    def since(self) -> datetime:
        """Return the moment at which it begins."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """Return the moment at which it is over."""
        return _midnight(self.last + A_DAY)

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return self.since <= moment < self.until


def running(calendar: Calendar, today: date) -> tuple[Period, ...]:
    """Return the periods to choose from, none of which goes beyond today."""
    year = _year(today, "year")
    found = [year, _year(year.first - A_DAY, "last-year")]
    found.append(Period("months", _a_year_before(today) + A_DAY, today))
    begun = [one for one in terms(calendar) if one.first <= today]
    keys = ("term", "last-term")
    found += [
        Period(key, one.first, one.last) for key, one in zip(keys, reversed(begun), strict=False)
    ]
    return tuple(replace(one, last=min(one.last, today)) for one in found)


def finished_years(today: date, how_many: int) -> tuple[Period, ...]:
    """Return the last school years that are over, the latest first."""
    found: list[Period] = []
    day = _year(today, "").first - A_DAY
    for _ in range(how_many):
        year = _year(day, str(day.year - 1))
        found.append(year)
        day = year.first - A_DAY
    return tuple(found)


def terms(calendar: Calendar) -> tuple[Period, ...]:
    """Return the terms as the host lists them, each until the next begins.

    What is reported in the holidays after a term counts with that term. The last one ends with its
    last day, as nothing is known of what follows.
    """
    listed = sorted(calendar.terms)
    ends = [first - A_DAY for first, _ in listed[1:]] + [last for _, last in listed[-1:]]
    return tuple(
        Period(first.isoformat(), first, end) for (first, _), end in zip(listed, ends, strict=True)
    )


def terms_in(calendar: Calendar, period: Period) -> Sequence[Period]:
    """Return the terms of which some part lies in a period."""
    return [one for one in terms(calendar) if one.first <= period.last and period.first <= one.last]


def _year(day: date, key: str) -> Period:
    first = date(day.year if day.month >= YEAR_BEGINS else day.year - 1, YEAR_BEGINS, 1)
    return Period(key, first, date(first.year + 1, YEAR_BEGINS, 1) - A_DAY)


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)
