"""Somebody whom the host does not know."""

import re

import pytest

from tests.builder.paper import KINDS, ask, fill, page
from yipplugin.form import Question

COUSIN = (("-name", " Cousin C "), ("-relation", "cousin"), ("-age_band", "18_over"))


def test_a_person_is_kept_with_a_ref_that_says_nothing_about_them():
    error, answer = ask("other person", *COUSIN)
    ref = answer.pop("ref")
    assert error == ""
    assert answer == {
        "name": "Cousin C",
        "kind": "other",
        "relation": "cousin",
        "age_band": "18_over",
    }
    assert re.fullmatch("other:[0-9a-f]{16}", ref)
    assert KINDS["other person"].feeds({**answer, "ref": ref}) == (ref,)


def test_one_person_stays_one_through_the_page_and_a_correction():
    question = Question("q", "other person", "Who?")
    served = dict(page(fill(question)).sent())["q-ref"]
    _, answer = ask("other person", *COUSIN, ("-ref", served))
    assert answer["ref"] == served
    corrected = fill(question, kept={"q": answer})
    assert corrected.validate()
    assert corrected.answers() == {"q": answer}


@pytest.mark.parametrize(
    "ref", ["pupil:1", "other:", "other:XYZ", "other:ab\n", "other:" + "a" * 99]
)
def test_a_ref_that_is_not_ours_is_replaced(ref):
    _, answer = ask("other person", *COUSIN, ("-ref", ref))
    assert answer["ref"] != ref
    assert re.fullmatch("other:[0-9a-f]{16}", answer["ref"])


def test_the_ref_alone_is_no_answer():
    assert ask("other person", ("-ref", "other:ab12cd34")) == ("", None)
    error, _ = ask("other person", ("-ref", "other:ab12cd34"), required=True)
    assert error == "Write who it is: “What?”"


def test_their_age_is_never_assumed_and_not_known_is_an_answer():
    filling = fill(Question("q", "other person", "Who?"), posted=[("q-name", "C")])
    assert not filling.validate()
    assert filling.summary[0][0] == "yip-q-age_band"
    assert "Choose about how old they are" in filling.summary[0][1]
    assert ask("other person", ("-name", "C"), ("-age_band", "unknown"))[1]["age_band"] == "unknown"


@pytest.mark.parametrize(
    ("posted", "where"),
    [
        ([("-relation", "cousin"), ("-age_band", "unknown")], "yip-q-name"),
        ([("-name", "C" * 201), ("-age_band", "unknown")], "yip-q-name"),
        ([*COUSIN[::2], ("-relation", "c" * 201)], "yip-q-relation"),
        ([("-name", "C"), ("-age_band", "40")], "yip-q-age_band"),
    ],
)
def test_what_is_still_needed_is_asked_for_where_it_goes(posted, where):
    typed = [(f"q{ending}", value) for ending, value in posted]
    filling = fill(Question("q", "other person", "Who?"), posted=typed)
    assert not filling.validate()
    assert filling.summary[0][0] == where
    assert "aria-invalid" in page(filling).by_id(where).attrs or where.endswith("age_band")


def test_they_are_shown_in_words():
    show, question = KINDS["other person"].show, Question("q", "other person")
    _, answer = ask("other person", *COUSIN)
    assert show(question, answer) == "Cousin C (cousin, 18 or over)"
    unknown = {**answer, "relation": "", "age_band": "unknown"}
    assert show(question, unknown) == "Cousin C (age not known)"
