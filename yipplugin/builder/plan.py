"""What is worked out once for each version of a form: fields, and the order of conditions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from yipplugin.builder.wording import lead
from yipplugin.conditions import AnswerGiven, AnswerIs, as_json, parts
from yipplugin.errors import SetupRefused
from yipplugin.fieldtype import NO_FILES, Circumstances, FieldType, takes_files
from yipplugin.form import Question

Kinds = Mapping[str, FieldType]


class AskingMeta(DefaultMeta):
    """Gives each field its circumstances, and an id that no page of a host is likely to use."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.circumstances = circumstances

    def bind_field(
        self, form: BaseForm, unbound_field: UnboundField[Any], options: MutableMapping[str, Any]
    ) -> Any:
        """Return the field bound to ``form``, with our id."""
        options["id"] = f"yip-{options.get('prefix', '')}{options['name']}"
        return unbound_field.bind(form=form, **options)


class QuestionsForm(BaseForm):
    """Root of the compiled classes. Fields are no attributes, so a question may have any key."""

    unbound: ClassVar[tuple[tuple[str, UnboundField[Any]], ...]] = ()

    def __init__(self, posted: Any, prefix: str, around: Circumstances) -> None:
        super().__init__(self.unbound, prefix=prefix, meta=AskingMeta(around))
        self.process(posted)


@dataclass(frozen=True)
class PlannedQuestion:
    """A question with its kind and what never changes about how it is asked.

    ``when`` is its condition as the browser reads it, ``lead`` the same in words. ``columns`` is
    the plan of a table's own questions.
    """

    question: Question
    kind: FieldType
    when: str = ""
    lead: str = ""
    columns: Plan | None = None


@dataclass(frozen=True)
class Plan:
    """Questions that are asked together: a form's, or those of one row of a table.

    ``order`` has each question after those that its condition reads.
    """

    questions: tuple[PlannedQuestion, ...]
    order: tuple[PlannedQuestion, ...]
    form_class: type[QuestionsForm]

    def type_in(self, answers: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
        """Yield names and values that, posted, give ``answers``."""
        for one in self.questions:
            answer, name = answers.get(one.question.key), prefix + one.question.key
            if answer is None or not one.kind.asks:
                continue
            if one.columns is None:
                yield from one.kind.type_in(name, answer)
                continue
            for number, row in enumerate(answer):
                if "row_for" in row:
                    yield f"{name}-{number}-row_for", str(row["row_for"])
                yield from one.columns.type_in(row, f"{name}-{number}-")


def plan(questions: Sequence[Question], kinds: Kinds, around: Sequence[Question] = ()) -> Plan:
    """Return the plan of ``questions``; ``around`` are those of the form that a table stands in."""
    reach = {one.key: one for one in (*around, *questions)}
    planned = tuple(_planned(one, kinds, reach) for one in questions)
    unbound = tuple(
        (one.question.key, _unbound(one))
        for one in planned
        if one.kind.asks and one.columns is None
    )
    form_class = type("CompiledForm", (QuestionsForm,), {"unbound": unbound})
    return Plan(planned, tuple(_ordered(planned)), form_class)


def _planned(question: Question, kinds: Kinds, reach: Mapping[str, Question]) -> PlannedQuestion:
    kind = kinds[question.kind]
    columns = None
    if kind.asks_in_rows:
        columns = plan(question.questions, kinds, tuple(reach.values()))
    if question.when is None:
        return PlannedQuestion(question, kind, columns=columns)

    def ask(key: str) -> str:
        return reach[key].ask if key in reach else key

    def say(key: str, answer: str) -> str:
        kind = kinds[reach[key].kind] if key in reach else None
        # Only an answer that is chosen has words of its own; any other is as it is typed.
        chosen = kind is not None and (kind.offers_choices or answer in kind.answers)
        return kind.show(reach[key], answer) if kind and chosen else answer

    when = json.dumps(as_json(question.when), ensure_ascii=False, separators=(",", ":"))
    return PlannedQuestion(question, kind, when, lead(question.when, ask, say), columns)


def _unbound(one: PlannedQuestion) -> UnboundField[Field]:
    if takes_files(one.kind, one.question):
        raise SetupRefused(f"The kind of question “{one.kind.name}” is refused: {NO_FILES}.")
    # A field that is made outside a form is an unbound one; the type stubs cannot say so.
    unbound = cast("UnboundField[Field]", one.kind.field(one.question))
    unbound.name = one.question.key
    return unbound


def _ordered(planned: Iterable[PlannedQuestion]) -> Iterator[PlannedQuestion]:
    """Yield each question after those it depends on; one that depends on itself finds no answer."""
    by_key = {one.question.key: one for one in planned}
    seen: set[str] = set()

    def visit(one: PlannedQuestion) -> Iterator[PlannedQuestion]:
        if one.question.key not in seen:
            seen.add(one.question.key)
            reads = set(_reads(one.question))
            for key in by_key:
                if key in reads:
                    yield from visit(by_key[key])
            yield one

    for one in by_key.values():
        yield from visit(one)


def _reads(question: Question) -> Iterator[str]:
    """Yield the keys of what decides about ``question`` or about one of its columns."""
    own = {column.key for column in question.questions}
    for one in (question, *question.questions):
        for part in parts(one.when) if one.when else ():
            if isinstance(part, AnswerIs | AnswerGiven):
                if one is question or part.question not in own:
                    yield part.question
