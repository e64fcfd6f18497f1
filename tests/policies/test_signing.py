"""Forms about somebody or something, corrections, and who may sign."""

from dataclasses import replace

from tests.policies.looking import clauses
from tests.rules.casebook import (
    AMIR,
    EXECUTIVE,
    HEAD,
    SCHOOL_LED,
    review_answers,
)
from yipplugin.rules.acts import (
    refusals_to_sign,
)


def test_a_form_about_somebody_needs_somebody_of_this_case(case):
    case.to_review()
    for about in (None, "pupil:99", "record:r1"):
        assert [one.id for one in case.refused("conversation", about=about)] == ["about"]
    assert [one.id for one in case.refused("closure", about=AMIR["ref"])][0] == "about"
    assert [one.id for one in case.refused("sign_off", by=HEAD, about="record:r1")] == ["about"]


def test_only_the_latest_version_is_corrected_with_a_reason_and_by_the_same_form(case):
    case.to_review()
    review = case.last("first_review")
    case.correct(review, spread="few")
    again = case.write("first_review", corrects=review, **review_answers())
    assert [r.id for r in refusals_to_sign(case.policy, case.records, again, case.now)] == [
        "correct"
    ]
    wrong = case.write("head_view", by=EXECUTIVE, corrects=case.last("first_review"), view="agree")
    assert [r.id for r in refusals_to_sign(case.policy, case.records, wrong, case.now)] == [
        "correct"
    ]
    silent = case.write("first_review", corrects=case.last("first_review"), **review_answers())
    silent = replace(silent, reason="  ")
    assert [r.id for r in refusals_to_sign(case.policy, case.records, silent, case.now)] == [
        "correct"
    ]


def test_a_correction_cannot_slip_past_a_gate(case):
    case.to_review(pressure="yes")
    decision = case.sign("decision", doubt="no", route="refer")
    slipped = case.write("decision", corrects=decision, **SCHOOL_LED)
    refused = refusals_to_sign(case.policy, case.records, slipped, case.now)
    assert {"REF-0", "DEC-4"} <= clauses(refused)


def test_a_form_that_the_policy_does_not_have_is_refused_in_words(case):
    (refused,) = case.refused("viewing")
    assert "viewing" in refused.says
