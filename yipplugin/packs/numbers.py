"""Reads what a policy has counted over cases: the ``numbers`` of policy.yaml."""

from types import MappingProxyType
from typing import Any

from yipplugin.conditions import Condition, TriggerStands, parts
from yipplugin.packs import keys
from yipplugin.packs.conditions import DATES, CaseConditions
from yipplugin.packs.feeding import Feeding
from yipplugin.packs.lengths import read_length
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node, Pairs
from yipplugin.policy import Fact, Length, Number, Policy

WAYS = ("fact", "by", "from", "when")
BESIDE = {"answers": "fact", "to": "from", "within": "from"}
"""What says what is counted, and which of these another key belongs to."""


def read_numbers(reader: Reader, node: Node | None) -> tuple[Number, ...]:
    """Return the numbers of the policy."""
    found: list[Number] = []
    for one in reader.items(node, "numbers"):
        fields = reader.fields(one, keys.NUMBER)
        if fields is None:
            continue
        key = reader.key(fields.get("key"))
        if key in [number.key for number in found]:
            reader.problems.add(fields.at("key"), f"The number {key} stands twice. Rename one.")
        found.append(Number(key, reader.text(fields.get("says")), **_counted(reader, fields)))
        reader.mark(found[-1], one)
    return tuple(found)


def _counted(reader: Reader, fields: Fields) -> dict[str, Any]:
    """Return what is counted, as arguments of ``Number``."""
    ways = [way for way in WAYS if fields.get(way)]
    if len(ways) != 1:
        message = "A number counts one thing. Give it one of `fact`, `by`, `from` and `when`."
        reader.problems.add(fields.node.place, message)
        return {}
    for key, way in BESIDE.items():
        if fields.get(key) and way != ways[0]:
            message = f"“{key}” belongs to `{way}`. Take it out, or count that."
            reader.problems.add(fields.at(key), message)
    if ways[0] == "fact":
        return _fact(reader, fields)
    if ways[0] == "from":
        return _times(reader, fields)
    if ways[0] == "when":
        return {"when": _condition(reader, fields)}
    by = reader.name(fields.get("by"), "what every case has", keys.BY)
    return {"by": by, "several": by == "year group"}


def _fact(reader: Reader, fields: Fields) -> dict[str, Any]:
    name = reader.name(fields.get("fact"), "a fact", reader.facts)
    fact = reader.facts.get(name)
    if fact is None:
        return {}
    if not fact.answers or fact.answers == DATES:
        message = f"The fact {name} has no answers to count. Give it `answers`, or take this out."
        reader.problems.add(fields.at("fact"), message)
    answers = _answers(reader, fields.get("answers"), fact)
    return {"fact": name, "answers": MappingProxyType(answers), "several": _several(reader, fact)}


def _answers(reader: Reader, node: Node | None, fact: Fact) -> dict[str, str]:
    found = reader.pairs(node, "answers to words")
    if isinstance(node, Pairs):
        if not found:
            reader.problems.add(node.place, "This names no answer. Name some, or take it out.")
        for answer, place in node.keys.items():
            if answer not in fact.answers:
                what = f"an answer of the fact {fact.name}"
                reader.problems.unknown(place, answer, what, fact.answers)
    return {answer: reader.text(words) for answer, words in found.items()}


def _several(reader: Reader, fact: Fact) -> bool:
    """Say whether a case may have more than one latest answer to a fact."""
    if fact.of != "case":
        return True
    for form in reader.forms.values():
        feeding = [one for one in form.everything() if one.feeds == fact.name]
        rows = [one for table in form.questions for one in table.questions if one in feeding]
        if len(feeding) > 1 or rows or any(reader.several(one) for one in feeding):
            return True
    return False


def _times(reader: Reader, fields: Fields) -> dict[str, Any]:
    for key in ("to", "within"):
        if fields.get(key) is None:
            message = f"Time that is counted `from` a form needs `{key}`. Add it."
            reader.problems.add(fields.at("from"), message)
    begins, ends = reader.form(fields.get("from")), reader.form(fields.get("to"))
    if begins and begins == ends:
        message = "Time is counted from one form to another. Name two."
        reader.problems.add(fields.at("to"), message)
    within: list[Length] = []
    for one in reader.items(fields.get("within"), "lengths"):
        length = read_length(reader, one)
        if length is None:
            continue
        if any(length.unit == was.unit and length.amount <= was.amount for was in within):
            message = "This length is no longer than one before it. Put the shortest first."
            reader.problems.add(one.place, message)
        within.append(length)
    return {"begins": begins, "ends": ends, "within": tuple(within)}


def _condition(reader: Reader, fields: Fields) -> Condition:
    condition = CaseConditions(reader).read(fields.get("when"))
    if any(isinstance(one, TriggerStands) for one in parts(condition)):
        message = "Numbers read no trigger. Read the facts or records that make it fire."
        reader.problems.add(fields.at("when"), message)
    return condition


def check_numbers(reader: Reader, policy: Policy, feeding: Feeding) -> None:
    """Note numbers of facts, and of answers, that no form can give."""
    for number in policy.numbers:
        given = feeding.given.get(number.fact, {})
        missing = [answer for answer in number.answers if answer not in given]
        if number.fact and not given:
            message = f"No form asks for the fact {number.fact}. Count another, or take this out."
            reader.later(number, reader.place_of(number, "fact"), message)
        elif missing:
            message = (
                f"No form can give the fact {number.fact} the answer “{missing[0]}”. Take it out "
                "here."
            )
            reader.later(number, reader.place_of(number, "answers"), message)
