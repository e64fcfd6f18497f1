"""Whom to contact: which routes serve a need, in which order, who is there now, and why.

999 comes first whatever is asked and whatever is known. The authority of social care is the one in
which the child lives; that of the designated officer is the school's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from yipplugin.authorities import authorities
from yipplugin.contact import EMERGENCY, PURPOSES, ContactPack, Need, Purpose, Route
from yipplugin.policy import Calendar
from yipplugin.referral import ReferralForm
from yipplugin.rules import reasons, worktime
from yipplugin.rules.directory import Directory
from yipplugin.rules.hours import IsHoliday, changes, is_open
from yipplugin.rules.trust import USUAL_DAYS, Trust, trust
from yipplugin.spoken import day_of


@dataclass(frozen=True)
class Choice:
    """A route as it stands at the moment of the need.

    ``turns`` is when it closes, if it is open, or opens; nothing where it never does. ``says`` is
    that in words, ``why`` why it stands where it does. ``also`` are the routes left out for being
    the same number at other times.
    """

    route: Route
    open: bool
    turns: datetime | None
    says: str
    trust: Trust
    why: str = ""
    also: tuple[Route, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Whom to contact for a need.

    ``emergency`` is always 999. ``now`` are those who are there, in order; ``later`` those who are
    not, the soonest first. ``instead`` are others who can be reached now, to fall back on.
    ``why`` says in sentences why these and in this order; ``missing`` what is not known or not
    installed, and so might lead to somebody else.
    """

    need: Need
    emergency: Choice
    now: tuple[Choice, ...]
    later: tuple[Choice, ...]
    instead: tuple[Choice, ...]
    why: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def first(self) -> Choice:
        """Return whom to contact first: somebody is always there."""
        return (*self.now, *self.instead, self.emergency)[0]


def resolve(
    directory: Directory, need: Need, is_holiday: IsHoliday, days: int = USUAL_DAYS
) -> Answer:
    """Return whom to contact.

    :param days: for how many days a check of a route is good.
    :raises KeyError: for a purpose that there is not.
    """
    purpose = PURPOSES[need.purpose]
    known = _Standing(directory, need, is_holiday, days)
    found = known.serving(purpose)
    now = sorted((one for one in found if one.open), key=known.place)
    later = sorted((one for one in found if not one.open), key=known.wait)
    instead: list[Choice] = []
    if not now or need.urgent:
        instead = known.instead(purpose, {one.route.ref for one in found})
    return Answer(
        need=need,
        emergency=known.choice(EMERGENCY),
        now=_explained(now),
        later=_explained(later),
        instead=tuple(instead),
        why=tuple(reasons.why(need, purpose, [*now, *later], is_holiday)),
        missing=tuple(reasons.missing(need, purpose, [*now, *later])),
    )


def areas_of(need: Need, purpose: Purpose) -> tuple[str, ...]:
    """Return the areas whose routes serve a need: one that is not known is stood in for.

    Where it is not known in which authority the child lives, the school's is asked, which knows
    whom to pass a call on to; and the other way round.
    """
    if purpose.whose == "force":
        return (_force(need),)
    first, second = need.home, need.school
    if purpose.whose == "school":
        first, second = second, first
    return (f"la:{first or second}",) if purpose.whose and (first or second) else ()


def referral_forms(packs: Iterable[ContactPack], need: Need) -> tuple[ReferralForm, ...]:
    """Return the referral forms of ``packs`` that serve a need, the purposes beside it too.

    A pack may be for the areas of another purpose: its form is not offered for this one. Nor is one
    about which there is nobody to ring on that day.
    """
    asked = PURPOSES[need.purpose]
    serving = {one: areas_of(need, PURPOSES[one]) for one in (asked.key, *asked.with_)}
    day = day_of(need.at)
    return tuple(
        form
        for pack in packs
        for rung in ({one.ref for one in pack.routes if one.is_valid(day)},)
        for form in pack.referrals
        if form.route in rung and set(form.areas) & set(serving.get(form.purpose, ()))
    )


def confirm_by(route: Route, told_at: datetime, calendar: Calendar) -> datetime | None:
    """Return by when a call is to be confirmed in writing, as the authority asks; or nothing."""
    return worktime.due(calendar, told_at, route.confirm) if route.confirm else None


def _force(need: Need) -> str:
    if need.force:
        return f"force:{need.force}"
    known = authorities().get(need.home or need.school)
    return f"force:{known.force}" if known else ""


class _Standing:
    """How routes stand at the moment of a need."""

    def __init__(self, directory: Directory, need: Need, is_holiday: IsHoliday, days: int) -> None:
        self.directory, self.need = directory, need
        self.is_holiday, self.days = is_holiday, days
        self.day = day_of(need.at)

    def choice(self, route: Route) -> Choice:
        there = is_open(route.hours, self.need.at, self.is_holiday)
        turns = changes(route.hours, self.need.at, self.is_holiday)
        says = reasons.there(there, turns, self.need.at)
        return Choice(route, there, turns, says, trust(route, self.day, self.days))

    def serving(self, purpose: Purpose) -> list[Choice]:
        """Return the routes for a purpose, and for those that answer the same call."""
        several = (purpose, *(PURPOSES[one] for one in purpose.with_))
        found = [
            self.choice(one)
            for asked in several
            for one in self.directory.serving(asked.key, areas_of(self.need, asked))
            if self._serves(one)
        ]
        return _same_numbers_once(sorted(found, key=self.place))

    def instead(self, purpose: Purpose, beside: set[str]) -> list[Choice]:
        """Return who can be reached now though nobody who was asked for can, the first of each."""
        found = []
        for key in purpose.else_:
            there = [one for one in self.serving(PURPOSES[key]) if one.open]
            fresh = [one for one in sorted(there, key=self.place) if one.route.ref not in beside]
            if fresh:
                said = reasons.instead(fresh[0].route)
                found.append(replace(fresh[0], why=said))
                beside.add(fresh[0].route.ref)
        return found

    def place(self, one: Choice) -> tuple[object, ...]:
        """Return what orders those who are there: what was asked for, then the owner's own order.

        In an emergency whoever can be rung comes before whoever can only be written to.
        """
        asked = one.route.purpose != self.need.purpose
        writes = self.need.urgent and not (one.route.phone or one.route.sms)
        risk = not (self.need.urgent and one.route.at_risk_only)
        return writes, risk, asked, one.route.order, one.route.ref

    def wait(self, one: Choice) -> tuple[object, ...]:
        """Return what orders those who are not there: who is there soonest."""
        never = one.turns is None
        return never, one.turns.timestamp() if one.turns else 0, *self.place(one)

    def _serves(self, route: Route) -> bool:
        if route.at_risk_only and not self.need.urgent:
            return False
        return route.is_valid(self.day) and route.serves(self.need.age)


def _same_numbers_once(found: Iterable[Choice]) -> list[Choice]:
    """Keep one of those with the same number: the one that is there, else the first."""
    kept: dict[str, Choice] = {}
    for one in found:
        key = one.route.phone or one.route.ref
        before = kept.get(key)
        if before is None:
            kept[key] = one
            continue
        stays, goes = (one, before) if one.open and not before.open else (before, one)
        kept[key] = replace(stays, also=(*stays.also, *goes.also, goes.route))
    return list(kept.values())


def _explained(found: list[Choice]) -> tuple[Choice, ...]:
    return tuple(
        replace(one, why=reasons.place(place, one.route, one.open, found[0].route))
        for place, one in enumerate(found)
    )
