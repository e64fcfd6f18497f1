"""Why these people and in this order, in plain words."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from yipplugin.authorities import area_name, authorities, force_name
from yipplugin.contact import COMPUTED, ENGLAND, PURPOSES, SCHOOL, Need, Purpose, Route
from yipplugin.rules.hours import IsHoliday
from yipplugin.spoken import clock, day_of, listed, long_date, short_date, small


class Stands(Protocol):
    """A route, and whether somebody is there."""

    @property
    def route(self) -> Route:
        """Return the route."""

    @property
    def open(self) -> bool:
        """Say whether somebody is there."""


def there(is_there: bool, turns: datetime | None, at: datetime) -> str:
    """Return «open now until 5pm», «closed; opens Tue 29 December, 8:30am»."""
    if turns is None:
        return "open at any time" if is_there else "closed"
    when = clock(turns)
    if day_of(turns) != day_of(at):
        days = (day_of(turns) - day_of(at)).days
        when = f"{'tomorrow' if days == 1 else short_date(turns)}, {clock(turns)}"
    return f"open now until {when}" if is_there else f"closed; opens {when}"


def place(number: int, route: Route, is_there: bool, first: Route) -> str:
    """Return why a route stands where it does among those that serve the need."""
    if number == 0:
        return "They are there now." if is_there else "Nobody is there now; they are the soonest."
    if not is_there:
        return "Not there now."
    if route.layer == SCHOOL and first.layer != SCHOOL:
        return "The school’s own, which put it after the others."
    if route.purpose != first.purpose:
        return f"Also for {small(PURPOSES[route.purpose].label)}."
    return f"{route.owner or route.org} put it after {first.org}."


def instead(route: Route) -> str:
    """Return what somebody is good for who is rung because nobody else is there."""
    return f"If you cannot reach anybody above: {small(PURPOSES[route.purpose].label)}."


def why(
    need: Need,
    purpose: Purpose,
    found: Sequence[Stands],
    is_holiday: IsHoliday,
) -> Iterator[str]:
    """Yield why these, a sentence at a time."""
    yield _whose(need, purpose)
    day = day_of(need.at)
    holiday = ", a bank holiday" if is_holiday(day) else ""
    yield f"It is {clock(need.at)} on {long_date(need.at)}{holiday}."
    if any(one.route.layer == SCHOOL for one in found):
        yield "The school has added contacts of its own."
    if any(one.route.layer == COMPUTED for one in found):
        yield "A plugin of the school’s system has added contacts."
    if need.urgent:
        yield "A child is at risk now, so whoever can be rung comes first."


def _whose(need: Need, purpose: Purpose) -> str:
    label = purpose.label
    if purpose.whose == "force":
        known = authorities().get(need.home or need.school)
        force = need.force or (known.force if known else "")
        return f"{label}: {force_name(force)}." if force else f"{label}."
    if not purpose.whose:
        return f"{label}: the same for everybody."
    first, second = need.home, need.school
    says, other = "the child lives in", "the school is in"
    if purpose.whose == "school":
        first, second, says, other = second, first, other, says
    if first and second and first != second:
        name, beside = area_name(f"la:{first}"), area_name(f"la:{second}")
        return f"{label}: {says} {name}, so it is {name}’s, although {other} {beside}."
    if first:
        return f"{label}: {says} {area_name(f'la:{first}')}."
    return f"{label}: {other} {area_name(f'la:{second}')}." if second else f"{label}."


def missing(need: Need, purpose: Purpose, found: Sequence[Stands]) -> Iterator[str]:
    """Yield what is not known or not installed, and what to do about it."""
    asked = {"home": need.home, "school": need.school}.get(purpose.whose, "-")
    other = need.school if purpose.whose == "home" else need.home
    if purpose.whose == "force" and not (need.force or need.home or need.school):
        yield "Which police force it is, is not known. 101 puts you through to the nearest."
    if not asked:
        what = "Where the child lives" if purpose.whose == "home" else "The school’s authority"
        if other:
            name = area_name(f"la:{other}")
            yield f"{what} is not known. This is {name}: ask them to pass it on."
        else:
            yield f"{what} is not known, so no contacts of an authority are shown."
    code = asked if asked not in ("", "-") else other
    yield from _replaced(code, need)
    if purpose.whose in ("home", "school") and code and not _local(found):
        name = area_name(f"la:{code}")
        yield f"No contacts of {name} are installed here. Their website has the number."


def _replaced(code: str, need: Need) -> Iterator[str]:
    one = authorities().get(code)
    if one and not one.serves(day_of(need.at)) and one.replaced_by:
        now = listed((area_name(f"la:{new}") for new in one.replaced_by), "or")
        yield f"{one.name} is no longer there. It is {now} now."


def _local(found: Sequence[Stands]) -> bool:
    return any(
        one.route.areas != (ENGLAND,) or one.route.layer in (SCHOOL, COMPUTED) for one in found
    )
