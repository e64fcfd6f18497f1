"""Takes names out of text: whole words, in any case, with their possessives, and parts of names.

What cannot be found is what no list of names says: nicknames, initials alone, a description that
fits one person. So whoever uses this is told what was found, and a person reads what is left.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yipplugin.rules.names import LETTER, folded, patterns

TITLES = r"(?:(?:mr|mrs|ms|miss|mx|dr|sir|madam)\b\.?\s+)?"
POSSESSIVE = rf"(?P<has>'?s)?(?!{LETTER})"

SHORTEST = 3
"""How many letters a part of a name has that is taken out in small letters too."""


@dataclass(frozen=True)
class Named:
    """Somebody under one of their names, and what stands in its place.

    ``label`` is empty for whom the text is about: their name stays. ``typed`` is true where the
    name was typed by somebody, who may have written a description instead.
    """

    name: str
    label: str
    typed: bool = False


@dataclass(frozen=True)
class Found:
    """A name that was found, as it was spelled, how often, and what stands in its place now."""

    spelled: str
    times: int
    label: str


class Anonymiser:
    """Takes the names of some people out of text after text, and counts what it found."""

    def __init__(self, people: Iterable[Named]) -> None:
        self._labels: dict[str, list[str]] = {}
        for one in people:
            for pattern in patterns(one.name, one.typed):
                labels = self._labels.setdefault(pattern, [])
                if one.label not in labels:
                    labels.append(one.label)
        # Whole names before parts of them, and longer parts before what they begin with.
        ordered = sorted(self._labels, key=lambda one: (-len(one), one))
        self._owners: Mapping[str, list[str]] = {
            f"n{place}": self._labels[one] for place, one in enumerate(ordered)
        }
        choices = "|".join(f"(?P<n{place}>{one})" for place, one in enumerate(ordered))
        before = rf"(?<!{LETTER}){TITLES}"
        self._pattern = re.compile(f"{before}(?:{choices}){POSSESSIVE}") if choices else None
        self.taken: Counter[tuple[str, str]] = Counter()
        self.stays: Counter[str] = Counter()

    def __call__(self, text: str) -> str:
        """Return ``text`` without the names."""
        if self._pattern is None or not text:
            return text
        plain, places = folded(text)
        pieces, end = [], 0
        for found in self._pattern.finditer(plain):
            first, last = places[found.start()], places[found.end()]
            name = text[places[found.start(_group(found))] : places[found.end(_group(found))]]
            if sum(map(str.isalpha, name)) < SHORTEST and not name[:1].isupper():
                continue
            labels = self._owners[_group(found)]
            if "" in labels:
                self.stays[name] += len(labels) > 1
                continue
            label = " or ".join(labels)
            self.taken[name, label] += 1
            here = label[:1].upper() + label[1:] if _begins(text, first) else label
            pieces += [text[end:first], here, "’s" if found["has"] else ""]
            end = last
        return "".join([*pieces, text[end:]])

    @property
    def found(self) -> tuple[Found, ...]:
        """Return what was taken out, by what stands in its place."""
        rows: Counter[tuple[str, str]] = Counter()
        for (spelled, label), times in self.taken.items():
            rows[label, " ".join(unicodedata.normalize("NFC", spelled).split())] += times
        return tuple(
            Found(spelled, times, label) for (label, spelled), times in sorted(rows.items())
        )


def _group(found: re.Match[str]) -> str:
    return next(name for name, said in found.groupdict().items() if name != "has" and said)


def _begins(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \t\"'“‘(")
    return not before or before[-1] in ".!?:\n"
