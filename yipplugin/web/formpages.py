"""The forms of the procedure: all of them, each with what holds its questions, and to be tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from yipplugin.builder.filling import Filling
from yipplugin.form import Form, Question
from yipplugin.hooking import house
from yipplugin.packs.conditionwords import asked_when
from yipplugin.packs.locks import Lock, locks
from yipplugin.policy import Policy
from yipplugin.services import forms as services
from yipplugin.values import ROLES, Actor
from yipplugin.web import answers, people, sheets, tokens, words
from yipplugin.web.frame import now, signed_in
from yipplugin.web.policytexts import texts_of
from yipplugin.web.problems import Answer

ABOUT = {"": "About a case", "pupil": "About one young person", "school": "The school’s registers"}
OF_RECORD = "About a record in a case"
KINDS = {
    "clause": "Carries",
    "trigger": "Can ask for a referral at once",
    "duty": "What is to be done depends on it",
    "refusal": "What is refused depends on it",
    "warning": "A warning depends on it",
    "choice": "One of its answers can be refused",
    "shows": "Another question depends on it",
}
OLD = "This page had been open for too long. What you typed is still here. Press again."


@dataclass(frozen=True)
class Line:
    """A form in the list."""

    title: str
    url: str
    who: str
    questions: int
    version: int
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A question as its author sees it, with what holds it; ``inside`` are a table's own."""

    ask: str
    key: str
    kind: str
    hint: str
    required: bool
    when: str
    choices: tuple[str, ...]
    locks: tuple[tuple[str, Lock], ...]
    inside: tuple["Shown", ...]


def add_pages(pages: Blueprint) -> None:
    """Add the pages."""
    pages.add_url_rule("/forms", "forms", forms)
    pages.add_url_rule("/forms/<form>", "form_shown", form_shown)
    pages.add_url_rule("/forms/<form>/try", "form_try", form_try, methods=["GET", "POST"])


def forms() -> str:
    """Show every form of the procedure."""
    policy = services.forms(signed_in())
    groups: dict[str, list[Line]] = {one: [] for one in (*ABOUT.values(), OF_RECORD)}
    for form in policy.forms.values():
        groups[ABOUT.get(form.about, OF_RECORD)].append(_line(form))
    found = {title: lines for title, lines in groups.items() if lines}
    return render_template("yipplugin/forms/list.html", policy=policy, groups=found)


def form_shown(form: str) -> str:
    """Show a form as its author sees it: its questions, and what holds each of them."""
    policy, found = services.form(signed_in(), form)
    held = locks(policy, found)
    steps = [
        (step.title, [_shown(found, one, held) for one in step.questions]) for step in found.steps
    ]
    return render_template(
        "yipplugin/forms/form.html",
        policy=policy,
        form=found,
        line=_line(found),
        about=ABOUT.get(found.about, OF_RECORD),
        steps=steps,
        clauses=[(one, policy.clauses[one].says) for one in found.clauses if one in policy.clauses],
    )


def form_try(form: str) -> Answer:
    """Have a form filled in that is of no case, and keep nothing of it."""
    actor = signed_in()
    policy, found = services.form(actor, form)
    if request.method != "POST":
        return _tried(actor, policy, found, _bound(actor, policy, found, typed=False)), 200
    filling = _bound(actor, policy, found, typed=True)
    if not tokens.is_for_button(request.form.get("_token", ""), actor, f"try {form}"):
        return _tried(actor, policy, found, filling, notice=OLD), 400
    if filling.adjust(request.form):
        return _tried(actor, policy, found, filling), 200
    if not filling.validate():
        return _tried(actor, policy, found, filling), 422
    said = list(answers.shown(found, filling.answers(), house().kinds, ()))
    return _tried(actor, policy, found, filling, said), 200


def _tried(
    actor: Actor,
    policy: Policy,
    form: Form,
    filling: Filling,
    said: list[answers.ShownStep] | None = None,
    notice: str = "",
) -> str:
    return render_template(
        "yipplugin/forms/try.html",
        policy=policy,
        form=form,
        filling=filling,
        said=said,
        notice=notice,
        token=tokens.for_button(actor, f"try {form.key}"),
        here=url_for("yipplugin.form_try", form=form.key),
    )


def _bound(actor: Actor, policy: Policy, form: Form, *, typed: bool) -> Filling:
    return sheets.compiled_form(form).bind(
        request.form if typed else None,
        find=people.finder(actor),
        get=people.get,
        signer=actor,
        # Nothing is signed here, so nobody is asked who they are.
        confirmed_at=now(),
        texts=texts_of(policy, form),
        now=now(),
    )


def _line(form: Form) -> Line:
    return Line(
        title=form.title,
        url=url_for("yipplugin.form_shown", form=form.key),
        who=words.initial(words.listed((ROLES[role] for role in form.who), "or")),
        questions=sum(house().kinds[one.kind].asks for one in form.everything()),
        version=form.version,
        clauses=form.clauses,
    )


def _shown(form: Form, question: Question, held: Mapping[str, tuple[Lock, ...]]) -> Shown:
    return Shown(
        ask=question.ask or question.note,
        key=question.key,
        kind=question.kind,
        hint=question.hint,
        required=question.required,
        when=asked_when(form, question),
        choices=tuple(one.label for one in question.choices),
        locks=tuple(_told(held[question.key])),
        inside=tuple(_shown(form, one, held) for one in question.questions),
    )


def _told(found: tuple[Lock, ...]) -> Iterator[tuple[str, Lock]]:
    for one in found:
        yield KINDS[one.kind], one
