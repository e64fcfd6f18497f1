"""Reads the clauses of a pack and what carries them: triggers, duties, refusals and the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yipplugin.conditions import Always
from yipplugin.packs import keys, rule_keys
from yipplugin.packs.conditions import CaseConditions, where
from yipplugin.packs.forms import read_about
from yipplugin.packs.lengths import read_length
from yipplugin.packs.problems import Place
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Items, Node, Pairs
from yipplugin.policy import Clause, Duty, MetBy, Refusal, Text, Trigger, TwoPeople, Warning_


@dataclass
class Rules:
    """Everything that the clauses of a pack say."""

    clauses: dict[str, Clause] = field(default_factory=dict)
    triggers: list[Trigger] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    two_people: list[TwoPeople] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def clause_nodes(node: Node) -> Iterator[tuple[str, Place, Node]]:
    """Yield the clauses of one file: number, place, and what it says."""
    if isinstance(node, Pairs):
        for name, entry in node.entries.items():
            yield name, node.keys[name], entry


def carried(node: Node | None, key: str, clause: str) -> Iterator[tuple[str, Node]]:
    """Yield the id and the node of each thing under ``key`` of a clause."""
    found = node.entries.get(key) if isinstance(node, Pairs) else None
    for one in found.items if isinstance(found, Items) else [found] if found else []:
        own = one.entries.get("id") if isinstance(one, Pairs) else None
        text = getattr(own, "text", "").strip()
        yield (f"{clause}-{text}" if text else clause), one


def read_clause(reader: Reader, rules: Rules, name: str, place: Place, node: Node) -> None:
    """Add a clause and what carries it to ``rules``."""
    fields = reader.fields(node, rule_keys.CLAUSE)
    if fields is None:
        return
    clause = Clause(
        name,
        reader.text(fields.get("says")),
        reader.name(fields.get("kind"), "a kind of clause", keys.CLAUSE_KINDS),
        reader.text(fields.get("who")),
        reader.text(fields.get("lines")),
    )
    reader.mark(clause, node)
    rules.clauses[name] = clause
    lists: tuple[tuple[str, keys.Table, Any, list[Any]], ...] = (
        ("trigger", rule_keys.TRIGGER, _trigger, rules.triggers),
        ("duty", rule_keys.DUTY, _duty, rules.duties),
        ("refusal", rule_keys.REFUSAL, _refusal, rules.refusals),
        ("warning", rule_keys.WARNING, _warning, rules.warnings),
        ("two people", rule_keys.TWO_PEOPLE, _two_people, rules.two_people),
        ("text", rule_keys.TEXT, _text, rules.texts),
    )
    for key, table, read, found in lists:
        _check_ids(reader, fields, key, name)
        for id_, one in carried(node, key, name):
            inside = reader.fields(one, table)
            if inside is not None:
                found.append(read(reader, inside, id_, name))
                reader.mark(found[-1], one)


def _check_ids(reader: Reader, fields: Fields, key: str, clause: str) -> None:
    found = fields.get(key)
    if isinstance(found, Items):
        reader.items(found, f"each {key}")
    seen: set[str] = set()
    for id_, one in carried(fields.node, key, clause):
        if isinstance(one, Pairs):
            reader.key(one.entries.get("id"))
        if id_ in seen:
            message = f"{clause} has several of these, and {id_} is not the only one. Add `id:`."
            reader.problems.add(one.place, message)
        seen.add(id_)


def _acts(reader: Reader, fields: Fields) -> tuple[str, ...]:
    if fields.get("act", "acts") is None:
        reader.problems.add(fields.node.place, "“act” is missing. Name the act, or several.")
    return reader.known_acts(fields.get("act"), fields.get("acts"))


def _trigger(reader: Reader, fields: Fields, id_: str, clause: str) -> Trigger:
    return Trigger(
        id_,
        clause,
        reader.text(fields.get("says")),
        CaseConditions(reader).read(fields.get("when")),
        reader.flag(fields.get("emergency")),
    )


def _duty(reader: Reader, fields: Fields, id_: str, clause: str) -> Duty:
    case = CaseConditions(reader)

    def condition(key: str) -> Any:
        return case.read(fields.get(key)) if fields.get(key) else None

    return Duty(
        id=id_,
        clause=clause,
        do=reader.text(fields.get("do")),
        opens=case.read(fields.get("opens")),
        met_by=_met_by(reader, fields.get("met by")),
        who=reader.roles(fields.get("who")),
        each=read_about(reader, fields.get("each"), keys.EACH),
        where=condition("where"),
        after=read_length(reader, fields.get("after")),
        due=read_length(reader, fields.get("due")),
        every=read_length(reader, fields.get("every")),
        ends=condition("ends"),
        waived_by=_met_by(reader, fields.get("waived by")),
        paused=condition("paused while"),
        binds=reader.known_acts(fields.get("binds")),
        first=reader.flag(fields.get("first")),
        newer=reader.flag(fields.get("newer")),
    )


def _met_by(reader: Reader, node: Node | None) -> tuple[MetBy, ...]:
    found: list[MetBy] = []
    for one in reader.one_or_many(node, "what meets it"):
        if isinstance(one, Pairs):
            found.append(_met_by_mapping(reader, one))
        else:
            found.append(MetBy(form=reader.form(one)))
        reader.mark(found[-1], one)
    return tuple(found)


def _met_by_mapping(reader: Reader, node: Pairs) -> MetBy:
    fields = reader.fields(node, rule_keys.MET_BY)
    assert fields is not None  # noqa: S101 -- a mapping always has fields
    when = fields.get("when")
    condition = CaseConditions(reader).read(when) if when else None
    if fields.get("form") is None:
        if when is None:
            reader.problems.add(node.place, "Name a form, or say `when`: one of the two at least.")
        for key in ("where", "since", "exact", "latest"):
            if fields.get(key):
                reader.problems.add(fields.at(key), f"“{key}” asks about a form. Take it out.")
        return MetBy(condition=condition or Always())
    form = reader.form(fields.get("form"))
    since = reader.name(fields.get("since"), "since when a record counts", ("opened",))
    return MetBy(
        form=form,
        where=where(reader, form, fields.get("where")),
        since=bool(since),
        exact=reader.flag(fields.get("exact")),
        latest=reader.flag(fields.get("latest")),
        condition=condition,
    )


def _refusal(reader: Reader, fields: Fields, id_: str, clause: str) -> Refusal:
    override = fields.get("override")
    never = getattr(override, "text", "") == "never"
    return Refusal(
        id_,
        clause,
        _acts(reader, fields),
        reader.text(fields.get("says")),
        CaseConditions(reader).read(fields.get("unless")),
        reader.text(fields.get("lifted by")),
        read_about(reader, fields.get("each"), ("case", "pupil")),
        () if never else reader.roles(override),
    )


def _warning(reader: Reader, fields: Fields, id_: str, clause: str) -> Warning_:
    says = reader.text(fields.get("says"))
    if fields.get("form") or fields.get("later than"):
        return _late_warning(reader, fields, id_, clause, says)
    if fields.get("when") is None:
        reader.problems.add(fields.node.place, "Say `when`, or `form` and `later than`.")
    when = CaseConditions(reader).read(fields.get("when"))
    each = reader.name(fields.get("each"), "what this can be told of", ("pupil",))
    return Warning_(id_, clause, _acts(reader, fields), says, when, each)


def _late_warning(reader: Reader, fields: Fields, id_: str, clause: str, says: str) -> Warning_:
    for key in ("act", "acts", "when", "each"):
        if fields.get(key):
            reader.problems.add(fields.at(key), f"“{key}” asks about an act. Take it out.")
    for key in ("form", "later than"):
        if fields.get(key) is None:
            reader.problems.add(fields.node.place, f"“{key}” is missing. Say both.")
    names = reader.names(fields.get("form"), "a form", reader.form_names)
    for name in names:
        form = reader.forms.get(name)
        if form is not None and not form.happened:
            message = f"The form {name} does not ask when it happened. Give it `happened`."
            reader.problems.add(fields.at("form"), message)
    later = read_length(reader, fields.get("later than"))
    return Warning_(id_, clause, (), says, forms=names, later_than=later)


def _two_people(reader: Reader, fields: Fields, id_: str, clause: str) -> TwoPeople:
    return TwoPeople(
        id_,
        clause,
        reader.form(fields.get("form")),
        reader.form(fields.get("differs from")),
        reader.text(fields.get("says")),
    )


def _text(reader: Reader, fields: Fields, id_: str, clause: str) -> Text:
    node = fields.get("at")
    place = reader.text(node)
    if node is not None and place and place not in keys.PANELS:
        _form_place(reader, node, place)
    return Text(id_, clause, place, reader.text(fields.get("says")))


def _form_place(reader: Reader, node: Node, place: str) -> None:
    name, _, question = place.partition(".")
    if name not in reader.form_names:
        known = (*keys.PANELS, *reader.form_names)
        reader.problems.unknown(node.place, place, "a place for a text", known)
        return
    form = reader.forms.get(name)
    asked = {one.key for one in form.everything()} if form else {question}
    if question and question not in asked:
        reader.problems.unknown(node.place, question, f"a question of the form {name}", asked)
