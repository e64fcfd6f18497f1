"""Reads which registers a policy lays out as tables: the ``overviews`` of policy.yaml."""

from collections.abc import Callable

from yipplugin.form import Form, Question
from yipplugin.packs import keys
from yipplugin.packs.lengths import ANSWERED, read_length
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.registers import SCHOOL
from yipplugin.packs.tree import Node
from yipplugin.policy import Length, Overview

Fits = Callable[[Question], bool]


def read_overviews(reader: Reader, node: Node | None) -> tuple[Overview, ...]:
    """Return the overviews of the policy."""
    found: list[Overview] = []
    for one in reader.items(node, "overviews"):
        fields = reader.fields(one, keys.OVERVIEW)
        if fields is None:
            continue
        read = _overview(reader, fields)
        if read.key in [other.key for other in found]:
            message = f"The overview {read.key} stands twice. Rename one."
            reader.problems.add(fields.at("key"), message)
        found.append(read)
        reader.mark(read, one)
    return tuple(found)


def _overview(reader: Reader, fields: Fields) -> Overview:
    asked = _Asked(reader, _form(reader, fields))
    columns = reader.words(fields.get("columns"), "questions")
    read = Overview(
        key=reader.key(fields.get("key")),
        says=reader.text(fields.get("says")),
        form=reader.text(fields.get("form")),
        rows=asked.coded(fields.get("rows")),
        columns=tuple(asked.coded(node) for _, node in columns),
        within=_within(reader, fields),
        beside=asked.coded(fields.get("beside")),
        counts=asked.one(fields.get("counts"), "asks for a number, with `whole: yes`", _counts),
        one=reader.text(fields.get("one")) or "line",
        many=reader.text(fields.get("many")) or "lines",
        replaces=asked.one(fields.get("replaces"), "is answered yes or no", _yes_or_no),
    )
    for key, name in (("columns", read.columns), ("beside", (read.beside,))):
        if read.rows and read.rows in name:
            message = f"“{read.rows}” is what the rows are. Name another question."
            reader.problems.add(fields.at(key), message)
    if (fields.get("one") is None) != (fields.get("many") is None):
        given = "many" if fields.get("one") is None else "one"
        message = "Say what is counted where there is one and where there are several: both."
        reader.problems.add(fields.at(given), message)
    return read


class _Asked:
    """The questions of the form that an overview reads; of a form that is none, nothing is told."""

    def __init__(self, reader: Reader, form: Form | None) -> None:
        self._reader, self._form = reader, form

    def coded(self, node: Node | None) -> str:
        """Return the key of a question that offers choices."""
        return self.one(node, "offers choices", lambda question: bool(question.choices))

    def one(self, node: Node | None, does: str, fits: Fits) -> str:
        """Return the key of a question that ``fits``, which is one that ``does`` something."""
        if self._form is None:
            return ""
        known = [question.key for question in self._form.questions if fits(question)]
        return self._reader.name(node, f"a question of {self._form.key} that {does}", known)


def _counts(question: Question) -> bool:
    return question.kind == "number" and question.options.get("whole") == "yes"


def _yes_or_no(question: Question) -> bool:
    return question.kind == "yes no"


def _form(reader: Reader, fields: Fields) -> Form | None:
    """Return the form; nothing where that was told, here or where the form was read."""
    form = reader.forms.get(reader.form(fields.get("form")))
    if form is not None and form.about != SCHOOL:
        message = f"{form.key} is not about the school, and has no lines. Name another form."
        reader.problems.add(fields.at("form"), message)
        return None
    return form


def _within(reader: Reader, fields: Fields) -> Length:
    length = read_length(reader, fields.get("within"))
    if length is not None and length.unit == ANSWERED:
        message = "Registers answer no fact. Write a length of time, or a target."
        reader.problems.add(fields.at("within"), message)
    return length or Length("at once")
