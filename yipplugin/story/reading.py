"""Reads a story from its file; what it does not understand is named with its line."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

from yipplugin.packs.problems import Problems, meant
from yipplugin.packs.tree import Items, Node, Pairs, Word, read_tree
from yipplugin.story.script import Act, Expected, Someone, Story, StoryRefused
from yipplugin.values import ROLES

Sort = TypeVar("Sort", bound=Node)

STORY = ("story", "policy", "people", "acts")
SOMEONE = ("pupil", "staff", "team", "born", "flags")
ACT = (
    "at", "who", "does", "about", "corrects", "moves to", "agreed by", "because", "answers",
    "reasons", "is refused", "is warned", "then",
)  # fmt: skip
EXPECTED = (
    "stage", "to do", "done", "overdue", "paused", "fired", "set aside", "refused", "warned",
    "gaps",
)  # fmt: skip


def read_story(path: Path) -> Story:
    """Return the story in ``path``.

    :raises StoryRefused: with the first thing that cannot be understood, and its line.
    """
    problems = Problems()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoryRefused(str(path), 1, f"It cannot be read ({error}).") from error
    tree = read_tree(str(path), text, problems)
    for problem in problems.found:
        raise StoryRefused(str(path), problem.line, problem.message)
    return _Reader(str(path)).story(tree)


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path

    def story(self, node: Node | None) -> Story:
        said = self.pairs(node, STORY, "a story")
        for key in STORY:
            if key not in said.entries:
                self.refuse(said, f"A story has “{key}:”. Add it.")
        people = self.need(said.entries["people"], Pairs, "names, each with who it is")
        acts = self.need(said.entries["acts"], Items, "a list of acts")
        return Story(
            path=self.path,
            title=self.text(said.entries["story"]),
            policy=self.text(said.entries["policy"]),
            people={name: self.someone(name, one) for name, one in people.entries.items()},
            acts=tuple(self.act(one) for one in acts.items),
        )

    def someone(self, name: str, node: Node) -> Someone:
        said = self.pairs(node, SOMEONE, f"the person “{name}”").entries
        if ("pupil" in said) == ("staff" in said):
            self.refuse(node, f"Say “pupil: year” or “staff: [roles]” of {name}.")
        if "staff" in said:
            roles = self.words(said["staff"])
            for role in roles:
                if role not in ROLES:
                    self.refuse(node, f"“{role}” is not a role. {meant(role, ROLES)}")
            on_team = self.maybe(said, "team")
            if on_team not in ("", "yes"):
                self.refuse(node, f"Say “team: yes” where {name} is let into the case, or nothing.")
            return Someone(
                name,
                "staff",
                node.place.line,
                roles=frozenset(roles) | {"staff"},
                on_team=bool(on_team),
            )
        flags = said.get("flags")
        return Someone(
            name,
            "pupil",
            node.place.line,
            year=self.text(said["pupil"]),
            born=self.day(said["born"]) if "born" in said else None,
            flags={key: self.text(one) for key, one in self.entries(flags)},
        )

    def act(self, node: Node) -> Act:
        pairs = self.pairs(node, ACT, "an act")
        said = pairs.entries
        does, corrects = self.maybe(said, "does"), self.maybe(said, "corrects")
        who, moves_to = self.maybe(said, "who"), self.maybe(said, "moves to")
        if bool(does) + bool(corrects) + bool(moves_to) != bool(who):
            words = "An act says “who:”, and one of “does: form”, “corrects:” or “moves to:”."
            self.refuse(node, words)
        if (corrects or moves_to) and not self.maybe(said, "because"):
            self.refuse(node, "A correction or a move says why: add “because:”.")
        answers = said.get("answers")
        return Act(
            line=node.place.line,
            at=self.maybe(said, "at"),
            who=who,
            does=does,
            about=self.maybe(said, "about"),
            corrects=corrects,
            because=self.maybe(said, "because"),
            moves_to=moves_to,
            agreed_by=self.maybe(said, "agreed by"),
            answers=self.need(answers, Pairs, "questions with answers") if answers else None,
            reasons={key: self.text(one) for key, one in self.entries(said.get("reasons"))},
            is_refused=self.some(said, "is refused"),
            is_warned=self.some(said, "is warned"),
            then=self.expected(said["then"]) if "then" in said else None,
        )

    def expected(self, node: Node) -> Expected:
        said = self.pairs(node, EXPECTED, "what is expected").entries
        return Expected(
            line=node.place.line,
            stage=self.maybe(said, "stage") or None,
            to_do=self.some(said, "to do"),
            done=self.some(said, "done"),
            overdue=self.some(said, "overdue"),
            paused=self.some(said, "paused"),
            fired=self.some(said, "fired"),
            set_aside=self.some(said, "set aside"),
            refused={key: self.words(one) for key, one in self.entries(said.get("refused"))},
            warned={key: self.words(one) for key, one in self.entries(said.get("warned"))},
            gaps={key: self.words(one) for key, one in self.entries(said.get("gaps"))},
        )

    # Pieces ----------------------------------------------------------------------------------

    def pairs(self, node: Node | None, known: Iterable[str], what: str) -> Pairs:
        if not isinstance(node, Pairs):
            line = node.place.line if node else 1
            raise StoryRefused(self.path, line, f"Here {what} is told as “key: value” lines.")
        for key, place in node.keys.items():
            if key not in known:
                words = f"“{key}” is not part of {what}. {meant(key, known)}"
                raise StoryRefused(self.path, place.line, words)
        return node

    def entries(self, node: Node | None) -> list[tuple[str, Node]]:
        return [] if node is None else list(self.need(node, Pairs, "keys").entries.items())

    def need(self, node: Node, sort: type[Sort], what: str) -> Sort:
        if isinstance(node, sort):
            return node
        self.refuse(node, f"Here stands {what}.")

    def text(self, node: Node) -> str:
        return self.need(node, Word, "a piece of text").text.strip()

    def words(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Word):
            return (node.text.strip(),) if node.text.strip() else ()
        return tuple(self.text(one) for one in self.need(node, Items, "a list").items)

    def maybe(self, said: dict[str, Node], key: str) -> str:
        return self.text(said[key]) if key in said else ""

    def some(self, said: dict[str, Node], key: str) -> tuple[str, ...] | None:
        return self.words(said[key]) if key in said else None

    def day(self, node: Node) -> date:
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            self.refuse(node, "Write a date of birth as 2011-05-02.")

    def refuse(self, node: Node, message: str) -> NoReturn:
        raise StoryRefused(self.path, node.place.line, message)
