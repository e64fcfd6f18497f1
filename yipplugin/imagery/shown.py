"""Bytes that stand in a text as the letters that a program took them for."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from yipplugin.imagery.readings import Span

_STRANGE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x81-\x84\x86-\x90\x98\x9a-\x9f\ufffd]"
    "|[\xa1-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{8}"
)
"""What no keyboard types, or nobody in this order; in bytes taken for text, every fourth or so.

Without the quotation marks and dashes that mail in a wrong alphabet leaves behind.
"""

_BEGINNINGS = re.compile(
    r"""
    ÿØÿ[À-þ]  |  \ufffd{2,4}.{0,6}(?:JFIF|Exif)
  | [\x89\u2030\ufffd]PNG
  | GIF8[79]a(?=.{0,12}[\x00-\x08\x0e-\x1f\ufffd])
  | RIFF.{1,6}(?:WEBP|AVI\x20)
  | \x00\x00.{1,3}ftyp[\x20-\x7e]{3}
  | [\x00-\x08\x0e-\x1f\ufffd]{0,8}
    ftyp(?:hei[cx]|m[is]f1|avi[fs]|isom|iso[2-6]|mp4[12]|M4V\x20|qt\x20)
  | \x00.{1,4}(?:moov|mdat|wide|pnot)
  | BM.{2,6}\x00{4}
  | II[*+]\x00  |  MM\x00[*+]  |  \x1aE[ß\ufffd][£\ufffd]
  | \x00\x00\x00\x0c(?:jP|JXL)\x20  |  8BPS\x00  |  FLV\x01  |  OggS\x00
  | PK\x03\x04  |  Rar!\x1a  |  7z[\ufffd¼].'\x1c
    """,
    re.DOTALL | re.VERBOSE,
)
_PDF = re.compile(r"%PDF-[0-9]")
_PDF_PARTS = re.compile(
    r"""\b[0-9]{1,7}\ [0-9]{1,5}\ obj\b | \bendobj\b | \bendstream\b | \bstartxref\b
    | %%EOF | <<\s?/ | (?<=[\s<\[])/(?:Type|Catalog|Pages|XObject|Filter|Subtype|MediaBox)\b
    """,
    re.VERBOSE,
)
_PDF_WORDS = ("%PDF", "%%EOF", "obj", "endstream", "startxref", "<<")
FEW = 3
"""How many words of a PDF make one; somebody may write one of them by chance."""

_SPACE = re.compile(r"[ \t\n]")
_PROSE = re.compile(r"\b[A-Za-z]{2,20},? [A-Za-z]{2,20},? [A-Za-z]{2,20}\b")

APART = 400
"""How many ordinary letters may stand between two strange ones of one file, if they say nothing."""

NEAR = 48
"""How far a file goes on before its first strange letter, and after its last one."""

DENSE = ((8, 5, 0.08), (4, 3, 0.15))
"""How many strange letters make a file of it, of how many kinds, among how many others.

Mail in a wrong alphabet has few of them, and of few kinds.
"""


def shown_bytes(text: str) -> Iterator[Span]:
    """Yield where the bytes of a file stand in ``text`` as letters."""
    yield from _documents(text)
    begun = [found.start() for found in _BEGINNINGS.finditer(text)]
    yield from ((at, _to_space(text, at + 4)) for at in begun)
    for first, end, dense in _stretches(text):
        near = bisect_left(begun, first - NEAR)
        if near < len(begun) and begun[near] < end:
            yield begun[near], _to_space(text, end)
        elif dense:
            yield _from_space(text, first), _to_space(text, end)


def _documents(text: str) -> Iterator[Span]:
    """Yield a PDF from its beginning to its end; where one of them is missing, all that is there.

    Most of it is words and figures, so that there is no telling where one goes on in prose.
    """
    if not any(word in text for word in _PDF_WORDS):
        return
    begun, parts = _PDF.search(text), list(_PDF_PARTS.finditer(text))
    if begun or len(parts) >= FEW:
        closed = parts and parts[-1].group() == "%%EOF"
        yield begun.start() if begun else 0, parts[-1].end() if closed else len(text)


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield from where to where strange letters stand, and whether they are dense."""
    first = end = strange = 0
    kinds: set[str] = set()
    for found in _STRANGE.finditer(text):
        apart = found.start() - end
        if kinds and (apart > APART or (apart > NEAR and _PROSE.search(text, end, found.start()))):
            yield first, end, _dense(strange, kinds, end - first)
            strange, kinds = 0, set()
        if not kinds:
            first = found.start()
        strange += len(found.group())
        kinds.add(found.group()[0])
        end = found.end()
    if kinds:
        yield first, end, _dense(strange, kinds, end - first)


def _dense(strange: int, kinds: set[str], among: int) -> bool:
    # No keyboard at all types the letter number nought, and files are full of it.
    various = len(kinds) + 2 * ("\x00" in kinds)
    return any(
        strange >= many and various >= kinds_needed and strange >= share * among
        for many, kinds_needed, share in DENSE
    )


def _to_space(text: str, at: int) -> int:
    space = _SPACE.search(text, at, at + NEAR)
    return space.start() if space else min(at + NEAR, len(text))


def _from_space(text: str, at: int) -> int:
    start = max(at - NEAR, 0)
    return max(start, *(text.rfind(one, start, at) + 1 for one in " \t\n"))
