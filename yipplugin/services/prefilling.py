"""What of a case fills in an authority's own form: suggested, and never sent unseen."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import current_app

from yipplugin.builder.part import empty
from yipplugin.builder.showing import shown
from yipplugin.form import Question
from yipplugin.hooking import house
from yipplugin.referral import DAYS, ReferralForm, Source
from yipplugin.rules.worktime import age_on
from yipplugin.services.cases import CaseView
from yipplugin.spoken import day_of, listed, long_date
from yipplugin.store.sessions import store
from yipplugin.values import ROLES, Actor, Person, Record

LONGEST = 10_000
"""Characters of one answer that is filled in; whatever is longer is left for people to shorten."""


def prefilled(
    form: ReferralForm, actor: Actor, case: CaseView, about: Person | None
) -> dict[str, Any]:
    """Return what the case knows of a form's answers, by question."""
    questions = {one.key: one for one in form.form.questions}
    found = {key: _answer(source, questions[key], actor, case, about)
             for key, source in form.fill.items()}  # fmt: skip
    return {key: one for key, one in found.items() if not empty(one)}


def _answer(
    source: Source, question: Question, actor: Actor, case: CaseView, about: Person | None
) -> Any:
    if not source.name:
        found = (_given(case, question, *one) for one in source.answers)
        return next((one for one in found if not empty(one)), None)
    said = SOURCES[source.name](actor, case, about)
    if source.name in DAYS and said and question.kind != "date":
        said = long_date(date.fromisoformat(said))
    return said[:LONGEST]


def _given(case: CaseView, question: Question, form: str, key: str) -> Any:
    """Return the newest answer in the case, in a shape that the question takes."""
    for record in reversed(case.records):
        if record.id not in case.standing.current or record.form != form:
            continue
        asked = case.policy.asked(record).forms.get(form)
        found = next((one for one in asked.questions if one.key == key), None) if asked else None
        answer = record.answers.get(key)
        if found is None or empty(answer):
            continue
        return _fitted(question, found, answer)
    return None


def _fitted(question: Question, asked: Question, answer: Any) -> Any:
    kind = house().kinds[question.kind]
    if question.kind in ("short text", "long text"):
        words = house().kinds[asked.kind].show(asked, answer)
        return words[:LONGEST] if isinstance(words, str) else None
    offered = {one.key for one in question.choices} or set(kind.answers)
    if offered:
        given = answer if isinstance(answer, list) else [answer]
        fitting = [one for one in given if isinstance(one, str) and one in offered]
        return fitting if question.kind == "several of" else next(iter(fitting), None)
    if question.kind == "date" and asked.kind in ("date", "date and time"):
        return str(answer)[:10]
    return answer if question.kind == asked.kind else None


def _reported(case: CaseView) -> str:
    """Return what whoever reported the case wrote, without the questions of choices and people."""
    first: Record = case.records[0]
    form = case.policy.asked(first).forms[first.form]
    told = shown(form, first.answers, house().kinds)
    return "\n\n".join(
        f"{one.question.ask}\n{one.words}" for one in told if one.question.kind == "long text"
    )


def _age(about: Person | None) -> str:
    return str(age_on(about.born, day_of(store().clock()))) if about and about.born else ""


def _roles(actor: Actor) -> str:
    """Return what somebody is at the school; of a lead it need not be said that they are staff."""
    held = [role for role in ROLES if role in actor.roles]
    return listed(ROLES[role] for role in held if role != "staff" or held == ["staff"])


def _day(moment: datetime) -> str:
    return day_of(moment).isoformat()


Said = Callable[[Actor, CaseView, Person | None], str]

SOURCES: Mapping[str, Said] = {
    "name": lambda _actor, _case, about: about.name if about else "",
    "date of birth": lambda _actor, _case, about: (
        about.born.isoformat() if about and about.born else ""
    ),
    "age": lambda _actor, _case, about: _age(about),
    "year group": lambda _actor, _case, about: about.year if about else "",
    "case": lambda _actor, case, _about: case.reference,
    "school": lambda _actor, _case, _about: str(current_app.config["YIP_SCHOOL_NAME"] or ""),
    "referred by": lambda actor, _case, _about: actor.name,
    "role": lambda actor, _case, _about: _roles(actor),
    "date": lambda _actor, _case, _about: _day(store().clock()),
    "reported at": lambda _actor, case, _about: _day(case.opened_at),
    "reasons": lambda _actor, case, _about: "\n".join(
        dict.fromkeys(f"{one.says}." for one in case.standing.triggers if one.state != "withdrawn")
    ),
    "reported": lambda _actor, case, _about: _reported(case),
}
"""What each named source says; empty where nobody knows."""
