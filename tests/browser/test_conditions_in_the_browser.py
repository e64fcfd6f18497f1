"""Conditions come to the same in the browser as on the server."""

import random

import pytest

from tests.browser.steps import TEACHER, begins_report
from yipplugin.conditions import (
    All,
    Always,
    AnswerGiven,
    AnswerIs,
    Any_,
    MayBe,
    Not,
    as_json,
    over_answers,
)

pytestmark = pytest.mark.browser

KEYS = ("one", "two", "three")
WORDS = ("yes", "no", "unknown", "suspected", "7")
ANSWERS = (
    *WORDS,
    7,
    7.5,
    0,
    True,
    False,
    "",
    None,
    [],
    ["yes"],
    ["no", "unknown"],
    ["unknown"],
    ["suspected", "7"],
    [{"person": "a row"}],
    {"ref": "002342", "name": "A pupil"},
)


def drawn(draw, depth=0):
    """Return a condition as an author may write one."""
    kinds = ("is", "given") if depth == 3 else ("is", "is", "given", "all", "any", "not", "may be")
    kind = draw.choice(kinds if depth else (*kinds, "always"))
    if kind == "is":
        return AnswerIs(draw.choice(KEYS), tuple(draw.sample(WORDS, draw.randint(1, 3))))
    if kind == "given":
        return AnswerGiven(draw.choice(KEYS))
    if kind in ("all", "any"):
        items = tuple(drawn(draw, depth + 1) for _ in range(draw.randint(0, 3)))
        return All(items) if kind == "all" else Any_(items)
    if kind == "always":
        return Always()
    return (Not if kind == "not" else MayBe)(drawn(draw, depth + 1))


def test_the_browser_and_the_server_come_to_the_same(at_a_desk):
    draw = random.Random(20260302)  # noqa: S311  # drawn alike in every run
    pairs = [
        (drawn(draw), {key: draw.choice(ANSWERS) for key in KEYS if draw.random() < 0.8})
        for _ in range(400)
    ]
    teacher = at_a_desk(TEACHER)
    begins_report(teacher)
    found = teacher.page.evaluate(
        "pairs => pairs.map(([condition, answers]) => window.yip.evaluate(condition, answers))",
        [[as_json(condition), answers] for condition, answers in pairs],
    )
    expected = [over_answers(condition, answers).truth.value for condition, answers in pairs]
    assert {"yes", "no", "unknown"} == set(expected)
    differing = [
        (pair, here, there)
        for pair, here, there in zip(pairs, found, expected, strict=True)
        if here != there
    ]
    assert differing == []


def test_a_question_appears_when_its_condition_holds_and_goes_when_it_does_not(at_a_desk):
    teacher = at_a_desk(TEACHER)
    begins_report(teacher)
    question = teacher.page.locator("[data-yip-question=staff_named]")
    assert not question.is_visible()
    teacher.answers({"adult_involved": "suspected"})
    assert question.is_visible()
    teacher.answers({"adult_involved": "unknown"})
    assert not question.is_visible()
