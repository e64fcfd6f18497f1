"""The lock of a pack: which versions of its forms were published, and what every key has meant.

A record must be shown for ever as it was asked, so a published form never changes: a change is a
new version. A question's key keeps its meaning through all versions, so that what old records say
can be read beside new ones.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import yaml

from yipplugin.conditions import as_json
from yipplugin.form import Form, Question
from yipplugin.packs.problems import Problems
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import Node, Pairs, Word, read_tree
from yipplugin.policy import Policy

LOCK = "published.yaml"

HEADING = "# Written by `flask yip policy publish`; keep it under version control, never edit it.\n"


@dataclass
class Lock:
    """What was published: digests by form and version, and meanings by form and question key."""

    forms: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    questions: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def add(self, policy: Policy) -> tuple[tuple[str, int], ...]:
        """Take in what ``policy`` has, and return the forms and versions that are new."""
        new: list[tuple[str, int]] = []
        for form in policy.forms.values():
            versions = self.forms.setdefault(form.key, {})
            if form.version not in versions:
                new.append((form.key, form.version))
            versions[form.version] = digests(form)
            meanings = self.questions.setdefault(form.key, {})
            for question in form.everything():
                meanings[question.key] = meaning(question)
        return tuple(new)

    def text(self) -> str:
        """Return the lock as it is written."""
        forms = {
            key: {str(version): one for version, one in versions.items()}
            for key, versions in self.forms.items()
        }
        said = {"forms": forms, "questions": self.questions}
        return HEADING + yaml.safe_dump(said, sort_keys=True, width=100)


def digests(form: Form) -> dict[str, str]:
    """Return the digests of a form: of its structure, and of its wording."""
    structure = {
        "about": form.about,
        "who": sorted(form.who),
        "acts": form.acts,
        "states": dict(form.states),
        "happened": form.happened,
        "once": form.once,
        "reopens": form.reopens,
        "when closed": form.when_closed,
        "by receipt": form.by_receipt,
        "in order": form.in_order,
        "steps": [[_structure(one) for one in step.questions] for step in form.steps],
    }
    wording = {
        "title": form.title,
        "intro": form.intro,
        "recorded as": form.recorded_as,
        "named by": form.named_by,
        "steps": [[step.title, *map(_wording, step.questions)] for step in form.steps],
    }
    return {"structure": _digest(structure), "wording": _digest(wording)}


def _structure(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "required": question.required,
        "when": None if question.when is None else as_json(question.when),
        "feeds": question.feeds,
        "choices": [[choice.key, choice.act] for choice in question.choices],
        "questions": [_structure(one) for one in question.questions],
        "rows": question.rows,
        "joins": question.joins,
        "options": dict(question.options),
    }


def _wording(question: Question) -> list[Any]:
    return [
        question.ask,
        question.hint,
        question.note,
        [[choice.label, choice.hint] for choice in question.choices],
        [_wording(one) for one in question.questions],
    ]


def _digest(said: object) -> str:
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def meaning(question: Question) -> dict[str, str]:
    """Return what a question's key stands for: its kind, and the fact that it feeds."""
    return {"kind": question.kind, **({"feeds": question.feeds} if question.feeds else {})}


def read_lock(text: str | None, problems: Problems) -> Lock:
    """Return the lock of a pack; an empty one where nothing was published."""
    lock = Lock()
    if text is None:
        return lock
    tree = read_tree(LOCK, text, problems)
    if tree is None:
        return lock
    try:
        for form, versions in _entries(_entry(tree, "forms")).items():
            lock.forms[form] = {
                int(version): _words(one) for version, one in _entries(versions).items()
            }
        for form, keys in _entries(_entry(tree, "questions")).items():
            lock.questions[form] = {key: _words(one) for key, one in _entries(keys).items()}
    except ValueError:
        message = "The lock is not as publishing writes it. Take it from version control again."
        problems.add(tree.place, message)
    return lock


def _entries(node: Node | None) -> Mapping[str, Node]:
    if not isinstance(node, Pairs):
        raise ValueError
    return node.entries


def _entry(node: Node, key: str) -> Node | None:
    return _entries(node).get(key)


def _words(node: Node) -> dict[str, str]:
    return {key: one.text for key, one in _entries(node).items() if isinstance(one, Word)}


def check_published(reader: Reader, policy: Policy, text: str | None) -> None:
    """Note every published form that changed, and every key that changed its meaning."""
    lock = read_lock(text, reader.problems)
    for form in policy.forms.values():
        _check_form(reader, form, lock.forms.get(form.key, {}))
        for question in form.everything():
            before = lock.questions.get(form.key, {}).get(question.key)
            if before is not None and before != meaning(question):
                message = (
                    f"The key {question.key} was published as {_meant(before)} and is now "
                    f"{_meant(meaning(question))}. Keys keep their meaning: use a new key."
                )
                reader.problems.add(reader.place_of(question), message)


def _meant(said: Mapping[str, str]) -> str:
    feeds = said.get("feeds")
    return f"“{said.get('kind')}”" + (f" for the fact {feeds}" if feeds else " for no fact")


def _check_form(reader: Reader, form: Form, versions: Mapping[int, Mapping[str, str]]) -> None:
    if not versions:
        return
    place, latest = reader.place_of(form, "version"), max(versions)
    if form.version < latest:
        message = f"Version {latest} of {form.key} is published. Raise `version:` to {latest + 1}."
        reader.problems.add(place, message)
    now, before = digests(form), versions.get(form.version)
    if form.version != latest or before is None or now == before:
        return
    what = "questions" if now["structure"] != before.get("structure") else "wording"
    message = (
        f"Version {form.version} of {form.key} is published and its {what} changed. Raise "
        f"`version:` to {latest + 1}, or undo the change."
    )
    reader.problems.add(place, message)
