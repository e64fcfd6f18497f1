"""Due times: hours, school hours, working days and school days, in England's time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from yipplugin.policy import Calendar, Length
from yipplugin.values import LONDON

_FAR = 800
"""Days after which the search for a school day gives up and counts working days instead."""


def age_on(born: date, day: date) -> int:
    """Return somebody's age in years on ``day``.

    A person born on 29 February reaches an age on 1 March in a year without that day.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Say whether ``day`` is neither a weekend nor a bank holiday."""
    return day.weekday() < 5 and day not in calendar.holidays


def is_school_day(calendar: Calendar, day: date) -> bool:
    """Say whether the school is open to pupils on ``day``.

    Beyond the terms that the host knows of, every working day counts, so that a due time never
    waits for a term that nobody entered.
    """
    if not is_working_day(calendar, day) or day in calendar.closed:
        return False
    if not calendar.terms:
        return True
    first = min(start for start, _ in calendar.terms)
    last = max(end for _, end in calendar.terms)
    if not first <= day <= last:
        return True
    return any(start <= day <= end for start, end in calendar.terms)


def due(calendar: Calendar, start: datetime, length: Length) -> datetime:
    """Return when something that starts at ``start`` (aware) is due, as an aware UTC time.

    Days end when school closes; a count of days starts on the day after ``start``.

    :raises ValueError: when the unit of ``length`` is not one of those that ``Length`` lists.
    """
    begun = start.astimezone(LONDON)
    if length.unit == "at once":
        return start.astimezone(UTC)
    if length.unit == "hours":
        return (start.astimezone(UTC) + timedelta(hours=length.amount)).astimezone(UTC)
    if length.unit == "days":
        return _at_close(calendar, begun.date() + timedelta(days=length.amount))
    if length.unit == "working days":
        return _at_close(calendar, _count(calendar, begun.date(), length.amount, is_working_day))
    if length.unit == "school days":
        return _at_close(calendar, _count(calendar, begun.date(), length.amount, is_school_day))
    if length.unit == "end of school day":
        return _at_close(calendar, _day_of(calendar, begun))
    if length.unit == "school hours":
        return _school_hours(calendar, begun, timedelta(hours=length.amount))
    raise ValueError(f"unknown unit of time: {length.unit!r}")


def answered(calendar: Calendar, said: str) -> datetime | None:
    """Return the moment that an answer names, as an aware UTC time; nothing for what names none.

    A date without a time lasts until school closes.
    """
    try:
        if "T" not in said:
            return _at_close(calendar, date.fromisoformat(said))
        return datetime.fromisoformat(said).replace(tzinfo=LONDON).astimezone(UTC)
    except ValueError:
        return None


def _at_close(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, calendar.closes, LONDON).astimezone(UTC)


def _count(
    calendar: Calendar, day: date, amount: int, counts: Callable[[Calendar, date], bool]
) -> date:
    for _ in range(amount):
        day = _next(calendar, day, counts)
    return day


def _next(calendar: Calendar, day: date, counts: Callable[[Calendar, date], bool]) -> date:
    for ahead in range(1, _FAR):
        later = day + timedelta(days=ahead)
        if counts(calendar, later):
            return later
    return _next(calendar, day, is_working_day)


def _day_of(calendar: Calendar, moment: datetime) -> date:
    """Return today until school closes, and after that the next school day."""
    if is_school_day(calendar, moment.date()) and moment.time() < calendar.closes:
        return moment.date()
    return _next(calendar, moment.date(), is_school_day)


def _school_hours(calendar: Calendar, moment: datetime, left: timedelta) -> datetime:
    day = _day_of(calendar, moment)
    opens = datetime.combine(day, calendar.opens, LONDON)
    begin = max(moment, opens) if day == moment.date() else opens
    while True:
        closes = datetime.combine(day, calendar.closes, LONDON)
        if begin + left <= closes:
            return (begin + left).astimezone(UTC)
        left -= closes - begin
        day = _next(calendar, day, is_school_day)
        begin = datetime.combine(day, calendar.opens, LONDON)
