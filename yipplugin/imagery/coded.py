"""Bytes that stand in a text as base64 or as hexadecimal digits, however they are cut up."""

import re
from binascii import a2b_base64
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, takewhile

from yipplugin.imagery.files import INSIDE, find_file
from yipplugin.imagery.readings import Span

SHORTEST = 24
"""How many digits a file in code has at the least."""

MANY_DIGITS = 300
"""How many hexadecimal digits are more than a few checksums below one another."""

GAP = 8
"""How many characters that are no code may stand between two pieces of it."""

_TOKEN = re.compile(r"[A-Za-z0-9+/_-]++={0,3}+")
_PLAIN = re.compile(r"[A-Za-z0-9+/]++")
LETTERS = re.compile(
    r"""(?<![A-Za-z0-9+/_-]) (?: [A-Za-z0-9+/_-]{1,3}+ [^A-Za-z0-9+/_-]{1,8}+ ){24}
    (?: [A-Za-z0-9+/_-]{1,3}+ (?![A-Za-z0-9+/_-]) [^A-Za-z0-9+/_-]{0,8}+ )*+""",
    re.VERBOSE,
)
"""Code that is cut up into pieces so small that each could be a word."""

_ODD = re.compile(
    r"[a-z][A-Z]|[0-9][a-z]|[A-Z][0-9][a-z]|[a-z][0-9][A-Z]|[0-9A-Z][+/]|[+/][0-9A-Z]|="
    r"|[A-Z]{2}[a-z]{2}"
)
_NOT_ODD = re.compile(
    r"[0-9]{1,4}(?:st|nd|rd|th|am|pm|s|yo|yrs?|hrs?|mins?|k|m|cm|p)|[0-9/+-]++|[A-Z]{1,3}/[A-Z]{1,3}"
)
_WORD = re.compile(r"[A-Z]?[a-z]++(?:[/_-]++[A-Za-z]?+[a-z]*+)*+")
_HEX = re.compile(
    r"""(?<![A-Za-z0-9]) (?:0[xX])?+ [0-9A-Fa-f]++ (?![A-Za-z0-9])
      (?: [^A-Za-z0-9]{1,8}+ (?:0[xX])?+ [0-9A-Fa-f]++ (?![A-Za-z0-9]) )*+
    | [0-9A-Fa-f]{32}[0-9A-Fa-f]*+""",
    re.VERBOSE,
)
_HEX_TOKEN = re.compile(r"(?:(?<![0-9A-Fa-f])0[xX])?+([0-9A-Fa-f]++)")
_CLASSES = tuple(re.compile(one) for one in ("[a-z]", "[A-Z]", "[0-9]"))
_CHANGES = re.compile(r"(?<=[a-z])[^a-z]|(?<=[A-Z])[^A-Z]|(?<=[0-9])[^0-9]|(?<=[+/_-])[A-Za-z0-9]")
_PRINTED = bytes([9, 10, 13, *range(32, 127)])
_STANDARD = {ord("-"): "+", ord("_"): "/"}


@dataclass(frozen=True)
class Run:
    """Pieces of code that stand one after another; ``spans`` are where, ``digits`` what they say.

    ``begins`` is the digit at which a file begins, ``None`` where there is none. A ``likely`` run
    is none by itself, but would be the rest of one if one came before.
    """

    digits: str
    spans: tuple[Span, ...]
    begins: int | None = None
    likely: bool = False

    @property
    def span(self) -> Span:
        """Return where the file stands, with the code before it that is one piece with it."""
        last = self.spans[-1][1]
        if self.begins is None or _even(self.spans):
            return self.spans[0][0], last
        counted = list(accumulate(end - first for first, end in self.spans))
        piece = bisect_right(counted, self.begins)
        first, end = self.spans[piece]
        # A word may be stuck to it.
        stuck = _WORD.fullmatch(self.digits[counted[piece] - (end - first) : self.begins])
        return (end - (counted[piece] - self.begins) if stuck else first), last


Deeper = Callable[[str], bool]
"""Says whether a text that was in code holds an image itself."""


def base64_runs(text: str, deeper: Deeper, is_link: Callable[[int], bool]) -> Iterator[Run]:
    """Yield the stretches of ``text`` that look like base64, and what each of them is."""
    for tokens in _stretches(text):
        spans = tuple((first, first + len(text[first:end].rstrip("="))) for first, end in tokens)
        run = Run("".join(text[first:end] for first, end in spans), spans)
        if len(run.digits) < SHORTEST:
            yield run
            continue
        linked = is_link(spans[0][0])
        begins = _file_in_base64(run.digits)
        if begins is None and ("-" in run.digits or "_" in run.digits):
            # They may be digits of the alphabet for addresses, or stand between groups of digits.
            plain = tuple(
                piece.span() for first, end in spans for piece in _PLAIN.finditer(text, first, end)
            )
            other = Run("".join(text[first:end] for first, end in plain), plain)
            found = _file_in_base64(other.digits)
            if found is not None:
                run, begins = other, found
        if begins is None and not linked and _is_base64_of_bytes(run, text, deeper):
            begins = 0
        long = max(end - first for first, end in spans)
        likely = long >= 40 or (long >= 20 or _even(spans)) and _changing(run.digits)
        yield Run(run.digits, run.spans, begins, likely and not linked)


