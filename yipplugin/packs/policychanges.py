"""What changes from one policy to another: its rules, and its forms question by question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yipplugin.packs.formchanges import Change, form_changes
from yipplugin.packs.locks import locks
from yipplugin.policy import Length, Policy


@dataclass(frozen=True)
class Part:
    """What changes of one thing: a form, or rules of one kind."""

    title: str
    changes: tuple[Change, ...]


RULES = {
    "triggers": ("Reasons to refer at once", "says"),
    "duties": ("What is to be done", "do"),
    "refusals": ("What is refused", "says"),
    "warnings": ("Warnings", "says"),
}


def policy_changes(before: Policy, after: Policy) -> tuple[Part, ...]:
    """Return what changes from ``before`` to ``after``; empty where nothing does."""
    return tuple(part for part in _parts(before, after) if part.changes)


def _parts(before: Policy, after: Policy) -> Iterator[Part]:
    yield Part("Clauses", tuple(_of_clauses(before, after)))
    for name, (title, words) in RULES.items():
        found = _of_rules(getattr(before, name), getattr(after, name), words)
        yield Part(title, tuple(found))
    for key in dict.fromkeys((*before.forms, *after.forms)):
        old, new = before.forms.get(key), after.forms.get(key)
        if old is not None and new is not None:
            changes = form_changes(old, new, locks(before, old))
            yield Part(f"Form “{old.title}”", tuple(changes))
        elif new is not None:
            yield Part(f"Form “{new.title}”", (Change("The form is new."),))
        elif old is not None:
            yield Part(f"Form “{old.title}”", (Change("The form is gone.", old.clauses),))


def _of_clauses(before: Policy, after: Policy) -> Iterator[Change]:
    for key, clause in after.clauses.items():
        if key not in before.clauses:
            yield Change(f"New: {key}, {clause.says}")
        elif before.clauses[key].says != clause.says:
            yield Change(f"{key} says now: {clause.says}")
    for key, clause in before.clauses.items():
        if key not in after.clauses:
            yield Change(f"Gone: {key}, {clause.says}", (key,))


def _of_rules(before: Iterable[Any], after: Iterable[Any], words: str) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    for key, rule in new.items():
        if key not in old:
            yield Change(f"New: {getattr(rule, words)} ({rule.clause})")
        elif old[key] != rule:
            yield Change(f"Changed: {_how(old[key], rule, words)} ({rule.clause})")
    for key, rule in old.items():
        if key not in new:
            yield Change(f"Gone: {getattr(rule, words)}", (rule.clause,))


def _how(old: Any, new: Any, words: str) -> str:
    said = getattr(new, words)
    due, was = getattr(new, "due", None), getattr(old, "due", None)
    return f"{said}: due {_length(was)} → {_length(due)}" if due != was else str(said)


def _length(length: Length | None) -> str:
    if length is None:
        return "at no time"
    return f"{length.amount} {length.unit}" if length.amount else length.unit


def _by_id(rules: Iterable[Any]) -> Mapping[str, Any]:
    return {one.id: one for one in rules}
