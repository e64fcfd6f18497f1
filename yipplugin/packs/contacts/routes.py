"""Reads the routes of a contact pack."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from yipplugin.contact import ALWAYS, AUTHORITY, NATIONAL, USUAL_ORDER, ContactPack, Hours, Route
from yipplugin.packs.contacts import keys, ways
from yipplugin.packs.contacts.areas import read_area
from yipplugin.packs.contacts.hours import read_hours
from yipplugin.packs.lengths import read_length
from yipplugin.packs.problems import meant
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node, Pairs
from yipplugin.policy import Length

WAYS = ("phone", "sms", "email", "web", "form")


def read_routes(
    reader: Reader,
    pack: ContactPack,
    nodes: Mapping[str, Node],
    confirm: Length | None,
    layer: str = AUTHORITY,
) -> tuple[Route, ...]:
    """Return the routes of ``pack``, in its order."""
    said: dict[str, Hours | str | None] = {}
    found: dict[str, Route] = {}
    areas: dict[str, tuple[str, ...]] = {}
    for key, node in nodes.items():
        reader.key(node, key, node.place)
        fields = reader.fields(node, keys.ROUTE)
        if fields is None:
            continue
        said[key] = read_hours(fields.get("hours"), reader.problems)
        areas[key] = read_area(reader, fields.get("area"), pack.areas)
        found[key] = _route(reader, pack, key, fields, confirm, layer)
    for key, hours in said.items():
        if isinstance(hours, str):
            said[key] = _turned_round(reader, nodes[key], hours, said)
    return tuple(
        replace(route, areas=areas[key], hours=hours if isinstance(hours, Hours) else ALWAYS)
        for key, route in found.items()
        for hours in (said[key],)
    )


def _route(
    reader: Reader,
    pack: ContactPack,
    key: str,
    fields: Fields,
    confirm: Length | None,
    layer: str,
) -> Route:
    if not any(fields.get(one) for one in WAYS):
        message = f"This says no way to reach anybody. Add one of: {', '.join(WAYS)}."
        reader.problems.add(fields.node.place, message)
    route = Route(
        ref=f"{pack.key}/{key}",
        purpose=reader.name(fields.get("purpose"), "a purpose", keys.GIVEN),
        org=reader.text(fields.get("org")),
        role=reader.text(fields.get("role")),
        phone=ways.number(reader, fields.get("phone")),
        sms=ways.number(reader, fields.get("sms")),
        email=ways.email(reader, fields.get("email")),
        secure=reader.flag(fields.get("secure email")),
        url=ways.address(reader, fields.get("web")),
        form_url=ways.address(reader, fields.get("form")),
        at_risk_only=reader.flag(fields.get("only at risk")),
        notes=reader.text(fields.get("notes")),
        confirm=_from_owner(read_length(reader, fields.get("confirm within")) or confirm),
        source=reader.text(fields.get("source")),
        owner=pack.owner,
        tells=pack.tells,
        layer=layer,
    )
    if fields.get("order"):
        route = replace(route, order=reader.number(fields.get("order"), 1, 99))
    elif layer == NATIONAL:
        route = replace(route, order=USUAL_ORDER + 40)
    return _checked(reader, _in_time(reader, _of_ages(reader, route, fields), fields), fields)


def _checked(reader: Reader, route: Route, fields: Fields) -> Route:
    inside = reader.fields(fields.get("verified"), keys.VERIFIED)
    if inside is None:
        return route
    on, by = reader.date(inside.get("on")), reader.text(inside.get("by"))
    return replace(route, verified_on=on if on > date.min else None, verified_by=by)


def _in_time(reader: Reader, route: Route, fields: Fields) -> Route:
    inside = reader.fields(fields.get("valid"), keys.VALID)
    if inside is None:
        return route
    first, last = inside.get("from"), inside.get("until")
    begins = reader.date(first) if first else None
    ends = reader.date(last) if last else None
    if begins and ends and ends < begins:
        reader.problems.add(inside.at("until"), "Its last day comes before its first. Mend one.")
    return replace(route, valid_from=begins, valid_until=ends)


def _of_ages(reader: Reader, route: Route, fields: Fields) -> Route:
    inside = reader.fields(fields.get("ages"), keys.AGES)
    if inside is None:
        return route
    least, under = inside.get("from"), inside.get("under")
    return replace(
        route,
        from_age=reader.number(least, 1, 120) if least else None,
        under_age=reader.number(under, 1, 120) if under else None,
    )


def _turned_round(
    reader: Reader, node: Node, of: str, said: Mapping[str, Hours | str | None]
) -> Hours | None:
    place = node.keys["hours"] if isinstance(node, Pairs) else node.place
    hours = said.get(of)
    if of not in said:
        message = f"“{of}” is not a route of this pack. {meant(of, said)}"
        reader.problems.add(place, message)
    elif isinstance(hours, str) or (hours and hours.outside):
        reader.problems.add(place, f"{of} itself says `outside`. Name a route with hours.")
    elif isinstance(hours, Hours):
        return replace(hours, outside=True)
    return None


def _from_owner(length: Length | None) -> Length | None:
    return replace(length, source="authority") if length else None
