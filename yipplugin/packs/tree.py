"""YAML as a plain tree of words, lists and mappings that knows where each part stands.

Every scalar is read as text, so that ``yes`` stays a word. Anchors, aliases, tags, keys that
stand twice, deep nesting, unprintable characters and oversized files are refused: a pack is data
that people read aloud.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from yipplugin.packs.problems import Place, Problems

LARGEST_FILE = 1024 * 1024
DEEPEST = 24
LONGEST_KEY = 200
UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no text holds that people read, and what JSON and YAML do not write alike."""

LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@dataclass(frozen=True)
class Node:
    """Part of a file: where it starts, and its last line."""

    place: Place
    last: int


@dataclass(frozen=True)
class Word(Node):
    """A piece of text."""

    text: str


@dataclass(frozen=True)
class Items(Node):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Pairs(Node):
    """A mapping; ``keys`` says where each key stands."""

    entries: dict[str, Node]
    keys: dict[str, Place] = field(default_factory=dict)


class Unreadable(Exception):
    """A file that is no YAML of the kind that packs are written in."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place, self.message = place, message


def read_tree(file: str, text: str, problems: Problems) -> Node | None:
    """Return the tree of one file, or ``None`` after noting why there is none."""
    try:
        if len(text.encode()) > LARGEST_FILE:
            raise Unreadable(Place(file, 1), "The file is larger than 1 MiB. Split it.")
        return _Composer(file, problems).document(text)
    except Unreadable as unreadable:
        problems.add(unreadable.place, unreadable.message)
    except UnicodeEncodeError:
        problems.add(Place(file, 1), "The file is not UTF-8 text. Save it as UTF-8.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = getattr(error, "problem", None) or "it holds a character that text cannot hold"
        problems.add(
            Place(file, mark.line + 1 if mark else 1),
            f"This is not valid YAML: {said}. Check indents, colons and quotation marks here.",
        )
    return None


class _Composer:
    def __init__(self, file: str, problems: Problems) -> None:
        self.file, self.problems = file, problems
        self.events: Iterator[yaml.Event] = iter(())

    def document(self, text: str) -> Node:
        self.events = yaml.parse(text, LOADER)
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.DocumentStartEvent):
            raise Unreadable(Place(self.file, 1), "The file is empty. Write it, or delete it.")
        root = self.node(next(self.events), "", 0)
        next(self.events)
        extra = next(self.events)
        if isinstance(extra, yaml.DocumentStartEvent):
            raise Unreadable(
                self.place(extra, ""), "A file holds one document: take out the “---”."
            )
        return root

    def place(self, event: Any, key: str) -> Place:
        return Place(self.file, event.start_mark.line + 1, key)

    def node(self, event: Any, key: str, depth: int) -> Node:
        place = self.place(event, key)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise Unreadable(place, "Anchors (&) and aliases (*) are not used. Write it out again.")
        if event.tag is not None:
            raise Unreadable(place, f"Tags are not used. Take out “{event.tag}”.")
        if depth > DEEPEST:
            raise Unreadable(place, f"This is nested deeper than {DEEPEST} levels. Flatten it.")
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            self.readable(place, event.value)
            return Word(place, end.line + (1 if end.column else 0), event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(place, key, depth)
        return self.pairs(place, key, depth)

    def items(self, place: Place, key: str, depth: int) -> Items:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, f"{key}[{len(items) + 1}]", depth + 1))
        return Items(place, self.last(event, place, items), tuple(items))

    def pairs(self, place: Place, key: str, depth: int) -> Pairs:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable(self.place(event, key), "A key must be plain text.")
            name = event.value
            self.readable(self.place(event, key), name)
            if len(name) > LONGEST_KEY:
                message = f"A key has {LONGEST_KEY} characters at most. Shorten it."
                raise Unreadable(self.place(event, key), message)
            here = self.place(event, f"{key}.{name}" if key else name)
            value = self.node(next(self.events), here.key, depth + 1)
            if name in entries:
                first = keys[name].line
                self.problems.add(
                    here, f"“{name}” already stands on line {first}. Keep one of the two."
                )
                continue
            entries[name], keys[name] = value, here
        return Pairs(place, self.last(event, place, list(entries.values())), entries, keys)

    def readable(self, place: Place, text: str) -> None:
        if UNPRINTED.search(text):
            message = "This holds a character that cannot be printed. Write it in plain letters."
            raise Unreadable(place, message)

    def last(self, end: Any, place: Place, inside: list[Node]) -> int:
        """A block ends where its last part does; the parser marks the start of what follows."""
        if inside and not end.end_mark.index > end.start_mark.index:
            return max(place.line, max(node.last for node in inside))
        return max(place.line, int(end.end_mark.line) + 1)
