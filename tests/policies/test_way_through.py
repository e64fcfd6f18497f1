"""From a report to a signed closure under the Westcroft policy."""

from dataclasses import replace
from datetime import timedelta

from tests.policies.looking import duty
from tests.rules.casebook import (
    DEPUTY,
    TEACHER,
    report_answers,
    review_answers,
)
from yipplugin.values import Actor


def test_an_incident_goes_from_report_to_a_signed_closure(case):
    case.to_sign_off()
    assert case.standing().stage == "school_led"
    assert [one.id for one in case.standing().outstanding] == ["DEC-7-regularly"]
    case.sign("closure")
    assert case.standing().stage == "closed"
    assert case.standing().outstanding == ()


def test_a_report_asks_the_safeguarding_lead_to_take_it_up_and_to_hold_the_first_review(case):
    case.sign("report", by=TEACHER, **report_answers())
    standing = case.standing()
    assert standing.stage == "reported"
    assert [one.id for one in standing.outstanding] == ["IR-2", "IR-3"]
    assert duty(case, "IR-2", later=timedelta(hours=2)).status == "overdue"
    case.sign("taken_up")
    assert duty(case, "IR-2").status == "met"


def test_a_duty_met_after_its_time_says_so(case):
    case.sign("report", by=TEACHER, **report_answers())
    late = case.write("first_review", **review_answers())
    case.records.append(replace(late, signed_at=late.signed_at + timedelta(days=2)))
    assert duty(case, "IR-3").status == "met late"


def test_every_member_of_staff_may_report_and_only_the_lead_may_review(case):
    for role in ("staff", "it", "chair_of_governors", "head"):
        anyone = Actor("staff:any", "Any", frozenset({role}))
        assert not case.refused("report", by=anyone, **report_answers())
    case.sign("report", by=TEACHER, **report_answers())
    assert [one.id for one in case.refused("first_review", by=TEACHER, **review_answers())] == [
        "who"
    ]
    assert not case.refused("first_review", by=DEPUTY, **review_answers())


def test_there_is_one_report_and_one_first_review_in_a_case(case):
    case.to_review()
    assert [one.id for one in case.refused("report", by=TEACHER, **report_answers())] == ["once"]
    assert [one.id for one in case.refused("first_review", **review_answers())] == ["once"]
