"""When things happen in a story: dates as they are, or told from today or from the act before."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from yipplugin.policy import Calendar
from yipplugin.rules.worktime import is_school_day
from yipplugin.values import LONDON

FORMS = (
    "2026-03-03 13:50, 13:50, 20 minutes later, 2 school days later 09:00, "
    "3 school days ago 13:50, 5 days before"
)
"""How a moment may be written, for whoever wrote it otherwise."""

_AMOUNT = re.compile(
    r"(\d{1,3}) (minute|hour|school day|day)s? (ago|before|later)(?: (\d{1,2}:\d\d))?"
)


class Unclear(ValueError):
    """Words that name no moment."""


@dataclass(frozen=True)
class Moments:
    """Reads moments. ``now`` is when the story is played; ``calendar`` says which days count."""

    now: datetime
    calendar: Calendar

    def moment(self, words: str, last: datetime | None) -> datetime:
        """Return the moment that ``words`` name, told from ``last`` where they say so."""
        found = self._read(words.strip(), last)
        if not isinstance(found, datetime):
            raise Unclear(f"“{words}” has no time of day. Write it as {FORMS}.")
        return found.replace(tzinfo=LONDON)

    def day(self, words: str, last: datetime) -> date:
        """Return the day that ``words`` name."""
        found = self._read(words.strip(), last)
        return found.date() if isinstance(found, datetime) else found

    def _read(self, words: str, last: datetime | None) -> date | datetime:
        if re.fullmatch(r"\d{1,2}:\d\d", words) and last is not None:
            return datetime.combine(last.astimezone(LONDON).date(), _time(words))
        if words.startswith("that day") and last is not None:
            day = last.astimezone(LONDON).date()
            clock = words.removeprefix("that day").strip()
            return datetime.combine(day, _time(clock)) if clock else day
        amount = _AMOUNT.fullmatch(words)
        if amount:
            return self._from(amount, last)
        try:
            if len(words) > 10:
                return datetime.fromisoformat(words).replace(tzinfo=None)
            return date.fromisoformat(words)
        except ValueError:
            raise Unclear(f"“{words}” is no moment. Write it as {FORMS}.") from None

    def _from(self, amount: "re.Match[str]", last: datetime | None) -> date | datetime:
        number, unit, way, clock = int(amount[1]), amount[2], amount[3], amount[4]
        start = self.now if way == "ago" else last
        if start is None:
            raise Unclear(f"“{amount[0]}” is told from the act before, and there is none.")
        step = 1 if way == "later" else -1
        if unit in ("minute", "hour"):
            length = timedelta(**{f"{unit}s": number * step})
            moved = (start.astimezone(UTC) + length).astimezone(LONDON)
            return moved.replace(tzinfo=None, second=0, microsecond=0)
        day = start.astimezone(LONDON).date()
        while number:
            day += timedelta(days=step)
            number -= unit == "day" or is_school_day(self.calendar, day)
        return datetime.combine(day, _time(clock)) if clock else day


def _time(words: str) -> time:
    try:
        return time.fromisoformat(words.zfill(5))
    except ValueError:
        raise Unclear(f"“{words}” is no time of day. Write it as 13:50.") from None
