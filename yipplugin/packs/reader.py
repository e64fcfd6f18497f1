"""Reads the parts of a pack that are not rules or forms: words, numbers, dates, roles, names.

One ``Reader`` goes through one pack. It knows which names the pack has, so that an unknown one is
told where it stands, and it remembers where everything stood for the checks that come later.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yipplugin.fieldtype import FieldType
from yipplugin.form import ADD, Form, Question
from yipplugin.packs.keys import Table
from yipplugin.packs.problems import Place, Problems
from yipplugin.packs.tree import Items, Node, Pairs, Word
from yipplugin.policy import Fact, Length
from yipplugin.values import ROLES

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
ACT = re.compile(r"[a-z][a-z0-9_-]*:[a-z][a-z0-9_-]*")
WHOLE = re.compile(r"[0-9]{1,6}")


ENGINE_ACTS = frozenset({ADD, "record:correct", "case:delete", "record:delete", "case:move"})
"""What every new record, every correction and every move does, and what no form ever does."""


@dataclass
class Fields:
    """The values of a mapping whose keys were checked against their table."""

    node: Pairs

    def get(self, *names: str) -> Node | None:
        """Return the value under the first of ``names`` that is there."""
        return next((self.node.entries[one] for one in names if one in self.node.entries), None)

    def at(self, name: str) -> Place:
        """Return where a key stands, or the mapping where it is missing."""
        return self.node.keys.get(name, self.node.place)


@dataclass
class Reader:
    """What is known of a pack while it is read, and the problems found so far."""

    kinds: Mapping[str, FieldType]
    problems: Problems = field(default_factory=Problems)
    form_names: set[str] = field(default_factory=set)
    clause_ids: set[str] = field(default_factory=set)
    trigger_ids: set[str] = field(default_factory=set)
    forms: dict[str, Form] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    targets: dict[str, Length] = field(default_factory=dict)
    acts: set[str] = field(default_factory=lambda: set(ENGINE_ACTS))
    written: dict[int, tuple[object, Node]] = field(default_factory=dict)

    def mark(self, thing: object, node: Node) -> None:
        """Remember that ``thing`` was read from ``node``."""
        self.written[id(thing)] = (thing, node)

    def node_of(self, thing: object) -> Node:
        """Return what ``thing`` was read from."""
        return self.written[id(thing)][1]

    def place_of(self, thing: object, *keys: str) -> Place:
        """Return where ``thing``, or the first of ``keys`` that it has, stands."""
        node = self.node_of(thing)
        if isinstance(node, Pairs):
            for key in keys:
                if key in node.keys:
                    return node.keys[key]
        return node.place

    def later(self, thing: object, place: Place, message: str) -> None:
        """Note a problem of the whole, unless ``thing`` already has one of its own."""
        node = self.node_of(thing)
        if not self.problems.within(node.place.file, node.place.line, node.last):
            self.problems.add(place, message)

    # Mappings and lists -----------------------------------------------------------------------

    def fields(self, node: Node | None, table: Table, extra: Iterable[str] = ()) -> Fields | None:
        """Return the values of a mapping after checking its keys against ``table``."""
        if not isinstance(node, Pairs):
            if node is not None:
                keys = ", ".join(table.names[:4])
                self.problems.add(
                    node.place, f"This must be {table.a}: a mapping of keys such as {keys}."
                )
            return None
        known = {*table.names, *extra}
        for name, place in node.keys.items():
            if name not in known:
                self.problems.unknown(place, name, f"a key of {table.a}", known)
        for key in table.keys:
            if key.required and key.name not in node.entries:
                place = Place(node.place.file, node.place.line, _under(node.place.key, key.name))
                message = f"“{key.name}” is missing from {table.a}. Add it: {key.takes}."
                self.problems.add(place, message)
        return Fields(node)

    def pairs(self, node: Node | None, what: str) -> dict[str, Node]:
        """Return the entries of a mapping of names, or none after noting why."""
        if isinstance(node, Pairs):
            return node.entries
        if node is not None:
            self.problems.add(node.place, f"This must be a mapping of {what}.")
        return {}

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """Return the items of a list that must not be empty, or none after noting why."""
        if isinstance(node, Items):
            if not node.items:
                self.problems.add(node.place, f"This list is empty. Name {what}, or take it out.")
            return node.items
        if node is not None:
            self.problems.add(node.place, f"This must be a list of {what}, each after a “- ”.")
        return ()

    def one_or_many(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """Return the items of a list, or the one thing that stands in its place."""
        if isinstance(node, Items):
            return self.items(node, what)
        return () if node is None else (node,)

    # Scalars ----------------------------------------------------------------------------------

    def text(self, node: Node | None) -> str:
        """Return text that must not be blank."""
        if node is None:
            return ""
        if not isinstance(node, Word):
            self.problems.add(node.place, "This must be text.")
            return ""
        if not node.text.strip():
            self.problems.add(node.place, "This is empty. Write the words, or take the key out.")
        return node.text.strip()

    def words(self, node: Node | None, what: str) -> tuple[tuple[str, Node], ...]:
        """Return one word or a list of them, each with where it stands."""
        read = [(self.text(one), one) for one in self.one_or_many(node, what)]
        seen: set[str] = set()
        for word, one in read:
            if word and word in seen:
                self.problems.add(one.place, f"“{word}” stands here twice. Keep one.")
            seen.add(word)
        return tuple((word, one) for word, one in read if word)

    def flag(self, node: Node | None) -> bool:
        """Return yes or no; no where nothing stands."""
        word = self.text(node)
        if node is not None and word not in ("", "yes", "no"):
            self.problems.add(node.place, f"“{word}” is not yes or no. Write `yes` or `no`.")
        return word == "yes"

    def number(self, node: Node | None, least: int = 1, most: int = 999_999) -> int:
        """Return a whole number between two others."""
        if node is None:
            return least
        word = self.text(node)
        if WHOLE.fullmatch(word) and least <= int(word) <= most:
            return int(word)
        message = f"“{word}” is not a whole number from {least} to {most}. Write one in digits."
        self.problems.add(node.place, message)
        return least

    def date(self, node: Node | None) -> date:
        """Return a date; the first one there is where it cannot be read."""
        word = self.text(node)
        try:
            if len(word) == 10:
                return date.fromisoformat(word)
        except ValueError:
            pass
        if node is not None and word:
            message = f"“{word}” is not a date. Write year, month and day: 2023-09-01."
            self.problems.add(node.place, message)
        return date.min

    def key(self, node: Node | None, name: str | None = None, place: Place | None = None) -> str:
        """Return a key: small letters, digits and underscores."""
        word = self.text(node) if name is None else name
        where = place or (node.place if node else None)
        if where and word and not KEY.fullmatch(word):
            message = (
                f"“{word}” is not a key. Use small letters, digits and “_”, first a letter, 60 at "
                "most."
            )
            self.problems.add(where, message)
        return word

    # Names ------------------------------------------------------------------------------------

    def name(self, node: Node | None, what: str, known: Iterable[str]) -> str:
        """Return a name that must be one of ``known``."""
        word = self.text(node)
        if node is not None and word and word not in known:
            self.problems.unknown(node.place, word, what, known)
        return word

    def names(self, node: Node | None, what: str, known: Iterable[str]) -> tuple[str, ...]:
        """Return one name or a list of them, all of which must be known."""
        read = self.words(node, f"names, each {what}")
        for word, one in read:
            if word not in known:
                self.problems.unknown(one.place, word, what, known)
        return tuple(word for word, _ in read)

    def roles(self, node: Node | None) -> tuple[str, ...]:
        """Return the roles that are named."""
        return self.names(node, "a role", ROLES)

    def clauses(self, *nodes: Node | None) -> tuple[str, ...]:
        """Return the clauses that are named."""
        read = [name for node in nodes for name in self.names(node, "a clause", self.clause_ids)]
        return tuple(dict.fromkeys(read))

    def form(self, node: Node | None) -> str:
        """Return the key of a form of this pack."""
        return self.name(node, "a form", self.form_names)

    def new_acts(self, *nodes: Node | None) -> tuple[str, ...]:
        """Return acts that a form or a choice brings in, and keep them as known."""
        acts: list[str] = []
        for node in nodes:
            for word, one in self.words(node, "acts"):
                if not ACT.fullmatch(word):
                    self.problems.add(
                        one.place, f"“{word}” is not an act. Write a noun and a verb: case:close."
                    )
                acts.append(word)
        self.acts.update(acts)
        return tuple(dict.fromkeys(acts))

    def known_acts(self, *nodes: Node | None) -> tuple[str, ...]:
        """Return acts that some form or choice does."""
        what = "an act of any form or choice"
        read = [name for node in nodes for name in self.names(node, what, self.acts)]
        return tuple(dict.fromkeys(read))

    def answers(self, question: Question) -> tuple[str, ...] | None:
        """Return the answers that a question can give, or ``None`` where they are free."""
        if question.choices:
            return tuple(choice.key for choice in question.choices)
        kind = self.kinds.get(question.kind)
        return (kind.answers or None) if kind else None

    def several(self, question: Question) -> bool:
        """Say whether one answer to the question can hold several values."""
        kind = self.kinds.get(question.kind)
        return bool(kind and kind.offers_choices and len(kind.feeds(["a", "b"])) > 1)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
