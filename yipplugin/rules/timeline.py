"""Who would be contacted through a week: each day in stretches, and whose each of them is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from yipplugin.contact import Need
from yipplugin.rules.contacts import Answer, Choice, resolve
from yipplugin.rules.directory import Directory
from yipplugin.rules.hours import IsHoliday, stretches
from yipplugin.rules.trust import USUAL_DAYS
from yipplugin.values import LONDON

DAYS = 7


@dataclass(frozen=True)
class Stretch:
    """From when to when (aware) somebody is the first to be contacted; nobody where nobody is."""

    begins: datetime
    ends: datetime
    first: Choice | None


@dataclass(frozen=True)
class Day:
    """One day in England, from midnight to midnight on the clock."""

    day: date
    stretches: tuple[Stretch, ...]


def who_when(
    directory: Directory, need: Need, is_holiday: IsHoliday, days: int = USUAL_DAYS
) -> tuple[Day, ...]:
    """Return who is contacted first on the day of the need and the six after it.

    A stretch ends where somebody else comes first, or nobody does, and nowhere else.

    :param days: for how many days a check of a route is good.
    """
    today = need.at.astimezone(LONDON).date()

    def ask(at: datetime) -> Answer:
        return resolve(directory, replace(need, at=at), is_holiday, days)

    found = []
    for day in (today + timedelta(days=n) for n in range(DAYS)):
        first, last = _midnight(day), _midnight(day + timedelta(days=1))
        answer = ask(first)
        turns = {first, last}
        for one in (*answer.now, *answer.later):
            for route in (one.route, *one.also):
                for edges in stretches(route.hours, first, last, is_holiday):
                    turns.update(edges)
        moments = sorted(turns)
        parts = [
            Stretch(begins, ends, next(iter(ask(begins).now), None))
            for begins, ends in zip(moments, moments[1:], strict=False)
        ]
        found.append(Day(day, tuple(_joined(parts))))
    return tuple(found)


def _joined(parts: list[Stretch]) -> Iterator[Stretch]:
    kept: Stretch | None = None
    for one in parts:
        if kept is not None and _same(kept, one):
            kept = replace(kept, ends=one.ends)
            continue
        if kept is not None:
            yield kept
        kept = one
    if kept is not None:
        yield kept


def _same(one: Stretch, other: Stretch) -> bool:
    return (one.first and one.first.route.ref) == (other.first and other.first.route.ref)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
