"""Telling parents or carers, not telling them, and who leads."""

from datetime import timedelta

from tests.policies.looking import clauses, duty
from tests.rules.casebook import (
    AMIR,
    BETH,
    TOLD,
    pupil,
)
from yipplugin.rules.acts import (
    warnings_to_answer,
)


def test_not_telling_parents_waives_telling_them_and_comes_round_for_review(case):
    case.to_review()
    until = str(case.now.date() + timedelta(days=7))
    kept = {"about": AMIR["ref"], "stands": "yes", "agency_consulted": "police"}
    case.sign("parent_exception", **kept, review_on=until)
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
