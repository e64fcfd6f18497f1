"""The bank holidays of England, where the host says nothing of its calendar."""

from datetime import UTC, date, datetime
from functools import cache

from yipplugin.bankholidays import of_year
from yipplugin.marks import hookimpl
from yipplugin.policy import Calendar

_BACK, _AHEAD = 12, 3
"""Years on both sides of this one: a case is read for years, and planned for a few."""


@hookimpl(trylast=True)
def yip_calendar(school: str) -> Calendar:
    return Calendar(holidays=_bank_holidays(datetime.now(UTC).year))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    years = range(year - _BACK, year + _AHEAD + 1)
    return frozenset[date]().union(*map(of_year, years))
