"""How far a route can be relied on: nothing that nobody has checked is called checked."""

from dataclasses import dataclass
from datetime import date, timedelta

from yipplugin.contact import NATIONAL, Route
from yipplugin.spoken import long_date

VERIFIED, DUE, STALE, UNVERIFIED, FIXED = "verified", "due", "stale", "unverified", "fixed"
"""Checked; checked, and soon to be checked again; checked too long ago; never; beyond checking."""

USUAL_DAYS = 365
"""For how many days a check is good."""

AHEAD = timedelta(days=30)
"""How long before that it is said to whoever can check again."""

NUMBERS = frozenset({"999"})
"""What is never looked up anew: the number is the law's."""


@dataclass(frozen=True)
class Trust:
    """How far a route can be relied on: its state, and why in words. ``until`` is when that ends.

    ``until`` is nothing where nobody has checked it.
    """

    state: str
    says: str
    until: date | None = None


def trust(route: Route, day: date, days: int = USUAL_DAYS) -> Trust:
    """Return how far ``route`` can be relied on at ``day``; a check is good for so many days."""
    if route.layer == NATIONAL and route.phone in NUMBERS:
        return Trust(FIXED, "The emergency number. It is the same everywhere, at any time.")
    if route.verified_on is None or not route.verified_by:
        return Trust(UNVERIFIED, "Nobody has said that they checked this.")
    checked = f"{long_date(route.verified_on)} by {route.verified_by}"
    if route.verified_on > day:
        return Trust(UNVERIFIED, f"It says {checked}, a day that has yet to come.")
    until = route.verified_on + timedelta(days=days)
    if day > until:
        return Trust(STALE, f"Last checked on {checked}. That is too long ago.", until)
    if day > until - AHEAD:
        says = f"Checked on {checked}. To be checked again by {long_date(until)}."
        return Trust(DUE, says, until)
    return Trust(VERIFIED, f"Checked on {checked}.", until)
