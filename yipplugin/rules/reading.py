"""How a condition reads a case: facts, records, triggers, ages and people, in three values."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from yipplugin.conditions import (
    AgeUnder,
    Anyone,
    Condition,
    CountAtLeast,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    Finding,
    FlagIs,
    HasRecord,
    PersonIs,
    TriggerStands,
    Truth,
    all_of,
    any_of,
    evaluate,
    over_answers,
)
from yipplugin.rules.state import Given, State
from yipplugin.rules.worktime import age_on
from yipplugin.values import Person, Record

AGE_BANDS = {
    "under_10": (0, 9),
    "10_12": (10, 12),
    "13_15": (13, 15),
    "16_17": (16, 17),
    "18_over": (18, 200),
}
"""Youngest and oldest age, in years, of each band that a person who is no pupil may be given."""


@dataclass(frozen=True)
class Reader:
    """Reads conditions over ``state``; ``subject`` is the person, record or trigger asked about."""

    state: State
    subject: str | None = None
    fired: Collection[str] = ()
    unmet: Collection[str] = ()

    def about(self, subject: str) -> "Reader":
        """Return a reader of the same case that asks about ``subject``."""
        return replace(self, subject=subject)

    def read(self, condition: Condition) -> Finding:
        """Work out ``condition``."""
        return evaluate(condition, self.leaf)

    def leaf(self, reading: Condition) -> Finding:
        """Work out one reading of the case."""
        match reading:
            case FactIs(fact, values):
                return self._fact_is(fact, values)
            case FactEver(fact, values):
                return self._fact_ever(fact, values)
            case FactAnswered(fact):
                return self._fact_answered(fact)
            case HasRecord(form, where):
                return _found(self.records(form, where))
            case TriggerStands(trigger, unmet):
                standing = self.unmet if unmet else self.fired
                return _yes_or_no(trigger in standing if trigger else bool(standing))
            case AgeUnder(years):
                return self._age_under(years)
            case PersonIs(kinds):
                return self._person_is(kinds)
            case FlagIs(flag, values):
                return self._flag_is(flag, values)
            case Anyone(of):
                everybody = [self.about(ref).read(of) for ref in self.state.people]
                return any_of(everybody) if everybody else Finding(Truth.NO)
            case EveryPupil(of):
                pupils = [self.about(ref).read(of) for ref in self.state.pupils()]
                return all_of(pupils) if pupils else Finding(Truth.NO)
            case CountAtLeast(least, of, form):
                return self._count(least, of, form)
        raise TypeError(f"{type(reading).__name__} cannot be read from a case")

    def records(self, form: str, where: Condition | None = None) -> list[Record]:
        """Return the current records of ``form`` that count here."""
        found = self.state.records_of(form)
        if self._filters(form):
            subject = self.state.root_of(self.subject)
            found = [one for one in found if self.state.root_of(one.about) == subject]
        if where is not None:
            found = [one for one in found if over_answers(where, dict(one.answers)).holds]
        return found

    def moment(self, fact: str) -> str | None:
        """Return the latest date that was given to a fact, as it is kept."""
        latest = self._latest(fact)
        return latest[-1].value if latest else None

    def _filters(self, form: str) -> bool:
        definition = self.state.policy.forms.get(form)
        if definition is None or self.subject is None or not definition.about:
            return False
        return self.subject.startswith("record:") == definition.about.startswith("record:") and (
            self.subject in self.state.people or self.subject.startswith("record:")
        )

    def values(self, fact: str) -> tuple[str, ...]:
        """Return the latest answers to a fact, each once: of the case, or of each of its people."""
        return tuple(dict.fromkeys(one.value for one in self._latest(fact)))

    def _given(self, fact: str) -> list[Given]:
        given = self.state.facts.get(fact, [])
        definition = self.state.policy.facts.get(fact)
        if definition is None or definition.of == "case" or self.subject is None:
            return given
        if definition.of == "person" and self.subject not in self.state.people:
            return given
        subject = self.state.root_of(self.subject)
        return [one for one in given if self.state.root_of(one.subject) == subject]

    def _latest(self, fact: str) -> list[Given]:
        """Return the latest answers: of the case, or of each person or record it is about."""
        given = self._given(fact)
        definition = self.state.policy.facts.get(fact)
        per_case = definition is None or definition.of == "case"
        last: dict[str | None, int] = {}
        for one in given:
            last[None if per_case else self.state.root_of(one.subject)] = one.place
        return [
            one
            for one in given
            if one.place == last[None if per_case else self.state.root_of(one.subject)]
        ]

    def _fact_is(self, fact: str, values: tuple[str, ...]) -> Finding:
        latest = self._latest(fact)
        met = [one for one in latest if one.value in values]
        if met:
            return Finding(Truth.YES, _records(met))
        if not latest or any(one.value == "unknown" for one in latest):
            return Finding(Truth.UNKNOWN, _records(latest))
        return Finding(Truth.NO, _records(latest))

    def _fact_ever(self, fact: str, values: tuple[str, ...]) -> Finding:
        met = [one for one in self._given(fact) if one.value in values]
        if met:
            return Finding(Truth.YES, _records(met))
        latest = self._latest(fact)
        if not latest or any(one.value == "unknown" for one in latest):
            return Finding(Truth.UNKNOWN, _records(latest))
        return Finding(Truth.NO, _records(latest))

    def _fact_answered(self, fact: str) -> Finding:
        definition = self.state.policy.facts.get(fact)
        if (
            definition is not None
            and definition.of == "person"
            and self.subject not in self.state.people
        ):
            return self.leaf(EveryPupil(FactAnswered(fact)))
        latest = self._latest(fact)
        known = bool(latest) and all(one.value != "unknown" for one in latest)
        return _yes_or_no(known, _records(latest))

    def _person(self) -> Person | None:
        known = self.state.people.get(self.subject or "")
        return known.person if known else None

    def _age_under(self, years: int) -> Finding:
        known = self.state.people.get(self.subject or "")
        if known is None:
            return Finding(Truth.UNKNOWN)
        day, dated_by = self.state.incident()
        ages = [_under(person, years, day, self._first_day()) for _, person, _ in known.snapshots]
        causes = tuple(dict.fromkeys((*known.records, *dated_by)))
        for truth in (Truth.YES, Truth.UNKNOWN):
            if truth in ages:
                return Finding(truth, causes)
        return Finding(Truth.NO, causes)

    def _first_day(self) -> date | None:
        """Return a day by which the incident had certainly happened."""
        records = [*self.state.current.values()]
        return min(one.signed_at.date() for one in records) if records else None

    def _person_is(self, kinds: tuple[str, ...]) -> Finding:
        person = self._person()
        if person is None:
            return Finding(Truth.UNKNOWN)
        return _yes_or_no(person.kind in kinds, self.state.people[person.ref].records)

    def _flag_is(self, flag: str, values: tuple[str, ...]) -> Finding:
        person = self._person()
        if person is None:
            return Finding(Truth.UNKNOWN)
        causes = self.state.people[person.ref].records
        value = person.flags.get(flag, "unknown")
        if value in values:
            return Finding(Truth.YES, causes)
        return Finding(Truth.UNKNOWN if value == "unknown" else Truth.NO, causes)

    def _count(self, least: int, of: Condition | None, form: str | None) -> Finding:
        if form is not None:
            records = self.records(form)
            return _yes_or_no(len(records) >= least, tuple(one.id for one in records))
        everybody = [self.about(ref).read(of) for ref in self.state.people if of is not None]
        certain = [one for one in everybody if one.truth is Truth.YES]
        possible = [one for one in everybody if one.truth is not Truth.NO]
        causes = tuple(dict.fromkeys(cause for one in certain for cause in one.causes))
        if len(certain) >= least:
            return Finding(Truth.YES, causes)
        return Finding(Truth.UNKNOWN if len(possible) >= least else Truth.NO, causes)


def _under(person: Person, years: int, day: date | None, known_by: date | None) -> Truth:
    if person.born is not None and day is not None:
        return Truth.YES if age_on(person.born, day) < years else Truth.NO
    if person.born is not None and known_by is not None:
        # Younger than this on the day it was reported is younger on any day before.
        return Truth.YES if age_on(person.born, known_by) < years else Truth.UNKNOWN
    if person.age_band in AGE_BANDS:
        youngest, oldest = AGE_BANDS[person.age_band]
        if oldest < years:
            return Truth.YES
        return Truth.NO if youngest >= years else Truth.UNKNOWN
    return Truth.UNKNOWN


def _yes_or_no(holds: bool, causes: tuple[str, ...] = ()) -> Finding:
    return Finding(Truth.YES if holds else Truth.NO, causes)


def _found(records: list[Record]) -> Finding:
    return _yes_or_no(bool(records), tuple(one.id for one in records))


def _records(given: list[Given]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.record for one in given))
