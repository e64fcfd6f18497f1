"""No pack holds image data, in its words or beside them, and no message quotes any."""

import base64
import random

import pytest

from yipplugin.packs.files import IMAGE
from yipplugin.packs.library import Library
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_pack

BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + random.Random(3).randbytes(300)  # noqa: S311
CODE = base64.b64encode(BYTES).decode()
FOLDED = "\n    ".join(CODE[at : at + 40] for at in range(0, len(CODE), 40))
ESCAPED = "".join(f"\\x{ord(one):02x}" for one in CODE)
SPELT = "".join(f"\\U{ord(one):08x}" for one in CODE)
P, TITLE = "policy.yaml", "title: A pupil"
EDITS = {
    "words": (P, TITLE, f"title: {CODE} A pupil"),
    "words in quotation marks": (P, TITLE, f'title: "{CODE}" # A pupil'),
    "words that are folded": (P, TITLE, f"title: >\n    {FOLDED}\nmore: A pupil"),
    "words with escapes": (P, TITLE, f'title: "{ESCAPED}" # A pupil'),
    "words that YAML alone can read": (P, TITLE, f'title: "{SPELT}" # A pupil'),
    "a key": (P, TITLE, f"{CODE[:160]}: A pupil"),
    "a comment": (P, TITLE, f"# {CODE}\n{TITLE}"),
    "a comment at the end of a line": (P, "version: 1\n", f"version: 1 # {CODE}\n"),
    "hexadecimal digits": (P, TITLE, f"# {BYTES.hex(' ')}\n{TITLE}"),
    "a data URI": (P, TITLE, f"# data:image/png;base64,{CODE}\n{TITLE}"),
    "a link to an image": (P, TITLE, f"# https://example.org/a/photo.jpg?size=9\n{TITLE}"),
    "a link to a shared album": (P, TITLE, f"# https://photos.app.goo.gl/AbCdEf123\n{TITLE}"),
    "markup": (P, TITLE, f"# <img src=x>\n{TITLE}"),
    "a hint of a form": ("forms/talk.yaml", "What worried them?", f"{CODE}"),
    "the lock": ("published.yaml", "", f"forms: {{}} # {CODE}\n"),
}


@pytest.mark.parametrize(("file", "old", "new"), EDITS.values(), ids=EDITS)
def test_image_data_is_told_with_its_file_and_line_and_not_quoted(told, file, old, new):
    found = told((file, old, new))
    assert {one.message for one in found.problems} == {f"{IMAGE}."}
    assert {one.file for one in found.problems} == {file}
    said = " ".join(map(str, found.problems))
    assert not any(CODE[at : at + 12] in said for at in range(len(CODE) - 12))


def test_image_data_that_is_split_over_two_files_is_found_in_both(told):
    half = len(CODE) // 2
    found = told(
        (P, TITLE, f"# {CODE[:half]}\n{TITLE}"), ("forms/talk.yaml", "", f"# {CODE[half:]}")
    )
    assert {one.file for one in found.problems} == {P, "forms/talk.yaml"}


@pytest.mark.parametrize("code", [BYTES.hex()[:64], BYTES.hex()])
def test_a_file_is_not_named_by_image_data(texts, kinds, code):
    files = {**texts, f"clauses/{code}.yaml": "X-1: {says: More., kind: principle}\n"}
    with pytest.raises(PackRefused) as refused:
        read_pack(files, kinds)
    assert code[:24] not in str(refused.value)


def test_what_is_logged_of_a_spoilt_pack_has_nothing_of_it(tmp_path, texts, kinds, caplog):
    for name, text in texts.items():
        (tmp_path / "one" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "one" / name).write_text(text)
    library = Library([tmp_path], kinds)
    before = library.policy("missing-pupil")
    (tmp_path / "one" / P).write_text(f"{texts[P]}# {CODE}\n")
    assert library.policy("missing-pupil") is before
    assert IMAGE in caplog.text
    assert CODE[:24] not in caplog.text


def test_links_to_pages_and_digests_are_welcome(clean):
    said = "# See https://www.gov.uk/guidance/x-y?id=3f2504e0-4f89-41d3-9a0c-0305e82c3301\n"
    digest = f"# {'0123456789abcdef' * 4}\n"
    assert clean((P, TITLE, said + digest + TITLE)).key == "missing-pupil"
