"""Numbers."""

import re
from typing import Any

from wtforms import widgets

from yipplugin.form import Question

from .typed import NotUnderstood, TypedField, TypedKind, one_of

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,9})?")


class NumberField(TypedField):
    """A number in figures; a comma between thousands is fine."""

    widget = widgets.TextInput()

    def read(self) -> int | float | None:
        """Return the number, within what its author allows."""
        text, ask, options = self.text().strip(), self.question.ask, self.question.options
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise NotUnderstood(f"Answer “{ask}” with a number in figures, such as 3")
        number = plain(text)
        if options.get("whole") == "yes" and isinstance(number, float):
            raise NotUnderstood(f"Answer “{ask}” with a whole number")
        if "min" in options and number < float(options["min"]):
            raise NotUnderstood(f"Answer “{ask}” with {options['min']} or more")
        if "max" in options and number > float(options["max"]):
            raise NotUnderstood(f"Answer “{ask}” with {options['max']} or less")
        return number

    def _value(self) -> str:
        return self.text()


class Number(TypedKind):
    """A number."""

    name = "number"
    template = "yipplugin/fields/number.html"
    facts = True
    options = {
        "min": "The least that it may be.",
        "max": "The most that it may be.",
        "whole": "“yes” where it must be a whole number.",
    }
    formats = {"min": float, "max": float, "whole": one_of("yes", "no")}
    field_class = NumberField

    def missing(self, question: Question) -> str:
        return f"Answer “{question.ask}” with a number"

    def show(self, question: Question, answer: Any) -> str:
        return "" if answer is None else f"{answer:,}"


def plain(text: str) -> int | float:
    """Return the number that ``text`` says, whole where it is whole."""
    number = float(text.replace(",", ""))
    return int(number) if number.is_integer() else number
