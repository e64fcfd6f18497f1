"""Records: filling a form in for a case, reading what was signed, and correcting it."""

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import NotFound
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.rules.acts import refusals_to_offer
from yipplugin.services import cases, records, reports
from yipplugin.services.cases import CaseView
from yipplugin.services.permits import may
from yipplugin.services.signing import Filled
from yipplugin.values import Actor, Record
from yipplugin.web import sheets
from yipplugin.web.answers import Paper, paper
from yipplugin.web.chronology import may_correct
from yipplugin.web.explaining import Explanations, Refused, form_url, record_url
from yipplugin.web.frame import signed_in


def add_pages(pages: Blueprint) -> None:
    """Add the pages of records."""
    both = ["GET", "POST"]
    pages.add_url_rule("/cases/<case_id>/forms/<form>", "form", fill, methods=both)
    one = "/cases/<case_id>/records/<record_id>"
    pages.add_url_rule(one, "record", record)
    pages.add_url_rule(f"{one}/correct", "correct", correct, methods=both)


def fill(case_id: str, form: str) -> sheets.Page:
    """Ask a form's questions, and sign the answers into the case."""
    actor = signed_in()
    case = cases.look(actor, case_id)
    if form not in case.policy.forms:
        raise NotFound
    asked, about = case.policy.forms[form], request.args.get("about") or None
    explain = Explanations(case.policy, case)
    refusals = refusals_to_offer(case.policy, case.records, case.standing, form, about, actor)

    def sign(filled: Filled) -> str:
        signed = records.sign(actor, case_id, filled)
        return url_for("yipplugin.case", case_id=case_id, signed=signed.id)

    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=case.policy,
            form=asked,
            here=form_url(case_id, form, about),
            back=url_for("yipplugin.case", case_id=case_id),
            sign=sign,
            case=case,
            case_id=case_id,
            reference=case.reference,
            about=about,
            about_words=explain.about(about),
            about_url=explain.about_url(about),
            more=_subject(case, explain, about),
            refused=tuple(explain.refused(one, asked.title) for one in refusals),
        )
    )


def _subject(case: CaseView, explain: Explanations, about: str | None) -> dict[str, Paper]:
    """Return the record that a form is about, to be read beside it."""
    kept = explain.records.get((about or "").removeprefix("record:"))
    if kept is None:
        return {}
    return {"subject": paper(explain, kept, case.signings[kept.id].reasons, house().kinds)}


def record(case_id: str, record_id: str) -> str:
    """Show a record as it was asked and signed, for ever."""
    actor = signed_in()
    case = cases.look(actor, case_id)
    explain = Explanations(case.policy, case)
    if record_id not in explain.records:
        raise NotFound
    kept = explain.records[record_id]
    newer = case.standing.corrected.get(record_id)
    return render_template(
        "yipplugin/records/record.html",
        case=case,
        paper=paper(explain, kept, case.signings[record_id].reasons, house().kinds),
        newer_url=record_url(case_id, newer) if newer else "",
        older_url=record_url(case_id, kept.supersedes) if kept.supersedes else "",
        correct_url=(
            url_for("yipplugin.correct", case_id=case_id, record_id=record_id)
            if not newer and may_correct(actor, case, kept)
            else ""
        ),
    )


def correct(case_id: str, record_id: str) -> sheets.Page:
    """Ask for a record anew, with its answers and a reason; the first one stays as it is."""
    actor = signed_in()
    case, policy, reference, kept = _to_correct(actor, case_id, record_id)
    asked: Form = policy.forms[kept.form]
    here = url_for("yipplugin.correct", case_id=case_id, record_id=record_id)
    explain = Explanations(policy, case)

    def sign(filled: Filled) -> str:
        signed = records.sign(actor, case_id, filled)
        if case is None:
            return url_for("yipplugin.receipt", case_id=case_id)
        return url_for("yipplugin.case", case_id=case_id, signed=signed.id)

    page = "case" if case else "receipt"
    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=policy,
            form=asked,
            here=here,
            back=url_for(f"yipplugin.{page}", case_id=case_id),
            sign=sign,
            case=case,
            case_id=case_id,
            reference=reference,
            about=kept.about,
            about_words=explain.about(kept.about),
            corrects=kept,
            begin=kept.answers,
            refused=_corrected(explain, kept),
        )
    )


def _corrected(explain: Explanations, kept: Record) -> tuple[Refused, ...]:
    """Return why a record that was corrected already is not corrected again."""
    newer = explain.corrected.get(kept.id)
    if newer is None:
        return ()
    lifted = "Open the version that stands now and correct that"
    why = explain.why("", (newer,), lifted)
    return (Refused("Correct this record", "It was corrected already.", lifted, why),)


def _to_correct(
    actor: Actor, case_id: str, record_id: str
) -> tuple[CaseView | None, Policy, str, Record]:
    """Return a record that may be corrected: of a case one reads, or of one's own report."""
    if may(actor, "case:list").allowed:
        case = cases.look(actor, case_id)
        kept = next((one for one in case.records if one.id == record_id), None)
        if kept and may_correct(actor, case, kept):
            return case, case.policy, case.reference, kept
        raise NotFound
    found = reports.receipt(actor, case_id)
    for one in found.records:
        if one.id == record_id:
            return None, found.policy, found.reference, one
    raise NotFound
