"""What a record says under another policy than the one that it was signed under.

A form of the same key, about the same kind of thing, takes the answers that it asks for itself, in
the same kind of question and among the same choices. Nothing else of the record counts there. The
record stays as it was signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yipplugin.form import Form, Question
from yipplugin.policy import Policy
from yipplugin.values import Record

NO_FORM = ""
"""The form of a record that has no place in the policy of its case."""

CHOSEN = ("one of", "several of")
"""The kinds of question whose choices are their author's own."""

ROW_FOR = "row_for"
"""The key under which a row keeps the pupil that it is for."""


def as_read(policy: Policy, record: Record) -> Record:
    """Return a record with what counts of it under ``policy``: itself, if that is what it is of."""
    asked = policy.asked(record)
    if asked is policy:
        return record
    before, now = asked.forms.get(record.form), place_in(policy, record)
    if before is None or now is None:
        return replace(record, form=NO_FORM, answers={}, under="")
    answers = carried(before.questions, now.questions, record.answers)
    return replace(record, answers=answers, under="")


def place_in(policy: Policy, record: Record) -> Form | None:
    """Return the form of ``policy`` that takes what a record says; nothing where none does."""
    before = policy.asked(record).forms.get(record.form)
    now = policy.forms.get(record.form)
    if before is None or now is None or before.about != now.about:
        return None
    return now


def carried(
    before: Sequence[Question], now: Sequence[Question], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return those of ``answers`` that the questions ``now`` take, as far as they take them."""
    asked = {one.key: one for one in before}
    found = {ROW_FOR: answers[ROW_FOR]} if ROW_FOR in answers else {}
    for question in now:
        old = asked.get(question.key)
        if question.key in answers and old is not None and alike(old, question):
            kept = _taken(old, question, answers[question.key])
            if kept is not None:
                found[question.key] = kept
    return found


def alike(one: Question, other: Question) -> bool:
    """Say whether an answer to one of two questions of the same key answers the other."""
    return (one.kind, one.rows) == (other.kind, other.rows)


def _taken(before: Question, now: Question, answer: Any) -> Any:
    """Return what a question takes of an answer; nothing where it offers none of it."""
    if now.questions:
        rows = answer if isinstance(answer, list) else []
        return [carried(before.questions, now.questions, one) for one in rows]
    if now.kind not in CHOSEN:
        return answer
    offered = {choice.key for choice in now.choices}
    if isinstance(answer, list):
        return [one for one in answer if one in offered] or None
    return answer if answer in offered else None