def hexadecimal_runs(text: str, deeper: Deeper, is_link: Callable[[int], bool]) -> Iterator[Run]:
    """Yield the stretches of ``text`` that are hexadecimal digits, and what each of them is."""
    for found in _HEX.finditer(text):
        spans = tuple(one.span(1) for one in _HEX_TOKEN.finditer(text, *found.span()))
        run = Run("".join(text[first:end] for first, end in spans), spans)
        if len(run.digits) < SHORTEST:
            yield run
            continue
        begins = _file_in_hexadecimal(run.digits)
        linked = is_link(found.start())
        if begins is None and not linked and _is_hexadecimal_of_bytes(run, deeper):
            begins = 0
        long = any(end - first >= SHORTEST for first, end in spans)
        likely = not linked and (long or len(run.digits) >= 32 and _even(spans))
        yield Run(run.digits, spans, begins, likely)


def _stretches(text: str) -> Iterator[list[Span]]:
    """Yield tokens that follow one another and read as code does, more than as words do."""
    run: list[Span] = []
    before: list[Span] = []
    last = 0
    for found in _TOKEN.finditer(text):
        span, kind = found.span(), _kind(found.group())
        word = kind == WORD and not _of_a_size(run, span)
        if word or span[0] - last > GAP:
            if run:
                yield _trimmed(run, text)
            run, before = [], []
        if run:
            run.append(span)
        elif kind == ODD:
            run = [*before, span]
        elif kind == NEITHER:
            before = [*before[-3:], span]
        last = span[1]
    if run:
        yield _trimmed(run, text)
    for letters in LETTERS.finditer(text):
        spans = [found.span() for found in _TOKEN.finditer(text, *letters.span())]
        yield list(takewhile(partial(_no_longer, spans[0]), spans))


def _no_longer(than: Span, span: Span) -> bool:
    return span[1] - span[0] <= than[1] - than[0]


ODD, WORD, NEITHER = "odd", "word", "neither"


def _kind(token: str) -> str:
    """Say how a token reads: capitals and digits within words are odd, small letters are words."""
    if len(token) >= 40 and not token.islower():
        return ODD
    unlike_words = len(token) >= 16 and not _WORD.fullmatch(token)
    if (unlike_words or _ODD.search(token)) and not _NOT_ODD.fullmatch(token):
        return ODD
    return WORD if len(token) > 3 and _WORD.fullmatch(token) else NEITHER


def _of_a_size(run: list[Span], span: Span) -> bool:
    """Say whether a piece is as long as those before it, as code that is cut into groups is."""
    return bool(run) and len({end - first for first, end in [*run[-2:], span]}) == 1


def _even(spans: tuple[Span, ...]) -> bool:
    """Say whether the pieces are equally long, but for the last one."""
    return len(spans) > 3 and len({end - first for first, end in spans[:-1]}) == 1


def _trimmed(run: list[Span], text: str) -> list[Span]:
    """Return a run without what follows the code and is as likely a short word."""
    while (
        len(run) > 1
        and _kind(text[slice(*run[-1])]) == NEITHER
        and not _of_a_size(run[-3:-1], run[-1])
    ):
        run.pop()
    return run


def file_in(digits: str, hexadecimal: bool) -> int | None:
    """Return the digit at which a file begins, ``None`` where none does."""
    if len(digits) < SHORTEST:
        return None
    return _file_in_hexadecimal(digits) if hexadecimal else _file_in_base64(digits)


def _file_in_base64(digits: str) -> int | None:
    """Find a file wherever the groups of four digits begin."""
    standard = digits.translate(_STANDARD)
    found: list[int] = []
    for shift in range(4):
        at = find_file(_bytes_of(standard[shift:]))
        if at is not None:
            found.append(0 if at == INSIDE else shift + at * 4 // 3)
    return min(found, default=None)


def _bytes_of(standard: str) -> bytes:
    left = len(standard) % 4
    return a2b_base64((standard[:-1] if left == 1 else standard) + "==")


def _file_in_hexadecimal(digits: str) -> int | None:
    found: list[int] = []
    for shift in range(2):
        end = len(digits) - (len(digits) - shift) % 2
        at = find_file(bytes.fromhex(digits[shift:end]))
        if at is not None:
            found.append(0 if at == INSIDE else shift + 2 * at)
    return min(found, default=None)


def _is_base64_of_bytes(run: Run, text: str, deeper: Deeper) -> bool:
    """Say whether a run is bytes that begin as no file does: the middle of one, or in disguise."""
    data = _bytes_of(run.digits.translate(_STANDARD))
    if _is_text(data):
        return deeper(data.decode("latin-1"))
    pieces = [text[first:end] for first, end in run.spans]
    lines = [one for one in pieces if len(one) >= 32 and not _HEX_TOKEN.fullmatch(one)]
    if len(run.digits) >= 96 and _even(run.spans) and not _HEX_TOKEN.fullmatch(run.digits):
        return _mixed(run.digits)
    much = sum(map(len, lines)) >= 96 or any(len(one) >= 64 for one in lines)
    return much and _mixed("".join(lines))


def _is_hexadecimal_of_bytes(run: Run, deeper: Deeper) -> bool:
    data = bytes.fromhex(run.digits[: len(run.digits) // 2 * 2])
    if _is_text(data):
        return deeper(data.decode("latin-1"))
    said = run.digits.lower()
    share = sum(said.count(one) for one in "abcdef") / len(said)
    lines = all(end - first >= 32 for first, end in run.spans[:-1])
    various = len(set(said)) >= 12 and 0.05 <= share <= 0.8
    return len(said) >= MANY_DIGITS and various and (lines or _even(run.spans))


def _is_text(data: bytes) -> bool:
    return len(data.translate(None, _PRINTED)) < 0.05 * len(data)


def _mixed(digits: str) -> bool:
    """Say whether small letters, capitals and figures change places as they do in code."""
    return all(one.search(digits) for one in _CLASSES) and _changing(digits)


def _changing(digits: str) -> bool:
    return len(_CHANGES.findall(digits)) >= 0.35 * len(digits)
