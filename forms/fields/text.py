"""Short and long text."""

import re
import unicodedata
from typing import Any

from wtforms import widgets

from yipplugin.form import Question

from .typed import NotUnderstood, TypedField, TypedKind, one_of

SHORT, LONG = 200, 20_000
"""How many characters an answer may have, unless its author says otherwise."""


LINK = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|[a-z0-9-]{1,63}\.[a-z]{2,24}/[^\s/]", re.IGNORECASE
)
"""An address as people copy it; the bare name of a site, such as example.com, is none."""


class TextField(TypedField):
    """Text as typed, without what no keyboard types."""

    widget: Any = widgets.TextInput()
    most = SHORT
    lines = False

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(question, **kwargs)
        self.most = int(question.options.get("max", self.most))

    def read(self) -> str | None:
        """Return the text, or say by how much it is too long."""
        text = without_controls(self.text(), self.lines)
        over = len(text) - self.most
        if over > 0:
            letters = "1 character" if over == 1 else f"{over:,} characters"
            raise NotUnderstood(
                f"“{self.question.ask}” takes {self.most:,} characters. Shorten it by {letters}"
            )
        if self.question.options.get("not") == "link" and LINK.search(text):
            raise NotUnderstood(f"“{self.question.ask}” takes a name and no link. Name it in words")
        return text or None

    def _value(self) -> str:
        return self.text()


class LongTextField(TextField):
    """Text of several lines."""

    widget = widgets.TextArea()
    most = LONG
    lines = True


class ShortText(TypedKind):
    """One line of text."""

    name = "short text"
    template = "yipplugin/fields/short_text.html"
    options = {
        "max": "How many characters the answer may have; 200 where nothing is said.",
        "not": "“link”: refuse what is an address, so that nobody can follow it from here.",
    }
    formats = {"max": int, "not": one_of("link")}
    field_class = TextField

    def missing(self, question: Question) -> str:
        return f"Write an answer to “{question.ask}”"


class LongText(ShortText):
    """Text of several lines."""

    name = "long text"
    template = "yipplugin/fields/long_text.html"
    options = {
        "max": "How many characters the answer may have; 20,000 where nothing is said.",
        "not": ShortText.options["not"],
    }
    field_class = LongTextField


def without_controls(text: str, lines: bool) -> str:
    """Return ``text`` without control characters; with ``lines``, new lines stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = " ".join(text.splitlines()).replace("\t", " ")
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
    return "".join(kept).strip().strip("\ufeff")
