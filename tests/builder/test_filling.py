"""A form being filled in: what it keeps, gives back and says."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.builder.paper import KINDS, PAGES, drawn, fill, form_of, page
from yipplugin.builder.compiled import compiled
from yipplugin.form import Form, Question, Step

WHEN = Question("at", "date and time", "When?")
WHY = Question("why", "short text", "Why?", required=True)


@dataclass
class Words:
    says: str
    clause: str


def test_errors_are_said_only_once_the_answers_were_checked():
    filling = fill(WHY, posted=[])
    assert filling.answers() == {}
    assert filling.summary == []
    assert not page(filling).of("yip-error")
    assert not filling.validate()
    assert len(filling.summary) == 1
    assert page(filling).of("yip-error")[0].text == "Error: Write an answer to “Why?”"


def test_the_summary_stands_in_the_order_of_the_form_and_leads_to_real_inputs():
    first = Question("zz", "yes no", "First?", required=True)
    filling = fill(first, WHY, WHEN, posted=[("at-day", "x")])
    assert not filling.validate()
    assert [anchor for anchor, _ in filling.summary] == ["yip-zz", "yip-why", "yip-at-month"]
    shown = page(filling)
    links = [one.attrs["href"] for one in shown.elements if one.tag == "a"]
    assert links == ["#yip-zz", "#yip-why", "#yip-at-month"]
    assert all(shown.by_id(link[1:]).tag == "input" for link in links)


def test_a_service_can_add_what_only_it_can_find():
    filling = fill(WHY, posted=[("why", "so")])
    assert filling.validate()
    filling.say("why", "Somebody else said so first")
    filling.say("", "The form changed meanwhile")
    assert not filling.validate()
    assert filling.summary == [
        ("", "The form changed meanwhile"),
        ("yip-why", "Somebody else said so first"),
    ]
    assert "The form changed meanwhile" in drawn(filling)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ({"at": "2026-03-03T14:05"}, datetime(2026, 3, 3, 14, 5, tzinfo=UTC)),
        ({"at": "2026-07-03T14:05"}, datetime(2026, 7, 3, 13, 5, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_a_form_says_when_the_thing_happened(typed, moment):
    assert fill(form_of(WHEN, happened="at"), kept=typed).happened() == moment


def test_a_date_happened_from_its_first_moment_and_a_form_may_not_ask():
    on = Question("on", "date", "When?")
    filling = fill(form_of(on, happened="on"), kept={"on": "2026-07-03"})
    assert filling.happened() == datetime(2026, 7, 2, 23, tzinfo=UTC)
    assert fill(WHEN, kept={"at": "2026-03-03T14:05"}).happened() is None


def test_a_draft_holds_what_was_typed_of_the_forms_own_questions():
    posted = [("why", "  typed  "), ("csrf_token", "x"), ("_sign", "yes"), ("strange", "y")]
    assert fill(WHY, posted=posted).raw() == [["why", "  typed  "]]


def test_what_was_posted_outweighs_what_was_kept():
    filling = fill(WHY, posted=[("why", "new")], kept={"why": "old"})
    assert filling.answers() == {"why": "new"}


def test_a_question_may_have_a_key_that_means_something_to_wtforms():
    keys = ("data", "errors", "validate", "process", "meta", "populate_obj", "form")
    questions = [Question(key, "short text", key) for key in keys]
    filling = fill(*questions, posted=[(key, key) for key in keys])
    assert filling.validate()
    assert filling.answers() == {key: key for key in keys}


def test_the_words_of_the_policy_stand_at_their_question_and_describe_it():
    filling = fill(WHY, texts={"why": [Words("Never guess.", "IR-4")]})
    shown = page(filling)
    assert shown.by_id("yip-why-text").text.split() == ["Never", "guess.", "IR-4"]
    assert shown.by_id("yip-why").attrs["aria-describedby"] == "yip-why-text"


def test_steps_have_their_titles_and_questions_in_order():
    form = Form("f", 1, "F", (Step("One", (WHY,)), Step("Two", (WHEN,))), ("staff",))
    filling = fill(form)
    assert [(step.number, step.title) for step in filling.steps] == [(1, "One"), (2, "Two")]
    shown = page(filling)
    assert [one.text for one in shown.of("yip-step-title")] == ["One", "Two"]


def test_a_form_is_compiled_once_and_two_fillings_share_nothing():
    sheet = compiled(form_of(WHY), KINDS)
    one, two = sheet.bind(kept={"why": "one"}), sheet.bind(kept={"why": "two"})
    assert one.part.plan is two.part.plan
    assert (one.answers(), two.answers()) == ({"why": "one"}, {"why": "two"})
    assert sheet.bind().answers() == {}


def test_templates_are_read_once_whatever_the_form(monkeypatch):
    drawn(fill(WHY, WHEN))
    monkeypatch.setattr(PAGES, "compile", lambda *args, **kwargs: pytest.fail("compiled again"))
    drawn(fill(WHY, WHEN, Question("other", "date", "Other?"), posted=[]))


def test_the_first_button_of_a_form_is_the_one_that_enter_may_press():
    table = Question("plan", "table", "Plan", questions=(WHY,))
    first = next(one for one in page(fill(table)).elements if one.tag == "button")
    assert first.attrs["name"] == "_enter"
