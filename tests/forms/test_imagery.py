"""The first wall: image data that is pasted into text is taken out, and the text stays."""

import base64
import random
import textwrap
import time

import pytest

from tests.builder.paper import ask, drawn, fill
from yipplugin import shipped
from yipplugin.form import Question

imagery = shipped.module("yipplugin.forms.fields.imagery")
BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF" + random.Random(7).randbytes(900)  # noqa: S311
RUN = base64.b64encode(BYTES).decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)).decode()
IMAGES = {
    "a data URI": f"data:image/png;base64,{RUN}",
    "a data URI in capitals": f"DATA:IMAGE/JPEG;BASE64,{RUN}",
    "a short data URI": "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "a data URI without base64": "data:image/svg+xml,%3Csvg%20xmlns%3D%22http%22%3E%3C/svg%3E",
    "a run": RUN,
    "a run for addresses": RUN.replace("+", "-").replace("/", "_"),
    "lines of mail": "\r\n".join(textwrap.wrap(RUN, 76)),
    "lines of mail, the last one short": "\n".join(textwrap.wrap(RUN[:1170], 76)),
    "the beginning of a small PNG": PNG,
    "hexadecimal": BYTES.hex(),
}


@pytest.mark.parametrize("kind", ["short text", "long text"])
@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_image_data_is_refused_and_the_rest_of_the_text_kept(kind, image):
    question = Question("q", kind, "What?", options={"max": "20000"})
    filling = fill(question, posted=[("q", f"Amy said {image} was sent")])
    assert not filling.validate()
    assert filling.answers() == {}
    assert filling.raw() == [["q", f"Amy said {imagery.REMOVED} was sent"]]
    assert image not in drawn(filling)


def test_the_refusal_explains_the_law_and_what_to_do():
    error, _ = ask("long text", ("", RUN))
    assert error == imagery.WHY
    assert "offence" in error
    assert "say in words" in error


def test_what_is_left_is_accepted_when_it_is_sent_again():
    assert ask("long text", ("", f"She sent {imagery.REMOVED} to Ben"))[0] == ""


@pytest.mark.parametrize(
    "kind", ["number", "date", "person", "other person", "one of", "date and time"]
)
def test_no_input_of_any_kind_gives_image_data_back(kind):
    endings = ["", "-find", "-name", "-relation", "-age_band", "-day", "-year", "-time"]
    filling = fill(Question("q", kind, "What?"), posted=[(f"q{one}", RUN) for one in endings])
    assert not filling.validate()
    assert RUN not in str(filling.raw())
    assert RUN not in drawn(filling)


@pytest.mark.parametrize(
    "text",
    [
        "aaaaaaaaaa" * 40,
        "https://example.org/a/long-address/" + "with-parts/" * 10 + "?q=1&page=2",
        "The data: image, and what was said, are in the record.",
        "Pupil 123456 told 654321, who told Ms A/B. " * 50,
        "0123456789" * 30,
    ],
)
def test_what_people_write_is_left_alone(text):
    assert imagery.without_images(text) == text


@pytest.mark.parametrize("text", ["A1b/" * 200_000, "A1b " * 200_000, "data:" * 200_000])
def test_a_huge_text_is_searched_in_a_moment(text):
    began = time.process_time()
    imagery.without_images(text)
    assert time.process_time() - began < 2
