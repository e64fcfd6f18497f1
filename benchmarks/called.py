"""Whom to call, with the packs of 160 authorities installed beside what it costs with one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.pairs import Ratio, compare
from yipplugin.authorities import authorities
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import AUTHORITY, Need, Route
from yipplugin.packs.contacts import signing
from yipplugin.packs.contacts.reading import read_contacts
from yipplugin.rules.contacts import resolve
from yipplugin.rules.directory import Directory
from yipplugin.services import contactpacks
from yipplugin.services.contacts import national, whom
from yipplugin.values import Everything

PACK = """\
contacts: {key}
version: 1
title: Contacts in {name}
owner: {name}
reports to: desk@example.org
authority: "{code}"
in force: 2025-09-01
routes:
  mash:
    purpose: csc_front_door
    org: MASH of {name}
    phone: 0114 496 0001
    hours: {{weekdays: "08:30 to 17:00", bank holidays: closed}}
    source: Made up
  team:
    purpose: csc_out_of_hours
    org: Duty team of {name}
    phone: 0114 496 0002
    hours: {{outside: mash}}
    source: Made up
  lado:
    purpose: lado
    org: LADO of {name}
    phone: 0114 496 0003
    hours: {{weekdays: "09:00 to 17:00", bank holidays: closed}}
    source: Made up
"""
NEED = Need("csc_front_door", datetime(2026, 12, 26, 2, 10, tzinfo=UTC), "931", "931")
MANY = 160


def calling(folder: Path) -> Iterator[Ratio]:
    """Yield what an answer costs, by the rules alone and by the service with its database."""
    files = _packs(folder)
    few, many = Everything("one"), Everything("many")
    for school, contents in ((few, files[:1]), (many, files)):
        for key, code, public, content in contents:
            contactpacks.pin(school, key, public, [f"la:{code}"], False)
            contactpacks.install(school, content)
    all_routes = [
        route
        for one in contactpacks.given(many)
        for number in range(-(-MANY // len(files)))
        for route in _numbered(one.pack.routes, number)
    ]
    all_routes = all_routes[: MANY * 3]
    one_pack = [one for one in all_routes if one.areas == ("la:931",) and "#" not in one.ref]
    ours, theirs = (Directory([*routes, *national().routes]) for routes in (all_routes, one_pack))

    def control() -> object:
        return resolve(theirs, NEED, is_bank_holiday)

    yield compare("control: whom to call among one pack, twice", control, control, times=50)
    yield compare(
        f"whom to call among {len(all_routes) // 3} packs / among one",
        lambda: resolve(ours, NEED, is_bank_holiday), control, times=50,
    )  # fmt: skip
    yield compare(
        f"the same from the database, {len(files)} packs / one",
        lambda: whom(many, NEED), lambda: whom(few, NEED), times=10,
    )  # fmt: skip


def _packs(folder: Path) -> list[tuple[str, str, str, bytes]]:
    """Return signed packs of every authority that serves now, Oxfordshire's first."""
    public = signing.new_key(folder / "key.pem")
    key, found = signing.read_key(folder / "key.pem"), []
    now = [one for one in authorities().values() if one.valid_until is None]
    for one in sorted(now, key=lambda one: one.code != "931"):
        path = folder / f"la-{one.code}.yaml"
        name = one.name.replace(",", "")
        path.write_text(PACK.format(key=path.stem, name=name, code=one.code))
        content = signing.sign(read_contacts(path), key).content
        found.append((path.stem, one.code, public, content))
    return found


def _numbered(routes: tuple[Route, ...], number: int) -> Iterator[Route]:
    """Yield routes as of another pack of the same place, to make up the number of them."""
    for one in routes:
        areas = one.areas if number == 0 else (f"{one.areas[0]}#{number}",)
        ref = one.ref if number == 0 else f"{one.ref}#{number}"
        yield replace(one, ref=ref, areas=areas, layer=AUTHORITY)
