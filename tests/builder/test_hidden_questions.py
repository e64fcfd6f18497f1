"""Questions that depend on others: asked only where their condition certainly holds."""

import json

import pytest

from tests.builder.paper import KINDS, fill, page
from yipplugin.builder.plan import plan
from yipplugin.conditions import All, Always, AnswerGiven, AnswerIs, Any_, MayBe, Not
from yipplugin.form import Choice, Question

IMAGE = Question("image", "yes no unknown", "Is there an image?")
WHERE = Question("where", "short text", "Where?", required=True, when=AnswerIs("image", ("yes",)))
WHO = Question("who", "short text", "Who saw it there?", required=True, when=AnswerGiven("where"))


def filled(*questions, **typed):
    filling = fill(*questions, posted=list(typed.items()))
    return filling.validate(), filling.answers()


def test_a_question_that_applies_is_asked_and_required():
    assert filled(IMAGE, WHERE, image="yes") == (False, {"image": "yes"})
    assert filled(IMAGE, WHERE, image="yes", where="online")[0]


@pytest.mark.parametrize("answer", ["no", "unknown", ""])
def test_a_question_that_does_not_certainly_apply_is_neither_required_nor_kept(answer):
    valid, answers = filled(IMAGE, WHERE, image=answer, where="online")
    assert valid
    assert "where" not in answers


def test_not_no_does_not_hold_while_nobody_answered_or_nobody_knows():
    where = Question("where", "short text", "Where?", when=Not(AnswerIs("image", ("no",))))
    assert filled(IMAGE, where, where="x")[1] == {}
    assert filled(IMAGE, where, image="unknown", where="x")[1] == {"image": "unknown"}
    assert filled(IMAGE, where, image="yes", where="x")[1] == {"image": "yes", "where": "x"}


def test_what_depends_on_a_hidden_question_is_hidden_with_it():
    typed = {"image": "no", "where": "online", "who": "Ben"}
    assert filled(IMAGE, WHERE, WHO, **typed) == (True, {"image": "no"})
    assert filled(IMAGE, WHERE, WHO, **{**typed, "image": "yes"})[1] == {**typed, "image": "yes"}


def test_the_order_on_the_page_does_not_matter():
    typed = {"image": "no", "where": "online", "who": "Ben"}
    assert filled(WHO, WHERE, IMAGE, **typed) == (True, {"image": "no"})
    assert filled(WHO, WHERE, IMAGE, **{**typed, "image": "yes"})[1] == {**typed, "image": "yes"}


def test_questions_that_wait_for_each_other_are_never_asked():
    egg = Question("egg", "yes no", "Egg?", required=True, when=AnswerGiven("hen"))
    hen = Question("hen", "yes no", "Hen?", required=True, when=AnswerGiven("egg"))
    assert filled(egg, hen, egg="yes", hen="yes") == (True, {})


def test_an_answer_that_cannot_be_kept_counts_as_given_so_that_nothing_jumps_away():
    date = Question("on", "date", "When?")
    how = Question("how", "short text", "How is it known?", required=True, when=AnswerGiven("on"))
    filling = fill(date, how, posted=[("on-day", "31"), ("on-month", "2"), ("on-year", "2026")])
    assert not filling.validate()
    assert [anchor for anchor, _ in filling.summary] == ["yip-on-day", "yip-how"]


def test_what_was_typed_into_a_hidden_question_stays_in_the_draft():
    filling = fill(IMAGE, WHERE, posted=[("image", "no"), ("where", "online")])
    assert filling.validate()
    assert filling.raw() == [["image", "no"], ["where", "online"]]


def test_the_condition_stands_on_the_page_for_the_browser_and_in_words():
    shown = page(fill(IMAGE, WHERE)).by_id("yip-where-question")
    assert json.loads(shown.attrs["data-yip-when"]) == {"answer": "image", "in": ["yes"]}
    assert "If the answer to “Is there an image?” is “Yes”" in shown.text
    assert "data-yip-when" not in page(fill(IMAGE)).by_id("yip-image-question").attrs


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (AnswerGiven("image"), "If you have answered “Image?”"),
        (Not(AnswerGiven("image")), "If you have not answered “Image?”"),
        (AnswerIs("fruit", ("a", "b")), "If the answer to “Fruit?” is “Apple” or “Beet”"),
        (Not(AnswerIs("fruit", ("a",))), "If the answer to “Fruit?” is not “Apple”"),
        (
            All((AnswerIs("image", ("yes",)), AnswerGiven("fruit"))),
            "If the answer to “Image?” is “Yes” and you have answered “Fruit?”",
        ),
        (
            Not(Any_((AnswerIs("image", ("yes",)), AnswerGiven("fruit")))),
            "If the answer to “Image?” is not “Yes” and you have not answered “Fruit?”",
        ),
        (
            Not(All((AnswerGiven("image"), AnswerGiven("fruit")))),
            "If you have not answered “Image?” or you have not answered “Fruit?”",
        ),
        (
            All((AnswerGiven("image"), Any_((AnswerGiven("fruit"), AnswerIs("image", ("no",)))))),
            "If you have answered “Image?” and either you have answered “Fruit?” "
            "or the answer to “Image?” is “No”",
        ),
        (
            MayBe(AnswerIs("image", ("yes",))),
            "If the answer to “Image?” is “Yes”, or that is not known",
        ),
        (Not(MayBe(AnswerIs("image", ("yes",)))), "If the answer to “Image?” is not “Yes”"),
        (Always(), ""),
    ],
)
def test_a_condition_is_said_in_the_words_of_the_questions(condition, words):
    questions = (
        Question("image", "yes no", "Image?"),
        Question("fruit", "one of", "Fruit?", choices=(Choice("a", "Apple"), Choice("b", "Beet"))),
        Question("q", "short text", "What?", when=condition),
    )
    assert plan(questions, KINDS).questions[-1].lead == words
