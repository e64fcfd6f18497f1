"""Whom to contact: the routes that a school knows, put together, and the answer to a need."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from yipplugin import shipped
from yipplugin.authorities import Authority, authorities, find
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import PURPOSES, ContactPack, Need, Route
from yipplugin.errors import ContactsRefused
from yipplugin.hooking import house
from yipplugin.packs.contacts.own import own_route
from yipplugin.packs.contacts.reading import read_national
from yipplugin.referral import ReferralForm
from yipplugin.rules.contacts import Answer, referral_forms, resolve
from yipplugin.rules.directory import Directory
from yipplugin.services import computed
from yipplugin.services.contactpacks import pack_of
from yipplugin.services.permits import demand
from yipplugin.spoken import day_of
from yipplugin.store.contacts import ROUTE, ContactPackRow, notes, packs, stamp, usable
from yipplugin.store.sessions import Asker, store
from yipplugin.values import Actor, Everything

READ = "contact:read"

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


@dataclass
class Book:
    """The routes of one school as they were last put together, and what they were made of.

    Only the packs of areas that are asked for are ever read.
    """

    stamp: tuple[Any, ...]
    rows: tuple[ContactPackRow, ...]
    own: tuple[Route, ...] = field(repr=False)
    by_packs: dict[tuple[str, ...], Directory] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._versions: dict[str, list[ContactPackRow]] = {}
        self._serving: dict[str, dict[str, None]] = {}
        for row in self.rows:
            self._versions.setdefault(row.pack, []).append(row)
            for area in row.areas:
                self._serving.setdefault(area, {})[row.pack] = None

    def packs(self, areas: Iterable[str], day: date) -> list[ContactPack]:
        """Return the packs that serve one of these areas on a day, each as it is in force then."""
        wanted = tuple(areas)
        names = {name: None for area in wanted for name in self._serving.get(area, ())}
        found = (self._in_force(name, day) for name in names)
        return [pack for row, pack in filter(None, found) if set(row.areas) & set(wanted)]

    def _in_force(self, name: str, day: date) -> tuple[ContactPackRow, ContactPack] | None:
        versions = ((row, pack_of(row)) for row in self._versions[name])
        return next((one for one in versions if one[1].in_force <= day), None)

    def directory(self, packs: Iterable[ContactPack]) -> Directory:
        """Return every route of these packs, with the school's own and what ships."""
        packs = tuple(packs)
        key = tuple(one.digest for one in packs)
        if key not in self.by_packs:
            routes = [route for one in packs for route in one.routes]
            self.by_packs[key] = Directory([*self.own, *routes, *national().routes])
        return self.by_packs[key]


@dataclass(frozen=True)
class Found:
    """The answer to a need, what packs say on when to call, and what plugins got wrong.

    ``referrals`` are the forms on which whoever is to be contacted wants a referral.
    """

    answer: Answer = field(repr=False)
    thresholds: tuple[tuple[str, str], ...]
    trouble: tuple[str, ...]
    referrals: tuple[ReferralForm, ...] = ()


@cache
def national() -> ContactPack:
    """Return the contacts that ship."""
    return read_national(Path(str(shipped.folder("hooks"))) / "contacts" / "national.yaml").pack


def whom(actor: Asker, need: Need) -> Found:
    """Return whom to contact; nothing that fails keeps anybody from 999 and what is known.

    :raises NotAllowed: for somebody who may not ask.
    """
    if isinstance(actor, Actor):
        demand(actor, READ)
    book = _book(actor.school)
    near = book.packs(areas_near(need), day_of(need.at))
    directory = book.directory(near)
    worked_out = computed.routes(actor.school, need)
    if worked_out.routes:
        directory = Directory([*worked_out.routes, *directory])
    answer = resolve(directory, need, is_bank_holiday, current_app.config["YIP_CONTACT_DAYS"])
    said = tuple((one.owner, one.thresholds) for one in near if one.thresholds)
    return Found(answer, said, worked_out.trouble, referral_forms(near, need))


def packs_near(school: str, need: Need) -> list[ContactPack]:
    """Return the packs of a school that could serve a need."""
    return _book(school).packs(areas_near(need), day_of(need.at))


def areas_near(need: Need) -> tuple[str, ...]:
    """Return every area from which a route could serve a need."""
    known = [authorities()[code] for code in (need.home, need.school) if code in authorities()]
    forces = {need.force, *(one.force for one in known)} - {""}
    return (*(f"la:{one.code}" for one in known), *(f"force:{one}" for one in sorted(forces)))


def school_authority(school: str) -> str:
    """Return the code of the authority that a school is in; nothing where nobody says."""
    said = house().hooks.yip_school_authority(school) or current_app.config["YIP_AUTHORITY"]
    known = find(said) if said else None
    return known.code if known else ""


def home_authority(ref: str) -> str:
    """Return the code of the authority in which a pupil lives; nothing where it is not known."""
    said: str | None = house().hooks.yip_home_authority(ref)
    known = authority_of(said) if said else None
    return known.code if known else ""


def authority_of(text: str) -> Authority | None:
    """Return the authority that somebody means by a name, a code, or a postcode."""
    known = find(text)
    found = POSTCODE.fullmatch(" ".join(text.upper().split()))
    if known is None and found:
        said: str | None = house().hooks.yip_authority_at(f"{found[1]} {found[2]}")
        known = find(said) if said else None
    return known


def own_routes(school: str) -> Mapping[str, Route]:
    """Return a school's own routes, by reference."""
    return {one.ref: one for one in _book(school).own}


def _book(school: str) -> Book:
    kept = store()
    with kept.reading(Everything(school)) as session:
        now = stamp(session, school)
        known = kept.contacts.get(school)
        if isinstance(known, Book) and known.stamp == now:
            return known
        rows = tuple(usable(packs(session, school)))
        said = [(row.ref, row.said) for row in notes(session, school, ROUTE)]
    owner = current_app.config["YIP_SCHOOL_NAME"] or "the school"
    book = kept.contacts[school] = Book(now, rows, tuple(_own(said, owner)))
    return book


def _own(said: Iterable[tuple[str, Mapping[str, Any]]], owner: str) -> Iterable[Route]:
    for ref, one in said:
        try:
            yield own_route(ref, one, owner)
        except ContactsRefused:
            # Rules may have become stricter since: what is left must not be lost with it.
            current_app.logger.warning("the school's own contact %s cannot be read any more", ref)


def is_purpose(text: str) -> bool:
    """Say whether somebody may be contacted for this, other than in an emergency."""
    return text in PURPOSES and text != "emergency"
