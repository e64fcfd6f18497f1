"""Finds what is left in a text that names were taken out of and may still say who somebody is."""

import re
from collections import Counter
from collections.abc import Iterable

OFTEN = re.compile(
    r"""
      (?P<mail>[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>",;]+)
    | (?P<handle>(?<!\w)@\w{2,})
    | (?P<number>(?<![\w/])\+?\d[\d ()-]{7,}\d)
    | (?P<link>\bhttps?://\S+|\bwww\.\S+)
    """,
    re.VERBOSE,
)
CAPITAL = re.compile(
    r"(?<![.!?:\n\"“‘(]\s)(?<![\w’'-])(?<!^)[A-Z][^\W\d_]+(?:[-’'][A-Z]?[^\W\d_]+)*"
)
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Year School Police English Mr Mrs Ms "
    "Miss Dr".split()
)


def perhaps(texts: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what is left in some texts and may still say who somebody is.

    That is words that stand with a capital letter within a sentence, and addresses and numbers.
    """
    texts = list(texts)
    kept = {word.casefold() for name in known for word in re.findall(r"\w+", name)}
    small = {word for text in texts for word in re.findall(r"\b[a-z]+\b", text)}
    found: Counter[str] = Counter()
    for text in texts:
        found.update(one.group().strip() for one in OFTEN.finditer(text))
        for one in CAPITAL.finditer(text):
            word = one.group()
            plain = (
                word.removesuffix("s") in CALENDAR
                or word.casefold() in kept
                or word.lower() in small
            )
            if not plain:
                found[word] += 1
    return tuple(sorted(found, key=str.casefold))
