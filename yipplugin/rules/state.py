"""What the records signed so far say: current records, facts and people."""

from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yipplugin.form import Form, Question
from yipplugin.policy import Policy
from yipplugin.rules.carrying import as_read
from yipplugin.values import Person, Record

INCIDENT_DATE = "incident_on"
"""The fact whose earliest answer is the date on which ages are worked out."""

PART = "part"
"""The fact that says what part a person has in the case."""


@dataclass(frozen=True, order=True)
class Given:
    """One answer to a fact, at the place in the order of records that its record holds."""

    place: int
    value: str = field(compare=False)
    subject: str | None = field(compare=False)
    record: str = field(compare=False)


@dataclass
class Known:
    """What current records say of one person; the latest snapshot stands last."""

    snapshots: list[tuple[int, Person, str]] = field(default_factory=list)

    @property
    def person(self) -> Person:
        """Return the latest snapshot."""
        return max(self.snapshots, key=lambda one: one[0])[1]

    @property
    def records(self) -> tuple[str, ...]:
        """Return the records that name the person."""
        return tuple(dict.fromkeys(record for _, _, record in self.snapshots))


class State:
    """The case after some of its records, in order of signing."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.places: dict[str, int] = {}
        self.indexes: dict[str, int] = {}
        self.roots: dict[str, str] = {}
        self.current: dict[str, Record] = {}
        self.by_form: dict[str, dict[str, Record]] = {}
        self.signed: dict[str, datetime] = {}
        self.corrected: dict[str, str] = {}
        self.facts: dict[str, list[Given]] = {}
        self.people: dict[str, Known] = {}
        self.names: dict[str, str] = {}

    def add(self, record: Record, *, with_states: bool = True) -> None:
        """Take in the next record; a correction takes the place of what it corrects."""
        people = list(people_named(self.policy, record))
        record = as_read(self.policy, record)
        root = self.roots.get(record.supersedes or "", record.id)
        self.roots[record.id] = root
        self.indexes[record.id] = len(self.indexes)
        if root == record.id:
            self.places[root] = self.indexes[record.id]
            self.signed[root] = record.signed_at
        else:
            replaced = self.current[root]
            self.corrected[replaced.id] = record.id
            self._forget(replaced)
            if replaced.form != record.form:
                del self.by_form[replaced.form][root]
        self.current[root] = record
        self.by_form.setdefault(record.form, {})[root] = record
        for fact, value, subject in contributions(self.policy, record, with_states):
            insort(
                self.facts.setdefault(fact, []),
                Given(self.places[root], value, subject, record.id),
            )
        for person in people:
            known = self.people.setdefault(person.ref, Known())
            known.snapshots.append((self.places[root], person, record.id))
            # Somebody who was named wrongly leaves the case, but what was asked of them does not.
            self.names[person.ref] = person.name

    def _forget(self, record: Record) -> None:
        for fact, given in self.facts.items():
            self.facts[fact] = [one for one in given if one.record != record.id]
        for ref, known in list(self.people.items()):
            known.snapshots = [one for one in known.snapshots if one[2] != record.id]
            if not known.snapshots:
                del self.people[ref]

    def records_of(self, form: str) -> list[Record]:
        """Return the current records of ``form``, in order."""
        return list(self.by_form.get(form, {}).values())

    def first_signed(self, record: Record) -> datetime:
        """Return when the first version of a record was signed."""
        return self.signed[self.roots[record.id]]

    def root_of(self, ref: str | None) -> str | None:
        """Return ``record:<id>`` of the first version of a record reference; others as they are."""
        if ref and ref.startswith("record:"):
            return f"record:{self.roots.get(ref[7:], ref[7:])}"
        return ref

    def version_now(self, ref: str) -> str:
        """Return ``record:<id>`` of the version of a record reference that stands now."""
        if not ref.startswith("record:"):
            return ref
        stands = self.current.get(self.roots.get(ref[7:], ref[7:]))
        return f"record:{stands.id}" if stands else ref

    def name_of(self, ref: str) -> str:
        """Return the name of whom a reference is to, or of whom a record is about in the end."""
        seen: set[str] = set()
        while ref.startswith("record:") and ref not in seen:
            seen.add(ref)
            record = self.current.get(self.roots.get(ref[7:], ""))
            ref = (record.about if record else None) or ""
        known = self.people.get(ref)
        return known.person.name if known else self.names.get(ref, "")

    def pupils(self) -> list[str]:
        """Return the refs of the pupils in the case."""
        return [ref for ref, known in self.people.items() if known.person.kind == "pupil"]

    def incident(self) -> tuple[date | None, tuple[str, ...]]:
        """Return the earliest date given for the incident, and the records that gave it."""
        dated = [(one.value[:10], one.record) for one in self.facts.get(INCIDENT_DATE, [])]
        if not dated:
            return None, ()
        earliest = min(value for value, _ in dated)
        return date.fromisoformat(earliest), tuple(r for value, r in dated if value == earliest)


def values_of(answer: Any) -> list[str]:
    """Return the values that an answer gives to its fact."""
    if answer in (None, "", [], {}):
        return []
    if isinstance(answer, list):
        return [str(one) for one in answer]
    if isinstance(answer, Mapping):
        return [str(answer.get("ref", ""))]
    return [str(answer)]


def contributions(
    policy: Policy, record: Record, with_states: bool = True
) -> Iterator[tuple[str, str, str | None]]:
    """Yield each fact that a record gives: its name, the value and whom or what it is about."""
    record = as_read(policy, record)
    form = policy.forms.get(record.form)
    if form is None:
        return
    for fact, value, about in _said(form, record, with_states):
        # What a form says of its own record is said of that, whatever else the form is about.
        known = policy.facts.get(fact)
        own = known is not None and known.of == f"record:{record.form}"
        yield fact, value, f"record:{record.id}" if own else about


def _said(form: Form, record: Record, with_states: bool) -> Iterator[tuple[str, str, str | None]]:
    for question in form.questions:
        if question.kind == "table":
            for row in rows_of(record, question):
                about = row_subject(question, row)
                for column in question.questions:
                    yield from _feeds(column, row.get(column.key), about)
        else:
            yield from _feeds(question, record.answers.get(question.key), record.about)
    if with_states:
        for fact, value in form.states.items():
            yield fact, value, record.about


def _feeds(
    question: Question, answer: Any, about: str | None
) -> Iterator[tuple[str, str, str | None]]:
    if question.feeds:
        for value in values_of(answer):
            yield question.feeds, value, about


def rows_of(record: Record, table: Question) -> list[Mapping[str, Any]]:
    """Return the rows that a record keeps for a table."""
    rows = record.answers.get(table.key)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def row_subject(table: Question, row: Mapping[str, Any]) -> str | None:
    """Return the person that a row of a table is about."""
    if row.get("row_for"):
        return str(row["row_for"])
    for column in table.questions:
        answer = row.get(column.key)
        if column.kind in ("person", "other person") and isinstance(answer, Mapping):
            return str(answer.get("ref", "")) or None
    return None


def people_named(policy: Policy, record: Record) -> Iterator[Person]:
    """Yield each person that a record makes one of the case's people.

    Whom its own form made one of them stays one, whatever policy the case was moved to.
    """
    asked = policy.asked(record)
    yield from _joining(asked.forms.get(record.form), record)
    if asked is not policy:
        read = as_read(policy, record)
        yield from _joining(policy.forms.get(read.form), read)


def _joining(form: Form | None, record: Record) -> Iterator[Person]:
    for question in form.questions if form else ():
        if question.kind == "table":
            for row in rows_of(record, question):
                for column in question.questions:
                    yield from _joins(column, row.get(column.key))
        else:
            yield from _joins(question, record.answers.get(question.key))


def _joins(question: Question, answer: Any) -> Iterator[Person]:
    if question.joins and isinstance(answer, Mapping) and answer.get("ref"):
        yield person_from(answer)


def person_from(kept: Mapping[str, Any]) -> Person:
    """Return the person that an answer keeps a snapshot of."""
    born = kept.get("born")
    return Person(
        ref=str(kept["ref"]),
        name=str(kept.get("name", "")),
        kind=str(kept.get("kind", "other")),
        born=date.fromisoformat(str(born)) if born else None,
        year=str(kept.get("year", "")),
        group=str(kept.get("group", "")),
        relation=str(kept.get("relation", "")),
        age_band=str(kept.get("age_band", "")),
        flags=dict(kept.get("flags") or {}),
    )
