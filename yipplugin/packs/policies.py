"""Reads policy.yaml: what the policy is, its facts, targets, stages and inspection questions."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yipplugin.packs import keys
from yipplugin.packs.conditions import CaseConditions
from yipplugin.packs.forms import read_about
from yipplugin.packs.lengths import read_length
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node, Pairs
from yipplugin.policy import Fact, InspectionQuestion, Stage

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
        if length:
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
        "signed_by": reader.roles(fields.get("signed by")),
        "source": reader.text(fields.get("source")),
    }


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


def read_inspection(
    reader: Reader, node: Node | None, duties: set[str]
) -> tuple[InspectionQuestion, ...]:
    """Return the inspection questions of the policy."""
    found: list[InspectionQuestion] = []
    for one in reader.items(node, "inspection questions"):
        fields = reader.fields(one, keys.INSPECTION)
        if fields is None:
            continue
        clause = reader.name(fields.get("clause"), "a clause", reader.clause_ids)
        own = reader.key(fields.get("id"))
        id_ = f"{clause}-{own}" if own else clause
        if id_ in [question.id for question in found]:
            message = f"{id_} stands twice. Tell them apart with `id:`."
            reader.problems.add(one.place, message)
        known = {*reader.form_names, *duties}
        evidence = reader.names(fields.get("evidence"), "a form or a duty", known)
        found.append(InspectionQuestion(id_, clause, reader.text(fields.get("asks")), evidence))
        reader.mark(found[-1], one)
    return tuple(found)
