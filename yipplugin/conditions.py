"""The small language of conditions: all, any, not and the readings under them, in three values.

A condition is data, never code. It answers yes, no or *unknown*, so that «not known» can satisfy
neither a trigger nor a gate: ``not`` of unknown is unknown. Forms evaluate conditions over their
own answers, on the server and in the browser alike; rules evaluate them over a case's records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any


class Truth(Enum):
    """What a condition comes to."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """What a condition comes to, and the records (by id) that make it so."""

    truth: Truth
    causes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether the condition is certainly met."""
        return self.truth is Truth.YES


class Condition:
    """Root of every condition."""


@dataclass(frozen=True)
class Always(Condition):
    """Holds whatever happens."""


@dataclass(frozen=True)
class All(Condition):
    """Holds when each of its items holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True)
class Any_(Condition):
    """Holds when one of its items holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True)
class Not(Condition):
    """Holds when its item certainly does not."""

    item: Condition


@dataclass(frozen=True)
class MayBe(Condition):
    """Holds unless its item is certainly not so: for warnings about what is not known."""

    item: Condition


# Readings of the form being filled in --------------------------------------------------------


@dataclass(frozen=True)
class AnswerIs(Condition):
    """The answer to a question of this form is, or includes, one of the values."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class AnswerGiven(Condition):
    """A question of this form is answered."""

    question: str


# Readings of the case ------------------------------------------------------------------------


@dataclass(frozen=True)
class FactIs(Condition):
    """The latest answer to a fact is one of the values."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class FactEver(Condition):
    """Any current answer to a fact is one of the values; a later answer does not unsay it."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class FactAnswered(Condition):
    """The latest answer to a fact is not «not known»; a pupil's fact is asked of each pupil."""

    fact: str


@dataclass(frozen=True)
class HasRecord(Condition):
    """The case holds a current record of a form, with these answers where ``where`` asks for them.

    Inside something that is *for each* person or record, only records about that one count.
    """

    form: str
    where: Condition | None = None


@dataclass(frozen=True)
class TriggerStands(Condition):
    """A trigger has fired: the named one, or any; with ``unmet``, one that was not acted on yet."""

    trigger: str | None = None
    unmet: bool = False


@dataclass(frozen=True)
class AgeUnder(Condition):
    """The person was younger than ``years`` on the date of the incident."""

    years: int


@dataclass(frozen=True)
class PersonIs(Condition):
    """The person is a pupil, a member of staff, or somebody else."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class FlagIs(Condition):
    """What the host knows of the person under ``flag`` is one of the values."""

    flag: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Anyone(Condition):
    """The condition holds for at least one person in the case."""

    of: Condition


@dataclass(frozen=True)
class EveryPupil(Condition):
    """The condition holds for each pupil in the case."""

    of: Condition


@dataclass(frozen=True)
class CountAtLeast(Condition):
    """At least ``least`` people of the case meet ``of``, or as many records of ``form`` stand."""

    least: int
    of: Condition | None = None
    form: str | None = None


Leaf = Callable[[Condition], Finding]


def all_of(findings: list[Finding]) -> Finding:
    """Join findings of which each must hold."""
    for truth in (Truth.NO, Truth.UNKNOWN):
        met = [one for one in findings if one.truth is truth]
        if met:
            return Finding(truth, _causes(met))
    return Finding(Truth.YES, _causes(findings))


def any_of(findings: list[Finding]) -> Finding:
    """Join findings of which one is enough."""
    for truth in (Truth.YES, Truth.UNKNOWN):
        met = [one for one in findings if one.truth is truth]
        if met:
            return Finding(truth, _causes(met))
    return Finding(Truth.NO, _causes(findings))


def opposite(finding: Finding) -> Finding:
    """Turn a finding round; unknown stays unknown."""
    turned = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}
    return Finding(turned[finding.truth], finding.causes)


def evaluate(condition: Condition, leaf: Leaf) -> Finding:
    """Work out ``condition``; ``leaf`` answers what is not all, any, not, may be or always."""
    if isinstance(condition, Always):
        return Finding(Truth.YES)
    if isinstance(condition, All):
        return all_of([evaluate(item, leaf) for item in condition.items])
    if isinstance(condition, Any_):
        return any_of([evaluate(item, leaf) for item in condition.items])
    if isinstance(condition, Not):
        return opposite(evaluate(condition.item, leaf))
    if isinstance(condition, MayBe):
        found = evaluate(condition.item, leaf)
        return Finding(Truth.NO if found.truth is Truth.NO else Truth.YES, found.causes)
    return leaf(condition)


def parts(condition: Condition) -> Iterator[Condition]:
    """Yield ``condition`` and every condition inside it."""
    yield condition
    for one in fields(condition):  # type: ignore[arg-type]
        value = getattr(condition, one.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Condition):
                yield from parts(inner)


def over_answers(condition: Condition, answers: dict[str, Any]) -> Finding:
    """Work out a form's own condition over the answers given so far.

    An unanswered question is unknown, and so is the answer «not known» unless it is asked for.
    """

    def leaf(reading: Condition) -> Finding:
        if isinstance(reading, AnswerGiven):
            given = answers.get(reading.question) not in (None, "", [], {})
            return Finding(Truth.YES if given else Truth.NO)
        if isinstance(reading, AnswerIs):
            return Finding(matches(answers.get(reading.question), reading.values))
        raise TypeError(f"{type(reading).__name__} cannot be read inside a form")

    return evaluate(condition, leaf)


def matches(answer: Any, values: tuple[str, ...]) -> Truth:
    """Say whether an answer is, or includes, one of ``values``."""
    if answer in (None, "", []):
        return Truth.UNKNOWN
    given = [str(one) for one in answer] if isinstance(answer, list) else [_plain(answer)]
    if set(given) & set(values):
        return Truth.YES
    return Truth.UNKNOWN if "unknown" in given else Truth.NO


def _plain(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)


def as_json(condition: Condition) -> dict[str, Any]:
    """Return a form's own condition as the browser reads it."""
    if isinstance(condition, Always):
        return {"all": []}
    if isinstance(condition, All):
        return {"all": [as_json(item) for item in condition.items]}
    if isinstance(condition, Any_):
        return {"any": [as_json(item) for item in condition.items]}
    if isinstance(condition, Not):
        return {"not": as_json(condition.item)}
    if isinstance(condition, MayBe):
        return {"may be": as_json(condition.item)}
    if isinstance(condition, AnswerIs):
        return {"answer": condition.question, "in": list(condition.values)}
    if isinstance(condition, AnswerGiven):
        return {"answered": condition.question}
    raise TypeError(f"{type(condition).__name__} cannot be read inside a form")


def _causes(findings: list[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cause for one in findings for cause in one.causes))
