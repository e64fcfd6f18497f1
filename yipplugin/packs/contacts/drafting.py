"""A contact pack while it is being written: begun, checked part by part, changed route by route.

``said`` is the pack as its canonical text says it: mappings, lists and words, and nothing else.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yipplugin.authorities import authorities, force_name
from yipplugin.contact import PURPOSES, USUAL_ORDER, ContactPack
from yipplugin.packs.contacts.reading import MAIN, Written, canonical_text, plain, read_written
from yipplugin.packs.contacts.starting import starter
from yipplugin.packs.problems import PackRefused, Problem, Problems
from yipplugin.packs.tree import Pairs, read_tree

Said = dict[str, Any]

ROUTES = "routes"
HIGHEST_ORDER = 99


def begun(area: str, today: date) -> Said:
    """Return what a pack for an area begins with: all but what only its owner can say."""
    kind, _, code = area.partition(":")
    if kind == "la":
        tree = read_tree(MAIN, starter(authorities()[code], today), Problems())
        assert isinstance(tree, Pairs)  # noqa: S101 -- written by us
        found: Said = plain(tree)
        del found["thresholds"]
        return found
    name = force_name(code)
    return {
        "contacts": f"{code}-police",
        "version": "1",
        "title": f"Contacts of {name}",
        "owner": name,
        "reports to": "",
        "force": code,
        "in force": today.isoformat(),
        ROUTES: {},
    }


def said_of(text: str) -> Said:
    """Return what the text of a pack says."""
    found: Said = json.loads(text)
    return found


def written(said: Said) -> Written:
    """Return the pack, checked as a whole.

    :raises PackRefused: with every problem found.
    """
    return read_written(canonical_text(said))


def faults(said: Said) -> tuple[Problem, ...]:
    """Return everything that is still wrong with a pack."""
    try:
        written(said)
    except PackRefused as refused:
        return tuple(refused.problems)
    return ()


def faults_of(found: tuple[Problem, ...], route: str = "") -> tuple[Problem, ...]:
    """Return what is wrong with one route; without one, with what stands beside the routes."""
    if route:
        start = f"{ROUTES}.{route}"
        return tuple(one for one in found if one.key == start or one.key.startswith(f"{start}."))
    return tuple(one for one in found if not one.key.startswith(f"{ROUTES}."))


def field_of(problem: Problem) -> str:
    """Return the key of a route, or of a pack, that a problem is about; empty for the whole."""
    parts = problem.key.split(".")
    parts = parts[2:] if parts[0] == ROUTES else parts
    return parts[0].partition("[")[0] if parts else ""


def readable(said: Said) -> tuple[ContactPack | None, tuple[str, ...]]:
    """Return the pack without the routes that have a fault, and the keys of those.

    There is no pack where something beside the routes is wrong, or no route is right.
    """
    left_out: list[str] = []
    while True:
        found = faults(said)
        if not found:
            return written(said).pack, tuple(left_out)
        bad = [key for key in said.get(ROUTES, {}) if faults_of(found, key)]
        if not bad or len(bad) == len(said[ROUTES]):
            return None, (*left_out, *bad)
        left_out += bad
        said = said | {ROUTES: {key: one for key, one in said[ROUTES].items() if key not in bad}}


def with_route(said: Said, key: str, route: Mapping[str, Any] | None) -> Said:
    """Return the pack with one route as it is now; without it, where that is nothing."""
    routes = dict(said.get(ROUTES, {}))
    if route is None:
        routes.pop(key, None)
    else:
        routes[key] = dict(route)
    return said | {ROUTES: routes}


def new_key(said: Said, purpose: str) -> str:
    """Return a key for a new route, named for what it is contacted for; it never changes."""
    taken = said.get(ROUTES, {})
    names = (purpose, *(f"{purpose}_{n}" for n in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)


def moved(said: Said, key: str, earlier: bool) -> Said:
    """Return the pack with a route one place earlier or later among those for its purpose."""
    routes: dict[str, Any] = said.get(ROUTES, {})
    order = beside(said, routes[key].get("purpose", ""))
    at = order.index(key)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(order):
        return said
    order[at], order[to] = order[to], order[at]
    step = max(1, min(10, HIGHEST_ORDER // len(order)))
    places = {one: {**routes[one], "order": str(n * step)} for n, one in enumerate(order, 1)}
    return said | {ROUTES: routes | places}


def beside(said: Said, purpose: str) -> list[str]:
    """Return the keys of the routes for a purpose, in their order."""
    routes = said.get(ROUTES, {})
    found = [key for key, one in routes.items() if one.get("purpose") == purpose]
    return sorted(found, key=lambda key: (_order(routes[key]), key))


def in_order(said: Said) -> list[str]:
    """Return the keys of all routes as people look for them: by purpose, then by their order."""
    known = list(PURPOSES)
    purposes = {one.get("purpose", ""): None for one in said.get(ROUTES, {}).values()}
    place = {one: known.index(one) if one in known else len(known) for one in purposes}
    return [key for one in sorted(purposes, key=place.__getitem__) for key in beside(said, one)]


def _order(route: Mapping[str, Any]) -> int:
    said = str(route.get("order", USUAL_ORDER))
    return int(said) if said.isdecimal() else USUAL_ORDER
