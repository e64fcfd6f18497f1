"""The reasons for immediate referral, and what acts on them."""

import pytest

from tests.policies.looking import clauses, duty, fired
from tests.rules.casebook import (
    AMIR,
    CRITERIA,
    EXECUTIVE,
    SCHOOL_LED,
    Casebook,
)

REASONS = {
    "REF-1": {"adult_involved": "yes"},
    "REF-2a": {"pressure": "yes"},
    "REF-2b": {"capacity_doubt": "yes"},
    "REF-3": {"unusual_or_violent": "yes"},
    "REF-5": {"risk_now": [{"row_for": AMIR["ref"], "at_risk": "yes"}]},
    "IR-6": {"harmed": "yes"},
}


@pytest.mark.parametrize("clause", REASONS)
def test_each_reason_alone_makes_a_referral_the_only_way_on(case, clause):
    case.to_review(**REASONS[clause])
    assert fired(case) == {clause: "stands"}
    assert case.standing().outstanding[0].id == "REF-0"
    case.sign("head_view", by=EXECUTIVE, view="agree")
    assert "REF-0" in clauses(case.refused("decision", **SCHOOL_LED))
    assert "REF-0" in clauses(case.refused("closure"))
    assert not case.refused("referral", purpose=["police"])
    case.sign("referral", purpose=["police"])
    assert fired(case) == {clause: "acted on"}
    assert case.standing().stage == "referred"


@pytest.mark.parametrize("clause", ["REF-1", "REF-2a", "REF-2b", "REF-3"])
def test_suspected_fires_as_yes_does(case, clause):
    case.to_review(**dict.fromkeys(REASONS[clause], "suspected"))
    assert fired(case) == {clause: "stands"}


@pytest.mark.parametrize("fact", CRITERIA)
@pytest.mark.parametrize("answer", ["unknown", None])
def test_an_unknown_reason_is_never_taken_for_no(case, fact, answer):
    changes = {fact: answer}
    if fact == "adult_involved":  # the teacher said no; the lead's «not known» is the latest
        changes = {fact: "unknown"}
    case.to_review(**changes)
    case.sign("head_view", by=EXECUTIVE, view="agree")
    refused = case.refused("decision", **SCHOOL_LED)
    assert "DEC-1" in clauses(refused)
    assert any("answer needed" in words for one in refused for words in one.missing)


def test_a_referral_to_someone_else_does_not_meet_a_reason_to_refer(case):
    case.to_review(pressure="yes")
    case.sign("referral", purpose=["other"])
    assert fired(case) == {"REF-2a": "stands"}
    case.sign("referral", purpose=["other", "social_care"])
    assert fired(case) == {"REF-2a": "acted on"}


def test_a_reason_that_comes_up_after_a_referral_must_be_passed_on_as_well(case):
    case.to_review(pressure="yes")
    referral = case.sign("referral", purpose=["police"])
    case.sign("new_information", adult_involved="yes")
    assert fired(case) == {"REF-2a": "acted on", "REF-1": "stands"}
    about = f"record:{referral.id}"
    case.sign("referral_update", about=about, told_of_new="no", result="waiting")
    assert fired(case)["REF-1"] == "stands"
    case.sign("referral_update", about=about, told_of_new="yes", told_whom=["other"])
    assert fired(case)["REF-1"] == "stands"
    case.sign("referral_update", about=about, told_of_new="yes", told_whom=["police"])
    assert fired(case)["REF-1"] == "acted on"


def test_a_later_no_does_not_unsay_an_earlier_yes_but_a_correction_does(case):
    case.to_review(pressure="yes")
    case.sign("new_information", pressure="no")
    assert fired(case) == {"REF-2a": "stands"}
    case.correct(case.last("first_review"), pressure="no")
    assert fired(case) == {"REF-2a": "withdrawn"}
    gone = duty(case, "REF-0", "REF-2a")
    assert gone.status == "no longer applies"
    assert gone.closed_by == case.records[-1].id


def test_the_same_facts_in_one_form_or_spread_over_three_give_the_same_standing(westcroft):
    one, three = Casebook(westcroft).to_review(), Casebook(westcroft).to_review()
    facts = {"adult_involved": "suspected", "pressure": "yes", "unusual_or_violent": "yes"}
    one.sign("new_information", **facts)
    for fact, value in facts.items():
        three.sign("new_information", **{fact: value})
    for book in (one, three):
        book.standing_now = book.standing()
    assert one.standing_now.stage == three.standing_now.stage
    assert fired(one) == fired(three)
    assert {(r.id, r.act, r.missing) for r in one.standing_now.refusals} == {
        (r.id, r.act, r.missing) for r in three.standing_now.refusals
    }
    assert {(d.id, d.subject) for d in one.standing_now.outstanding} == {
        (d.id, d.subject) for d in three.standing_now.outstanding
    }
