"""What the Westcroft policy demands, clause by clause, of cases under its pack."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.rules.casebook import (
    AMIR,
    ASSESSED,
    BETH,
    CRITERIA,
    DEPUTY,
    DSL,
    EXECUTIVE,
    HEAD,
    SCHOOL_LED,
    TEACHER,
    TOLD,
    Casebook,
    pupil,
    report_answers,
    review_answers,
)
from yipplugin.rules.acts import (
    refusals_to_offer,
    refusals_to_sign,
    refused_choices,
    warnings_to_answer,
)
from yipplugin.values import Actor


@pytest.fixture
def case(westcroft):
    return Casebook(westcroft)


def clauses(refusals):
    return {one.clause for one in refusals}


def duty(case, id, subject="", later=timedelta()):
    found = [one for one in case.standing(later).duties if (one.id, one.subject) == (id, subject)]
    return found[-1] if found else None


def fired(case):
    return {one.id: one.state for one in case.standing().triggers}


# The way through -----------------------------------------------------------------------------


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


# Immediate referral: the five reasons and harm -----------------------------------------------

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
    case.sign("referral_update", about=about, told_of_new="yes", result="waiting")
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


# Ages ----------------------------------------------------------------------------------------


def aged(born, incident, **review):
    child = pupil("pupil:1", "Child Made-Up", born)
    return report_answers(
        pupils=[{"person": child, "part": ["in_imagery"]}], incident_on=incident
    ), review_answers(**review)


@pytest.mark.parametrize(
    ("born", "incident", "fires"),
    [
        ("2013-03-01", "2026-02-28", True),
        ("2013-03-01", "2026-03-01", False),
        ("2012-02-29", "2025-02-28", True),
        ("2012-02-29", "2025-03-01", False),
        ("2013-03-02", "2026-03-01", True),
    ],
)
def test_under_13_is_by_the_day_of_the_incident_and_not_of_the_report(case, born, incident, fires):
    report, review = aged(born, incident, sexual_acts="yes")
    case.sign("report", by=TEACHER, **report)
    case.sign("first_review", **review)
    assert ("REF-4" in fired(case)) is fires


def test_under_13_counts_only_for_who_is_in_the_imagery(case):
    young = pupil("pupil:9", "Young Made-Up", "2014-01-01")
    report = report_answers()
    report["pupils"] = [*report["pupils"], {"person": young, "part": ["received_it"]}]
    case.sign("report", by=TEACHER, **report)
    case.sign("first_review", **review_answers(sexual_acts="yes"))
    assert "REF-4" not in fired(case)
    case.sign("new_information", people=[{"person": young, "part": ["in_imagery"]}])
    assert "REF-4" in fired(case)


def test_an_unknown_date_or_birth_date_warns_and_an_earlier_date_only_makes_people_younger(case):
    report, review = aged("2013-01-15", None, sexual_acts="yes")
    case.sign("report", by=TEACHER, **report)
    case.sign("first_review", **review)
    assert "REF-4" not in fired(case)
    assert "REF-4" in {one.id for one in case.standing().warnings}
    case.sign("new_information", incident_on="2025-12-01")
    assert "REF-4" in fired(case)
    case.sign("new_information", incident_on="2026-02-01")
    assert "REF-4" in fired(case), "the earlier date still stands"


def test_somebody_under_13_in_the_imagery_warns_even_where_no_acts_are_reported(case):
    report, review = aged("2014-01-15", "2026-03-01")
    case.sign("report", by=TEACHER, **report)
    case.sign("first_review", **review)
    case.sign("head_view", by=EXECUTIVE, view="agree")
    decision = case.write("decision", **SCHOOL_LED)
    asked = warnings_to_answer(case.policy, case.records, decision, case.now)
    assert [one.id for one in asked] == ["REF-4"]


@pytest.mark.parametrize(
    ("band", "refused"), [("18_over", True), ("unknown", True), ("16_17", False)]
)
def test_somebody_who_may_be_an_adult_cannot_be_dealt_with_in_school(case, band, refused):
    other = {"ref": "other:1", "name": "Someone", "kind": "other", "age_band": band}
    case.sign("report", by=TEACHER, **report_answers(others=[{"other": other}]))
    case.sign("first_review", **review_answers())
    case.sign("head_view", by=EXECUTIVE, view="agree")
    assert ("REF-1" in clauses(case.refused("decision", **SCHOOL_LED))) is refused


# Deciding ------------------------------------------------------------------------------------


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
    chair = Actor("staff:chair", "Chair", frozenset({"chair_of_governors"}))
    assert not other.refused("sign_off", by=chair, about=about, signed_off="yes")


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
    assert duty(case, "RM-2").outstanding
    case.sign("decision", doubt="no", route="refer")
    assert duty(case, "RM-2").outstanding
    assert "RM-2" in clauses(case.refused("closure"))
    case.sign("referral", purpose=["social_care"])
    assert duty(case, "RM-2").status in ("met", "met late")


def test_another_setting_is_contacted_before_the_case_closes(case):
    case.to_sign_off()
    case.sign("new_information", other_setting="yes")
    assert "RM-8" in clauses(case.refused("closure"))
    case.sign("setting_contact")
    assert "RM-8" not in clauses(case.refused("closure"))


def test_a_decision_is_looked_at_again_every_five_school_days_and_on_new_information(case):
    case.to_decision()
    first = duty(case, "DEC-7-regularly").due_at
    case.sign("decision_review", outcome="stands")
    assert duty(case, "DEC-7-regularly").due_at >= first
    assert duty(case, "DEC-7-regularly", later=timedelta(days=30)).status == "overdue"
    news = case.sign("new_information", spread="few")
    about = f"record:{news.id}"
    assert duty(case, "DEC-7-new", about).outstanding
    case.sign("decision_review", outcome="stands")
    assert duty(case, "DEC-7-new", about).status == "met"


# Sign-off, closing, reopening ----------------------------------------------------------------


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


# Parents -------------------------------------------------------------------------------------


def test_not_telling_parents_waives_telling_them_and_comes_round_for_review(case):
    case.to_review()
    case.sign("parent_exception", about=AMIR["ref"], stands="yes", agency_consulted="police")
    assert duty(case, "PAR-1", AMIR["ref"]).status == "waived"
    assert duty(case, "PAR-1", BETH["ref"]).status == "open"
    assert duty(case, "PAR-2", AMIR["ref"]).status == "open"
    assert duty(case, "PAR-2", AMIR["ref"], timedelta(days=30)).status == "overdue"
    assert clauses(case.refused("parent_contact", about=AMIR["ref"], **TOLD)) == {"PAR-2"}
    assert not case.refused("parent_contact", about=BETH["ref"], **TOLD)
    case.sign("parent_exception", about=AMIR["ref"], stands="no")
    assert duty(case, "PAR-1", AMIR["ref"]).outstanding
    assert not case.refused("parent_contact", about=AMIR["ref"], **TOLD)


def test_not_telling_parents_without_an_agency_needs_a_reason(case):
    case.to_review()
    alone = {"about": AMIR["ref"], "stands": "yes", "agency_consulted": "neither"}
    record = case.write("parent_exception", **alone)
    asked = warnings_to_answer(case.policy, case.records, record, case.now)
    assert [one.id for one in asked] == ["PAR-3"]


def test_while_an_agency_leads_telling_parents_is_paused_and_refused_to_the_school(case):
    case.to_review(pressure="yes")
    case.sign("agency_lead", about=AMIR["ref"], leads="yes")
    assert duty(case, "PAR-1", AMIR["ref"], timedelta(days=9)).status == "paused"
    assert clauses(case.refused("parent_contact", about=AMIR["ref"], **TOLD)) == {"PAR-4"}
    by_agency = TOLD | {"told_by": "agency"}
    assert not case.refused("parent_contact", about=AMIR["ref"], **by_agency)
    case.sign("agency_lead", about=AMIR["ref"], leads="no")
    assert duty(case, "PAR-1", AMIR["ref"]).status == "open", "its time begins anew"


def test_parents_who_could_not_be_reached_have_not_been_told(case):
    case.to_review()
    case.sign("parent_contact", about=AMIR["ref"], told="no", told_by="school")
    assert duty(case, "PAR-1", AMIR["ref"]).status == "open"


def test_a_pupil_who_comes_into_the_case_later_has_duties_of_their_own(case):
    case.to_sign_off()
    cara = pupil("pupil:3", "Cara Made-Up", "2011-11-11")
    case.sign("new_information", people=[{"person": cara, "part": ["passed_it_on"]}])
    assert duty(case, "PAR-1", "pupil:3").outstanding
    assert duty(case, "RISK-0-talk", "pupil:3").outstanding
    assert {"PAR-1", "RISK-0"} <= clauses(case.refused("closure"))


# Setting aside -------------------------------------------------------------------------------


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


# Forms about somebody or something; corrections ----------------------------------------------


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
