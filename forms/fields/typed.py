"""What our kinds of question have in common: they keep what was typed in each of their inputs."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from wtforms import Field
from wtforms.utils import unset_value

from yipplugin.fieldtype import FieldType
from yipplugin.form import Question


class NotUnderstood(ValueError):
    """Something typed that cannot be read. ``inputs`` are the endings of the inputs to mend."""

    def __init__(self, message: str, *inputs: str) -> None:
        super().__init__(message)
        self.inputs = inputs


class TypedField(Field):
    """A field of one or more inputs, each named by the field's name and an ending.

    What was posted comes back exactly, whether or not it could be read.
    """

    inputs: ClassVar[tuple[str, ...]] = ("",)

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(label=question.ask, **kwargs)
        self.question = question
        self.values: dict[str, list[str]] = {}
        self.bad: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what was posted into the inputs, and read it."""
        self.process_errors, self.data, self.object_data = [], None, None
        for ending in self.inputs:
            posted = formdata.getlist(self.name + ending) if formdata is not None else []
            self.values[ending] = [str(value) for value in posted]
        self.raw_data = self.values[self.inputs[0]]
        try:
            self.data = self.read()
        except NotUnderstood as error:
            self.process_errors = [str(error)]
            self.bad = error.inputs

    def text(self, ending: str = "") -> str:
        """Return what was typed in one of the inputs."""
        return next(iter(self.values.get(ending, ())), "")

    def read(self) -> Any:
        """Return the answer; ``None`` for none. Raise ``NotUnderstood`` for what is no answer."""
        return self.text().strip() or None

    @property
    def anchor(self) -> str:
        """Return the id of the input to go to: the first bad one, else the first."""
        return self.id + next(iter(self.bad), self.inputs[0])

    @property
    def blank(self) -> bool:
        """Say whether nothing was typed."""
        return not any(value.strip() for values in self.values.values() for value in values)


class TypedKind(FieldType):
    """A kind of question whose field is a ``TypedField``."""

    field_class: ClassVar[type[TypedField]]
    formats: ClassVar[Mapping[str, Callable[[str], Any]]] = {}
    """How to read an option; raises ``ValueError`` with what it should be."""

    def problems(self, question: Question) -> tuple[str, ...]:
        found = list(super().problems(question))
        for name, read in self.formats.items():
            if name in question.options:
                try:
                    read(str(question.options[name]))
                except ValueError:
                    found.append(f"“{name}” cannot be “{question.options[name]}”")
        return tuple(found)

    def field(self, question: Question) -> Field:
        return self.field_class(question)

    def typed(self, field: Field) -> list[tuple[str, str]]:
        typed = cast(TypedField, field)
        return [
            (typed.name + ending, value)
            for ending, values in typed.values.items()
            for value in values
        ]


def one_of(*allowed: str) -> Callable[[str], str]:
    """Return a reader of options that takes one of ``allowed``."""

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read
