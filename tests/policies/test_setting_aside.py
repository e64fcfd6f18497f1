"""What the lead and the head may set aside together, and what nobody may."""

from tests.policies.looking import clauses, duty
from tests.rules.casebook import (
    DSL,
    EXECUTIVE,
    HEAD,
    SCHOOL_LED,
    Casebook,
)
from yipplugin.values import Actor


def aside(case, by=DSL, agreed_by=HEAD, refusal="ref_0_school_led", agreed="yes"):
    asked = case.sign("override", by=by, refusal=refusal, reason="made up")
    refused = case.try_sign(
        "override_agreed", by=agreed_by, about=f"record:{asked.id}", agreed=agreed
    )
    return refused


def test_the_lead_and_the_head_together_may_set_the_reason_to_refer_aside_and_it_shows(case):
    case.to_review(pressure="suspected")
    case.sign("head_view", by=EXECUTIVE, view="agree")
    asked = case.sign("override", refusal="ref_0_school_led", reason="made up")
    assert "REF-0" in clauses(case.refused("decision", **SCHOOL_LED)), "one alone is not enough"
    about = f"record:{asked.id}"
    assert clauses(case.refused("override_agreed", by=DSL, about=about, agreed="yes")) == {"REF-0"}
    case.sign("override_agreed", by=HEAD, about=about, agreed="yes")
    assert not case.refused("decision", **SCHOOL_LED)
    (shown,) = case.standing().overrides
    assert (shown.clause, shown.reason) == ("REF-0", "made up")
    assert duty(case, "REF-0", "REF-2a").outstanding, "what was set aside stays in sight"


def test_a_disagreement_or_the_same_person_twice_sets_nothing_aside(case):
    case.to_review(pressure="suspected")
    case.sign("head_view", by=EXECUTIVE, view="agree")
    aside(case, agreed="no")
    assert "REF-0" in clauses(case.refused("decision", **SCHOOL_LED))
    both = Actor("staff:both", "Both", frozenset({"dsl", "head"}))
    assert clauses(aside(case, by=both, agreed_by=both)) == {"REF-0"}


def test_a_reason_that_comes_up_later_is_not_covered(case):
    case.to_review(pressure="suspected")
    case.sign("head_view", by=EXECUTIVE, view="agree")
    aside(case)
    case.sign("new_information", adult_involved="yes")
    assert "REF-0" in clauses(case.refused("decision", **SCHOOL_LED))
    assert case.standing().overrides == ()


def test_an_unknown_reason_cannot_be_set_aside(case):
    case.to_review(pressure="suspected", sexual_acts="unknown")
    case.sign("head_view", by=EXECUTIVE, view="agree")
    aside(case)
    assert clauses(case.refused("decision", **SCHOOL_LED)) == {"DEC-1"}


def test_where_there_is_no_reason_to_refer_there_is_nothing_to_set_aside(case):
    case.to_review()
    refused = case.refused("override", refusal="ref_0_school_led", reason="made up")
    assert [one.id for one in refused] == ["REF-0-aside"]
    case.sign("new_information", pressure="suspected")
    assert not case.refused("override", refusal="ref_0_school_led", reason="made up")


def test_only_a_closed_case_is_reopened(case):
    case.to_sign_off()
    assert [one.id for one in case.refused("reopening")] == ["REC-1-open"]
    case.sign("closure")
    assert not case.refused("reopening")


def test_somebody_who_holds_both_roles_stands_for_the_one_that_the_other_lacks(case):
    both = Actor("staff:both", "Both", frozenset({"dsl", "head"}))
    for asks, agrees in ((both, DSL), (DSL, both)):
        other = Casebook(case.policy).to_review(pressure="suspected")
        assert not aside(other, by=asks, agreed_by=agrees)
        assert [one.clause for one in other.standing().overrides] == ["REF-0"]
    two_leads = Actor("staff:lead", "Lead", frozenset({"dsl"}))
    other = Casebook(case.policy).to_review(pressure="suspected")
    assert not aside(other, agreed_by=two_leads)
    assert other.standing().overrides == ()
