"""Opening hours as people type them: a line for each day or days, in the notation of packs."""

from collections.abc import Mapping

from yipplugin.errors import NotGiven
from yipplugin.packs.contacts.hours import DAYS

HINT = (
    "“always”, or a line for each: “Monday to Thursday: 08:30 to 17:00”, “Friday: closed”. "
    "Say what happens on bank holidays, too: “bank holidays: closed”."
)

WEEK = ("every day", "weekdays", *DAYS, "weekends")
Hours = str | dict[str, str]


def read(text: str, field: str = "hours", hint: str = HINT) -> Hours:
    """Return what was typed in the notation of packs.

    :raises NotGiven: naming the line that says no hours.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and ":" not in lines[0]:
        return lines[0]
    found: dict[str, str] = {}
    for line in lines:
        days, colon, times = line.partition(":")
        if not colon or not times.strip():
            raise NotGiven(field, f"“{line}” says no days and times. {hint}")
        if days.strip() in found:
            raise NotGiven(field, f"{days.strip()} stands here twice. Keep one of the two.")
        found[days.strip()] = times.strip()
    return found


def typed(hours: object) -> str:
    """Return hours as they are typed, in the order of the week."""
    if not isinstance(hours, Mapping):
        return str(hours or "")
    return "\n".join(f"{days}: {_said(hours[days])}" for days in sorted(hours, key=_place))


def _said(times: object) -> str:
    return ", ".join(times) if isinstance(times, list) else str(times)


def _place(days: str) -> int:
    first = days.partition(" to ")[0]
    return WEEK.index(first) if first in WEEK else len(WEEK)
