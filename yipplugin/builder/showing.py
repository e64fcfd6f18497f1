"""A signed record as it was asked, for pages and papers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from yipplugin.builder.part import empty
from yipplugin.builder.plan import Kinds
from yipplugin.form import Form, Question
from yipplugin.values import Person


class Shown(NamedTuple):
    """A question and its answer in words; for a table, the answer is its rows."""

    question: Question
    words: "str | tuple[ShownRow, ...]"


class ShownRow(NamedTuple):
    """One row of a table: whose it is, or its number, and what was answered in it."""

    title: str
    cells: tuple[Shown, ...]


def shown(
    form: Form, answers: Mapping[str, Any], kinds: Kinds, people: Sequence[Person] = ()
) -> Iterator[Shown]:
    """Yield the questions of ``form`` that were answered, in order, each with its answer in words.

    ``people`` give names to the rows of tables that have one row a pupil.
    """
    names = {person.ref: person.name for person in people}
    yield from _shown(form.questions, answers, kinds, names)


def _shown(
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    kinds: Kinds,
    names: Mapping[str, str],
) -> Iterator[Shown]:
    for question in questions:
        kind, answer = kinds[question.kind], answers.get(question.key)
        if not kind.asks or empty(answer):
            continue
        if not kind.asks_in_rows or not isinstance(answer, list):
            yield Shown(question, kind.show(question, answer))
            continue
        rows = []
        for place, row in enumerate(answer, 1):
            ref = row.get("row_for")
            noun = str(question.options.get("row", "row")).capitalize()
            title = names.get(ref, ref) if ref else f"{noun} {place}"
            rows.append(ShownRow(title, tuple(_shown(question.questions, row, kinds, names))))
        yield Shown(question, tuple(rows))
