"""What a record says, as it was asked: steps, questions, and answers in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yipplugin.builder import showing
from yipplugin.conditions import over_answers
from yipplugin.fieldtype import FieldType
from yipplugin.form import Form, Question
from yipplugin.values import Person, Record
from yipplugin.web import words
from yipplugin.web.chronology import signer
from yipplugin.web.explaining import Explanations


@dataclass(frozen=True)
class Shown:
    """A question with its answer; ``unknown`` where the answer is «not known»."""

    ask: str
    words: str
    unknown: bool = False
    rows: tuple["ShownRow", ...] = ()


@dataclass(frozen=True)
class ShownRow:
    """One row of a table."""

    name: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class ShownStep:
    """A heading and what was answered under it."""

    title: str
    answers: tuple[Shown, ...]


@dataclass(frozen=True)
class Paper:
    """A record as a page or a paper shows it."""

    title: str
    form: str
    version: int
    by: str
    signed: str
    happened: str
    reason: str
    corrects: str
    corrected_by: str
    steps: tuple[ShownStep, ...]
    reasons: tuple[tuple[str, str], ...]


def paper(
    explain: Explanations,
    record: Record,
    reasons: Mapping[str, str],
    kinds: Mapping[str, FieldType],
) -> Paper:
    """Return a record in words; others are named by their place in the order of signing."""
    numbers = {one.id: str(n) for n, one in enumerate(explain.order, 1)}
    policy = explain.policy.asked(record)
    form = policy.forms[record.form]
    warnings = {one.id: one.says for one in policy.warnings}
    happened = record.happened_at
    return Paper(
        title=explain.title(record),
        form=form.record_title,
        version=record.version,
        by=signer(record),
        signed=words.long_moment(record.signed_at),
        happened=words.long_moment(happened) if happened else "",
        reason=record.reason,
        corrects=numbers.get(record.supersedes or "", ""),
        corrected_by=numbers.get(explain.corrected.get(record.id, ""), ""),
        steps=tuple(shown(form, record.answers, kinds, explain.people)),
        reasons=tuple((warnings.get(key, key), said) for key, said in reasons.items()),
    )


def shown(
    form: Form, answers: Mapping[str, Any], kinds: Mapping[str, FieldType], people: Sequence[Person]
) -> Iterator[ShownStep]:
    """Yield each step with the questions that were asked and what was answered."""
    said = {one.question.key: one.words for one in showing.shown(form, answers, kinds, people)}
    for step in form.steps:
        told = tuple(_shown(step.questions, answers, said, kinds))
        if told:
            yield ShownStep(step.title, told)


Said = Mapping[str, "str | tuple[showing.ShownRow, ...]"]


def _shown(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    said: Said,
    kinds: Mapping[str, FieldType],
) -> Iterator[Shown]:
    for question in questions:
        answer, told = answers.get(question.key), said.get(question.key, "")
        if not _was_asked(question, answers, kinds):
            continue
        if isinstance(told, str):
            yield Shown(question.ask, told, unknown=answer in ("unknown", ["unknown"]))
        else:
            rows = [_row(question, *one, kinds) for one in zip(told, answer or (), strict=True)]
            yield Shown(question.ask, "", rows=tuple(rows))


def _row(
    table: Question,
    row: showing.ShownRow,
    answers: Mapping[str, Any],
    kinds: Mapping[str, FieldType],
) -> ShownRow:
    said = {cell.question.key: cell.words for cell in row.cells}
    return ShownRow(row.title, tuple(_shown(table.questions, answers, said, kinds)))


def _was_asked(
    question: Question, answers: Mapping[str, Any], kinds: Mapping[str, FieldType]
) -> bool:
    kind = kinds[question.kind]
    if not (kind.asks and kind.kept_in_answers):
        return False
    asked = question.when is None or over_answers(question.when, dict(answers)).holds
    return asked or question.key in answers
