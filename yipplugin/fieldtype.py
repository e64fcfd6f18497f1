"""What every field type offers: one kind of question that a form may ask."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import Field

from yipplugin.form import Question


class FieldType:
    """One kind of question: how it is set up, asked, kept and shown.

    A subclass sets ``name`` and implements ``field``. An answer is kept as plain JSON (text,
    number, list, mapping), so that it can be sealed, hashed and shown years later.
    """

    name: ClassVar[str]
    """What a form definition calls this kind, such as ``"long text"``."""

    options: ClassVar[Mapping[str, str]] = {}
    """What an author may set, and what it means: option name to one sentence."""

    offers_choices: ClassVar[bool] = False
    """Whether the question needs ``choices``."""

    facts: ClassVar[bool] = False
    """Whether rules may read the answer. Free text never is."""

    answers: ClassVar[tuple[str, ...]] = ()
    """The answers it can give, where they are always the same, such as yes, no and unknown."""

    asks: ClassVar[bool] = True
    """Whether it asks anything at all; guidance text does not."""

    kept_in_drafts: ClassVar[bool] = True
    """Whether what was typed may be kept in a draft; a password never is."""

    def field(self, question: Question) -> Field:
        """Return the (unbound) WTForms field that asks ``question``."""
        raise NotImplementedError

    def keep(self, field: Field) -> Any:
        """Return the answer of a bound, valid field as plain JSON; ``None`` for no answer."""
        return field.data

    def feeds(self, answer: Any) -> tuple[str, ...]:
        """Return the values that a kept answer gives to its fact."""
        return () if answer in (None, "", []) else (str(answer),)

    def show(self, question: Question, answer: Any) -> str:
        """Return a kept answer as words for a page or a paper."""
        return "" if answer is None else str(answer)
