"""What must be so before a school deals with an incident itself."""

from datetime import timedelta

import pytest

from tests.policies.looking import clauses, duty
from tests.rules.casebook import (
    EXECUTIVE,
    SCHOOL_LED,
    TEACHER,
    Casebook,
    report_answers,
    review_answers,
)
from yipplugin.rules.acts import (
    refused_choices,
    warnings_to_answer,
)
from yipplugin.values import Actor


def test_nothing_is_decided_without_a_review_and_the_executive_heads_view(case):
    case.sign("report", by=TEACHER, **report_answers())
    assert {"IR-3", "DEC-1", "DEC-4"} <= clauses(case.refused("decision", **SCHOOL_LED))
    case.sign("first_review", **review_answers())
    assert clauses(case.refused("decision", **SCHOOL_LED)) == {"DEC-4"}
    case.sign("head_view", by=EXECUTIVE, view="agree")
    assert not case.refused("decision", **SCHOOL_LED)


def test_who_gives_the_view_does_not_decide_and_who_decides_does_not_sign_off(case):
    both = Actor("staff:both", "Both", frozenset({"dsl", "head", "executive_head"}))
    case.to_review()
    case.sign("head_view", by=both, view="agree")
    assert clauses(case.refused("decision", by=both, **SCHOOL_LED)) == {"DEC-4"}
    other = Casebook(case.policy).to_review()
    other.sign("head_view", by=EXECUTIVE, view="agree")
    decision = other.sign("decision", by=both, **SCHOOL_LED)
    about = f"record:{decision.id}"
    assert clauses(other.refused("sign_off", by=both, about=about, signed_off="yes")) == {"REC-12"}
    assert not other.refused("sign_off", by=EXECUTIVE, about=about, signed_off="yes")


def test_doubt_needs_police_advice_before_the_decision(case):
    case.to_review()
    case.sign("head_view", by=EXECUTIVE, view="agree")
    doubtful = SCHOOL_LED | {"doubt": "yes"}
    assert clauses(case.refused("decision", **doubtful)) == {"DEC-10"}
    case.sign("police_advice")
    assert not case.refused("decision", **doubtful)


def test_a_choice_that_no_answer_of_the_form_could_allow_is_refused_before_typing(case):
    case.sign("report", by=TEACHER, **report_answers())
    refused = refused_choices(case.policy, case.standing(), "decision")
    assert {"IR-3", "DEC-1", "DEC-4"} == clauses(refused["route"]["school_led"])
    assert "refer" not in refused["route"]
    case.sign("first_review", **review_answers())
    case.sign("head_view", by=EXECUTIVE, view="agree")
    assert refused_choices(case.policy, case.standing(), "decision") == {}, "doubt is asked there"


@pytest.mark.parametrize("factor", ["without_consent", "malice", "threats", "other"])
def test_an_aggravating_factor_needs_a_reason(case, factor):
    case.to_review()
    case.sign("head_view", by=EXECUTIVE, view="agree")
    decision = case.write("decision", **(SCHOOL_LED | {"aggravating": [factor]}))
    asked = warnings_to_answer(case.policy, case.records, decision, case.now)
    assert [one.id for one in asked] == ["DEC-9"]
    plain = case.write("decision", **SCHOOL_LED)
    assert warnings_to_answer(case.policy, case.records, plain, case.now) == ()


def test_deciding_with_something_still_not_known_needs_a_reason(case):
    case.to_review(spread="unknown")
    case.sign("head_view", by=EXECUTIVE, view="agree")
    decision = case.write("decision", **SCHOOL_LED)
    asked = warnings_to_answer(case.policy, case.records, decision, case.now)
    assert [one.id for one in asked] == ["DEC-3a"]


def test_what_the_review_left_open_is_to_be_found_out(case):
    case.to_review(spread="unknown", other_setting="unknown")
    assert duty(case, "RM-4").status == "open"
    case.sign("new_information", spread="few")
    assert duty(case, "RM-4").status == "open"
    case.sign("new_information", other_setting="no")
    assert duty(case, "RM-4").status == "no longer applies"


def test_what_cannot_be_found_out_is_met_by_saying_so_and_stays_unknown(case):
    case.to_review(sexual_acts="unknown")
    case.sign("new_information", cannot_be_known="yes")
    assert duty(case, "RM-4").status == "met"
    case.sign("head_view", by=EXECUTIVE, view="agree")
    assert "DEC-1" in clauses(case.refused("decision", **SCHOOL_LED))


def test_a_first_review_cannot_begin_a_viewing(case):
    case.sign("report", by=TEACHER, **report_answers())
    assert clauses(case.refused("first_review", **review_answers(view_needed="yes"))) == {"RM-3"}


def test_a_review_or_a_decision_that_says_refer_waits_for_the_referral(case):
    case.to_review(refer_police="yes", proposed="refer")
    assert duty(case, "RM-2-police").outstanding
    case.sign("decision", doubt="no", route="refer")
    assert duty(case, "RM-2-police").outstanding
    assert duty(case, "RM-2-decided").outstanding
    assert "RM-2" in clauses(case.refused("closure"))
    case.sign("referral", purpose=["social_care"])
    assert duty(case, "RM-2-decided").status in ("met", "met late")
    assert duty(case, "RM-2-police").outstanding
    case.sign("referral", purpose=["police"])
    assert duty(case, "RM-2-police").status in ("met", "met late")


def test_another_setting_is_contacted_before_the_case_closes(case):
    case.to_sign_off()
    case.sign("new_information", other_setting="yes")
    assert "RM-8" in clauses(case.refused("closure"))
    case.sign("setting_contact")
    assert "RM-8" not in clauses(case.refused("closure"))


def test_a_decision_is_looked_at_again_every_five_school_days_and_on_new_information(case):
    case.to_review()
    old = case.sign("new_information", spread="few")
    case.sign("head_view", by=EXECUTIVE, view="agree")
    case.sign("decision", **SCHOOL_LED)
    first = duty(case, "DEC-7-regularly").due_at
    case.sign("decision_review", outcome="stands")
    assert duty(case, "DEC-7-regularly").due_at >= first
    assert duty(case, "DEC-7-regularly", later=timedelta(days=30)).status == "overdue"
    assert not duty(case, "DEC-7-new", f"record:{old.id}"), "it was known when it was decided"
    news = case.sign("new_information", spread="few")
    about = f"record:{news.id}"
    assert duty(case, "DEC-7-new", about).outstanding
    case.sign("decision_review", outcome="stands")
    assert duty(case, "DEC-7-new", about).status == "met"
