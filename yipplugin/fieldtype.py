"""What every field type offers: one kind of question that a form may ask."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, cast

from wtforms import Field, FileField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from yipplugin.form import Question
from yipplugin.values import LONDON, NOTHING, Actor, Person


@dataclass(frozen=True)
class Circumstances:
    """What a form is filled in among: the clock, the people, whose account signs.

    ``people`` are those of the case. ``find`` searches the host for people of a kind (``pupil`` or
    ``staff``) by text, and ``get`` looks one up by kind and ref: what a browser sends is never
    taken for a person's particulars. ``kept`` are snapshots from the record that is being
    corrected, by ref. ``refused`` are refusals by question key, then choice key. ``confirmed_at``
    is when the host itself made sure who is signing; without it a signature asks for the password.
    ``fresh`` is true where nobody has typed anything yet, so that an answer may be suggested.
    ``before`` are the answers of the record that is being corrected: what was right when it was
    signed may stand in its correction, however late that comes. ``contacts`` are those that were
    noted with the case, as ``services.calling`` gives them.
    """

    now: datetime = field(default_factory=lambda: datetime.now(LONDON))
    people: Sequence[Person] = ()
    find: Callable[[str, str], Sequence[Person]] = lambda kind, text: ()
    get: Callable[[str, str], Person | None] = lambda kind, ref: None
    kept: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: NOTHING)
    refused: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=lambda: NOTHING)
    signer: Actor | None = None
    confirmed_at: datetime | None = None
    fresh: bool = False
    before: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    contacts: Sequence[Mapping[str, Any]] = ()


NOWHERE = Circumstances()
"""What a field is asked among where nobody said."""


def circumstances(field: Field) -> Circumstances:
    """Return what a bound field is filled in among."""
    return cast(Circumstances, getattr(field.meta, "circumstances", NOWHERE))


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

    asks_in_rows: ClassVar[bool] = False
    """Whether it asks ``questions`` once a row; the builder makes the rows, without ``field``."""

    kept_in_drafts: ClassVar[bool] = True
    """Whether what was typed may be kept in a draft; a password never is."""

    kept_in_answers: ClassVar[bool] = True
    """Whether the answer is kept with the record's others; a signature is not."""

    template: ClassVar[str] = "yipplugin/fields/other.html"
    """The template whose macro ``draw(q)`` writes the question; the usual one calls the widget."""

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what is wrong with how ``question`` is set up, in sentences for its author."""
        unknown = sorted(set(question.options) - set(self.options))
        found = [f"“{self.name}” has no option “{name}”" for name in unknown]
        if self.offers_choices and not question.choices:
            found.append(f"“{self.name}” needs choices")
        return tuple(found)

    def field(self, question: Question) -> Field:
        """Return the (unbound) WTForms field that asks ``question``."""
        raise NotImplementedError

    def keep(self, field: Field) -> Any:
        """Return the answer of a bound, valid field as plain JSON; ``None`` for no answer."""
        return field.data

    def missing(self, question: Question) -> str:
        """Return what to tell somebody who left out an answer that is needed."""
        return f"Answer “{question.ask}”"

    def typed(self, field: Field) -> list[tuple[str, str]]:
        """Return what was typed into a bound field, as names and values that bind it again."""
        return [(field.name, str(value)) for value in field.raw_data or ()]

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        """Return the names and values that, posted for the field ``name``, give ``answer``."""
        answers = answer if isinstance(answer, list) else [answer]
        return [(name, str(one)) for one in answers]

    def feeds(self, answer: Any) -> tuple[str, ...]:
        """Return the values that a kept answer gives to its fact."""
        return () if answer in (None, "", []) else (str(answer),)

    def show(self, question: Question, answer: Any) -> str:
        """Return a kept answer as words for a page or a paper."""
        return "" if answer is None else str(answer)


NO_FILES = (
    "it takes a file, and no form here ever does, so that no imagery is taken in. Make it a kind "
    "that is answered in words"
)
"""Why a kind of question that takes files is refused, and what to do."""

_FILE_INPUT = re.compile(r"type\s*=\s*[\"']?(?:file|image)\b|multipart/", re.IGNORECASE)


def takes_files(kind: FieldType, question: Question) -> bool:
    """Say whether ``kind`` would ask ``question`` for a file, by its field or by what it draws."""
    if not kind.asks or kind.asks_in_rows:
        return False
    # A field that is made outside a form is an unbound one; the type stubs cannot say so.
    return bool(getattr(kind, "multipart", False)) or _takes_files(cast(Any, kind.field(question)))


def _takes_files(unbound: Any) -> bool:
    form = BaseForm({"q": unbound})
    field, about = form["q"], vars(form["q"])
    widget, inner = about.get("widget", type(field).widget), about.get("form_class")
    inside = [getattr(inner, name, None) for name in dir(inner)] if inner is not None else []
    return (
        isinstance(field, FileField)
        or getattr(widget, "input_type", "") in ("file", "image")
        or getattr(widget, "needs_multipart_form", False)
        or _FILE_INPUT.search(_drawn(form)) is not None
        or any(
            _takes_files(one)
            for one in (about.get("unbound_field"), *inside)
            if isinstance(one, UnboundField)
        )
    )


def _drawn(form: BaseForm) -> str:
    try:
        form.process(None)
        return str(form["q"]())
    except Exception:  # noqa: BLE001 - a kind with a template of its own may have no widget
        return ""
