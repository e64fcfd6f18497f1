"""Small forms of our own, by which people are let in: asked, taken back, and shown once more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request

from yipplugin.builder.filling import Filling
from yipplugin.errors import NotGiven
from yipplugin.form import Choice, Form, Question, Step
from yipplugin.services.grants import LONGEST_REASON, Wanted
from yipplugin.values import Actor
from yipplugin.web import people, sheets, tokens
from yipplugin.web.frame import go, now
from yipplugin.web.problems import Answer

OLD = (
    "This page had been open for too long. What you typed is still here: check it and press again."
)


def reason_question(hint: str) -> Question:
    """Return the question for why somebody is let in; ``hint`` says who reads the answer."""
    return Question(
        "reason",
        "long text",
        "Why?",
        hint=f"{hint} Name no more than is needed.",
        required=True,
        options={"max": LONGEST_REASON},
    )


OF_CASE = reason_question("It is kept with the case and shown to whoever leads it.")


def holder_question(ask: str) -> Question:
    """Return the question for whom a grant is."""
    return Question("holder", "person", ask, required=True, options={"of": "staff"})


LAST_DAY = Question(
    "last_day",
    "date",
    "Last day",
    hint="A year from today at most. It can be ended sooner.",
    required=True,
    options={"not": "past"},
)


def form_of(key: str, title: str, *questions: Question) -> Form:
    """Return a form of ours: not a policy's, and never a record."""
    return Form(key, 1, title, (Step("", questions),), ())


def choice_question(key: str, ask: str, choices: dict[str, str]) -> Question:
    """Return a question with one answer out of a few."""
    offered = tuple(Choice(name, label) for name, label in choices.items())
    return Question(key, "one of", ask, required=True, choices=offered)


@dataclass(frozen=True)
class Asked:
    """A form of ours on the page ``here``: what sending it does, and what is shown beside it.

    ``give`` takes the answers, and returns where to go then; it may refuse with ``NotGiven``.
    ``kept`` are the answers to begin with, where something is changed.
    """

    actor: Actor
    form: Form
    template: str
    here: str
    give: Callable[[dict[str, Any]], str]
    more: Callable[[], dict[str, Any]] = dict
    kept: dict[str, Any] | None = None

    def answer(self) -> Answer:
        """Show the form, or take it back."""
        if request.method != "POST":
            return self.shown(self.bound(False))
        filling = self.bound(True)
        if not tokens.is_for_button(request.form.get("_token", ""), self.actor, self.form.key):
            return self.shown(filling, 400, OLD)
        if filling.adjust(request.form):
            return self.shown(filling)
        if not filling.validate():
            return self.shown(filling, 422)
        try:
            return go(self.give(filling.answers()))
        except NotGiven as wrong:
            filling.say(wrong.field, str(wrong))
            return self.shown(filling, 422)

    def shown(self, filling: Filling | None = None, status: int = 200, notice: str = "") -> Answer:
        """Show the page."""
        page = render_template(
            self.template,
            filling=filling or self.bound(False),
            token=tokens.for_button(self.actor, self.form.key),
            here=self.here,
            notice=notice,
            title=self.form.title,
            **self.more(),
        )
        return page, status

    def bound(self, typed: bool) -> Filling:
        """Return the form with what was typed, or as it begins."""
        return sheets.compiled_form(self.form).bind(
            request.form if typed else None,
            self.kept,
            find=people.finder(self.actor),
            get=people.get,
            now=now(),
        )


def wanted(answers: dict[str, Any]) -> Wanted:
    """Return what was asked for, of a form with these three questions."""
    last_day = date.fromisoformat(answers["last_day"])
    return Wanted(answers["holder"]["ref"], last_day, answers["reason"])


def pressed(actor: Actor, form: Form) -> bool:
    """Say whether a button beside a form of ours was pressed on a page served to the actor."""
    return tokens.is_for_button(request.form.get("_token", ""), actor, form.key)
