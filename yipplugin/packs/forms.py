"""Reads the forms of a pack: one file a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from yipplugin.conditions import Condition
from yipplugin.form import Choice, Form, Question, Step
from yipplugin.packs import keys
from yipplugin.packs.conditions import FormConditions
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Items, Node, Pairs, Word

EACH_PUPIL = "each pupil"


@dataclass
class Asked:
    """The questions of one form as far as they were read, and where every key stands."""

    read: dict[str, Question] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_form(reader: Reader, key: str, node: Node) -> Form | None:
    """Return the form that a file says."""
    fields = reader.fields(node, keys.FORM)
    if fields is None:
        return None
    name = reader.key(fields.get("form"))
    if name and name != key:
        message = f"The form is “{name}” but its file is “{key}.yaml”. Give both the same name."
        reader.problems.add(fields.at("form"), message)
    asked = Asked()
    steps = tuple(_steps(reader, fields.get("steps"), asked))
    form = Form(
        key=key,
        version=reader.number(fields.get("version")),
        title=reader.text(fields.get("title")),
        recorded_as=reader.text(fields.get("recorded as")),
        steps=steps,
        who=reader.roles(fields.get("who")),
        about=read_about(reader, fields.get("about"), ("case", "pupil", "school")),
        intro=reader.text(fields.get("intro")),
        acts=reader.new_acts(fields.get("act"), fields.get("acts")),
        states=_states(reader, fields.get("states")),
        happened=_happened(reader, fields, asked),
        once=reader.flag(fields.get("once")),
        reopens=reader.flag(fields.get("reopens")),
        when_closed=reader.flag(fields.get("when closed")),
        in_order=reader.flag(fields.get("in order")),
        by_receipt=reader.name(
            fields.get("by receipt"), "who fills this in from a receipt", keys.BY_RECEIPT
        ),
        clauses=reader.clauses(fields.get("clause"), fields.get("clauses")),
        named_by=_named_by(reader, fields, asked),
    )
    reader.mark(form, node)
    return form


def read_steps(reader: Reader, node: Node | None) -> tuple[Step, ...]:
    """Return the steps of a form that stands in no policy."""
    return tuple(_steps(reader, node, Asked()))


def read_about(reader: Reader, node: Node | None, words: tuple[str, ...]) -> str:
    """Return what something is about: the case (``""``), a word, or a record of a form."""
    kinds = ("record", "latest") if "trigger" in words else ("record",)
    if isinstance(node, Pairs):
        if len(node.entries) == 1 and (kind := next(iter(node.entries))) in kinds:
            named = node.entries[kind]
            several = "trigger" not in words and isinstance(named, Items)
            forms = reader.items(named, "forms") if several else [named]
            return f"{kind}:{','.join(reader.form(one) for one in forms)}"
        reader.problems.add(node.place, "Name one form: {record: FORM}.")
        return ""
    word = reader.text(node)
    if isinstance(node, Word) and word.partition(":")[0] in kinds and ":" in word:
        form = word.partition(":")[2].strip()
        if form not in reader.form_names:
            reader.problems.unknown(node.place, form, "a form", reader.form_names)
        return f"{word.partition(':')[0]}:{form}"
    if node is not None and word and word not in words:
        reader.problems.unknown(node.place, word, "what this can be about", words)
    return "" if word == "case" else word


def _states(reader: Reader, node: Node | None) -> Mapping[str, str]:
    states: dict[str, str] = {}
    for name, value in reader.pairs(node, "facts to answers").items():
        assert isinstance(node, Pairs)  # noqa: S101 -- entries come from a mapping alone
        fact = reader.facts.get(name)
        if fact is None:
            reader.problems.unknown(node.keys[name], name, "a fact", reader.facts)
        states[name] = reader.text(value)
        if fact and states[name] and states[name] not in fact.answers:
            what = f"an answer of the fact {name}"
            reader.problems.unknown(value.place, states[name], what, fact.answers)
    return MappingProxyType(states)


def _happened(reader: Reader, fields: Fields, asked: Asked) -> str | None:
    node = fields.get("happened")
    if node is None:
        return None
    dated = [key for key, one in asked.read.items() if one.kind in ("date", "date and time")]
    return reader.name(node, "a question of this form that asks for a date", dated) or None


def _named_by(reader: Reader, fields: Fields, asked: Asked) -> str:
    named = [
        key for key, one in asked.read.items() if one.kind == "short text" and not asked.tables[key]
    ]
    what = "a question of this form that asks for a short text"
    return reader.name(fields.get("named by"), what, named)


def _steps(reader: Reader, node: Node | None, asked: Asked) -> list[Step]:
    steps: list[Step] = []
    listed = [
        (one, reader.fields(one, keys.STEP)) for one in reader.items(node, "steps")
    ]  # every key of the form is known before the first condition is read
    for _, fields in listed:
        if fields:
            _note_keys(reader, fields.get("questions"), asked, "")
    for one, fields in listed:
        if fields:
            questions = _questions(reader, fields.get("questions"), asked, "")
            steps.append(Step(reader.text(fields.get("title")), questions))
            reader.mark(steps[-1], one)
    return steps


def _note_keys(reader: Reader, node: Node | None, asked: Asked, table: str) -> None:
    for one in getattr(node, "items", ()):
        if not isinstance(one, Pairs):
            continue
        for key, value in one.entries.items():
            place = one.keys[key]
            reader.key(None, key, place)
            if key in keys.RESERVED:
                reader.problems.add(place, f"“{key}” is a word of conditions. Use another key.")
            if key in asked.lines:
                message = f"The key {key} already stands on line {asked.lines[key]}. Rename one."
                reader.problems.add(place, message)
            asked.lines.setdefault(key, place.line)
            asked.tables.setdefault(key, table)
            if isinstance(value, Pairs) and not table:
                _note_keys(reader, value.entries.get("questions"), asked, key)


def _questions(reader: Reader, node: Node | None, asked: Asked, table: str) -> tuple[Question, ...]:
    questions: list[Question] = []
    for one in reader.items(node, "questions"):
        if not isinstance(one, Pairs) or len(one.entries) != 1:
            message = "Write one question here: its key, a colon, and its keys under it."
            reader.problems.add(one.place, message)
        for key, value in one.entries.items() if isinstance(one, Pairs) else ():
            question = _question(reader, key, value, asked, table)
            if question:
                questions.append(question)
                asked.read[key] = question
    return tuple(questions)


def _question(reader: Reader, key: str, node: Node, asked: Asked, table: str) -> Question | None:
    kind = _kind(reader, node)
    options = reader.kinds[kind].options if kind in reader.kinds else {}
    fields = reader.fields(node, keys.QUESTION, options)
    if fields is None:
        return None
    columns: tuple[Question, ...] = ()
    if table and fields.get("questions"):
        reader.problems.add(fields.at("questions"), "A table stands in a table. Take it out.")
    elif fields.get("questions"):
        columns = _questions(reader, fields.get("questions"), asked, key)
    question = Question(
        key=key,
        kind=kind,
        ask=reader.text(fields.get("ask")),
        hint=reader.text(fields.get("hint")),
        note=reader.text(fields.get("note")),
        required=reader.flag(fields.get("required")),
        when=_when(reader, fields.get("when"), asked, key, table),
        clauses=reader.clauses(fields.get("clause")),
        feeds=reader.name(fields.get("feeds"), "a fact", reader.facts) or None,
        choices=_choices(reader, fields.get("choices")),
        questions=columns,
        rows=reader.name(fields.get("rows"), "what rows are for", (EACH_PUPIL,)),
        joins=reader.flag(fields.get("joins")),
        named=reader.flag(fields.get("named")),
        options=MappingProxyType(
            {name: reader.text(fields.get(name)) for name in options if fields.get(name)}
        ),
    )
    reader.mark(question, node)
    return question


def _kind(reader: Reader, node: Node) -> str:
    found = node.entries.get("kind") if isinstance(node, Pairs) else None
    return reader.name(found, "a kind of question", reader.kinds)


def _when(
    reader: Reader, node: Node | None, asked: Asked, key: str, table: str
) -> Condition | None:
    if node is None:
        return None
    readable = {
        name: one for name, one in asked.read.items() if asked.tables.get(name, "") in ("", table)
    }
    elsewhere = {
        name: f"The question {name} comes later (line {line}). Move it before {key}."
        for name, line in asked.lines.items()
        if name not in asked.read
    } | {
        name: f"The question {name} is inside the table {inside}, with an answer for each row. "
        "Read a question outside it."
        for name, inside in asked.tables.items()
        if inside not in ("", table)
    }
    elsewhere[key] = f"The question {key} waits for itself. Read another question."
    if table:
        elsewhere[table] = f"{table} is the table that {key} stands in. Read another question."
    return FormConditions(reader, readable, elsewhere).read(node)


def _choices(reader: Reader, node: Node | None) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    seen: dict[str, int] = {}
    for one in reader.items(node, "choices"):
        if not isinstance(one, Pairs) or len(one.entries) != 1:
            message = "Write one choice here: its key, a colon and its label."
            reader.problems.add(one.place, message)
            continue
        ((key, value),) = one.entries.items()
        reader.key(None, key, one.keys[key])
        if key in seen:
            message = f"The choice {key} already stands on line {seen[key]}. Rename one."
            reader.problems.add(one.keys[key], message)
        seen.setdefault(key, one.place.line)
        choices.append(_choice(reader, key, value))
        reader.mark(choices[-1], one)
    return tuple(choices)


def _choice(reader: Reader, key: str, node: Node) -> Choice:
    if not isinstance(node, Pairs):
        return Choice(key, reader.text(node))
    fields = reader.fields(node, keys.CHOICE)
    assert fields is not None  # noqa: S101 -- a mapping always has fields
    acts = reader.new_acts(fields.get("act"))
    if len(acts) > 1:
        reader.problems.add(fields.at("act"), "A choice does one act. Name one.")
    return Choice(
        key,
        reader.text(fields.get("label")),
        reader.text(fields.get("hint")),
        acts[0] if acts else None,
    )
