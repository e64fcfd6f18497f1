"""Where texts hold image data: each by itself, in every reading of it, and all of them together."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from yipplugin.imagery.coded import GAP, LETTERS, base64_runs, file_in, hexadecimal_runs
from yipplugin.imagery.otherwise import otherwise_coded
from yipplugin.imagery.pointed import links, pointed
from yipplugin.imagery.readings import Span, readings
from yipplugin.imagery.shown import shown_bytes

DEEPEST = 3
"""How often code within code is opened."""

LEAST = 12
"""How long a piece of code is that is taken out because of what stands in another place."""

FEW = 3
"""How many answers may be equally long pieces of code by chance."""

Spans = tuple[Span, ...]

_ORDINARY = re.compile(
    r"(?:(?:[A-Z]?[a-zà-öø-ÿŵŷ]++|[A-Z]{1,5}|[0-9]{1,6}(?:st|nd|rd|th|am|pm)?)"
    r"(?:[ ,.;:?!'’()\n-]{1,3}+|\Z))*+"
)
"""Words and numbers as nearly all answers are made of: nothing is hidden in them."""

_NAME = re.compile(
    r"(?:[a-z]{1,20}:)?(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?:[0-9a-f]{8}){3,5})"
)
"""What a host may call a person by: not to be taken for the rest of a file that stands beside."""

_PADDING = re.compile(r"(?:[^A-Za-z0-9=]{0,8}=){1,3}")


@dataclass(frozen=True)
class Code:
    """A stretch of code in the text number ``of``: what it says, and from where to where.

    ``sure`` where it holds a file, ``likely`` where it would be the rest of one, ``alone`` where
    nothing else stands in the text.
    """

    of: int
    span: Span
    digits: str
    hexadecimal: bool
    sure: bool
    likely: bool
    alone: bool

    @property
    def rest(self) -> bool:
        """Say whether it would be the rest of a file of which a part was found elsewhere."""
        return self.likely or self.sure or (self.alone and len(self.digits) >= LEAST)


def images_among(texts: Sequence[str]) -> tuple[Spans, ...]:
    """Return for each of ``texts`` where it holds image data, judged as one submission.

    What was split over several of them is found in each.
    """
    found: list[list[Span]] = []
    codes: list[Code] = []
    for number, text in enumerate(texts):
        spans, its_codes = _look(text, number, 0)
        found.append(spans)
        codes += its_codes
    for hexadecimal in (False, True):
        alike = [code for code in codes if code.hexadecimal is hexadecimal]
        for code in [*_beside(alike), *_together(alike, hexadecimal)]:
            found[code.of].append(code.span)
    return tuple(merged(text, spans) for text, spans in zip(texts, found, strict=True))


def _look(text: str, number: int, deep: int) -> tuple[list[Span], list[Code]]:
    spans: list[Span] = []
    codes: list[Code] = []
    if _ORDINARY.fullmatch(text) and not LETTERS.search(text):
        return spans, codes

    def deeper(inside: str) -> bool:
        return deep < DEEPEST and bool(_look(inside, number, deep + 1)[0])

    words, named = _words(text), _NAME.fullmatch(text) is not None
    for reading in readings(text):
        said = reading.text
        for find in (pointed, shown_bytes, otherwise_coded):
            spans += (reading.span(*span) for span in find(said))
        linked = _within(links(said))
        for hexadecimal, runs in ((False, base64_runs), (True, hexadecimal_runs)):
            for run in runs(said, deeper, linked):
                first, end = _with_signs(said, run.spans[0][0], run.spans[-1][1])
                whole = reading.span(first, end)
                sure, likely = run.begins is not None, run.likely and not named
                alone = not named and whole[0] <= words[0] and words[1] <= whole[1]
                span = whole if alone else reading.span(_after_words(run.spans), end)
                codes.append(Code(number, span, run.digits, hexadecimal, sure, likely, alone))
                if run.begins is not None:
                    spans.append(reading.span(*_with_signs(said, *run.span)))
    return spans, sorted(codes, key=lambda code: code.span)


def _words(text: str) -> Span:
    """Return where the first letter or figure of a text stands, and where the last one ends."""
    first = next((place for place, one in enumerate(text) if one.isalnum()), 0)
    after = next((place for place, one in enumerate(reversed(text)) if one.isalnum()), 0)
    return first, len(text) - after


def _after_words(spans: Spans) -> int:
    """Return where code begins behind pieces that may be short words, or where it begins at all."""
    return next((first for first, end in spans if end - first >= LEAST), spans[0][0])


def _with_signs(text: str, first: int, end: int) -> Span:
    """Return where code stands with what belongs to it: ``0x`` before, ``==`` after."""
    padding = _PADDING.match(text, end)
    before = 2 if text[max(first - 2, 0) : first].lower() == "0x" else 0
    return first - before, padding.end() if padding else end


def _within(spans: Iterable[Span]) -> Callable[[int], bool]:
    """Return a function that says whether a place is in one of ``spans``, which are in order."""
    known = list(spans)
    begins = [first for first, _ in known]

    def inside(at: int) -> bool:
        last = bisect_right(begins, at) - 1
        return last >= 0 and at < known[last][1]

    return inside


def _beside(codes: Sequence[Code]) -> list[Code]:
    """Return code that stands beside a file in the same alphabet, and would be the rest of it."""
    files = {code.of for code in codes if code.sure}
    return [code for code in codes if code.rest and files - ({code.of} if code.sure else set())]


def _together(codes: Sequence[Code], hexadecimal: bool) -> list[Code]:
    """Return pieces of code that are a file only when they are put together in their order."""
    pieces = [code for code in codes if not code.sure]
    begins = file_in("".join(code.digits for code in pieces), hexadecimal)
    if begins is None:
        return []
    counted = list(accumulate(len(code.digits) for code in pieces))
    after = pieces[bisect_right(counted, begins) :]
    sizes = Counter(len(code.digits) for code in after if code.alone)
    return [code for code in after if code.rest or (code.alone and sizes[len(code.digits)] > FEW)]


def merged(text: str, spans: Iterable[Span]) -> Spans:
    """Return spans in order; those with nothing but signs or space between them become one."""
    joined: list[Span] = []
    for first, end in sorted(spans):
        before = joined[-1][1] if joined else 0
        if joined and (
            first <= before or (first - before <= GAP and not _said(text[before:first]))
        ):
            joined[-1] = (joined[-1][0], max(end, before))
        else:
            joined.append((first, end))
    return tuple(joined)


def _said(between: str) -> bool:
    return any(letter.isalnum() for letter in between)
