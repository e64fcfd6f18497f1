"""Whom schools would be told to call by what an authority has written: at any moment of a week."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, render_template, request, url_for

from yipplugin.authorities import area_name
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import PURPOSES, Need
from yipplugin.rules.timeline import Day, Stretch
from yipplugin.services import authoring
from yipplugin.services.contacts import is_purpose
from yipplugin.services.previewing import preview
from yipplugin.values import LONDON
from yipplugin.web import authority, calls, words
from yipplugin.web.frame import now, signed_in
from yipplugin.web.problems import Answer
from yipplugin.web.week import drawn

NO_MOMENT = "“{}” is no day and time. Choose a day, and write the time as 02:10. It is now instead."
LOOKS = ("yip-week-there", "yip-week-else")
"""Of whoever is there in the daytime, and of all others."""

NO_HOUR = "There is no such time that night: the clocks go forward. It is now instead."


@dataclass(frozen=True)
class Part:
    """A stretch of a day: its times, who comes first, where to look closer, and if it is chosen."""

    says: str
    who: str
    url: str
    here: bool


@dataclass(frozen=True)
class Bar:
    """A stretch as it is drawn: its look, where it begins, and how wide it is."""

    look: str
    begin: int
    width: int


@dataclass(frozen=True)
class Shown:
    """A day of the week: its name, its stretches, and where the moment is that was asked for."""

    name: str
    parts: tuple[Part, ...]
    bars: tuple[Bar, ...]
    mark: int | None


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule(f"{authority.PACK}/try", "authority_try", try_out)


def try_out(pack: str) -> Answer:
    """Show whom schools would be told to call at a moment, and who comes first through the week."""
    actor = signed_in()
    found = authoring.draft(actor, pack)
    at, notice = _moment()
    purpose = request.args.get("for", "")
    purpose = purpose if is_purpose(purpose) else _usual(found)
    area = request.args.get("area", "")
    area = area if area in found.areas else found.areas[0]
    urgent = request.args.get("urgent") == "yes"
    seen = preview(actor, pack, _need(purpose, at, area, urgent))
    wall = at.astimezone(LONDON)
    asked = {"for": purpose, "area": area, "urgent": "yes" if urgent else None}
    page = render_template(
        "yipplugin/authority/try.html",
        one=found,
        notice=notice,
        left_out=[line for line in authority.lines(found) if line.key in seen.left_out],
        block=calls.block(seen.answer, frozenset()) if seen.answer else None,
        week=[_day(pack, one, asked, at, _main(seen.week)) for one in seen.week],
        moment=words.long_moment(at),
        day=wall.date().isoformat(),
        time=f"{wall:%H:%M}",
        purposes=[(one, PURPOSES[one].label) for one in PURPOSES if is_purpose(one)],
        areas=[(one, area_name(one)) for one in found.areas],
        asked=asked,
    )
    return page, 200


def _need(purpose: str, at: datetime, area: str, urgent: bool) -> Need:
    kind, _, code = area.partition(":")
    if kind == "la":
        return Need(purpose, at, home=code, school=code, urgent=urgent)
    return Need(purpose, at, force=code, urgent=urgent)


def _usual(found: authoring.Draft) -> str:
    said = [one.get("purpose", "") for one in found.said.get("routes", {}).values()]
    return next(
        (one for one in ("csc_front_door", *said) if one in said and is_purpose(one)), "lado"
    )


def _moment() -> tuple[datetime, str]:
    day, clock = request.args.get("day", "").strip(), request.args.get("time", "").strip()
    if not day and not clock:
        return now(), ""
    try:
        wall = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock or "12:00"))
        at = wall.replace(tzinfo=LONDON)
        if not 2000 <= wall.year <= 2100:
            raise ValueError
    except ValueError:
        return now(), NO_MOMENT.format(f"{day} {clock}".strip()[:40])
    there = datetime.fromtimestamp(at.timestamp(), LONDON).replace(tzinfo=None)
    return (at, "") if there == wall else (now(), NO_HOUR)


def _main(week: tuple[Day, ...]) -> str:
    """Return the route that comes first by day, or else at some time; it is drawn darker."""
    found = [part.first.route for day in week for part in day.stretches if part.first]
    daytime = [one.ref for one in found if not one.hours.outside]
    return (daytime or [one.ref for one in found] or [""])[0]


def _day(pack: str, one: Day, asked: dict[str, Any], at: datetime, main: str) -> Shown:
    name = words.short_date(one.stretches[0].begins)
    if is_bank_holiday(one.day):
        name += ", bank holiday"
    there = [part for part in one.stretches if part.first is not None]
    seen = [part.first.route.ref for part in there if part.first]
    bars = tuple(
        Bar(LOOKS[ref != main], *drawn(part.begins, part.ends))
        for ref, part in zip(seen, there, strict=True)
    )
    mark = drawn(at, at)[0] if at.astimezone(LONDON).date() == one.day else None
    return Shown(name, tuple(_part(pack, part, asked, at) for part in one.stretches), bars, mark)


def _part(pack: str, one: Stretch, asked: dict[str, Any], at: datetime) -> Part:
    begins, ends = one.begins.astimezone(LONDON), one.ends.astimezone(LONDON)
    route = one.first.route if one.first else None
    who = f"{route.org}, {route.phone or route.email or route.url}" if route else "Nobody of yours"
    whole = begins.time() == ends.time() == time()
    return Part(
        says="all day" if whole else f"{words.clock(begins)} to {words.clock(ends)}",
        who=who.rstrip(", "),
        url=url_for(
            "yipplugin.authority_try",
            pack=pack,
            day=begins.date().isoformat(),
            time=f"{begins:%H:%M}",
            **asked,
        ),
        here=one.begins <= at < one.ends,
    )
