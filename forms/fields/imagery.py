"""A first wall against imagery: image data that somebody pastes into a text answer is taken out.

Nobody may copy, keep or pass on an indecent image of a child, a school no more than anybody else.
Text is all that a form ever takes; this finds the forms in which an image can be text.
"""

import re

REMOVED = "[image data removed]"
"""What stands where image data was."""

WHY = (
    "This answer held image data, which we took out and did not keep. Making, keeping or passing "
    "on an indecent image of a child is a criminal offence, for a school too and with the best of "
    "intentions. Leave the image where it is, and say in words what you were told"
)
"""The law in plain words, for whoever pasted it."""

_DATA_URI = re.compile(
    r"data:(?:[a-z]{1,20}/[a-z0-9.+-]{1,60}(?:;[^\s,]{0,80})?|[^\s,]{0,80};base64),\S*", re.I
)
_RUN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{200,}={0,2}")
_WRAPPED = re.compile(
    r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{50,}(?:\s{1,4}[A-Za-z0-9+/]{50,}){2,}"
    r"(?:={1,2}|\s{1,4}(?:[A-Za-z0-9+/]+={1,2}|[A-Za-z0-9+/]{20,}))?"
)
_BEGINNINGS = re.compile(
    # How JPEG, PNG, GIF, WebP, TIFF, and HEIC or MP4 files begin once they are base64.
    r"(?<![A-Za-z0-9+/_-])(?:/9j/|iVBORw0KGgo|R0lGOD[dl]h|UklGR|SUkqA|TU0AK|AAAA[A-Za-z0-9+/]{2}Z0eX)"
    r"[A-Za-z0-9+/_-]{24,}={0,2}"
)


def without_images(text: str) -> str:
    """Return ``text`` with image data taken out, and everything else as it was typed."""
    if len(text) < 24:
        return text
    text = _DATA_URI.sub(REMOVED, text)
    text = _WRAPPED.sub(lambda found: _judged(found.group()), text)
    text = _RUN.sub(lambda found: _judged(found.group()), text)
    return _BEGINNINGS.sub(REMOVED, text)


def _judged(run: str) -> str:
    """Take out a long run that is mixed as encoded data is, and no key that was leant on."""
    kinds = sum(bool(re.search(kind, run)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    return REMOVED if kinds == 3 or (kinds == 2 and re.fullmatch(r"[0-9a-fA-F\s]+", run)) else run
