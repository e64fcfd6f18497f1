"""What a new version of a contact pack changes, in words that a safeguarding lead reads."""

from collections.abc import Iterator
from datetime import date

from yipplugin.authorities import area_name
from yipplugin.contact import PURPOSES, ContactPack, Hours, Route
from yipplugin.packs.contacts.differing_forms import of_forms
from yipplugin.policy import Length
from yipplugin.rules.timetable import in_a_line
from yipplugin.spoken import listed, long_date, small

FIELDS = {
    "phone": "phone",
    "purpose": "purpose",
    "org": "who answers",
    "role": "whom to ask for",
    "sms": "text messages",
    "email": "e-mail",
    "secure": "e-mail is secure",
    "url": "page",
    "form_url": "form",
    "hours": "hours",
    "at_risk_only": "only for immediate risk",
    "from_age": "youngest",
    "under_age": "no longer at",
    "notes": "notes",
    "confirm": "to be confirmed in writing within",
    "areas": "area",
    "source": "source",
    "verified_on": "checked on",
    "verified_by": "checked by",
    "order": "order",
    "valid_from": "first day",
    "valid_until": "last day",
    "owner": "owner",
    "tells": "wrong numbers are reported to",
}
"""Every field of a route in which versions can differ, as it is called; the number comes first."""


def differences(before: ContactPack | None, after: ContactPack) -> tuple[str, ...]:
    """Return what changes from ``before`` to ``after``, a line a change; empty where nothing does.

    Where there was no pack before, every route is a change.
    """
    return tuple(_lines(before, after))


def _lines(before: ContactPack | None, after: ContactPack) -> Iterator[str]:
    old = {one.ref: one for one in before.routes} if before else {}
    new = {one.ref: one for one in after.routes}
    for ref, one in new.items():
        if ref not in old:
            yield f"New: {_called(one)}."
        else:
            for line in _of_route(old[ref], one):
                yield f"Changed: {_called(one)}: {line}."
    for ref, one in old.items():
        if ref not in new:
            yield f"Gone: {_called(one)}."
    yield from of_forms(before.referrals if before else (), after.referrals)
    if before and before.thresholds != after.thresholds:
        yield f"Changed: when to call: {_words(before.thresholds)} → {_words(after.thresholds)}."
    if before and before.in_force != after.in_force:
        yield f"Changed: in force from {_words(before.in_force)} → {_words(after.in_force)}."
    if before and before.areas != after.areas:
        yield f"Changed: the areas are now {listed(map(area_name, after.areas))}."


def _called(route: Route) -> str:
    way = route.phone or route.sms or route.email or route.form_url or route.url
    return f"{route.org}, {small(PURPOSES[route.purpose].label)} ({way})"


def _of_route(old: Route, new: Route) -> Iterator[str]:
    for field, name in FIELDS.items():
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield f"{name}: {_words(was)} → {_words(now)}"
    if old.phone != new.phone and new.verified_on and old.verified_on == new.verified_on:
        checked = long_date(new.verified_on)
        yield f"look again, for the new number is said to be checked on {checked}, as the old was"


def _words(value: object) -> str:
    match value:
        case None | "" | ():
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case date():
            return long_date(value)
        case Hours():
            return in_a_line(value)
        case Length():
            return f"{value.amount} {value.unit}"
        case tuple():
            return listed(map(area_name, value))
    return f"“{value}”" if isinstance(value, str) else str(value)
