"""What holds the questions of a form: the clauses that they carry, and the rules that read them.

Whoever changes a form sees it beside each question: what is held can be reworded, and not taken
away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yipplugin.conditions import (
    AnswerGiven,
    AnswerIs,
    Condition,
    FactAnswered,
    FactEver,
    FactIs,
)
from yipplugin.form import Form, Question
from yipplugin.packs.walking import inside, spots
from yipplugin.policy import Duty, Policy, Refusal, Trigger, Warning_

CLAUSE, TRIGGER, DUTY, REFUSAL, WARNING = "clause", "trigger", "duty", "refusal", "warning"
CHOICE, SHOWS = "choice", "shows"
"""Why a question is held: a clause that it carries; a rule of one of four kinds that reads its
answer; an answer that a refusal can keep from being chosen; another question that it makes appear.
"""


@dataclass(frozen=True)
class Lock:
    """One thing that holds a question. ``says`` is what it is for, ``clause`` whose it is."""

    kind: str
    says: str
    clause: str = ""


def locks(policy: Policy, form: Form) -> Mapping[str, tuple[Lock, ...]]:
    """Return what holds each question of a form, by key; those in a table stand under their own."""
    by_fact, by_answer = _readers(policy, form)
    return {
        question.key: tuple(dict.fromkeys(_of(policy, question, by_fact, by_answer)))
        for question in form.everything()
    }


def _of(
    policy: Policy,
    question: Question,
    by_fact: Mapping[str, list[Lock]],
    by_answer: Mapping[str, list[Lock]],
) -> Iterator[Lock]:
    for clause in question.clauses:
        known = policy.clauses.get(clause)
        yield Lock(CLAUSE, known.says if known else "", clause)
    yield from by_fact.get(question.feeds or "", ())
    yield from by_answer.get(question.key, ())
    acts = {choice.act for choice in question.choices if choice.act}
    for refusal in policy.refusals:
        if acts & set(refusal.acts):
            yield Lock(CHOICE, refusal.says, refusal.clause)


def _readers(
    policy: Policy, form: Form
) -> tuple[Mapping[str, list[Lock]], Mapping[str, list[Lock]]]:
    """Return what reads each fact, and what reads each answer of this form."""
    by_fact: dict[str, list[Lock]] = {}
    by_answer: dict[str, list[Lock]] = {}
    ways = {id(way): duty for duty in policy.duties for way in (*duty.met_by, *duty.waived_by)}
    for spot in spots(policy):
        lock = _lock(ways.get(id(spot.owner), spot.owner))
        if lock is None:
            continue
        for one in _inside(spot.condition):
            match one:
                case FactIs(fact) | FactEver(fact) | FactAnswered(fact):
                    by_fact.setdefault(fact, []).append(lock)
                case AnswerIs(key) | AnswerGiven(key) if spot.form == form:
                    by_answer.setdefault(key, []).append(lock)
    return by_fact, by_answer


def _lock(owner: object) -> Lock | None:
    match owner:
        case Trigger():
            return Lock(TRIGGER, owner.says, owner.clause)
        case Duty():
            return Lock(DUTY, owner.do, owner.clause)
        case Refusal():
            return Lock(REFUSAL, owner.says, owner.clause)
        case Warning_():
            return Lock(WARNING, owner.says, owner.clause)
        case Question():
            return Lock(SHOWS, owner.ask)
    return None


def _inside(condition: Condition) -> Iterator[Condition]:
    yield condition
    for one, _ in inside(condition, person=False):
        # Answers that a reading of records asks for are a spot of their own.
        if getattr(condition, "where", None) is not one:
            yield from _inside(one)
