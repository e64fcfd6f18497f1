"""Reads policy.yaml: what the policy is, its facts, targets and stages."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from yipplugin.packs import keys
from yipplugin.packs.conditions import CaseConditions
from yipplugin.packs.forms import read_about
from yipplugin.packs.lengths import read_length
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node, Pairs
from yipplugin.policy import Citation, Fact, Stage

POLICY_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def read_facts(reader: Reader, node: Node | None) -> None:
    """Add the facts and targets of policy.yaml to what the reader knows."""
    entries = node.entries if isinstance(node, Pairs) else {}
    facts = entries.get("facts")
    for name, one in reader.pairs(facts, "names to facts").items():
        reader.key(None, name, _key_place(facts, name))
        fields = reader.fields(one, keys.FACT)
        if fields:
            fact = Fact(
                name,
                read_about(reader, fields.get("of"), ("case", "person")) or "case",
                tuple(word for word, _ in reader.words(fields.get("answers"), "answers")),
                reader.text(fields.get("says")) or name.replace("_", " "),
            )
            reader.facts[name] = fact
            reader.mark(fact, one)
    reader.new_acts(entries.get("acts"))
    for name, one in reader.pairs(entries.get("targets"), "names to lengths").items():
        length = read_length(reader, one)
        if length and length.fact:
            reader.problems.add(
                one.place, "A target is a length of time, and no answer. Write one."
            )
        elif length:
            reader.targets[name] = replace(length, target=name)


def _key_place(node: Node | None, name: str) -> Any:
    return node.keys[name] if isinstance(node, Pairs) else None


def read_heading(reader: Reader, fields: Fields) -> Mapping[str, Any]:
    """Return what policy.yaml says of the policy itself, as arguments of ``Policy``."""
    node = fields.get("policy")
    key = reader.text(node)
    if node is not None and key and not POLICY_KEY.fullmatch(key):
        message = f"“{key}” is not a policy's key. Use small letters, digits and “-”."
        reader.problems.add(node.place, message)
    in_force, review_by = reader.date(fields.get("in force")), reader.date(fields.get("review by"))
    if fields.get("review by") and review_by < in_force:
        message = "The policy is due for review before it is in force. Correct one of the dates."
        reader.problems.add(fields.at("review by"), message)
    return {
        "key": key,
        "version": reader.number(fields.get("version")),
        "title": reader.text(fields.get("title")),
        "in_force": in_force,
        "review_by": review_by,
        "reviewed_with": reader.form(fields.get("reviewed with")),
        "signed_by": reader.roles(fields.get("signed by")),
        "source": reader.text(fields.get("source")),
        "two_to_move": _two_to_move(reader, fields.get("moved by")),
        "parts": _parts(reader, fields.get("parts")),
    }


def _two_to_move(reader: Reader, node: Node | None) -> bool:
    return reader.name(node, "how a case is moved", keys.MOVED_BY) != "one person"


def _parts(reader: Reader, node: Node | None) -> Mapping[str, str]:
    entries = reader.pairs(node, "letters to words")
    return MappingProxyType({name: reader.text(words) for name, words in entries.items()})


def read_stages(reader: Reader, node: Node | None) -> tuple[Stage, ...]:
    """Return the stages of the policy."""
    stages: list[Stage] = []
    for one in reader.items(node, "stages"):
        fields = reader.fields(one, keys.STAGE)
        if fields is None:
            continue
        key = reader.text(fields.get("key"))
        if key in [stage.key for stage in stages]:
            reader.problems.add(fields.at("key"), f"The stage {key} stands twice. Rename one.")
        when = CaseConditions(reader).read(fields.get("when"))
        stages.append(Stage(key, reader.text(fields.get("label")), when))
        reader.mark(stages[-1], one)
    return tuple(stages)


def read_citations(reader: Reader, node: Node | None) -> tuple[Citation, ...]:
    """Return the laws and guidance that clauses rest on."""
    found: list[Citation] = []
    for one in reader.items(node, "citations"):
        fields = reader.fields(one, keys.CITATION)
        if fields is None:
            continue
        checked = fields.get("checked on")
        found.append(
            Citation(
                reader.name(fields.get("clause"), "a clause", reader.clause_ids),
                reader.text(fields.get("says")),
                reader.date(checked) if checked is not None else None,
                reader.text(fields.get("replaced by")),
            )
        )
        reader.mark(found[-1], one)
    return tuple(found)
