"""What changes from one form to another is told, and what weakens a clause is marked."""

from dataclasses import replace

import pytest

from yipplugin.conditions import AnswerIs
from yipplugin.form import Choice, Form, Question, Step
from yipplugin.packs.formchanges import form_changes
from yipplugin.packs.locks import CLAUSE, SHOWS, Lock

DANGER = Question(
    "danger",
    "yes no",
    "Is anyone in danger?",
    required=True,
    clauses=("A-1",),
    feeds="danger",
)
WHERE = Question(
    "where", "one of", "Where?", choices=(Choice("school", "At school"), Choice("home", "At home"))
)
WHO = Question("who", "table", "Who?", questions=(Question("name", "short text", "Name"),))
HELD = {"danger": (Lock(CLAUSE, "", "A-1"), Lock(SHOWS, "Where?")), "where": ()}


def form(*questions, **more):
    return Form("look", 1, "Look", (Step("", questions),), ("dsl",), **more)


BEFORE = form(DANGER, WHERE, WHO)


def told(after):
    return [(one.says, one.weakens) for one in form_changes(BEFORE, after, HELD)]


def with_danger(**changes):
    return form(replace(DANGER, **changes), WHERE, WHO)


@pytest.mark.parametrize(
    ("after", "says", "weakens"),
    [
        (with_danger(ask="In danger?"), "“Is anyone in danger?” is now “In danger?”.", ()),
        (
            with_danger(hint="Now."),
            "“Is anyone in danger?”: the hint is now “Now.”.",
            (),
        ),
        (
            with_danger(required=False),
            "“Is anyone in danger?” need not be answered any more.",
            ("A-1",),
        ),
        (
            with_danger(kind="short text"),
            "“Is anyone in danger?”: the kind is now short text, not yes no.",
            ("A-1",),
        ),
        (
            with_danger(feeds=None),
            "“Is anyone in danger?”: No rule reads the answer now.",
            ("A-1",),
        ),
        (with_danger(clauses=()), "“Is anyone in danger?” carries less.", ("A-1",)),
        (
            with_danger(when=AnswerIs("where", ("home",))),
            "“Is anyone in danger?” is asked only if “Where?” is “At home” now.",
            ("A-1",),
        ),
        (form(WHERE, WHO), "Gone: “Is anyone in danger?”.", ("A-1",)),
        (form(DANGER, WHO), "Gone: “Where?”.", ()),
        (form(WHERE, DANGER, WHO), "The order of the questions.", ()),
        (replace(BEFORE, title="Review"), "The title: “Look” → “Review”.", ()),
        (replace(BEFORE, who=("head",)), "Who may sign it.", ()),
        (replace(BEFORE, intro="Take care."), "The words at its beginning.", ()),
        (
            form(DANGER, replace(WHERE, choices=WHERE.choices[:1]), WHO),
            "“Where?”: the answer “At home” is gone.",
            (),
        ),
        (
            form(DANGER, replace(WHERE, required=True), WHO),
            "“Where?” must be answered now.",
            (),
        ),
        (
            form(DANGER, WHERE, replace(WHO, questions=())),
            "Gone: “Name”.",
            (),
        ),
    ],
)
def test_one_change_is_one_line(after, says, weakens):
    assert told(after) == [(says, weakens)]


def test_what_is_new_and_what_an_answer_is_called_is_told():
    more = Question("when", "date", "When?", required=True)
    choices = (Choice("school", "Here"), WHERE.choices[1], Choice("away", "Elsewhere"))
    assert told(form(DANGER, replace(WHERE, choices=choices), WHO, more)) == [
        ("“Where?”: “At school” is now “Here”.", ()),
        ("“Where?”: new answer “Elsewhere”.", ()),
        ("New: “When?” (date, required).", ()),
    ]


def test_a_version_alone_is_no_change():
    assert told(replace(BEFORE, version=2)) == []


def test_a_line_says_from_which_clauses_it_takes_something():
    (change,) = form_changes(BEFORE, form(WHERE, WHO), HELD)
    assert str(change) == "Gone: “Is anyone in danger?”. That takes something from A-1."
