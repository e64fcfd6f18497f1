"""The imagery wall: image data is found in whatever is typed, and never kept.

Nobody may copy, keep or pass on an indecent image of a child, a school no more than anybody else.
Text is all that a form ever takes, so this knows the ways in which an image can be text: as base64
or hexadecimal digits, wrapped, cut up or split over several answers; as bytes that were taken for
letters; as markup that draws or fetches one; as a link to a picture or a video. It is no censor: a
person who wants to can describe an image in words, or hide one in words, and no program finds that.

- Pages take image data out and keep the rest: ``without_images``, ``without_images_in``.
- Services refuse what still holds some: ``refuse_images``.
- Policy packs are refused with the line: ``images_among``.
- Requests whose body is a file are refused at the door: ``looks_like_a_file``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from yipplugin.errors import ImageryRefused
from yipplugin.imagery.files import LOOKED_AT as LOOKED_AT
from yipplugin.imagery.files import looks_like_a_file as looks_like_a_file
from yipplugin.imagery.looking import Spans, merged
from yipplugin.imagery.looking import images_among as images_among

REMOVED = "[image data removed]"
"""What stands where image data was."""

WHY = (
    "This answer held image data, or a link to an image or video, which we took out and did not "
    "keep. Making, keeping or passing on an indecent image of a child is a criminal offence, for a "
    "school too and with the best of intentions. Leave the image where it is, and say in words "
    "what you were told"
)
"""The law in plain words, for whoever pasted it."""

REFUSED = (
    "Nothing was kept, because what was sent held image data, or a link to an image or video. "
    "Making, keeping or passing on an indecent image of a child is a criminal offence, for a "
    "school too. Leave the image where it is, and say in words what you were told."
)
"""The same for what was refused as a whole."""

MOST_ROUNDS = 4
"""How often a text is looked at again after something was taken out of it."""

A_KEY = "(a key)"
"""What a path says in the place of a key that may be something typed."""

_TAKEN_OUT = re.compile(re.escape(REMOVED))
_NAME = re.compile(r"[a-z][A-Za-z0-9_-]{0,59}")

Typed = TypeVar("Typed")
Visit = Callable[[str, str], str]
"""Takes where a text stands and the text, and returns what is to stand there."""


def without_images(text: str) -> str:
    """Return ``text`` with image data taken out, and everything else as it was typed."""
    return _cleaned([text])[0]


def without_images_in(value: Typed) -> Typed:
    """Return ``value`` (text, or plain JSON of it) with image data taken out, keys and all.

    It is judged as one submission, so that what was split over several answers is found.
    """
    cleaned = iter(_cleaned([text for _, text in _texts(value)]))
    walked: Typed = _walk(value, "", lambda *_: next(cleaned))
    return walked


def where_images_are(value: object) -> tuple[str, ...]:
    """Return where in ``value`` image data stands, such as ``answers.pupils[0].notes``.

    Nothing of what was typed stands in a path, but for keys, which are those of questions.
    """
    found = _texts(value)
    spans = images_among([text for _, text in found])
    paths = (path for (path, _), where in zip(found, spans, strict=True) if where)
    return tuple(dict.fromkeys(paths))


def refuse_images(**parts: object) -> None:
    """Refuse a submission that holds image data: the services' wall, behind that of the pages.

    :param parts: what is to be kept, by name: ``answers=…, reason=…, reasons=…``.
    :raises ImageryRefused: with the paths of what holds some.
    """
    paths = where_images_are(parts)
    if paths:
        raise ImageryRefused(REFUSED, paths)


def _cleaned(texts: Sequence[str]) -> list[str]:
    """Return texts without image data; what is left is looked at again, for it may be new code."""
    kept = list(texts)
    for turn in range(MOST_ROUNDS):
        found = images_among(kept)
        if not any(found):
            break
        last = turn == MOST_ROUNDS - 1
        for number, spans in enumerate(found):
            if spans:
                kept[number] = REMOVED if last else _taken_out(kept[number], spans)
    return kept


def _taken_out(text: str, spans: Spans) -> str:
    # What was taken out before is taken out with its neighbour, so that it is never cut in two.
    before = [found.span() for found in _TAKEN_OUT.finditer(text)]
    parts: list[str] = []
    done = 0
    for first, end in merged(text, [*spans, *before]):
        parts += (text[done:first], REMOVED)
        done = end
    return "".join([*parts, text[done:]])


def _texts(value: object) -> list[tuple[str, str]]:
    """Return every text of ``value``, with where it stands."""
    found: list[tuple[str, str]] = []

    def note(path: str, text: str) -> str:
        found.append((path, text))
        return text

    _walk(value, "", note)
    return found


def _walk(value: Any, path: str, visit: Visit) -> Any:
    """Return ``value`` with each of its texts as ``visit`` gives it back."""
    if isinstance(value, str):
        return visit(path, value)
    if isinstance(value, Mapping):
        walked: dict[Any, Any] = {}
        for key, one in value.items():
            step = key if isinstance(key, str) and _NAME.fullmatch(key) else A_KEY
            step = f"{path}.{step}" if path else step
            name = visit(step, key) if isinstance(key, str) else key
            inside = _walk(one, step, visit)
            walked[name if name not in walked else f"{name} {len(walked)}"] = inside
        return walked
    if isinstance(value, list | tuple):
        inside = [_walk(one, f"{path}[{place}]", visit) for place, one in enumerate(value)]
        return inside if isinstance(value, list) else tuple(inside)
    return value
