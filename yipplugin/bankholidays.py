"""The bank holidays of England and Wales, worked out without a network."""

from datetime import date
from functools import cache


def is_bank_holiday(day: date) -> bool:
    """Say whether ``day`` is a bank holiday in England and Wales."""
    return day in of_year(day.year)


@cache
def of_year(year: int) -> frozenset[date]:
    """Return the bank holidays of a year; of one at a weekend, the day in its place too."""
    # Heavy, and needed by few requests: it is loaded when a day is first looked up.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
