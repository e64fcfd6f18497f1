"""The body of a request is known by how it begins, whatever it says of itself."""

import base64
import gzip
import json
from urllib.parse import urlencode

import pytest

from tests.imagery.pictures import KINDS, TYPES, picture
from yipplugin.imagery import LOOKED_AT, looks_like_a_file


@pytest.mark.parametrize("length", [20, 64, 200, 1000, None])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_known_by_its_first_bytes(kind, length):
    data = picture(kind)[:length]
    if kind == "SVG" and length in (20,):
        data = data[data.index(b"<") :] + b' <svg width="1">'
    assert looks_like_a_file(data)
    assert looks_like_a_file(b"\xef\xbb\xbf\r\n  " + data)


@pytest.mark.parametrize("kind", KINDS)
def test_so_is_one_that_is_in_code(kind):
    data = picture(kind)
    assert looks_like_a_file(f"data:{TYPES[kind]};base64,".encode() + base64.b64encode(data))
    if kind in ("JPEG", "PNG", "GIF"):
        assert looks_like_a_file(base64.b64encode(data))
        assert looks_like_a_file(data.hex().encode())


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"x", mtime=0),
        b"BZh91AY&SY",
        b"\xfd7zXZ\0",
        b"Rar!\x1a\x07",
        b"MZ\x90\0\0",
        b"\x7fELF",
    ],
)
def test_so_is_what_could_hold_one(data):
    assert looks_like_a_file(data)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"account=A+picture",
        urlencode({"account": picture("PNG").decode("latin-1")}).encode(),
        urlencode({"pupils-0-person": "pupil:1", "_sign": "yes"}).encode(),
        json.dumps({"account": "words"}).encode(),
        "Ein Bild, größer als \u20ac5".encode(),
        b"BM is how some words begin, MM too, and II*",
        b"<p>words</p>",
        b"<?xml version='1.0'?><note>words</note>",
    ],
)  # fmt: skip
def test_a_form_and_words_are_none(body):
    assert not looks_like_a_file(body)


def test_a_huge_body_is_looked_at_no_further_than_it_has_to_be():
    assert not looks_like_a_file(b" " * LOOKED_AT + picture("PNG"))
