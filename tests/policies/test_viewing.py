"""Viewing imagery: hardly ever, decided first, by two people, and what it asks for afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policies.drawing import DELEGATE, VIEWING, any_of, go_on
from tests.policies.looking import clauses, duty
from tests.policies.test_gates import SHORT
from tests.rules.casebook import (
    AMIR,
    BETH,
    DEPUTY,
    DSL,
    EXECUTIVE,
    HEAD,
    TEACHER,
    Casebook,
    review_answers,
)
from yipplugin.rules.acts import (
    refusals_to_offer,
    refusals_to_sign,
    refused_choices,
    warnings_to_answer,
)

DECIDED = {
    "distress": "no",
    "decision": "view",
    "grounds": ["only_way"],
    "discussed": "yes",
    "head_says": "agrees",
    "witness_is": "executive_head",
    "place": "head_office",
    "same_sex": "yes",
    "promise": "yes",
}
VIEWED = {"took_place": "yes", "copied": "no"}
WAS_THERE = {"looked": "no", "copied": "no"}


ACTS = any_of(
    "viewing_authorisation",
    "viewing_authorisation",
    "viewing_log",
    "viewing_log",
    "viewing_witness",
    "viewing_support",
    "unplanned_viewing",
    "unplanned_discussed",
    "police_advice",
)
PLAINLY = st.sampled_from([(form, answers, by, 0, False) for form, answers, by in VIEWING])


@SHORT
@given(drawn=st.lists(st.one_of(ACTS, PLAINLY), max_size=9))
def test_no_order_of_viewing_passes_a_gate_of_a_case_that_could_be_closed(westcroft, drawn):
    book = Casebook(westcroft).to_sign_off()
    go_on(book, [*drawn, ("closure", {}, DSL, 0, False)])


def ref(record):
    return f"record:{record.id}"


@pytest.fixture
def decided(case):
    """Return a case in which it was decided that imagery is viewed, and that decision."""
    case.to_review()
    return case, case.sign("viewing_authorisation", **DECIDED)


@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"distress": "yes"}, "VIEW-4"),
        ({"distress": "unknown"}, "VIEW-4"),
        ({"grounds": ["none"]}, "VIEW-5"),
        ({"grounds": []}, "VIEW-5"),
        ({"promise": "no"}, "VIEW-8"),
        ({"promise": ""}, "VIEW-8"),
        ({"discussed": "no"}, "VIEW-9"),
    ],
)
def test_gate_5_every_part_of_a_decision_to_view_is_needed(case, changed, clause):
    case.to_review()
    assert clauses(case.refused("viewing_authorisation", **(DECIDED | changed))) == {clause}
    assert case.refused("viewing_log", about=None, **VIEWED)
    decision = case.sign("viewing_authorisation", **DECIDED)
    # What an earlier decision said does not stand in for what this one leaves out.
    assert clauses(case.refused("viewing_authorisation", **(DECIDED | changed))) == {clause}
    corrected = case.write("viewing_authorisation", corrects=decision, **(DECIDED | changed))
    refused = refusals_to_sign(case.policy, case.records, corrected, case.now)
    assert clauses(refused) == {clause}


def test_gate_5_only_the_lead_and_whoever_the_head_delegated_it_to_may_view(decided):
    case, decision = decided
    for actor in (DEPUTY, HEAD, EXECUTIVE, TEACHER):
        refused = case.refused("viewing_log", by=actor, about=ref(decision), **VIEWED)
        assert [one.id for one in refused] == ["who"]
    for actor in (DSL, DELEGATE):
        assert not case.refused("viewing_log", by=actor, about=ref(decision), **VIEWED)


def test_a_viewing_that_would_distress_is_stopped_for_good_by_whoever_may_correct_it_alone(case):
    case.to_review()
    stopped = case.sign("viewing_authorisation", distress="yes", decision="not_view")
    assert {one.id for one in case.standing().refused("viewing:authorise")} >= {"VIEW-4"}
    assert all(not one.override for one in case.standing().refused("viewing:authorise"))
    assert clauses(case.refused("viewing_authorisation", **DECIDED)) == {"VIEW-4"}
    case.correct(stopped, distress="no")
    assert not case.refused("viewing_authorisation", **DECIDED)


def test_a_stop_after_the_decision_stops_the_viewing_itself(decided):
    case, decision = decided
    case.sign("viewing_authorisation", distress="yes", decision="not_view")
    assert clauses(case.refused("viewing_log", about=ref(decision), **VIEWED)) == {"VIEW-4"}


def test_what_departs_from_the_usual_needs_a_reason_and_is_no_refusal(case):
    case.to_review()
    departs = {
        "head_says": "against",
        "witness_is": "other",
        "place": "off_site",
        "same_sex": "unknown",
    }
    record = case.write("viewing_authorisation", **(DECIDED | departs))
    warned = warnings_to_answer(case.policy, case.records, record, case.now)
    assert {one.id for one in warned} == {"VIEW-9", "VIEW-11", "VIEW-13", "VIEW-14"}
    assert not case.refused("viewing_authorisation", **(DECIDED | departs))
    usual = case.write("viewing_authorisation", **DECIDED)
    assert warnings_to_answer(case.policy, case.records, usual, case.now) == ()


def test_the_first_review_says_yes_to_viewing_once_that_is_decided_and_not_before(case):
    case.sign("report", by=TEACHER, pupils=[{"person": AMIR, "part": ["in_imagery"]}])
    yes = review_answers(view_needed="yes")
    assert clauses(case.refused("first_review", **yes)) == {"RM-3"}
    case.sign("viewing_authorisation", distress="no", decision="not_view")
    assert clauses(case.refused("first_review", **yes)) == {"RM-3"}
    assert refused_choices(case.policy, case.standing(), "first_review")["view_needed"]["yes"]
    decision = case.sign("viewing_authorisation", **DECIDED)
    assert not case.refused("first_review", **yes)
    assert "view_needed" not in refused_choices(case.policy, case.standing(), "first_review")
    case.sign("viewing_log", about=ref(decision), **VIEWED)
    assert not case.refused("first_review", **yes)


def test_one_decision_covers_one_viewing(decided):
    case, decision = decided
    none = case.sign("viewing_authorisation", distress="no", decision="not_view")
    assert clauses(case.refused("viewing_log", about=ref(none), **VIEWED)) == {"VIEW-1"}
    log = case.sign("viewing_log", about=ref(decision), **VIEWED)
    assert clauses(case.refused("viewing_log", about=ref(decision), **VIEWED)) == {"VIEW-1"}
    offered = refusals_to_offer(
        case.policy, case.records, case.standing(), "viewing_log", ref(decision), DSL
    )
    assert clauses(offered) == {"VIEW-1"}
    case.correct(log, settled="made up")


def test_a_corrected_decision_is_still_the_one_that_a_log_is_about(decided):
    case, decision = decided
    again = case.correct(decision, reason="made up")
    for known_as in (decision, again):
        assert not case.refused("viewing_log", about=ref(known_as), **VIEWED)
    case.sign("viewing_log", about=ref(decision), **VIEWED)
    assert clauses(case.refused("viewing_log", about=ref(again), **VIEWED)) == {"VIEW-1"}


def test_gate_6_nothing_but_a_referral_moves_on_until_both_have_signed(decided):
    case, decision = decided
    case.sign("head_view", by=EXECUTIVE, view="agree")
    school_led = {"doubt": "no", "route": "school_led", "aggravating": ["none"]}
    assert clauses(case.refused("decision", **school_led)) == {"VIEW-15"}
    log = case.sign("viewing_log", about=ref(decision), **VIEWED)
    assert clauses(case.refused("decision", **school_led)) == {"VIEW-15"}
    assert clauses(case.refused("viewing_authorisation", **DECIDED)) == {"VIEW-15"}
    assert not case.refused("referral", purpose=["police"])
    assert clauses(case.refused("viewing_witness", about=ref(log), **WAS_THERE)) == {"VIEW-11"}
    case.sign("viewing_witness", by=EXECUTIVE, about=ref(log), **WAS_THERE)
    assert not case.refused("decision", **school_led)
    assert clauses(case.standing().refused("case:close")) >= {"VIEW-16"}
    assert clauses(case.refused("viewing_support", about=ref(log))) == {"VIEW-16"}
    case.sign("viewing_support", by=HEAD, about=ref(log))
    assert "VIEW-16" not in clauses(case.standing().refused("case:close"))


def test_a_viewing_that_did_not_take_place_asks_for_nothing_more(decided):
    case, decision = decided
    case.sign("viewing_log", about=ref(decision), took_place="no")
    assert {one.id for one in case.standing().outstanding} == {"DEC-4", "DEC-5", "PAR-1"}
    assert duty(case, "VIEW-15-log", ref(decision)).status == "met"


def test_gate_6_each_adult_who_saw_it_has_support_of_their_own(case):
    case.to_review()
    first = case.sign("unplanned_viewing", by=TEACHER, others="yes", copied="no")
    second = case.sign("unplanned_viewing", by=DELEGATE, others="no", copied="no")
    assert duty(case, "VIEW-7-others", ref(first)).status == "met"
    case.sign("viewing_support", about=ref(second))
    assert duty(case, "VIEW-16-seen", ref(second)).status == "met"
    assert duty(case, "VIEW-16-seen", ref(first)).outstanding
    assert {"VIEW-16", "VIEW-9"} <= clauses(case.refused("closure"))


def test_only_young_people_who_may_be_in_it_are_offered_support_after_it_was_seen(case):
    case.to_review()
    case.sign("unplanned_viewing", by=TEACHER, others="no", copied="no")
    assert duty(case, "VIEW-17", AMIR["ref"]).outstanding
    assert duty(case, "VIEW-17", BETH["ref"]) is None


def test_a_copy_that_anybody_made_is_for_the_police_to_say(case):
    case.to_review()
    case.sign("police_advice")
    case.sign("unplanned_viewing", by=TEACHER, others="no", copied="yes")
    assert duty(case, "VIEW-8").outstanding, "advice from before is not about the copy"
    assert "VIEW-8" in clauses(case.standing().refused("decision:school-led"))
    case.sign("referral", purpose=["police"])
    assert not duty(case, "VIEW-8").outstanding
