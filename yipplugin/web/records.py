"""Records: filling a form in for a case, reading what was signed, and correcting it."""

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import NotFound
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.rules.access import could
from yipplugin.rules.acts import refusals_to_offer
from yipplugin.rules.carrying import as_read, place_in
from yipplugin.services import cases, records, reports
from yipplugin.services.cases import CaseView
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
    # What somebody began before the case was moved is shown, so that they can take it elsewhere.
    known = (case.policy, *case.policy.earlier.values())
    policy = next((one for one in known if form in one.forms), None)
    if policy is None:
        raise NotFound
    asked, about = policy.forms[form], request.args.get("about") or None
    explain = Explanations(case.policy, case)
    refusals = refusals_to_offer(case.policy, case.records, case.standing, form, about, case.reader)

    def sign(filled: Filled) -> str:
        signed = records.sign(actor, case_id, filled)
        return url_for("yipplugin.case", case_id=case_id, signed=signed.id)

    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=policy,
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
        under=under(case, kept),
        correct_url=(
            url_for("yipplugin.correct", case_id=case_id, record_id=record_id)
            if not newer and may_correct(case, kept)
            else ""
        ),
    )


def correct(case_id: str, record_id: str) -> sheets.Page:
    """Ask for a record anew, with its answers and a reason; the first one stays as it is."""
    actor = signed_in()
    case, policy, reference, kept = _to_correct(actor, case_id, record_id)
    of = policy if place_in(policy, kept) else policy.asked(kept)
    asked: Form = of.forms[kept.form]
    explain = Explanations(policy, case)
    about, others = _really_about(case, asked, kept)
    here = _correct_url(case_id, kept, about)

    def sign(filled: Filled) -> str:
        signed = records.sign(actor, case_id, filled)
        if case is None:
            return url_for("yipplugin.receipt", case_id=case_id)
        return url_for("yipplugin.case", case_id=case_id, signed=signed.id)

    page = "case" if case else "receipt"
    return sheets.answer(
        sheets.Sheet(
            actor=actor,
            policy=of,
            form=asked,
            here=here,
            back=url_for(f"yipplugin.{page}", case_id=case_id),
            sign=sign,
            case=case,
            case_id=case_id,
            reference=reference,
            about=about,
            about_words=explain.about(about),
            corrects=kept,
            begin=as_read(of, kept).answers,
            refused=_corrected(explain, kept),
            more={"others": others},
        )
    )


def _really_about(
    case: CaseView | None, form: Form, kept: Record
) -> tuple[str | None, list[tuple[str, str]]]:
    """Return whom a correction is about, and the name and the address of each other it could be."""
    if case is None or form.about != "pupil":
        return kept.about, []
    pupils = [one.person for one in case.standing.people if one.person.kind == "pupil"]
    chosen = request.args.get("about") or kept.about
    about = chosen if chosen in [one.ref for one in pupils] else kept.about
    return about, [
        (one.name, _correct_url(case.id, kept, one.ref)) for one in pupils if one.ref != about
    ]


def _correct_url(case_id: str, kept: Record, about: str | None) -> str:
    changed = about if about != kept.about else None
    return url_for("yipplugin.correct", case_id=case_id, record_id=kept.id, about=changed)


def _corrected(explain: Explanations, kept: Record) -> tuple[Refused, ...]:
    """Return why a record cannot be corrected: it was already, or has no place any more."""
    if place_in(explain.policy, kept) is None:
        return (_without_place(explain),)
    newer = explain.corrected.get(kept.id)
    if newer is None:
        return ()
    lifted = "Open the version that stands now and correct that"
    why = explain.why("", (newer,), lifted)
    return (Refused("Correct this record", "It was corrected already.", lifted, why),)


def _without_place(explain: Explanations) -> Refused:
    """Say why a record is not corrected that counts for nothing under the policy of its case."""
    says = "The policy that the case was moved to has no place for this record."
    lifted = "Write what is right into a record of that policy, or move the case back first"
    return Refused("Correct this record", says, lifted, explain.why("", (), lifted))


def under(case: CaseView, kept: Record) -> str:
    """Return under which policy a record was signed, where the case was moved since."""
    asked = case.policy.asked(kept)
    if asked is case.policy:
        return ""
    counts = place_in(case.policy, kept)
    says = "It counts as far as this policy asks the same." if counts else "It counts for nothing."
    return f"{asked.title} ({asked.key}, version {asked.version}). {says}"


def _to_correct(
    actor: Actor, case_id: str, record_id: str
) -> tuple[CaseView | None, Policy, str, Record]:
    """Return a record that may be corrected: of a case one reads, or of one's own report."""
    if could(actor.roles, "case:read"):
        try:
            case = cases.look(actor, case_id)
        except NotFound:
            pass  # one that they have reported they may still correct from its receipt
        else:
            kept = next((one for one in case.records if one.id == record_id), None)
            if kept and may_correct(case, kept):
                return case, case.policy, case.reference, kept
            raise NotFound
    found = reports.receipt(actor, case_id)
    for one in found.records:
        if one.id == record_id:
            return None, found.policy, found.reference, one
    raise NotFound
