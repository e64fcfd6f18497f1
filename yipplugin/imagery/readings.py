"""A text as it stands, and as it reads once escapes are taken for what they mean."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]
"""Where something stands in a text: its first character, and the one after its last."""

DEEPEST = 3
"""How often an escape is taken for what it means: ``%2525`` is ``%`` after three times."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
    "\uff01-\uff5e\U0001d400-\U0001d7ff]"
)
"""Characters that nobody sees, and letters that only look other than plain ones."""

_ESCAPES = re.compile(
    r"""
    &\#[0-9]{1,7};?  |  &\#[xX][0-9A-Fa-f]{1,6};?  |  &[A-Za-z]{2,8};
  | %[0-9A-Fa-f]{2}  |  =[0-9A-F]{2}  |  =[ \t]{0,8}\r?\n
  | \\x[0-9A-Fa-f]{2}  |  \\u00[0-9A-Fa-f]{2}  |  \\[0-3][0-7]{2}
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Reading:
    """A text made out of another one; each piece knows where it came from.

    ``begins`` are where the pieces begin in ``text``, ``came`` where they stood in the text of
    ``before``. Only a piece that is as long as what it was made of is read letter by letter.
    """

    text: str
    begins: tuple[int, ...] = ()
    came: tuple[Span, ...] = ()
    before: "Reading | None" = None

    def span(self, first: int, end: int) -> Span:
        """Return where in the very first text this part of the reading stands."""
        if self.before is None:
            return first, end
        return self.before.span(self._from(first), self._from(end - 1, last=True))

    def _from(self, at: int, *, last: bool = False) -> int:
        piece = bisect_right(self.begins, at) - 1
        start, end = self.came[piece]
        following = self.begins[piece + 1] if piece + 1 < len(self.begins) else len(self.text)
        if following - self.begins[piece] == end - start:
            return start + at - self.begins[piece] + last
        return end if last else start


def readings(text: str) -> Iterator[Reading]:
    """Yield ``text`` as people see it, then as it reads with its escapes taken away."""
    reading = _rewritten(Reading(text), _UNSEEN, _seen)
    yield reading
    for _ in range(DEEPEST):
        further = _rewritten(reading, _ESCAPES, _meant)
        if further is reading:
            return
        reading = further
        yield reading


def _rewritten(before: Reading, pattern: re.Pattern[str], meant: Callable[[str], str]) -> Reading:
    """Return the text with each match of ``pattern`` replaced, or itself where there is none."""
    text, parts, begins, came = before.text, list[str](), list[int](), list[Span]()
    done = length = 0

    def take(part: str, start: int, end: int) -> None:
        nonlocal length
        if part:
            parts.append(part)
            begins.append(length)
            came.append((start, end))
            length += len(part)

    for found in pattern.finditer(text):
        take(text[done : found.start()], done, found.start())
        take(meant(found.group()), found.start(), found.end())
        done = found.end()
    if not done:
        return before
    take(text[done:], done, len(text))
    return Reading("".join(parts), tuple(begins), tuple(came), before)


def _seen(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if plain.isascii() else ""


def _meant(escape: str) -> str:
    if escape[0] == "&":
        number = re.fullmatch(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?", escape)
        if number is None:
            return html.unescape(escape)
        code = int(number[1], 16) if number[1] else int(number[2])
        return chr(code) if code < 0x110000 else ""
    if escape[0] == "\\" and escape[1] not in "xu":
        return chr(int(escape[1:], 8))
    digits = escape[-2:]
    return chr(int(digits, 16)) if digits[-1] != "\n" else ""
