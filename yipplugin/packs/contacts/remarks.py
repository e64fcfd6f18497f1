"""What is allowed in a pack and seldom meant: hours with nobody there, checks of days to come."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import DAY, EMERGENCY, PURPOSES, ContactPack, Need, Route
from yipplugin.rules.directory import Directory
from yipplugin.rules.timeline import DAYS, Stretch, who_when
from yipplugin.rules.trust import STALE, trust
from yipplugin.spoken import clock, long_date, small
from yipplugin.values import LONDON

CARE = "csc_front_door"
LONG = 12 * 60
"""Minutes, beyond which a time that goes past midnight may have its ends the wrong way round."""

MOST = 3
"""How many of the times in which nobody is there are named."""


def remarks(pack: ContactPack, today: date) -> tuple[str, ...]:
    """Return what whoever wrote a pack should look at once more, a sentence each."""
    said = [one for route in pack.routes for one in _of_route(route, today)]
    if pack.in_force > today:
        said.append(f"It is in force from {long_date(pack.in_force)} on, and not before.")
    return tuple(dict.fromkeys((*said, *_gaps(pack, today))))


def _of_route(route: Route, today: date) -> Iterator[str]:
    if any(
        one.closes > DAY and one.closes - one.opens > LONG
        for day in route.hours.weekly
        for one in day
    ):
        yield f"{route.org} is there past midnight for more than half a day. Is that meant?"
    if route.phone == EMERGENCY.phone:
        yield f"{route.org} has the number {EMERGENCY.phone}, which every page shows first anyway."
    if route.secure and not route.email:
        yield f"{route.org}: mail is said to be secure, and there is no e-mail address."
    if route.purpose == CARE and not (route.phone or route.sms):
        yield f"{route.org} can only be written to: a child at risk needs somebody to ring."
    if route.verified_on is not None and route.verified_on > today:
        yield f"{route.org}: the check on {long_date(route.verified_on)} is still to come."
    elif trust(route, today).state == STALE:
        yield f"{route.org} was checked too long ago."


def _gaps(pack: ContactPack, today: date) -> Iterator[str]:
    """Yield when nobody of the pack is there for a child, in the first week without a holiday."""
    area = next((one for one in pack.areas if one.startswith("la:")), "")
    if not area or not any(one.purpose == CARE for one in pack.routes):
        return
    monday = max(today, pack.in_force) + timedelta(days=7)
    monday -= timedelta(days=monday.weekday())
    while any(is_bank_holiday(monday + timedelta(days=n)) for n in range(DAYS)):
        monday += timedelta(days=DAYS)
    at = datetime.combine(monday, time(12), LONDON)
    code = area.partition(":")[2]
    need = Need(CARE, at, home=code, school=code)
    week = who_when(Directory(pack.routes), need, is_bank_holiday)
    empty = [part for day in week for part in day.stretches if part.first is None]
    for part in empty[:MOST]:
        yield f"Nobody is there for {small(PURPOSES[CARE].label)} on {_when(part)}. Is that meant?"
    if len(empty) > MOST:
        yield f"Nor at {len(empty) - MOST} other times of the week."


def _when(part: Stretch) -> str:
    begins, ends = part.begins.astimezone(LONDON), part.ends.astimezone(LONDON)
    if begins.time() == ends.time() == time():
        return f"a {begins:%A}"
    return f"a {begins:%A}, {clock(begins)} to {clock(ends)}"
