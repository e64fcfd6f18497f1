"""Dates, and dates with a time: day, month and year as people write them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from yipplugin.fieldtype import circumstances
from yipplugin.form import Question
from yipplugin.values import LONDON

from .typed import NotUnderstood, TypedField, TypedKind, one_of

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_TIME = re.compile(
    r"([0-9]{1,2})(?:\s*[:.,h]\s*([0-9]{2})|([0-9]{2}))?\s*(?:([ap])\.?\s*m\.?)?", re.IGNORECASE
)
AHEAD = timedelta(minutes=2)
"""How far a clock on somebody's desk may run ahead of ours."""


class DateField(TypedField):
    """Day, month and year."""

    inputs: ClassVar[tuple[str, ...]] = ("-day", "-month", "-year")

    def read(self) -> date | None:
        """Return the date, or say which part to mend."""
        if self.blank:
            self._suggest()
        if self.blank:
            return None
        day, ask = self._day(), self.question.ask
        self._check(day, circumstances(self).now.date())
        for name, wrong in (("min", day.__lt__), ("max", day.__gt__)):
            limit = self.question.options.get(name)
            if limit is not None and wrong(date.fromisoformat(limit)):
                side = "on or after" if name == "min" else "on or before"
                raise NotUnderstood(
                    f"“{ask}” must be {side} {on(date.fromisoformat(limit))}", "-day"
                )
        return day

    def _suggest(self) -> None:
        """Type in the present moment where the author asks for it and nothing was typed yet."""
        around = circumstances(self)
        if around.fresh and self.question.options.get("suggest") == "now":
            now = around.now
            parts = (str(now.day), str(now.month), str(now.year), f"{now:%H:%M}")
            self.values = {ending: [part] for ending, part in zip(self.inputs, parts, strict=False)}

    def _check(self, day: date, today: date) -> None:
        unwanted, ask = self.question.options.get("not"), self.question.ask
        if unwanted == "future" and day > today:
            raise NotUnderstood(f"“{ask}” must be today or earlier", "-day", "-month", "-year")
        if unwanted == "past" and day < today and not self._signed_before(day):
            raise NotUnderstood(f"“{ask}” must be today or later", "-day", "-month", "-year")

    def _signed_before(self, day: date) -> bool:
        """Say whether the record that is corrected has this day already."""
        return str(circumstances(self).before.get(self.question.key, ""))[:10] == day.isoformat()

    def _day(self) -> date:
        ask = self.question.ask
        lacking = [one for one in self.inputs[:3] if not self.text(one).strip()]
        if lacking:
            words = " and a ".join(one[1:] for one in lacking)
            raise NotUnderstood(f"“{ask}” must include a {words}", *lacking)
        day, month, year = (self.text(one).strip() for one in self.inputs[:3])
        if not re.fullmatch("[0-9]{4}", year):
            raise NotUnderstood(f"“{ask}” must have a year of 4 figures, such as 2026", "-year")
        number = _month(month)
        if not 1 <= number <= 12:
            raise NotUnderstood(f"“{ask}” must have a month from 1 to 12", "-month")
        if not re.fullmatch("[0-9]{1,2}", day) or not 1 <= int(day) <= 31:
            raise NotUnderstood(f"“{ask}” must have a day from 1 to 31", "-day")
        try:
            found = date(int(year), number, int(day))
        except ValueError:
            raise NotUnderstood(f"“{ask}” must be a real date. Check the day", "-day") from None
        if not 1900 <= found.year <= 2100:
            raise NotUnderstood(f"“{ask}” must be a real date. Check the year", "-year")
        return found


class DateTimeField(DateField):
    """Day, month, year and a time in England."""

    inputs = ("-day", "-month", "-year", "-time")

    def read(self) -> datetime | None:
        """Return the moment as people say it, or say which part to mend."""
        day = super().read()
        if day is None:
            return None
        moment = datetime.combine(day, self._time()).replace(tzinfo=LONDON)
        if moment.astimezone(UTC).astimezone(LONDON).replace(fold=0) != moment:
            raise NotUnderstood(
                f"There was no such time on {on(day)}: the clocks went forward. "
                f"Check the time of “{self.question.ask}”",
                "-time",
            )
        now, unwanted = circumstances(self).now, self.question.options.get("not")
        if unwanted == "future" and moment > now + AHEAD:
            raise NotUnderstood(f"“{self.question.ask}” must not be later than now", "-time")
        early = moment < now - AHEAD and not self._signed_before(day)
        if unwanted == "past" and early:
            raise NotUnderstood(f"“{self.question.ask}” must not be earlier than now", "-time")
        return moment.replace(tzinfo=None)

    def _time(self) -> time:
        typed, ask = self.text("-time").strip(), self.question.ask
        if not typed:
            raise NotUnderstood(f"“{ask}” must include a time, such as 14:05", "-time")
        found = clock(typed)
        if found is None:
            raise NotUnderstood(f"“{ask}” must have a time such as 14:05 or 2:05pm", "-time")
        return found


class Date(TypedKind):
    """A date."""

    name = "date"
    template = "yipplugin/fields/date.html"
    facts = True
    options = {
        "not": "“future” or “past”: what the date must not lie in.",
        "min": "The earliest date, as 2026-03-31.",
        "max": "The latest date, as 2026-03-31.",
        "suggest": "“now”: type in the present moment, for the person to change.",
    }
    formats = {
        "not": one_of("future", "past"),
        "suggest": one_of("now"),
        "min": date.fromisoformat,
        "max": date.fromisoformat,
    }
    field_class = DateField

    def keep(self, field: Any) -> str | None:
        return None if field.data is None else field.data.isoformat()

    def missing(self, question: Question) -> str:
        return f"Enter a date for “{question.ask}”"

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        day = datetime.fromisoformat(answer)
        parts = (("-day", day.day), ("-month", day.month), ("-year", f"{day.year:04}"))
        return [(name + ending, str(value)) for ending, value in parts]

    def show(self, question: Question, answer: Any) -> str:
        return on(date.fromisoformat(answer)) if answer else ""


class DateAndTime(Date):
    """A date and a time, in England."""

    name = "date and time"
    field_class = DateTimeField

    def keep(self, field: Any) -> str | None:
        return None if field.data is None else field.data.isoformat(timespec="minutes")

    def missing(self, question: Question) -> str:
        return f"Enter a date and a time for “{question.ask}”"

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        at = datetime.fromisoformat(answer)
        return [*super().type_in(name, answer), (f"{name}-time", f"{at:%H:%M}")]

    def show(self, question: Question, answer: Any) -> str:
        if not answer:
            return ""
        at = datetime.fromisoformat(answer)
        return f"{on(at)}, {at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}"


def clock(typed: str) -> time | None:
    """Return the time that somebody typed: 14:05, 14.05, 1405, 2:05pm, 2pm; nothing if unclear."""
    found = _TIME.fullmatch(typed.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), found[2] or found[3], (found[4] or "").lower()
    if minute is None and not half:
        return None
    if half:
        if not 1 <= hour <= (12 if half == "a" else 23):
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(minute or 0)) if hour < 24 and int(minute or 0) < 60 else None


def on(day: date) -> str:
    """Return a date as people read it, whatever the server's language: Tuesday 3 March 2026."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _month(typed: str) -> int:
    """Return the number of a month given as a number, a name or its first three letters."""
    if re.fullmatch("[0-9]{1,2}", typed):
        return int(typed)
    low = typed.lower().rstrip(".")
    for number, name in enumerate(_MONTHS, 1):
        if low in (name.lower(), name[:3].lower()):
            return number
    return 0
