"""Who counts as under 13, or as an adult, by the day of the incident."""

import pytest

from tests.policies.looking import clauses, fired
from tests.rules.casebook import (
    EXECUTIVE,
    SCHOOL_LED,
    TEACHER,
    pupil,
    report_answers,
    review_answers,
)
from yipplugin.rules.acts import (
    warnings_to_answer,
)


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
