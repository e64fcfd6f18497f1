"""Forms about somebody or something, corrections, and who may sign."""

from dataclasses import replace

from tests.policies.looking import clauses
from tests.rules.casebook import (
    AMIR,
    BETH,
    DSL,
    EXECUTIVE,
    HEAD,
    SCHOOL_LED,
    TEACHER,
    review_answers,
)
from yipplugin.rules.acts import refusals_to_offer, refusals_to_sign, refused_choices
from yipplugin.values import Actor


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


def said(refusals):
    """Return refusals in full: what is refused, in whose words, and what lifts it."""
    return [(one.id, one.act, one.clause, one.says, one.lifted_by) for one in refusals]


def signing(case, record):
    return refusals_to_sign(case.policy, case.records, record, case.now)


def offered(case, form, about=None, actor=DSL):
    return refusals_to_offer(case.policy, case.records, case.standing(), form, about, actor)


def test_each_refusal_of_a_form_says_what_why_and_what_lifts_it(case):
    case.to_review()
    lead = "designated safeguarding lead or deputy designated safeguarding lead"
    assert said(case.refused("first_review", by=TEACHER, **review_answers()))[0] == (
        "who",
        "record:sign first_review",
        "IR-3",
        f"This is for the {lead} to sign.",
        f"Ask the {lead}",
    )
    assert said(case.refused("first_review", **review_answers())) == [
        (
            "once",
            "record:sign first_review",
            "IR-3",
            "The case already has this record.",
            "Correct that record instead",
        )
    ]
    assert said(case.refused("conversation", about="pupil:99")) == [
        (
            "about",
            "record:sign conversation",
            "IR-4",
            "This form is about somebody or something in the case.",
            "Open it from the case page",
        )
    ]
    case.sign("new_information", adult_involved="suspected")
    asked = case.sign("override", refusal="ref_1", reason="made up")
    about = f"record:{asked.id}"
    assert said(case.refused("override_agreed", about=about, agreed="yes")) == [
        (
            "REF-0",
            "record:sign override_agreed",
            "REF-0",
            "Whoever asks to set a refusal aside cannot also agree to it.",
            "Another person signs",
        )
    ]
    nothing = said(case.refused("viewing"))
    assert nothing == said(offered(case, "viewing"))
    assert nothing == [
        (
            "form",
            "record:sign viewing",
            "",
            "The policy «Youth produced sexual imagery» has no form 'viewing'.",
            "Choose a form from the case page",
        )
    ]


def test_a_correction_that_may_not_be_says_why(case):
    case.to_review()
    review = case.last("first_review")
    silent = replace(case.write("first_review", corrects=review, **review_answers()), reason="  ")
    assert said(signing(case, silent)) == [
        (
            "correct",
            "record:sign first_review",
            "",
            "A correction needs a reason.",
            "Say why the record was wrong",
        )
    ]
    nobody = replace(case.write("first_review", **review_answers()), supersedes="r99", reason="x")
    assert said(signing(case, nobody)) == [
        (
            "correct",
            "record:sign first_review",
            "",
            "Only the latest version of a record can be corrected.",
            "Open the latest version and correct that",
        )
    ]
    assert signing(case, replace(silent, reason="It was wrong.")) == ()


def test_what_may_not_be_signed_is_not_offered_either(case):
    case.to_decision()
    decision = f"record:{case.last('decision').id}"
    both = Actor("staff:dsl", "D. Lead", frozenset({"head", "dsl"}))
    assert [one.id for one in offered(case, "first_review")] == ["once"]
    assert [one.id for one in offered(case, "first_review", actor=TEACHER)] == ["who", "once"]
    assert [one.id for one in offered(case, "sign_off", decision, both)] == ["REC-12"]
    assert [one.id for one in offered(case, "sign_off", decision, HEAD)] == []
    assert [one.id for one in offered(case, "sign_off", None, HEAD)] == ["about"]
    assert {"PAR-1", "RISK-0"} <= clauses(offered(case, "closure"))
    assert [one.id for one in offered(case, "closure", actor=TEACHER)][0] == "who"
    assert len(offered(case, "closure", actor=TEACHER)) > 1, "and why the case could not be closed"


def test_an_answer_refused_for_one_pupil_is_offered_for_another(case):
    case.to_review()
    case.sign("parent_exception", about=AMIR["ref"], stands="yes", agency_consulted="police")
    standing = case.standing()
    assert set(
        refused_choices(case.policy, standing, "parent_contact", AMIR["ref"])["told_by"]
    ) == {
        "school",
        "pupil",
    }
    assert refused_choices(case.policy, standing, "parent_contact", BETH["ref"]) == {}
