"""Tables: the same questions once a row."""

from typing import Any

from yipplugin.fieldtype import FieldType
from yipplugin.form import Question


class Table(FieldType):
    """Rows that people add, or one row for each pupil in the case."""

    name = "table"
    template = "yipplugin/fields/table.html"
    asks_in_rows = True
    options = {
        "rows at least": "How many rows there must be.",
        "rows at most": "How many rows there may be; 50 where nothing is said.",
        "row": "What one row is called on the button that adds one, such as “person”.",
    }

    def problems(self, question: Question) -> tuple[str, ...]:
        found = list(super().problems(question))
        if not question.questions:
            found.append("“table” needs questions")
        if question.rows not in ("", "each pupil"):
            found.append(
                f"rows cannot be “{question.rows}”; they are “each pupil” or people add them"
            )
        for name in ("rows at least", "rows at most"):
            if not str(question.options.get(name, "0")).isdecimal():
                found.append(f"“{name}” cannot be “{question.options[name]}”")
        return tuple(found)

    def show(self, question: Question, answer: Any) -> str:
        rows = len(answer or ())
        return f"{rows} row" if rows == 1 else f"{rows} rows"
