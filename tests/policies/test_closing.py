"""What a case needs before it closes, and what a closed case still takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.policies.looking import clauses, duty, fired
from tests.rules.casebook import (
    AMIR,
    ASSESSED,
    BETH,
    DSL,
    HEAD,
    TEACHER,
    TOLD,
    report_answers,
    review_answers,
)
from yipplugin.rules.acts import (
    refusals_to_offer,
    warnings_to_answer,
)


def test_a_correction_of_the_decision_undoes_its_sign_off(case):
    case.to_sign_off()
    assert not case.refused("closure")
    case.correct(case.last("decision"), procedure="rewritten")
    assert "REC-12" in clauses(case.refused("closure"))
    about = f"record:{case.last('decision').id}"
    case.sign("sign_off", by=HEAD, about=about, signed_off="yes")
    assert not case.refused("closure")


def test_a_decision_that_the_head_returns_is_not_signed_off(case):
    case.to_decision()
    about = f"record:{case.last('decision').id}"
    case.sign("sign_off", by=HEAD, about=about, signed_off="returned")
    assert duty(case, "REC-12", about).outstanding


@pytest.mark.parametrize(
    ("missing", "clause"),
    [
        ("risk_assessment", "RISK-0"),
        ("conversation", "RISK-0"),
        ("parent_contact", "PAR-1"),
        ("sign_off", "REC-12"),
    ],
)
def test_a_school_led_case_is_not_closed_without(case, missing, clause):
    case.to_sign_off()
    case.records.remove(case.last(missing))
    assert clauses(case.refused("closure")) == {clause}


def test_a_conversation_that_could_not_be_held_is_waived_with_its_reason(case):
    case.to_decision()
    case.sign("conversation_not_held", about=AMIR["ref"])
    assert duty(case, "RISK-0-talk", AMIR["ref"]).status == "waived"
    assert duty(case, "RISK-0-talk", BETH["ref"]).status == "open"


def test_a_conversation_before_the_risk_is_known_needs_a_reason(case):
    case.sign("report", by=TEACHER, **report_answers(immediate_harm="unknown"))
    talk = case.write("conversation", about=AMIR["ref"])
    asked = warnings_to_answer(case.policy, case.records, talk, case.now)
    assert [one.id for one in asked] == ["INT-1"]
    case.sign("first_review", **review_answers())
    assert warnings_to_answer(case.policy, case.records, talk, case.now) == ()


def test_a_closed_case_takes_only_a_reopening_a_referral_or_a_correction(case):
    case.to_sign_off()
    case.sign("closure")
    assert "REC-1" in clauses(case.refused("new_information"))
    offered = refusals_to_offer(
        case.policy, case.records, case.standing(), "new_information", None, DSL
    )
    assert clauses(offered) == {"REC-1"}
    corrected = case.copy()
    corrected.correct(corrected.last("first_review"), adult_involved="yes")
    assert fired(corrected) == {"REF-1": "stands"}
    for form, answers in (("reopening", {}), ("referral", {"purpose": ["police"]})):
        again = case.copy()
        again.sign(form, **answers)
        assert again.standing().stage != "closed"
        assert not again.refused("new_information")


def test_a_report_alone_is_not_closed_and_no_case_is_ever_deleted(case):
    case.sign("report", by=TEACHER, **report_answers())
    assert "IR-3" in clauses(case.refused("closure"))
    case.sign("first_review", **review_answers())
    assert "DEC-5" in clauses(case.refused("closure"))
    assert clauses(case.standing().refused("case:delete", "record:delete")) == {"REC-1"}


def test_a_referred_case_is_closed_only_with_an_outcome_or_an_escalation(case):
    case.to_review(pressure="yes")
    referral = case.sign("referral", purpose=["police"])
    about = f"record:{referral.id}"
    for person in (AMIR, BETH):
        case.sign("parent_contact", about=person["ref"], **TOLD)
    case.sign("support_not_planned", about=AMIR["ref"])
    assert clauses(case.refused("closure")) == {"REC-6"}
    assert duty(case, "REC-6-chase", about, timedelta(days=7)).status == "overdue"
    case.sign("referral_update", about=about, told_of_new="no", result="waiting")
    assert clauses(case.refused("closure")) == {"REC-6"}
    other = case.copy()
    case.sign("referral_update", about=about, told_of_new="no", result="outcome")
    other.sign("referral_update", about=about, told_of_new="no", result="escalated")
    assert not case.refused("closure")
    assert not other.refused("closure")


def test_a_corrected_referral_keeps_its_news(case):
    case.to_review(pressure="yes")
    referral = case.sign("referral", purpose=["police"])
    about = f"record:{referral.id}"
    case.sign("referral_update", about=about, told_of_new="no", result="outcome")
    now = case.correct(referral, reference="AB/12")
    assert fired(case) == {"REF-2a": "acted on"}
    assert duty(case, "REC-6-outcome", f"record:{now.id}").status == "met"


def test_the_risk_assessment_can_fire_a_reason_again_and_turns_the_case_to_a_referral(case):
    case.to_decision()
    case.sign("risk_assessment", **(ASSESSED | {"adult_involved": "suspected"}))
    assert fired(case) == {"REF-1": "stands"}
    case.sign("referral", purpose=["police"])
    assert duty(case, "RISK-0-talk", AMIR["ref"]).status == "no longer applies"


def test_a_correction_of_what_met_a_duty_in_time_does_not_make_it_late_nor_renew_a_round(case):
    case.to_decision()
    told = case.sign("parent_contact", about=AMIR["ref"], **TOLD)
    case.sign("decision_review", outcome="stands")
    due = duty(case, "DEC-7-regularly").due_at
    later = [
        replace(one, signed_at=one.signed_at + timedelta(days=20))
        for one in (
            case.write("parent_contact", about=AMIR["ref"], corrects=told, **TOLD, whom="made up"),
            case.write("decision_review", corrects=case.last("decision_review"), outcome="stands"),
        )
    ]
    case.records += later
    met = duty(case, "PAR-1", AMIR["ref"])
    assert (met.status, met.closed_at, met.closed_by) == ("met", told.signed_at, later[0].id)
    assert duty(case, "DEC-7-regularly").due_at == due
