"""Bytes that stand in a text in rarer codes: uuencode, base32 and base85."""

import re
from base64 import a85decode, b32decode, b85decode
from binascii import Error, a2b_uu
from collections.abc import Iterator

from yipplugin.imagery.files import INSIDE, find_file
from yipplugin.imagery.readings import Span

_UU = re.compile(
    r"(?:^begin(?:-base64)?\s[0-7]{3,4}\s[^\n]{1,200}\n)?(?<!\S)(?:M[ -`]{60}\r?(?:\n|\Z))++"
    r"(?:[!-L][ -`]{0,60}\r?(?:\n|\Z)(?:`?\r?\n)?(?:end\b)?)?+",
    re.MULTILINE,
)
_UU_BEGUN = re.compile(r"^begin(?:-base64)?\s[0-7]{3,4}\s[^\n]{1,200}\n(?:[ -`]{1,80}\n?)*+", re.M)
_BASE32 = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z2-7]{32}[A-Za-z2-7]*+(?:\s{1,4}+[A-Za-z2-7]{16,}+)*+={0,6}"
)
_BASE85 = re.compile(r"(?<!\S)\S{40}\S*+(?:\s{1,4}+\S{20,}+)*+")
_LONG = re.compile(r"\S{32}")
_BEGUN = 1000
"""How many characters of base85 are looked at: a file begins at once."""


def otherwise_coded(text: str) -> Iterator[Span]:
    """Yield where a file stands in one of the rarer codes."""
    for found in _UU.finditer(text):
        if found.group().count("\n") > 2 or _is_uu_file(found.group()):
            yield found.span()
    yield from (found.span() for found in _UU_BEGUN.finditer(text) if _is_uu_file(found.group()))
    if not _LONG.search(text):
        return
    for found in _BASE32.finditer(text):
        if find_file(_from_base32("".join(found.group().split()))) is not None:
            yield found.span()
    for found in _BASE85.finditer(text):
        begun = "".join(found.group()[:_BEGUN].split()).removeprefix("<~").removesuffix("~>")
        if any(find_file(data) in (0, INSIDE) for data in _from_base85(begun)):
            yield found.span()


def _is_uu_file(code: str) -> bool:
    lines = [line for line in code.splitlines() if not line.startswith("begin")]
    try:
        return bool(lines) and find_file(a2b_uu(lines[0])) is not None
    except Error:
        return False


def _from_base32(code: str) -> bytes:
    digits = code.rstrip("=").upper()
    return b32decode(digits[: len(digits) // 8 * 8])


def _from_base85(code: str) -> Iterator[bytes]:
    for decode in (a85decode, b85decode):
        try:
            yield decode(code)
        except ValueError:
            continue
