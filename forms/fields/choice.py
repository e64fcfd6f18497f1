"""Yes and no, one of, several of: answers to choose among."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from wtforms.validators import ValidationError

from yipplugin.fieldtype import circumstances
from yipplugin.form import Choice, Question

from .typed import NotUnderstood, TypedField, TypedKind

UNKNOWN = "unknown"
"""The key of «not known», which is an answer, and never no."""


BRIEF = 12
"""How many letters a choice may have for a few to stand on one line."""


class Offered(NamedTuple):
    """A choice on the page; ``refusals`` say why it cannot be chosen now, and what lifts that."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool
    refusals: tuple[Any, ...] = ()

    @property
    def unknown(self) -> bool:
        """Say whether it means that nobody knows."""
        return self.value == UNKNOWN

    @property
    def brief(self) -> bool:
        """Say whether a few like it fit on one line."""
        return len(self.label) <= BRIEF and not self.hint and not self.refusals


class ChoiceField(TypedField):
    """One answer out of those offered. A refused one is shown, and not taken."""

    def __init__(self, question: Question, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(question, **kwargs)
        self.choices = tuple(choices)

    def read(self) -> Any:
        """Return the chosen answer."""
        chosen = [value for value in self.values[""] if value]
        if any(value not in self._keys() for value in chosen):
            raise NotUnderstood(f"Choose one of the answers to “{self.question.ask}”")
        return self.of(chosen)

    def of(self, chosen: list[str]) -> Any:
        """Return the answer that the chosen keys make."""
        return chosen[0] if chosen else None

    def pre_validate(self, form: Any) -> None:
        """Refuse what a clause refuses, in the words of the refusal."""
        for choice in self.offers:
            if choice.checked and choice.refusals:
                raise ValidationError(" ".join(str(one.says) for one in choice.refusals))

    def _keys(self) -> list[str]:
        return [choice.key for choice in self.choices]

    @property
    def offers(self) -> list[Offered]:
        """Return the choices as the page shows them."""
        refused = circumstances(self).refused.get(self.question.key, {})
        return [
            Offered(
                self.id if place == 1 else f"{self.id}-{place}",
                choice.key,
                choice.label,
                choice.hint,
                choice.key in self.values[""],
                tuple(refused.get(choice.key, ())),
            )
            for place, choice in enumerate(self.choices, 1)
        ]

    @property
    def anchor(self) -> str:
        """Return the id of the first choice that can be chosen."""
        return next((one.id for one in self.offers if not one.refusals), f"{self.id}-group")


class SeveralField(ChoiceField):
    """Any number of the answers offered."""

    def of(self, chosen: list[str]) -> list[str] | None:
        """Return the chosen keys in the order in which they are offered."""
        return [key for key in self._keys() if key in chosen] or None

    def pre_validate(self, form: Any) -> None:
        """Check how many were chosen."""
        super().pre_validate(form)
        count, ask = len(self.data or ()), self.question.ask
        least = int(self.question.options.get("at least", 0))
        most = int(self.question.options.get("at most", len(self.choices)))
        if count and count < least:
            raise ValidationError(f"Choose at least {least} answers to “{ask}”")
        if count > most:
            raise ValidationError(f"Choose {most} answers to “{ask}” at most")


class OneOf(TypedKind):
    """One answer out of several."""

    name = "one of"
    template = "yipplugin/fields/one_of.html"
    offers_choices = True
    facts = True
    field_class = ChoiceField
    fixed: ClassVar[tuple[Choice, ...]] = ()

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """Return what is offered; an author may word a fixed answer, but not add one."""
        worded = {choice.key: choice for choice in question.choices}
        fixed = tuple(worded.get(choice.key, choice) for choice in self.fixed)
        return fixed or question.choices

    def problems(self, question: Question) -> tuple[str, ...]:
        offered = {choice.key for choice in self.fixed}
        strange = [one.key for one in question.choices if self.fixed and one.key not in offered]
        found = tuple(f"“{self.name}” cannot offer “{key}”" for key in strange)
        return super().problems(question) + found

    def field(self, question: Question) -> TypedField:
        return self.field_class(question, choices=self.choices(question))

    def missing(self, question: Question) -> str:
        return f"Choose an answer to “{question.ask}”"

    def show(self, question: Question, answer: Any) -> str:
        labels = {choice.key: choice.label for choice in self.choices(question)}
        return "" if answer is None else labels.get(str(answer), str(answer))


class YesNo(OneOf):
    """Yes or no."""

    name = "yes no"
    offers_choices = False
    answers: ClassVar[tuple[str, ...]] = ("yes", "no")
    fixed: ClassVar[tuple[Choice, ...]] = (Choice("yes", "Yes"), Choice("no", "No"))


class YesNoUnknown(YesNo):
    """Yes, no or not known."""

    name = "yes no unknown"
    answers = ("yes", "no", UNKNOWN)
    fixed = (*YesNo.fixed, Choice(UNKNOWN, "Not known"))


class SeveralOf(OneOf):
    """Any number of answers out of several."""

    name = "several of"
    template = "yipplugin/fields/several_of.html"
    options = {
        "at least": "How many to choose at least, where any are chosen.",
        "at most": "How many to choose at most.",
    }
    formats = {"at least": int, "at most": int}
    field_class = SeveralField

    def missing(self, question: Question) -> str:
        return f"Choose at least one answer to “{question.ask}”"

    def feeds(self, answer: Any) -> tuple[str, ...]:
        return tuple(str(one) for one in answer or ())

    def show(self, question: Question, answer: Any) -> str:
        if not isinstance(answer, list):
            return super().show(question, answer)
        return ", ".join(super(SeveralOf, self).show(question, one) for one in answer)
