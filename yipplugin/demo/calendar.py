"""The school's dates: terms, INSET days, bank holidays and the five periods of a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

LONDON = ZoneInfo("Europe/London")
PERIODS = (
    (time(9, 0), time(10, 0)),
    (time(10, 0), time(11, 0)),
    (time(11, 20), time(12, 20)),
    (time(13, 10), time(14, 10)),
    (time(14, 10), time(15, 10)),
)


@dataclass(frozen=True)
class SchoolDates:
    """A school year as the office typed it."""

    terms: tuple[tuple[date, date], ...]
    inset: frozenset[date]
    bank_holidays: frozenset[date]
    opens: time
    closes: time

    def open_on(self, day: date) -> bool:
        """Say whether pupils are in school on ``day``; beyond the known terms, any weekday."""
        if day.weekday() > 4 or day in self.inset | self.bank_holidays:
            return False
        if not self.terms[0][0] <= day <= self.terms[-1][1]:
            return True
        return any(first <= day <= last for first, last in self.terms)

    def next_open(self, day: date) -> date:
        """Return ``day``, or the first day after it that pupils are in school."""
        while not self.open_on(day):
            day += timedelta(days=1)
        return day


@cache
def school_dates() -> SchoolDates:
    """Return the dates of ``data/calendar.yaml``."""
    text = (Path(__file__).parent / "data" / "calendar.yaml").read_text("utf-8")
    typed = yaml.safe_load(text)
    return SchoolDates(
        terms=tuple((first, last) for first, last in typed["terms"]),
        inset=frozenset(typed["inset"]),
        bank_holidays=frozenset(typed["bank_holidays"]),
        opens=time.fromisoformat(typed["opens"]),
        closes=time.fromisoformat(typed["closes"]),
    )


def today() -> date:
    """Return the date in England."""
    return datetime.now(LONDON).date()
