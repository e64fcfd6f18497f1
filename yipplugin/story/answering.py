"""From a story's answers to a form that is filled in and checked just as a person's would be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NoReturn

from werkzeug.datastructures import MultiDict

from yipplugin.builder.compiled import compiled
from yipplugin.builder.filling import Filling
from yipplugin.builder.part import Part
from yipplugin.fieldtype import FieldType
from yipplugin.form import Form, Question
from yipplugin.hooking import house
from yipplugin.packs.problems import meant
from yipplugin.packs.tree import Items, Node, Pairs, Word
from yipplugin.story.company import Company, Stranger, find, get
from yipplugin.story.moments import Moments, Unclear
from yipplugin.story.script import Act, StoryRefused
from yipplugin.values import NOTHING, Actor, Person

AS_TOLD = "As told in this story."
"""What stands in the free text that a story leaves out."""

TEXTS = ("short text", "long text")
EACH_PUPIL = "each pupil"


@dataclass(frozen=True)
class Answering:
    """Fills in forms for the people of one story."""

    path: str
    company: Company
    moments: Moments
    password: str

    def fill(
        self,
        act: Act,
        form: Form,
        actor: Actor,
        at: datetime,
        people: Sequence[Person],
        kept: Mapping[str, Any] = NOTHING,
    ) -> Filling:
        """Return the form as ``act`` fills it in, checked; ``kept`` is what a correction changes.

        :raises StoryRefused: where a person could not have signed it like that.
        """
        given = self._answers(form.questions, act.answers, at) if act.answers else {}
        answers = {**kept, **given}
        _fill_texts(form.questions, answers, people)
        kinds: Mapping[str, FieldType] = house().kinds
        ready = compiled(form, kinds)
        posted = MultiDict([*ready.plan.type_in(answers), *self._signed(form)])
        filling = ready.bind(posted, kept or None, people, find=find, get=get, signer=actor, now=at)
        if not filling.validate():
            self._refuse_faults(act, filling)
        self._refuse_hidden(act, form, filling)
        return filling

    def _signed(self, form: Form) -> Iterator[tuple[str, str]]:
        for question in form.questions:
            if question.kind == "signature":
                yield f"{question.key}-password", self.password

    # From the story's words to what a form keeps -----------------------------------------------

    def _answers(self, questions: Sequence[Question], said: Pairs, at: datetime) -> dict[str, Any]:
        known = {one.key: one for one in questions if one.kind != "signature"}
        for key, place in said.keys.items():
            if key not in known:
                words = f"The form asks no “{key}” here. {meant(key, known)}"
                raise StoryRefused(self.path, place.line, words)
        return {key: self._answer(known[key], node, at) for key, node in said.entries.items()}

    def _answer(self, question: Question, node: Node, at: datetime) -> Any:
        try:
            return self._by_kind(question, node, at)
        except (Unclear, Stranger) as problem:
            raise StoryRefused(self.path, node.place.line, str(problem)) from problem

    def _by_kind(self, question: Question, node: Node, at: datetime) -> Any:
        if question.kind == "table":
            return list(self._rows(question, node, at))
        if question.kind == "other person":
            return self._other(node)
        if isinstance(node, Items) or question.kind == "several of":
            items = node.items if isinstance(node, Items) else (node,)
            return [self._word(one) for one in items]
        said = self._word(node)
        if question.kind == "person":
            return {"ref": self.company.person(said).ref}
        if question.kind == "date":
            return self.moments.day(said, at).isoformat()
        if question.kind == "date and time":
            return self.moments.moment(said, at).replace(tzinfo=None).isoformat(timespec="minutes")
        return said

    def _rows(self, table: Question, node: Node, at: datetime) -> Iterator[dict[str, Any]]:
        if table.rows == EACH_PUPIL:
            if not isinstance(node, Pairs):
                self._refuse(node, "Write each pupil's name, and their answers under it.")
            for name, row in node.entries.items():
                ref = self.company.person(name).ref
                yield {"row_for": ref, **self._answers(table.questions, self._row(row), at)}
            return
        for row in node.items if isinstance(node, Items) else (node,):
            yield self._answers(table.questions, self._row(row), at)

    def _row(self, node: Node) -> Pairs:
        if not isinstance(node, Pairs):
            self._refuse(node, "Here stands one row: its questions with answers.")
        return node

    def _other(self, node: Node) -> dict[str, str]:
        said = self._row(node)
        parts = {key: self._word(one) for key, one in said.entries.items()}
        unknown = set(parts) - {"name", "relation", "age_band"}
        if unknown or "name" not in parts:
            self._refuse(node, "Somebody else has a name, a relation and an age_band.")
        # One name is one person throughout a story.
        digest = sha256(parts["name"].encode()).hexdigest()[:16]
        return {"relation": "", "age_band": "unknown", **parts, "ref": f"other:{digest}"}

    def _word(self, node: Node) -> str:
        if not isinstance(node, Word):
            self._refuse(node, "Here stands one answer.")
        return node.text

    # What a person would have been told ---------------------------------------------------------

    def _refuse_faults(self, act: Act, filling: Filling) -> NoReturn:
        key = next(iter(filling.part.faults), "")
        said = "; ".join(message for _, message in filling.summary)
        raise StoryRefused(self.path, _line(act, key), f"Nobody could sign this: {said}.")

    def _refuse_hidden(self, act: Act, form: Form, filling: Filling) -> None:
        for key, node in act.answers.entries.items() if act.answers else ():
            if key not in filling.part.shown:
                self._refuse(node, f"“{key}” is not asked, as the form is answered. Take it out.")
            table = filling.part.tables.get(key)
            for place, row in enumerate(table.rows if table else ()):
                self._refuse_column(node, place, row.person, row.part)

    def _refuse_column(self, table: Node, place: int, whose: Person | None, part: Part) -> None:
        said = _row_of(table, place, whose.name if whose else "")
        for key, node in said.entries.items() if said else ():
            if key not in part.shown:
                self._refuse(node, f"“{key}” is not asked, as the row is answered. Take it out.")

    def _refuse(self, node: Node, message: str) -> NoReturn:
        raise StoryRefused(self.path, node.place.line, message)


def _row_of(table: Node, place: int, name: str) -> Pairs | None:
    if isinstance(table, Items) and place < len(table.items):
        found: Node | None = table.items[place]
    else:
        found = table.entries.get(name) if isinstance(table, Pairs) else None
    return found if isinstance(found, Pairs) else None


def _line(act: Act, key: str) -> int:
    if act.answers is None:
        return act.line
    place = act.answers.keys.get(key)
    return place.line if place else act.line


def _fill_texts(
    questions: Sequence[Question], answers: dict[str, Any], people: Sequence[Person]
) -> None:
    """Put words where free text is needed and the story gives none; nothing else is filled in."""
    for question in questions:
        if question.kind in TEXTS and question.required:
            answers.setdefault(question.key, AS_TOLD)
        elif question.kind == "table":
            rows = [dict(row) for row in answers.get(question.key, ())]
            if question.rows == EACH_PUPIL:
                there = {row["row_for"] for row in rows}
                pupils = [one.ref for one in people if one.kind == "pupil"]
                rows += [{"row_for": ref} for ref in pupils if ref not in there]
            for row in rows:
                _fill_texts(question.questions, row, people)
            if rows:
                answers[question.key] = rows
