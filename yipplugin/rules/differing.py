"""How two standings of one case differ, and what is left of its records."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from yipplugin.form import Form, Question
from yipplugin.policy import Policy
from yipplugin.rules.carrying import alike, as_read, place_in
from yipplugin.rules.outcome import Standing, StandingDuty
from yipplugin.values import Record

UNASKED = ("guidance", "signature")
"""Kinds of question that ask for nothing that is kept."""

# Two policies have no ids in common: what is the same is what people read as the same.
DO, SAYS = attrgetter("do"), attrgetter("says")
"""What people read of a duty, and of a trigger or a refusal."""

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Partly:
    """A record that counts only in part, and which of its answers have no place."""

    record: Record
    questions: tuple[Question, ...]


def without(
    things: Iterable[Thing], others: Iterable[Thing], says: Callable[[Thing], str]
) -> tuple[Thing, ...]:
    """Return those that say what none of ``others`` says, each once."""
    there = {says(one) for one in others}
    found: dict[str, Thing] = {}
    for one in things:
        if says(one) not in there:
            found.setdefault(says(one), one)
    return tuple(found.values())


def other_time(before: Standing, after: Standing) -> Iterator[tuple[StandingDuty, StandingDuty]]:
    """Yield the duties of both that are due at another time, as they were and as they will be."""
    was = {DO(one): one for one in before.outstanding}
    for duty in after.outstanding:
        same = was.get(DO(duty))
        if same is not None and same.due_at != duty.due_at:
            yield same, duty


def each(
    records: Iterable[Record],
    policy: Policy,
    pick: Callable[[Form, Form, Record, Policy], Iterator[Question]],
) -> Iterator[Partly]:
    """Yield the records of which ``pick`` finds questions."""
    for record in records:
        before, now = policy.asked(record).forms.get(record.form), place_in(policy, record)
        if before is not None and now is not None:
            questions = tuple(pick(before, now, record, policy))
            if questions:
                yield Partly(record, questions)


def dropped(before: Form, now: Form, record: Record, policy: Policy) -> Iterator[Question]:
    """Yield the questions of which an answer has no place, or only a part of it has."""
    kept = as_read(policy, record).answers
    for question in before.questions:
        answer = record.answers.get(question.key)
        if answer not in (None, "", [], {}) and kept.get(question.key) != answer:
            yield question


def added(before: Form, now: Form, record: Record, policy: Policy) -> Iterator[Question]:
    """Yield the questions that the form asks there, and did not where it was signed."""
    asked = {one.key: one for one in before.questions}
    for question in now.questions:
        if question.kind in UNASKED:
            continue
        old = asked.get(question.key)
        if old is None or not alike(old, question):
            yield question
        else:
            columns = {one.key for one in old.questions}
            yield from (one for one in question.questions if one.key not in columns)
