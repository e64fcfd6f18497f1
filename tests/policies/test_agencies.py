"""Working with social care, the police and others: whom to ask, what to chase, what to write."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.policies.looking import clauses, duty, fired
from tests.rules.casebook import (
    AMIR,
    ASSESSED,
    BETH,
    EXECUTIVE,
    SCHOOL_LED,
    START,
    TEACHER,
    report_answers,
    review_answers,
)
from yipplugin.packs.lengths import with_targets
from yipplugin.rules.acts import warnings_to_answer

WORKER = AMIR | {"flags": {"social_care": "current"}}
STAFF = {"ref": "staff:coach", "name": "Mr Coach", "kind": "staff"}


def said_of_each(amir, beth="no"):
    return [
        {"row_for": AMIR["ref"], "at_risk": "no", "social_care": amir},
        {"row_for": BETH["ref"], "at_risk": "no", "social_care": beth},
    ]


class TestSocialCare:
    def test_they_are_contacted_as_soon_as_the_school_system_says_that_they_are_involved(
        self, case
    ):
        pupils = [{"person": WORKER, "part": ["in_imagery"]}]
        case.sign("report", by=TEACHER, **report_answers(pupils=pupils))
        assert duty(case, "CSC-1", AMIR["ref"]).outstanding
        assert "CSC-1" in clauses(case.refused("closure"))
        case.sign("social_care_contact", about=AMIR["ref"])
        assert duty(case, "CSC-1", AMIR["ref"]).status == "met"

    def test_what_the_school_system_says_is_not_unsaid_by_the_lead(self, case):
        pupils = [{"person": WORKER, "part": ["in_imagery"]}]
        case.sign("report", by=TEACHER, **report_answers(pupils=pupils))
        case.sign("first_review", **review_answers(risk_now=said_of_each("no")))
        assert duty(case, "CSC-1", AMIR["ref"]).outstanding

    @pytest.mark.parametrize("said", ["past", "possible", "unknown"])
    def test_where_they_may_be_or_were_involved_they_are_asked(self, case, said):
        case.to_sign_off()
        review = case.last("first_review")
        case.correct(review, risk_now=said_of_each(said))
        assert duty(case, "CSC-2", AMIR["ref"]).outstanding
        assert duty(case, "CSC-2", BETH["ref"]) is None
        assert clauses(case.refused("closure")) == {"CSC-2"}
        case.sign("social_care_contact", about=BETH["ref"])
        assert clauses(case.refused("closure")) == {"CSC-2"}
        case.sign("social_care_contact", about=AMIR["ref"])
        assert not case.refused("closure")

    def test_nobody_is_asked_twice_where_they_are_and_were_involved(self, case):
        case.to_review(risk_now=said_of_each("current"))
        assert duty(case, "CSC-1", AMIR["ref"]).outstanding
        assert duty(case, "CSC-2", AMIR["ref"]) is None

    def test_a_case_is_not_closed_while_nobody_has_said_whether_they_are_involved(self, case):
        case.to_sign_off()
        case.correct(case.last("first_review"), risk_now=[])
        assert clauses(case.refused("closure")) == {"CSC-2"}
        for person in (AMIR, BETH):
            case.sign("social_care_contact", about=person["ref"])
        assert not case.refused("closure")

    def test_a_threshold_that_is_met_asks_for_a_referral_to_them_and_to_nobody_else(self, case):
        case.to_review()
        case.sign("head_view", by=EXECUTIVE, view="agree")
        case.sign("new_information", threshold="yes")
        assert clauses(case.refused("decision", **SCHOOL_LED)) == {"CSC-3"}
        case.sign("referral", purpose=["police"])
        assert clauses(case.refused("decision", **SCHOOL_LED)) == {"CSC-3"}
        case.sign("referral", purpose=["social_care"])
        assert not case.refused("decision", **SCHOOL_LED)

    def test_a_later_no_does_not_lower_a_threshold_that_was_met(self, case):
        case.to_review(threshold="yes")
        case.sign("new_information", threshold="no")
        assert duty(case, "CSC-3").outstanding

    def test_an_unknown_threshold_asks_for_nothing(self, case):
        case.to_review(threshold="unknown")
        assert duty(case, "CSC-3") is None


class TestAdults:
    @pytest.mark.parametrize(
        "said", [{"produced_by": "adult"}, {"recipient_age": "adult"},
                 {"recipient_age": "perhaps_adult"}],
    )  # fmt: skip
    def test_who_made_it_or_received_it_is_a_reason_to_refer(self, case, said):
        case.to_review(**said)
        assert fired(case) == {"REF-1": "stands"}
        case.sign("new_information", produced_by="self", recipient_age="under_18")
        assert fired(case) == {"REF-1": "stands"}
        case.correct(case.last("first_review"), produced_by="self", recipient_age="under_18")
        assert fired(case) == {"REF-1": "withdrawn"}

    @pytest.mark.parametrize("fact", ["produced_by", "recipient_age"])
    def test_not_knowing_is_a_thing_to_find_out_and_to_give_a_reason_for(self, case, fact):
        case.to_review(**{fact: "unknown"})
        assert fired(case) == {}
        assert duty(case, "RM-4").outstanding
        warned = {one.id for one in case.standing().warnings if one.act == "decision:school-led"}
        assert "DEC-3a" in warned

    def test_a_named_member_of_staff_is_told_of_to_the_designated_officer(self, case):
        case.sign("report", by=TEACHER, **report_answers(staff_named=STAFF))
        assert duty(case, "REC-5").outstanding
        case.sign("referral", purpose=["police"])
        assert "REC-5" in clauses(case.refused("closure"))
        case.sign("referral", purpose=["lado"])
        assert duty(case, "REC-5").status == "met"


class TestWhatTheAssessmentFinds:
    def test_sharing_behind_their_back_brings_the_decision_back(self, case):
        case.to_sign_off()
        case.sign("risk_assessment", **ASSESSED, knowledge="partly")
        assert clauses(case.refused("closure")) == {"RISK-5"}
        case.sign("decision_review")
        assert not case.refused("closure")

    def test_it_is_a_reason_to_give_before_another_decision(self, case):
        case.to_decision()
        case.sign("risk_assessment", **ASSESSED, knowledge="no")
        again = case.write("decision", **SCHOOL_LED)
        warned = warnings_to_answer(case.policy, case.records, again, case.now)
        assert {one.id for one in warned} == {"RISK-5"}

    def test_not_understanding_consent_asks_again_about_capacity(self, case):
        case.to_sign_off()
        each = [{"row_for": AMIR["ref"], "consent": "no"}]
        case.sign("risk_assessment", **ASSESSED | {"each": each})
        assert clauses(case.refused("closure")) == {"RISK-9"}
        case.sign("new_information", capacity_doubt="no")
        assert duty(case, "RISK-9").status == "met"

    def test_a_doubt_about_capacity_settles_it_by_firing_the_reason(self, case):
        case.to_decision()
        each = [{"row_for": AMIR["ref"], "consent": "no"}]
        case.sign("risk_assessment", **ASSESSED | {"capacity_doubt": "suspected", "each": each})
        assert duty(case, "RISK-9").status == "met"
        assert "REF-2b" in fired(case)


class TestAgencies:
    def test_a_meeting_that_was_missed_is_followed_up_and_one_attended_is_not(self, case):
        case.to_review()
        missed = case.sign("agency_meeting", school_part="apologies")
        attended = case.sign("agency_meeting", school_part="attended")
        assert duty(case, "REC-8", f"record:{missed.id}").outstanding
        assert duty(case, "REC-8", f"record:{attended.id}") is None
        case.sign("meeting_outcome", about=f"record:{missed.id}")
        assert duty(case, "REC-8", f"record:{missed.id}").status == "met"

    def test_a_correction_of_the_schools_part_is_followed(self, case):
        case.to_review()
        meeting = case.sign("agency_meeting", school_part="apologies")
        now = case.correct(meeting, school_part="attended")
        assert not duty(case, "REC-8", f"record:{now.id}").outstanding

    def test_a_file_that_was_passed_on_waits_for_its_receipt(self, case):
        case.to_sign_off()
        sent = case.sign("file_transfer", about=AMIR["ref"])
        assert clauses(case.refused("closure")) == {"REC-9"}
        case.sign("file_receipt", about=f"record:{sent.id}", received="no")
        assert clauses(case.refused("closure")) == {"REC-9"}
        case.sign("file_receipt", about=f"record:{sent.id}", received="yes")
        assert not case.refused("closure")

    def test_every_referral_needs_an_outcome_or_an_escalation_of_its_own(self, case):
        case.to_review()
        first = case.sign("referral", purpose=["police"])
        second = case.sign("referral", purpose=["social_care"])
        for person in (AMIR, BETH):
            case.sign("parent_contact", about=person["ref"], told="yes")
        case.sign("support_plan", about=AMIR["ref"])
        case.sign("referral_update", about=f"record:{first.id}", result="outcome")
        assert clauses(case.refused("closure")) == {"REC-6"}
        case.sign("referral_update", about=f"record:{second.id}", result="waiting")
        assert clauses(case.refused("closure")) == {"REC-6"}
        case.sign("referral_update", about=f"record:{second.id}", result="escalated")
        assert not case.refused("closure")

    def test_a_number_that_nobody_checked_needs_a_reason(self, case):
        case.to_review()
        for said, warned in (("unchecked", {"CSC-4"}), ("agency", set())):
            made = case.write("referral", purpose=["police"], route_from=said)
            found = warnings_to_answer(case.policy, case.records, made, case.now)
            assert {one.id for one in found} == warned


def test_what_the_review_wanted_to_know_stays_open_until_it_is_known(case):
    case.to_review(need_to_know=[{"need": "Who else has it"}])
    assert duty(case, "RM-4").outstanding
    case.sign("new_information", needs_met="no")
    assert duty(case, "RM-4").outstanding
    case.sign("new_information", needs_met="yes")
    assert duty(case, "RM-4").status == "met"


class TestLateness:
    def late(self, case, hours):
        record = case.write("report", by=TEACHER, **report_answers())
        record = replace(record, happened_at=START - timedelta(hours=hours))
        return {one.id for one in warnings_to_answer(case.policy, (), record, case.now)}

    def test_a_report_two_hours_after_it_became_known_needs_no_reason(self, case):
        assert self.late(case, 2) == set()

    def test_a_later_one_does(self, case):
        assert self.late(case, 2.1) == {"IR-2"}

    def test_how_late_is_the_schools_own_target(self, case):
        case.policy = with_targets(case.policy, {"tell the lead": {"hours": 3}})
        assert self.late(case, 2.1) == set()
        assert self.late(case, 3.1) == {"IR-2"}

    def test_a_correction_is_no_second_lateness(self, case):
        first = case.sign("report", by=TEACHER, **report_answers())
        again = case.write("report", by=TEACHER, corrects=first, **report_answers())
        again = replace(again, happened_at=START - timedelta(days=2))
        assert warnings_to_answer(case.policy, case.records, again, case.now) == ()
