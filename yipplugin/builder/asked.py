"""A question as a template draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field

from yipplugin.builder.part import Part, Row, anchor
from yipplugin.builder.plan import PlannedQuestion


class Asked:
    """One question on the page: its words, its field or rows, its ids and errors.

    ``texts`` are words of the policy that belong here, with their clauses.
    """

    def __init__(self, planned: PlannedQuestion, part: Part, texts: Sequence[Any] = ()) -> None:
        self.question, self.kind = planned.question, planned.kind
        self.when, self.lead, self.texts = planned.when, planned.lead, texts
        self.key, self.ask = planned.question.key, planned.question.ask
        self.name = part.prefix + self.key
        self.id = f"yip-{self.name}"
        self._part = part

    @property
    def template(self) -> str:
        """Return the template whose macro draws this kind of question."""
        return self.kind.template

    @property
    def field(self) -> Field:
        """Return the bound WTForms field."""
        return self._part.form[self.key]

    @property
    def rows(self) -> list["AskedRow"]:
        """Return a table's rows."""
        return [AskedRow(row, self) for row in self.table.rows]

    @property
    def table(self) -> Any:
        """Return a table's bound rows, with what may be done to them."""
        return self._part.tables[self.key]

    @property
    def anchor(self) -> str:
        """Return the id of the first input, where an error leads."""
        if self.key in self._part.tables:
            return str(self.table.first_input)
        return anchor(self.field) if self.kind.asks else self.id

    @property
    def errors(self) -> list[str]:
        """Return what is wrong, once the answers were checked."""
        if not self._part.page.checked:
            return []
        of_rows = self.table.row_faults if self.key in self._part.tables else ()
        faults = self._part.faults.get(self.key, ())
        return [error for where, error in faults if (where, error) not in of_rows]

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the input: hint, note, policy text, error."""
        said = [
            (self.question.hint, "hint"),
            (self.question.note, "note"),
            (self.texts, "text"),
            (self.errors, "error"),
        ]
        return " ".join(f"{self.id}-{what}" for there, what in said if there)

    @property
    def optional(self) -> bool:
        """Say whether it may be left out."""
        question = self.question
        return (
            self.kind.asks
            and self.kind.kept_in_answers
            and not (question.required or question.rows)
        )

    @property
    def focus(self) -> str:
        """Return the id of the input to go to."""
        return self._part.page.focus


@dataclass(frozen=True)
class AskedRow:
    """One row of a table on the page."""

    row: Row
    of: Asked

    @property
    def title(self) -> str:
        """Return what the row is called."""
        return self.row.title

    @property
    def scope(self) -> str:
        """Return what the names of the row's inputs begin with."""
        return self.row.part.prefix

    @property
    def questions(self) -> list[Asked]:
        """Return the row's questions."""
        return [Asked(one, self.row.part) for one in self.row.part.plan.questions]


@dataclass(frozen=True)
class AskedStep:
    """A heading of the form and its questions."""

    number: int
    title: str
    questions: tuple[Asked, ...]

    @property
    def id(self) -> str:
        """Return the id of the step's element."""
        return f"yip-step-{self.number}"
