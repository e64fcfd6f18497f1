"""Dates and times as people say them, for templates."""

from datetime import UTC, date, datetime, time

from .calendar import LONDON


def long_date(day: date) -> str:
    """Write a day: Tuesday 3 March 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Write a date of birth: 3 March 2012."""
    return f"{day.day} {day:%B %Y}"


def clock(moment: time | datetime) -> str:
    """Write a time of day: 2:10pm."""
    return f"{moment:%I:%M%p}".lstrip("0").lower()


def in_england(stored: datetime) -> datetime:
    """Turn a stored moment, which is in UTC, into the time on the wall."""
    return stored.replace(tzinfo=UTC).astimezone(LONDON)
