"""People whom the host knows."""

from datetime import date

import pytest

from tests.builder.paper import AMY, BEN, KINDS, SIGNER, TESS, ask, drawn, fill, page
from yipplugin.form import Question
from yipplugin.values import Person

HOST = {one.ref: one for one in (AMY, BEN, TESS)}
COUSIN = Person("other:ab12cd34", "Cousin C", kind="other", relation="cousin", age_band="18_over")


def find(kind, text):
    return [one for one in HOST.values() if one.kind == kind and text.lower() in one.name.lower()]


def get(kind, ref):
    one = HOST.get(ref)
    return one if one and one.kind == kind else None


def filled(*posted, question=None, **around):
    pairs = [(f"q{ending}", value) for ending, value in posted]
    question = question or Question("q", "person", "Who?", required=True)
    return fill(question, posted=pairs, find=find, get=get, **around)


def offered(filling):
    return [one.text.strip() for one in page(filling).of("yip-choice-label")]


def test_a_search_offers_those_whom_the_host_finds_and_goes_to_the_first():
    filling = filled(("-find", "am"))
    assert filling.adjust({"_find": "q"})
    assert offered(filling) == ["Amy Ash (Year 9, 9B)"]
    shown = page(filling)
    assert "autofocus" in shown.by_id(filling.focus).attrs
    assert shown.by_id(filling.focus).attrs["value"] == "pupil:1"
    assert "1 person found." in drawn(filling)
    assert not filling.summary


def test_the_enter_key_searches_where_a_name_waits_and_only_there():
    assert filled(("-find", "am")).adjust({"_enter": "1"})
    assert not filled(("-find", "am"), ("", "pupil:1")).adjust({"_enter": "1"})
    assert not filled(("-find", " ")).adjust({"_enter": "1"})


def test_a_search_that_finds_nobody_or_says_too_little_says_what_to_do():
    filling = filled(("-find", "zz"))
    filling.adjust({"_find": "q"})
    assert "Nobody called “zz” was found. Check the spelling" in drawn(filling)
    filling = filled(("-find", " a "))
    filling.adjust({"_find": "q"})
    assert "Type at least two letters" in drawn(filling)
    assert filling.focus == "yip-q-find"


def test_a_long_list_is_cut_and_says_so():
    many = [Person(f"pupil:{n}", f"Amy {n}") for n in range(30)]
    filling = fill(
        Question("q", "person", "Who?"), posted=[("q-find", "Amy")], find=lambda kind, text: many
    )
    filling.adjust({"_find": "q"})
    assert len(page(filling).of("yip-choice")) == 21, "twenty people, and nobody"
    assert "20 people found. There are more" in drawn(filling)


def test_whoever_was_chosen_is_kept_as_the_host_describes_them_now():
    pupil = Person("pupil:9", "Jo", born=date(2012, 2, 29), year="9", flags={"sen": "yes"})
    _, answer = ask("person", ("", "pupil:9"), around={"get": lambda kind, ref: pupil})
    assert answer == {
        "ref": "pupil:9",
        "name": "Jo",
        "kind": "pupil",
        "born": "2012-02-29",
        "year": "9",
        "group": "",
        "flags": {"sen": "yes"},
    }
    assert KINDS["person"].feeds(answer) == ("pupil:9",)


def test_nothing_but_the_ref_is_taken_from_the_browser():
    filling = filled(("", "pupil:1"), ("-name", "Somebody Else"), ("-kind", "staff"))
    assert filling.validate()
    assert filling.answers()["q"]["name"] == "Amy Ash"


@pytest.mark.parametrize("ref", ["pupil:404", "staff:7", "<script>"])
def test_a_ref_that_names_nobody_of_that_kind_is_refused(ref):
    filling = filled(("", ref))
    assert not filling.validate()
    assert filling.answers() == {}
    assert filling.summary[0][1] == "We cannot find that person now. Find and choose “Who?” again"


def test_a_name_that_was_typed_but_not_chosen_is_never_dropped_in_silence():
    filling = filled(("-find", "ben"), question=Question("q", "person", "Who?"))
    assert not filling.validate()
    assert filling.summary == [("yip-q-1", "Choose the person you mean: “Who?”")]
    assert offered(filling) == ["Ben Moss (Year 10, 10A)", "Nobody"]
    filling = filled(("-find", "zz"), question=Question("q", "person", "Who?"))
    assert not filling.validate()
    assert filling.summary == [("yip-q-find", "Nobody called “zz” was found: “Who?”")]


def test_nobody_is_an_answer_where_the_question_may_be_left_out():
    filling = filled(("", ""), ("-find", "amy"), question=Question("q", "person", "Who?"))
    assert filling.validate()
    assert filling.answers() == {}
    required = filled(("", ""))
    assert not required.validate()
    assert required.summary[0][1] == "Find and choose a person for “Who?”"


def test_the_people_of_the_case_need_no_search():
    assert offered(filled(people=[AMY, TESS, BEN, COUSIN])) == [
        "Amy Ash (Year 9, 9B)",
        "Ben Moss (Year 10, 10A)",
    ]


@pytest.mark.parametrize(
    ("of", "names"),
    [
        ("pupil", ["Amy Ash (Year 9, 9B)"]),
        ("staff", ["Tess Archer (staff)"]),
        ("anyone", ["Amy Ash (Year 9, 9B)", "Cousin C (cousin)", "Tess Archer (staff)"]),
    ],
)
def test_an_author_says_who_may_be_chosen_and_staff_may_choose_themselves(of, names):
    question = Question("q", "person", "Who?", required=True, options={"of": of})
    filling = filled(question=question, people=[AMY, COUSIN], signer=SIGNER)
    assert offered(filling) == names


def test_somebody_outside_the_school_stays_who_they_were_said_to_be():
    question = Question("q", "person", "Who?", options={"of": "anyone"})
    filling = filled(("", COUSIN.ref), question=question, people=[COUSIN])
    assert filling.validate()
    assert filling.answers()["q"] == {
        "ref": "other:ab12cd34",
        "name": "Cousin C",
        "kind": "other",
        "relation": "cousin",
        "age_band": "18_over",
    }


def test_a_correction_keeps_a_person_whom_the_host_no_longer_knows():
    gone = {"ref": "pupil:50", "name": "Left School", "kind": "pupil", "born": None}
    question = Question("q", "person", "Who?", required=True)
    filling = fill(question, kept={"q": gone}, get=get)
    assert page(filling).sent() == [("q", "pupil:50"), ("q-find", "")]
    assert filling.validate()
    assert filling.answers() == {"q": gone}
    again = filled(("", "pupil:50"), kept={"q": gone})
    assert again.validate()
    assert again.answers() == {"q": gone}


def test_two_people_with_the_same_words_are_told_apart_by_birth():
    twins = [Person("p:1", "Sam", born=date(2012, 1, 1)), Person("p:2", "Sam")]
    assert offered(filled(people=twins)) == ["Sam, born 2012-01-01", "Sam, born not known"]


def test_a_search_goes_to_somebody_of_the_case_who_is_on_the_list_already():
    filling = filled(("-find", "ben"), people=[AMY, BEN])
    filling.adjust({"_find": "q"})
    assert offered(filling) == ["Amy Ash (Year 9, 9B)", "Ben Moss (Year 10, 10A)"]
    assert page(filling).by_id(filling.focus).attrs["value"] == "pupil:2"
    assert "1 person found." in drawn(filling)


def test_the_search_text_comes_back():
    assert ("q-find", "amy") in page(filled(("-find", "amy"))).sent()
    assert ["q-find", "amy"] in filled(("-find", "amy")).raw()
