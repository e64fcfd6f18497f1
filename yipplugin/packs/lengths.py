"""Lengths of time: «at once», so many hours or days, or a target that a school may change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yipplugin.errors import YipError
from yipplugin.packs.keys import MOMENTS, SOURCES, UNITS
from yipplugin.packs.problems import meant
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import Node, Pairs
from yipplugin.policy import Duty, Length, Number, Policy

ANSWERED = "answered"
"""The unit of a moment that the records of the case set themselves."""

HOW = "Write `at once`, `end of school day`, or a unit and a number such as {school days: 2}."


class BadTarget(YipError):
    """A target that the school's settings give but the policy cannot take."""


def read_length(reader: Reader, node: Node | None) -> Length | None:
    """Return the length of time that ``node`` says, ``None`` where it says none."""
    if node is None:
        return None
    if not isinstance(node, Pairs):
        word = reader.text(node)
        if word in MOMENTS:
            return Length(word)
        reader.problems.add(node.place, f"“{word}” is not a length of time. {HOW}")
        return None
    if "target" in node.entries:
        return _target(reader, node)
    if ANSWERED in node.entries:
        return _answered(reader, node)
    units = [key for key in node.entries if key in (*UNITS, *MOMENTS)]
    for key, place in node.keys.items():
        if key not in (*units, "source"):
            reader.problems.unknown(place, key, "a unit of time", (*UNITS, "source", "target"))
    if len(units) != 1:
        reader.problems.add(node.place, f"A length of time has one unit. {HOW}")
        return None
    source = reader.name(node.entries.get("source"), "where a length comes from", SOURCES)
    value = node.entries[units[0]]
    if units[0] not in MOMENTS:
        return Length(units[0], reader.number(value), source or "school")
    if not reader.flag(value):
        reader.problems.add(value.place, f"Write `{units[0]}: yes`.")
    return Length(units[0], 0, source or "school")


def _target(reader: Reader, node: Pairs) -> Length | None:
    for key, place in node.keys.items():
        if key != "target":
            reader.problems.add(place, f"A target brings its own length. Take out “{key}”.")
    name = reader.name(node.entries["target"], "a target of policy.yaml", reader.targets)
    return reader.targets.get(name)


def _answered(reader: Reader, node: Pairs) -> Length:
    for key, place in node.keys.items():
        if key != ANSWERED:
            reader.problems.add(place, f"An answer is the moment itself. Take out “{key}”.")
    name = reader.name(node.entries[ANSWERED], "a fact", reader.facts)
    return Length(ANSWERED, fact=name)


def with_targets(policy: Policy, targets: Mapping[str, Any]) -> Policy:
    """Return the policy with the school's own targets: ``{"first review": {"hours": 2}}``."""
    lengths: dict[str, Length] = {}
    for name, said in targets.items():
        if name not in policy.targets:
            wrong = f"“{name}” is not a target of {policy.key}. {meant(name, policy.targets)}"
            raise BadTarget(wrong)
        lengths[name] = replace(_plain(name, said), target=name)

    def ours(length: Length | None) -> Length | None:
        return lengths.get(length.target, length) if length else None

    def changed(duty: Duty) -> Duty:
        return replace(duty, after=ours(duty.after), due=ours(duty.due), every=ours(duty.every))

    def counted(number: Number) -> Number:
        within = (lengths.get(one.target, one) for one in number.within)
        return replace(number, within=tuple(within))

    return replace(
        policy,
        targets={**policy.targets, **lengths},
        duties=tuple(changed(duty) for duty in policy.duties),
        numbers=tuple(counted(number) for number in policy.numbers),
        overviews=tuple(
            replace(one, within=lengths.get(one.within.target, one.within))
            for one in policy.overviews
        ),
        warnings=tuple(replace(one, later_than=ours(one.later_than)) for one in policy.warnings),
    )


def _plain(name: str, said: Any) -> Length:
    if isinstance(said, str) and said in MOMENTS:
        return Length(said)
    if isinstance(said, Mapping) and len(said) == 1:
        ((unit, amount),) = said.items()
        if unit in UNITS and type(amount) is int and amount > 0:
            return Length(unit, amount)
    raise BadTarget(f"The target “{name}” is {said!r}, which is no length of time. {HOW}")
