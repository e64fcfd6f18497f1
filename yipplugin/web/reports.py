"""Reporting a concern, the receipt, adding to one's own report, and the list of one's own."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import NotFound
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.services import records
from yipplugin.services import reports as services
from yipplugin.services.permits import demand
from yipplugin.services.policies import REPORT, policy_now
from yipplugin.services.signing import Filled
from yipplugin.values import HEADS, Actor, OnDuty
from yipplugin.web import people, sheets, words
from yipplugin.web.answers import shown
from yipplugin.web.drafts import ADDITION, addition_url, unfinished
from yipplugin.web.frame import now, signed_in


def add_pages(pages: Blueprint) -> None:
    """Add the reporter's pages."""
    both = ["GET", "POST"]
    pages.add_url_rule("/report", "report", report, methods=both)
    pages.add_url_rule("/reports", "own_reports", own_reports)
    pages.add_url_rule("/reports/<case_id>", "receipt", receipt)
    add = "/reports/<case_id>/add"
    pages.add_url_rule(add, "report_addition", report_addition, methods=both)
    pages.add_url_rule(f"{add}/<form>", "report_addition", report_addition, methods=both)


def report() -> sheets.Page:
    """Ask what somebody knows, and open a case with it."""
    actor = signed_in()
    demand(actor, "report:make")
    policy = policy_now(actor.school)

    def sign(filled: Filled) -> str:
        taken = services.report(actor, filled)
        return url_for("yipplugin.receipt", case_id=taken.case_id, new="yes")

    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=policy,
            form=policy.forms[REPORT],
            here=url_for("yipplugin.report"),
            back=url_for("yipplugin.own_reports"),
            sign=sign,
            suggest=_about_pupil(policy.forms[REPORT], request.args.get("pupil", "")),
            template="yipplugin/reports/report.html",
            more={"beside": _beside(policy), "on_duty": _on_duty(actor)},
        )
    )


def receipt(case_id: str) -> str:
    """Show what became of a report to whoever made it, and no more."""
    actor = signed_in()
    found = services.receipt(actor, case_id)
    return render_template(
        "yipplugin/reports/receipt.html",
        receipt=found,
        new="new" in request.args,
        sent=words.long_moment(found.reported_at),
        acknowledged=words.long_moment(found.acknowledged) if found.acknowledged else "",
        said=[_said(found, one) for one in found.records],
        goes=_goes_to(actor, services.kept_from(actor, found)),
        # What somebody forgot comes first, whatever a policy calls its other forms.
        adds=[
            _way_to_add(found, key) for key in sorted(found.adds, key=lambda one: one != ADDITION)
        ],
    )


def report_addition(case_id: str, form: str = ADDITION) -> sheets.Page:
    """Ask for what somebody forgot or has seen, and add it to the case that they reported."""
    actor = signed_in()
    found = services.receipt(actor, case_id)
    if form not in found.adds:
        raise NotFound
    back = url_for("yipplugin.receipt", case_id=case_id)

    def sign(filled: Filled) -> str:
        records.add_to_report(actor, case_id, filled)
        return back

    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=found.policy,
            form=found.policy.forms[form],
            here=addition_url(case_id, form),
            back=back,
            sign=sign,
            case_id=case_id,
            reference=found.reference,
            template="yipplugin/reports/report.html",
            more={"beside": _beside(found.policy), "on_duty": _on_duty(actor)},
        )
    )


@dataclass(frozen=True)
class GoesTo:
    """To whom a report goes: whom to tell in person, and past whom it goes where it does.

    ``whom`` begins «the …»; ``on_duty`` is who has the safeguarding phone, where it is for them.
    """

    whom: str
    taken_up_by: str
    passing: str = ""
    on_duty: OnDuty | None = None


def _goes_to(actor: Actor, kept_from: services.KeptFrom) -> GoesTo:
    lead, head = "dsl" in kept_from.roles, bool(HEADS & kept_from.roles)
    stand_in = "the chair of governors, or whoever else stands in for the headteacher"
    if lead:
        past = "the safeguarding lead and the headteacher" if head else "the safeguarding lead"
        whom = stand_in if head else "the headteacher"
        deputies = "Nor do the lead’s deputies see it."
        return GoesTo(whom, whom, f"You named {past}, so it does not go to them. {deputies}")
    on_duty = _on_duty(actor)
    if on_duty and on_duty.name in kept_from.names:
        on_duty = None
    passing = ""
    if head:
        passing = f"You named the headteacher, so it does not go to them, but to {stand_in}."
    usual = "the safeguarding lead"
    return GoesTo(f"{usual} and their deputies", usual, passing, on_duty)


@dataclass(frozen=True)
class OwnReport:
    """One line of somebody's own reports."""

    reference: str
    url: str
    sent: str
    acknowledged: str


def own_reports() -> str:
    """List what somebody reported, and what they began and have not sent."""
    actor = signed_in()
    found = [
        OwnReport(
            one.reference,
            url_for("yipplugin.receipt", case_id=one.case_id),
            words.long_moment(one.reported_at),
            words.long_moment(one.acknowledged) if one.acknowledged else "",
        )
        for one in services.own_reports(actor)
    ]
    return render_template(
        "yipplugin/reports/own.html", reports=found, unfinished=unfinished(actor)
    )


def _way_to_add(found: services.Receipt, key: str) -> tuple[str, str]:
    """Return what a form is called on the receipt, and where it is filled in."""
    label = "Add something you forgot" if key == ADDITION else found.policy.forms[key].title
    return label, addition_url(found.case_id, key)


def _said(found: services.Receipt, record: Any) -> dict[str, Any]:
    form = found.policy.asked(record).forms[record.form]
    return {
        "title": form.title,
        "when": words.long_moment(record.signed_at),
        "steps": list(shown(form, record.answers, house().kinds, ())),
        "correct_url": url_for(
            "yipplugin.correct", case_id=found.case_id, record_id=record.id
        ),
        "reason": record.reason,
        "corrected": any(one.supersedes == record.id for one in found.records),
    }  # fmt: skip


def _about_pupil(form: Form, ref: str) -> dict[str, Any]:
    """Return answers that name a pupil in the first question that asks for one."""
    pupil = people.get("pupil", ref) if ref else None
    if pupil is None:
        return {}
    named = {"ref": pupil.ref, "name": pupil.name, "kind": "pupil"}
    for question in form.questions:
        if question.kind == "person":
            return {question.key: named}
        for column in question.questions:
            if column.kind == "person":
                return {question.key: [{column.key: named}]}
    return {}


def _beside(policy: Policy) -> dict[str, list[str]]:
    """Return the policy's words for the panel: what to do, what never to do, what to know."""
    told: dict[str, list[str]] = {"do": [], "never": [], "know": []}
    for text in policy.texts:
        if text.place == "report panel":
            clause = policy.clauses[text.clause]
            theirs = clause.kind == "obliged" and clause.who != "school"
            kind = "never" if clause.kind == "prohibited" else "do" if theirs else "know"
            told[kind].append(text.says)
    return told


def _on_duty(actor: Actor) -> OnDuty | None:
    found: OnDuty | None = house().hooks.yip_dsl_on_duty(actor.school, now())
    return found
