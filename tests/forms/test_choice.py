"""Yes and no, one of, several of."""

import pytest

from tests.builder.paper import KINDS, ask, fill, page
from yipplugin.form import Choice, Question

CHOICES = (Choice("a", "Apple", "a fruit"), Choice("b", "Beet"), Choice("c", "Cherry"))
FIXED = {"yes no": ("yes", "no"), "yes no unknown": ("yes", "no", "unknown")}


def choosing(kind):
    return {} if kind in FIXED else {"choices": CHOICES}


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind, keys in FIXED.items() for key in keys]
)
def test_each_fixed_answer_is_kept_by_its_key(kind, key):
    assert ask(kind, ("", key)) == ("", key)
    assert KINDS[kind].feeds(key) == (key,)
    assert KINDS[kind].answers == FIXED[kind]


def test_yes_or_no_does_not_take_unknown():
    assert ask("yes no", ("", "unknown"))[0] == "Choose one of the answers to “What?”"


def test_not_known_is_an_answer_and_looks_different_from_no():
    shown = page(fill(Question("q", "yes no unknown", "What?")))
    unlike = [one.text.strip() for one in shown.of("yip-choice-unknown")]
    assert unlike == ["Not known"]


@pytest.mark.parametrize("kind", ["yes no", "yes no unknown", "one of", "several of"])
def test_nothing_is_chosen_before_somebody_chooses(kind):
    shown = page(fill(Question("q", kind, "What?", **choosing(kind))))
    assert not [one for one in shown.inputs() if "checked" in one.attrs]
    assert ask(kind, **choosing(kind)) == ("", None)


@pytest.mark.parametrize("kind", ["yes no", "yes no unknown", "one of", "several of"])
def test_an_answer_that_was_not_offered_is_not_kept(kind):
    error, answer = ask(kind, ("", "z"), **choosing(kind))
    assert error == "Choose one of the answers to “What?”"
    assert answer is None


@pytest.mark.parametrize("kind", ["yes no", "yes no unknown", "one of", "several of"])
def test_a_required_choice_is_asked_for(kind):
    error, _ = ask(kind, required=True, **choosing(kind))
    least = "at least one" if kind == "several of" else "an"
    assert error == f"Choose {least} answer to “What?”"


def test_one_answer_is_kept_by_its_key_and_shown_by_its_label():
    assert ask("one of", ("", "b"), choices=CHOICES) == ("", "b")
    question = Question("q", "one of", "What?", choices=CHOICES)
    assert KINDS["one of"].show(question, "b") == "Beet"


def test_several_answers_are_kept_in_the_order_offered_whatever_was_ticked_first():
    several = KINDS["several of"]
    assert ask("several of", ("", "c"), ("", "a"), ("", "c"), choices=CHOICES) == ("", ["a", "c"])
    question = Question("q", "several of", "What?", choices=CHOICES)
    assert several.show(question, ["a", "c"]) == "Apple, Cherry"
    assert several.feeds(["a", "c"]) == ("a", "c")


@pytest.mark.parametrize(
    ("ticked", "error"),
    [
        ("", ""),
        ("a", "Choose at least 2 answers to “What?”"),
        ("ab", ""),
        ("abc", "Choose 2 answers to “What?” at most"),
    ],
)
def test_an_author_sets_how_many_to_choose(ticked, error):
    options = {"at least": "2", "at most": "2"}
    posted = [("", key) for key in ticked]
    assert ask("several of", *posted, choices=CHOICES, options=options)[0] == error


def test_an_answer_of_an_older_version_is_shown_by_its_key():
    assert KINDS["one of"].show(Question("q", "one of", "What?", choices=CHOICES), "old") == "old"


def test_an_author_may_word_a_fixed_answer_but_not_add_one():
    worded = Question("q", "yes no", "What?", choices=(Choice("no", "Not at all"),))
    assert KINDS["yes no"].problems(worded) == ()
    assert page(fill(worded)).by_id("yip-q-2").attrs["value"] == "no"
    assert KINDS["yes no"].show(worded, "no") == "Not at all"
    added = Question("q", "yes no", "What?", choices=(Choice("maybe", "Maybe"),))
    assert KINDS["yes no"].problems(added) == ("“yes no” cannot offer “maybe”",)


def test_the_ticked_answer_comes_back_ticked_when_another_question_is_wrong():
    questions = [
        Question("q", "one of", "What?", choices=CHOICES),
        Question("r", "several of", "Which?", choices=CHOICES),
        Question("s", "short text", "Why?", required=True),
    ]
    posted = [("q", "b"), ("r", "a"), ("r", "c"), ("s", "")]
    filling = fill(*questions, posted=posted)
    assert not filling.validate()
    assert page(filling).sent() == posted
