"""The seven days ahead of a contact: when somebody is there, in words and as a bar for each day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import ALWAYS, Hours
from yipplugin.rules.hours import stretches
from yipplugin.values import LONDON
from yipplugin.web import words

DAYS = 7
WIDE = 96
"""How wide a day's bar is: a quarter of an hour is one."""


@dataclass(frozen=True)
class Day:
    """One day: its name, when somebody is there, and from where to where its bar is filled."""

    name: str
    says: str
    bars: tuple[tuple[int, int], ...]


def week(hours: Hours, at: datetime) -> tuple[Day, ...]:
    """Return the day of ``at`` and the six after it; nothing where somebody is always there."""
    if hours == ALWAYS:
        return ()
    today = at.astimezone(LONDON).date()
    return tuple(
        _day(hours, datetime.combine(today + timedelta(days=n), time(), LONDON))
        for n in range(DAYS)
    )


def _day(hours: Hours, first: datetime) -> Day:
    last = datetime.combine(first.date() + timedelta(days=1), time(), LONDON)
    found = list(stretches(hours, first, last, is_bank_holiday))
    name = words.short_date(first)
    if is_bank_holiday(first.date()):
        name += ", bank holiday"
    says = ", ".join(f"{words.clock(one)} to {words.clock(other)}" for one, other in found)
    if found == [(first, last)]:
        says = "all day"
    return Day(name, says or "closed", tuple(drawn(one, other) for one, other in found))


def drawn(begins: datetime, ends: datetime) -> tuple[int, int]:
    """Return where a stretch stands on the clock and how wide it is drawn.

    How long the day really is does not matter.
    """
    begin, end = _quarter(begins), _quarter(ends)
    return begin, max(1, (end or WIDE) - begin)


def _quarter(moment: datetime) -> int:
    wall = moment.astimezone(LONDON)
    return (wall.hour * 60 + wall.minute) // 15
