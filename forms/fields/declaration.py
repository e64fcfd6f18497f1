"""Declarations: a sentence that a person stands by."""

from typing import Any

from yipplugin.form import Question

from .typed import NotUnderstood, TypedField, TypedKind


class DeclarationField(TypedField):
    """One box to tick."""

    def read(self) -> str | None:
        """Return yes where the box is ticked."""
        if self.text() not in ("", "yes"):
            raise NotUnderstood(f"Tick to confirm: {self.question.ask}")
        return self.text() or None


class Declaration(TypedKind):
    """A sentence with a box to tick; where it is required, nothing goes on without it."""

    name = "declaration"
    template = "yipplugin/fields/declaration.html"
    facts = True
    answers = ("yes",)
    field_class = DeclarationField

    def missing(self, question: Question) -> str:
        return f"Tick to confirm: {question.ask}"

    def show(self, question: Question, answer: Any) -> str:
        return "Confirmed" if answer == "yes" else ""
