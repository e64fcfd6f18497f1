"""When a question is asked is said by what people read: questions and answers, not keys."""

from dataclasses import replace

import pytest

from yipplugin.conditions import All, Always, AnswerGiven, AnswerIs, Any_, FactIs, MayBe, Not
from yipplugin.form import Choice, Form, Question, Step
from yipplugin.packs.conditionwords import asked_when

DANGER = Question("danger", "yes no unknown", "Is anyone in danger?")
WHERE = Question(
    "where", "one of", "Where?", choices=(Choice("school", "At school"), Choice("home", "At home"))
)
ASKED = Question("asked", "short text", "Who is with them?")
IN_DANGER, AT_HOME = AnswerIs("danger", ("yes",)), AnswerIs("where", ("home",))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (None, ""),
        (IN_DANGER, "“Is anyone in danger?” is “Yes”"),
        (
            AnswerIs("danger", ("no", "unknown")),
            "“Is anyone in danger?” is “No” or “Not known”",
        ),
        (AnswerIs("where", ("school", "home")), "“Where?” is “At school” or “At home”"),
        (AnswerGiven("where"), "“Where?” is answered"),
        (All((IN_DANGER, AT_HOME)), "“Is anyone in danger?” is “Yes”, and “Where?” is “At home”"),
        (Any_((IN_DANGER, AT_HOME)), "“Is anyone in danger?” is “Yes”, or “Where?” is “At home”"),
        (Not(AT_HOME), "it is not so that “Where?” is “At home”"),
        (MayBe(AT_HOME), "it may be that “Where?” is “At home”"),
        (Always(), "always"),
        (FactIs("adult_involved", ("yes",)), "the case is so far"),
    ],
)
def test_a_condition_is_said_by_questions_and_answers(condition, said):
    asked = replace(ASKED, when=condition)
    form = Form("look", 1, "Look", (Step("", (DANGER, WHERE, asked)),), ("dsl",))
    assert asked_when(form, asked) == said
