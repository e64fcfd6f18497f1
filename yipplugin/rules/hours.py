"""Opening hours: who is there at a moment, until when, and when somebody is next.

The hours are what the clock on the wall shows. So whether somebody is there can change when the
minute of an opening comes, when that of a closing does, and when the clocks are put forward or
back; at every such moment it is looked up anew, and at no other.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from yipplugin.contact import ALL_DAY, DAY, Hours, Span
from yipplugin.values import LONDON

IsHoliday = Callable[[date], bool]

FARTHEST = 400
"""Days after which nobody is waited for: more than lie between two bank holidays."""

CLOCKS_CHANGE = time(1, tzinfo=UTC)
"""When clocks in England are put forward or back, on the days on which they are."""


def is_open(hours: Hours, at: datetime, is_holiday: IsHoliday) -> bool:
    """Say whether somebody is there at ``at`` (aware)."""
    wall = at.astimezone(LONDON)
    today, minute = wall.date(), wall.hour * 60 + wall.minute
    there = any(one.opens <= minute < one.closes for one in _spans(hours, today, is_holiday))
    if not there and today > date.min:
        # Of the day before, what has gone on past midnight.
        before = _spans(hours, today - timedelta(days=1), is_holiday)
        there = any(one.opens <= minute + DAY < one.closes for one in before)
    return there is not hours.outside


def changes(hours: Hours, at: datetime, is_holiday: IsHoliday) -> datetime | None:
    """Return when that is next otherwise than at ``at``, in UTC; nothing where it never is.

    Nothing too where it would be more than ``FARTHEST`` days from then.
    """
    if _never_changes(hours):
        return None
    begun = at.astimezone(UTC)
    now = is_open(hours, begun, is_holiday)
    day = at.astimezone(LONDON).date()
    for _ in range(FARTHEST):
        for moment in sorted(_turns(hours, day, is_holiday)):
            if moment > begun and is_open(hours, moment, is_holiday) is not now:
                return moment
        day += timedelta(days=1)
    return None


def stretches(
    hours: Hours, first: datetime, last: datetime, is_holiday: IsHoliday
) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when somebody is there between two moments, in UTC."""
    at, last = first.astimezone(UTC), last.astimezone(UTC)
    while at < last:
        there = is_open(hours, at, is_holiday)
        turn = changes(hours, at, is_holiday)
        end = min(turn, last) if turn else last
        if there:
            yield at, end
        at = end


def _spans(hours: Hours, day: date, is_holiday: IsHoliday) -> tuple[Span, ...]:
    if hours.bank_holidays is not None and is_holiday(day):
        return hours.bank_holidays
    return hours.weekly[day.weekday()]


def _never_changes(hours: Hours) -> bool:
    days = {*hours.weekly, hours.weekly[0] if hours.bank_holidays is None else hours.bank_holidays}
    return days in ({ALL_DAY}, {()})


def _turns(hours: Hours, day: date, is_holiday: IsHoliday) -> set[datetime]:
    """Return every moment of a day, in UTC, at which somebody may come or go."""
    minutes = {0}
    for one in _spans(hours, day, is_holiday):
        minutes |= {one.opens, one.closes}
    for one in _spans(hours, day - timedelta(days=1), is_holiday):
        minutes.add(one.closes - DAY)
    found = {
        # An hour that comes twice has both its moments.
        datetime.combine(day, time(*divmod(one, 60), fold=fold), LONDON).astimezone(UTC)
        for one in minutes
        if 0 <= one < DAY
        for fold in (0, 1)
    }
    return found | {datetime.combine(day, CLOCKS_CHANGE)}
