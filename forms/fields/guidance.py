"""Guidance: words between the questions."""

from typing import Any

from yipplugin.fieldtype import FieldType
from yipplugin.form import Question


class Guidance(FieldType):
    """Text that asks nothing. A blank line begins a new paragraph."""

    name = "guidance"
    template = "yipplugin/fields/guidance.html"
    asks = False

    def show(self, question: Question, answer: Any) -> str:
        return ""
