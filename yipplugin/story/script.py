"""What a story says: its people, and its acts in order with what is expected after each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yipplugin.errors import YipError
from yipplugin.packs.tree import Pairs
from yipplugin.values import NOTHING


@dataclass(frozen=True)
class Someone:
    """A person of a story. Staff have ``roles``; a pupil has a ``year`` and may have ``born``.

    ``on_team`` are staff whom the lead lets into the case as soon as it is opened.
    """

    name: str
    kind: str
    line: int
    roles: frozenset[str] = frozenset()
    on_team: bool = False
    year: str = ""
    born: date | None = None
    flags: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Expected:
    """What must be so after an act; nothing is said of what is ``None``.

    ``done`` are duties that must be among those that were met or waived. Everything else is to be
    exactly as it stands here: ``to_do``, ``overdue`` and ``paused`` duties, ``fired`` triggers,
    clauses by act for ``refused`` and ``warned``, clauses that were ``set_aside``, and what the
    answers to inspectors' questions lack, by the question's id, for ``gaps``.
    """

    line: int
    stage: str | None = None
    to_do: tuple[str, ...] | None = None
    done: tuple[str, ...] | None = None
    overdue: tuple[str, ...] | None = None
    paused: tuple[str, ...] | None = None
    fired: tuple[str, ...] | None = None
    set_aside: tuple[str, ...] | None = None
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    warned: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Act:
    """Something that somebody does in a story; without ``who``, time passes and one looks again.

    ``does`` is the form, unless ``corrects`` names a record, or ``moves_to`` the policy that the
    case is moved to, which ``agreed_by`` agrees to where it takes two. ``is_refused`` and
    ``is_warned`` are the clauses that must keep it from being done.
    """

    line: int
    at: str = ""
    who: str = ""
    does: str = ""
    about: str = ""
    corrects: str = ""
    because: str = ""
    moves_to: str = ""
    agreed_by: str = ""
    answers: Pairs | None = None
    reasons: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    is_refused: tuple[str, ...] | None = None
    is_warned: tuple[str, ...] | None = None
    then: Expected | None = None


@dataclass(frozen=True)
class Story:
    """A story as it was read from ``path``."""

    path: str
    title: str
    policy: str
    people: Mapping[str, Someone]
    acts: tuple[Act, ...]


class StoryRefused(YipError):
    """A story that cannot be played as it is written: where, and what to do."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True)
class Difference:
    """Something that came out otherwise than the story says."""

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return (
            f"{self.what}: expected {self.expected or 'nothing'}; found {self.found or 'nothing'}"
        )


class StoryDiffers(YipError):
    """A story that was played and did not come out as it says."""

    def __init__(self, path: str, line: int, differences: list[Difference]) -> None:
        said = "\n  ".join(map(str, differences))
        super().__init__(f"{path}:{line}: this differs from the story\n  {said}")
        self.path, self.line, self.differences = path, line, tuple(differences)
