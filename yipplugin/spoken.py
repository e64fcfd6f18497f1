"""Dates, times and lists in the words that people use, always in London time."""

from collections.abc import Iterable
from datetime import date, datetime, time

from yipplugin.values import LONDON


def clock(moment: datetime | time) -> str:
    """Return the time of day: «2:10pm», «4pm», «midday», «midnight»."""
    at = moment.astimezone(LONDON).time() if isinstance(moment, datetime) else moment
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def long_date(day: date | datetime) -> str:
    """Return «Tuesday 3 March 2026»."""
    on = day_of(day)
    return f"{on:%A} {on.day} {on:%B %Y}"


def short_date(day: date | datetime) -> str:
    """Return «Tue 3 March», for lists where the year is plain from what stands around it."""
    on = day_of(day)
    return f"{on:%a} {on.day} {on:%B}"


def brief_date(day: date | datetime) -> str:
    """Return «3 Mar 2026», for tables, where there is room for no more."""
    on = day_of(day)
    return f"{on.day} {on:%b %Y}"


def long_moment(moment: datetime) -> str:
    """Return «Tuesday 3 March 2026, 2:10pm»."""
    return f"{long_date(moment)}, {clock(moment)}"


def short_moment(moment: datetime) -> str:
    """Return «3 Mar 2026, 2:10pm»."""
    return f"{brief_date(moment)}, {clock(moment)}"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return «a», «a and b», «a, b and c»."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def initial(text: str) -> str:
    """Return ``text`` with a capital letter at its start and the rest as it is."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return ``text`` with a small letter at its start and the rest as it is."""
    return text[:1].lower() + text[1:]


def day_of(moment: date | datetime) -> date:
    """Return the day in London on which a moment is."""
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment
