"""What is due, late or long ago, in the words that people use, always in London time."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from yipplugin.spoken import brief_date as brief_date
from yipplugin.spoken import clock as clock
from yipplugin.spoken import day_of as _day
from yipplugin.spoken import initial as initial
from yipplugin.spoken import listed as listed
from yipplugin.spoken import long_date as long_date
from yipplugin.spoken import long_moment as long_moment
from yipplugin.spoken import short_date as short_date
from yipplugin.spoken import short_moment as short_moment

IsSchoolDay = Callable[[date], bool]


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago ``moment`` was: «just now», «25 minutes ago», «3 days ago»."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return "just now"
    return f"{length(passed)} ago"


def length(passed: timedelta) -> str:
    """Return a stretch of time in its largest unit: «25 minutes», «3 hours», «2 days»."""
    if passed < timedelta(hours=1):
        return _count(max(1, int(passed.total_seconds() // 60)), "minute")
    if passed < timedelta(days=1):
        return _count(int(passed.total_seconds() // 3600), "hour")
    return _count(passed.days, "day")


def due(at: datetime, now: datetime, is_school_day: IsSchoolDay) -> str:
    """Return when something is due: «today by 4pm», «Thursday by 4pm», «2 school days late»."""
    if at < now:
        return late(at, now, is_school_day)
    day, today = _day(at), _day(now)
    if day == today and at - now < timedelta(hours=1):
        return f"in {length(at - now)}, by {clock(at)}"
    return f"{_near(day, today)} by {clock(at)}"


def late(at: datetime, now: datetime, is_school_day: IsSchoolDay) -> str:
    """Return how late something is, in school days once the day that it was due on is over."""
    day, today = _day(at), _day(now)
    if day == today:
        return "due now" if now - at < timedelta(minutes=1) else f"{length(now - at)} late"
    school_days = sum(is_school_day(one) for one in _days_after(day, today))
    if school_days:
        return f"{_count(school_days, 'school day')} late"
    return f"late: was due {_near(day, today)} at {clock(at)}"


def _near(day: date, today: date) -> str:
    away = (day - today).days
    named = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(away)
    if named:
        return named
    if abs(away) < 7:
        return f"{day:%A}" if away > 0 else f"on {day:%A}"
    return f"{day:%A} {day.day} {day:%B}"


def _days_after(day: date, last: date) -> Iterable[date]:
    return (day + timedelta(days=n) for n in range(1, (last - day).days + 1))


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
