"""Routes as plain JSON, to be kept as they were at a moment, and back again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from yipplugin.contact import Hours, Route, Span
from yipplugin.policy import Length

DAYS = ("verified_on", "valid_from", "valid_until")


def kept(route: Route) -> dict[str, Any]:
    """Return a route as JSON."""
    said = asdict(route)
    return said | {one: said[one] and said[one].isoformat() for one in DAYS}


def route_of(said: Mapping[str, Any]) -> Route:
    """Return the route that was kept."""
    found = dict(said)
    found |= {one: date.fromisoformat(found[one]) if found[one] else None for one in DAYS}
    found["hours"] = _hours(found["hours"])
    found["areas"] = tuple(found["areas"])
    found["confirm"] = Length(**found["confirm"]) if found["confirm"] else None
    return Route(**found)


def _hours(said: Mapping[str, Any]) -> Hours:
    holidays = said["bank_holidays"]
    return Hours(
        tuple(_spans(day) for day in said["weekly"]),
        None if holidays is None else _spans(holidays),
        said["outside"],
    )


def _spans(said: list[Mapping[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(**one) for one in said)
