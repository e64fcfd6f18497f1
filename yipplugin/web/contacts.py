"""Who to call: on a case and standing alone, and that a number is wrong."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from yipplugin.authorities import area_name, authorities
from yipplugin.contact import PURPOSES, Need
from yipplugin.errors import NotFound
from yipplugin.rules.contacts import Answer as Found
from yipplugin.services import calling, wrongcontacts
from yipplugin.services import contacts as services
from yipplugin.services.cases import CaseView
from yipplugin.services.permits import demand, may
from yipplugin.values import Actor
from yipplugin.web import calls, tokens
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer
from yipplugin.web.ways import here, ours

USUAL = ("csc_front_door", "police_non_emergency", "lado")
"""What stands on the page before anybody asks for anything else."""

OTHERS = tuple(one for one in PURPOSES if one not in (*USUAL, "emergency", "csc_out_of_hours"))

LONGEST = 60
"""Characters of what somebody types for a place."""

OLD = "This page had been open for too long. Press again."
UNKNOWN = "“{}” is not an authority of England that is known here. Write its name, or leave it out."
SENT = "Thank you. It is told to whoever can put it right, and marked here until they have."


def add_pages(pages: Blueprint) -> None:
    """Add the pages."""
    pages.add_url_rule("/contacts", "contacts", contacts, methods=["GET", "POST"])
    pages.add_url_rule("/contacts/wrong", "contact_wrong", wrong, methods=["POST"])
    at = "/cases/<case_id>/contacts"
    pages.add_url_rule(at, "case_contacts", of_case, methods=["GET", "POST"])


def contacts() -> Answer:
    """Show whom to call, for anybody at the school, about no case."""
    actor = signed_in()
    demand(actor, services.READ)
    home = _code(request.args.get("home", ""))
    school = services.school_authority(actor.school)
    need = Need("", now(), home, school, urgent=request.values.get("urgent") == "yes")
    if request.method != "POST":
        return _shown(actor, need, home=area_name(f"la:{home}") if home else ""), 200
    return _looked_up(actor, need)


def _looked_up(actor: Actor, need: Need) -> Answer:
    """Look up what was typed, which no address must hold, and show what it comes to."""
    typed = request.form.get("home", "").strip()[:LONGEST]
    if not tokens.is_for_button(request.form.get("_token", ""), actor, "contacts"):
        return _shown(actor, need, home=typed, notice=OLD), 400
    known = services.authority_of(typed) if typed else None
    if typed and known is None:
        return _shown(actor, need, home=typed, notice=UNKNOWN.format(typed)), 422
    asked: dict[str, Any] = {"home": known.code if known else None}
    asked["urgent"] = "yes" if need.urgent else None
    asked["for"] = _purposes()[0] if _purposes() != USUAL else None
    return go(url_for("yipplugin.contacts", **asked))


def of_case(case_id: str) -> Answer:
    """Show whom to call about a case, and take down that they were called."""
    if request.method != "POST":
        return _of_case(case_id), 200
    return _used(case_id)


def _used(case_id: str) -> Answer:
    """Keep with the case that a contact was used, as it was shown, and lead back to the case."""
    actor = signed_in()
    if not tokens.is_for_button(request.form.get("_token", ""), actor, "contacts"):
        return _of_case(case_id, OLD), 400
    need = _need_of_case(actor, case_id)
    found = calls.find(_answers(actor, need, _purposes()), request.form.get("ref", ""))
    if found is None:
        return _of_case(case_id, "That contact is not here any more. Look again."), 409
    calling.used(actor, case_id, found.route, found.trust.state)
    return go(url_for("yipplugin.case", case_id=case_id))


def wrong() -> Answer:
    """Take down that a number is wrong."""
    actor = signed_in()
    demand(actor, wrongcontacts.REPORT)
    back = ours(request.form.get("next", "")) or url_for("yipplugin.contacts")
    need = Need(
        "",
        now(),
        _code(request.form.get("home", "")),
        services.school_authority(actor.school),
    )
    if not tokens.is_for_button(request.form.get("_token", ""), actor, "contacts"):
        return _shown(actor, need, notice=OLD), 400
    found = calls.find(_answers(actor, need, _purposes()), request.form.get("ref", ""))
    if found is None:
        raise NotFound
    wrongcontacts.report_wrong(actor, found.route, request.form.get("says", ""))
    joint = "&" if "?" in back else "?"
    return go(f"{back}{joint}reported=yes")


def _of_case(case_id: str, notice: str = "") -> str:
    actor = signed_in()
    case = calling.case_to_call(actor, case_id)
    about = calling.young_people(case, now())
    wanted = request.args.get("about", "")
    chosen = next((one for one in about if one.person.ref == wanted), about[0] if about else None)
    need = calling.need_of(actor.school, now(), chosen, _is_urgent(case))
    return _shown(
        actor, need, notice=notice, case=case, about=about, chosen=chosen,
        home=area_name(f"la:{need.home}") if need.home else "",
    )  # fmt: skip


def _need_of_case(actor: Actor, case_id: str) -> Need:
    case = calling.case_to_call(actor, case_id)
    about = calling.young_people(case, now())
    wanted = request.form.get("about", "")
    chosen = next((one for one in about if one.person.ref == wanted), about[0] if about else None)
    return calling.need_of(actor.school, now(), chosen, _is_urgent(case))


def _shown(actor: Actor, need: Need, **more: object) -> str:
    asked = _purposes()
    found = [services.whom(actor, replace(need, purpose=one)) for one in asked]
    reported = wrongcontacts.wrong_refs(actor.school)
    usual: dict[str, object] = {"case": None, "about": (), "chosen": None, "home": "", "notice": ""}
    return render_template(
        "yipplugin/contacts/who.html",
        emergency=calls.call(found[0].answer.emergency),
        blocks=[calls.block(one.answer, reported) for one in found],
        thresholds=dict.fromkeys(said for one in found for said in one.thresholds),
        forms={form.ref: form for one in found for form in one.referrals}.values(),
        trouble=dict.fromkeys(said for one in found for said in one.trouble),
        need=need,
        usual=asked == USUAL,
        purpose=asked[0] if asked != USUAL else "",
        others=[(one, PURPOSES[one].label) for one in OTHERS],
        names=[one.name for one in authorities().values() if one.valid_until is None],
        changes=may(actor, "contact:change").allowed,
        school=current_app.config["YIP_SCHOOL_NAME"] or "our school",
        token=tokens.for_button(actor, "contacts"),
        sent=SENT if request.args.get("reported") == "yes" else "",
        here=here(),
        **(usual | more),
    )


def _answers(actor: Actor, need: Need, asked: tuple[str, ...]) -> list[Found]:
    return [services.whom(actor, replace(need, purpose=one)).answer for one in asked]


def _purposes() -> tuple[str, ...]:
    asked = request.values.get("for", "")
    return (asked,) if services.is_purpose(asked) else USUAL


def _is_urgent(case: CaseView) -> bool:
    return any(one.state == "stands" for one in case.standing.triggers)


def _code(text: str) -> str:
    return text if text in authorities() else ""
