"""Whom a record is about and whom it names, and what it says of one person alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from yipplugin.form import Form, Question, Step
from yipplugin.policy import Policy
from yipplugin.rules.state import rows_of
from yipplugin.values import Record

PEOPLE = ("person", "other person")


def concerned(
    policy: Policy, records: Mapping[str, Record], record: Record, people: Collection[str]
) -> frozenset[str]:
    """Return which of ``people`` a record is about or names.

    A record about another record concerns whomever that one concerns.

    :param records: those of the case by id, corrected ones too.
    """
    found = set(_named(policy, record))
    about = record.about or ""
    kept = records.get(about.removeprefix("record:")) if about.startswith("record:") else None
    if kept is not None:
        found |= concerned(policy, records, kept, people)
    elif about:
        found.add(about)
    return frozenset(found & set(people))


def said_of(form: Form, record: Record, ref: str) -> tuple[Form, Mapping[str, Any]]:
    """Return the questions and answers of a record that name one person: their rows of tables."""
    answers: dict[str, Any] = {}
    steps = []
    for step in form.steps:
        for question in step.questions:
            if question.kind == "table":
                rows = [one for one in rows_of(record, question) if ref in _in_row(question, one)]
                answers |= {question.key: rows} if rows else {}
            elif ref in _in_answer(question, record.answers):
                answers[question.key] = record.answers[question.key]
        told = tuple(one for one in step.questions if one.key in answers)
        if told:
            steps.append(Step(step.title, told))
    return replace(form, steps=tuple(steps)), answers


def _named(policy: Policy, record: Record) -> Iterator[str]:
    form = policy.asked(record).forms.get(record.form)
    for question in form.questions if form else ():
        if question.kind == "table":
            for row in rows_of(record, question):
                yield from _in_row(question, row)
        else:
            yield from _in_answer(question, record.answers)


def _in_row(table: Question, row: Mapping[str, Any]) -> set[str]:
    found = {ref for column in table.questions for ref in _in_answer(column, row)}
    return found | ({str(row["row_for"])} if row.get("row_for") else set())


def _in_answer(question: Question, answers: Mapping[str, Any]) -> set[str]:
    answer = answers.get(question.key)
    if question.kind in PEOPLE and isinstance(answer, Mapping) and answer.get("ref"):
        return {str(answer["ref"])}
    return set()
