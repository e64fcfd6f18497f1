"""The school's registers: what it owes apart from any case, and signing a line of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, url_for

from yipplugin.errors import NotFound
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.rules import worktime
from yipplugin.rules.outcome import StandingDuty
from yipplugin.rules.overviews import lay_out
from yipplugin.rules.registers import register_forms
from yipplugin.services import registers as services
from yipplugin.services.permits import demand
from yipplugin.services.policies import policy_now
from yipplugin.services.registers import Registers
from yipplugin.services.signing import Filled
from yipplugin.values import ROLES, Actor, Record
from yipplugin.web import sheets, words
from yipplugin.web.answers import ShownStep, shown
from yipplugin.web.explaining import Explanations, Why
from yipplugin.web.frame import now, signed_in
from yipplugin.web.overviews import Shown, overview

MOST_SHOWN = 12
"""How many lines of one form the page shows."""


def add_pages(pages: Blueprint) -> None:
    """Add the pages."""
    pages.add_url_rule("/registers", "registers", registers)
    pages.add_url_rule("/registers/<form>", "register_form", fill, methods=["GET", "POST"])


@dataclass(frozen=True)
class Owed:
    """One thing that the school owes, with its button or whom it waits for."""

    do: str
    due: str
    tone: str
    waiting_for: str
    url: str
    label: str
    why: Why


@dataclass(frozen=True)
class Line:
    """One signed line, as it was answered."""

    when: str
    by: str
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True)
class Register:
    """The lines of one form, newest first."""

    title: str
    url: str
    overviews: tuple[Shown, ...]
    lines: tuple[Line, ...]
    older: int


def registers() -> str:
    """Show what the school owes and what was signed."""
    actor = signed_in()
    found = services.look(actor)
    return render_template(
        "yipplugin/registers/registers.html",
        owed=[_owed(actor, found, one) for one in found.owed],
        registers=list(_registers(actor, found)),
    )


def fill(form: str) -> sheets.Page:
    """Ask a register's questions, and sign the line."""
    actor = signed_in()
    demand(actor, services.SIGN)
    policy = policy_now(actor.school)
    asked = next((one for one in services.may_sign(actor, policy) if one.key == form), None)
    if asked is None:
        raise NotFound
    back = url_for("yipplugin.registers")

    def sign(filled: Filled) -> str:
        services.sign(actor, filled)
        return back

    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=policy,
            form=asked,
            here=url_for("yipplugin.register_form", form=asked.key),
            back=back,
            sign=sign,
            reference="the registers",
        )
    )


def _owed(actor: Actor, found: Registers, duty: StandingDuty) -> Owed:
    form = found.policy.forms[duty.forms[0]]
    mine = bool(actor.roles & set(form.who))
    return Owed(
        do=duty.do,
        due=_due(found, duty),
        tone={"overdue": "late", "met": "done"}.get(duty.status, ""),
        waiting_for="" if mine else words.listed((ROLES[role] for role in form.who), "or"),
        url=url_for("yipplugin.register_form", form=form.key) if mine else "",
        label=f"Record: {form.record_title}",
        why=Explanations(found.policy).why(duty.clause),
    )


def _due(found: Registers, duty: StandingDuty) -> str:
    if duty.status == "met":
        return "Done"
    # How late something is that was never written down here, nobody can say.
    if duty.due_at is None or not any(one.form in duty.forms for one in found.records):
        return "Not recorded yet"
    if duty.due_at >= now():
        return f"By {words.long_date(duty.due_at)}"
    is_school_day = partial(worktime.is_school_day, found.policy.calendar)
    return words.initial(words.due(duty.due_at, now(), is_school_day))


def _registers(actor: Actor, found: Registers) -> Iterator[Register]:
    laid = lay_out(found.policy, found.records, now())
    for form in register_forms(found.policy):
        signed = [one for one in reversed(found.records) if one.form == form.key]
        mine = bool(actor.roles & set(form.who))
        yield Register(
            title=form.record_title,
            url=url_for("yipplugin.register_form", form=form.key) if mine else "",
            overviews=tuple(overview(one) for one in laid if one.form == form),
            lines=tuple(_line(form, one) for one in signed[:MOST_SHOWN]),
            older=max(0, len(signed) - MOST_SHOWN),
        )


def _line(form: Form, record: Record) -> Line:
    return Line(
        when=words.long_moment(record.signed_at),
        by=record.by_name,
        steps=tuple(shown(form, record.answers, house().kinds, ())),
    )
