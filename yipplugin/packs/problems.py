"""What is wrong with a pack: every problem at once, with where it stands and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from yipplugin.errors import YipError

MOST_NAMED = 20
"""How many names a message lists to choose from."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: the file in its pack, the line, and the keys that lead to it."""

    file: str
    line: int
    key: str = ""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong. ``message`` says what, and what to do about it."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " + (f"{self.key}: " if self.key else "")
        return where + self.message


class PackRefused(YipError):
    """A pack that cannot be used; ``problems`` are all the reasons."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        heading = f"{count} problem{'' if count == 1 else 's'} in the policy pack"
        super().__init__("\n  ".join([heading, *map(str, self.problems)]))


@dataclass
class Problems:
    """The problems found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        """Note that what stands at ``place`` is wrong."""
        self.found.append(Problem(place.file, place.line, place.key, message))

    def unknown(self, place: Place, word: str, what: str, known: Iterable[str]) -> None:
        """Note that ``word`` is no ``what``, and say which one was probably meant."""
        self.add(place, f"“{word}” is not {what}. {meant(word, known)}")

    def within(self, file: str, first: int, last: int) -> bool:
        """Say whether something was found between two lines of a file."""
        return any(one.file == file and first <= one.line <= last for one in self.found)

    def refuse(self) -> None:
        """Refuse the pack if anything was found."""
        if self.found:
            raise PackRefused(self.found)


def meant(word: str, known: Iterable[str]) -> str:
    """Return «Did you mean …?», or the words to choose from where none is close."""
    choices = sorted(set(known))
    close = get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f"Did you mean “{close[0]}”?"
    if not choices:
        return "This pack has none yet: add it, or take this out."
    if len(choices) <= MOST_NAMED:
        return f"Use one of: {', '.join(choices)}."
    return f"There are {len(choices)} to choose from, none of them close. Correct it, or add it."
