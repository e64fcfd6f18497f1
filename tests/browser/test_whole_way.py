"""From a teacher's report to a signed closure, as a school lives it, on a wide screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looks_well
from tests.browser.steps import (
    ARJUN,
    BLESSING,
    COPIES,
    ENDED,
    EXECUTIVE,
    HEAD,
    LEAD,
    NO_PLAN,
    PARENT,
    SCHOOL_LED,
    SIGNED_OFF,
    TAKEN_UP,
    TALK,
    TEACHER,
    VIEW,
    WEIGHED,
    begins_report,
    goes_on_with,
    is_at_case,
    next_steps,
    reviewed,
    stage,
    told,
    unfolds_what_can_be_added,
)

pytestmark = pytest.mark.browser

FIVE = ("adult_involved", "pressure", "capacity_doubt", "unusual_or_violent", "sexual_acts")


def signs_well(someone, answers):
    """Fill in the form that is open, look at it, sign it, and look at what comes."""
    someone.answers(answers)
    looks_well(someone)
    assert someone.signs() == 200, someone.problems()
    looks_well(someone)


def test_an_incident_goes_from_a_teachers_report_to_a_signed_closure(at_a_desk, school):
    teacher, lead = at_a_desk(TEACHER), at_a_desk(LEAD)
    executive, head = at_a_desk(EXECUTIVE), at_a_desk(HEAD)

    begins_report(teacher)
    assert teacher.chosen("pupils-0-person") == [ARJUN.ref]
    signs_well(teacher, told("Arjun told me after maths that he sent Blessing a picture."))
    assert teacher.heading == "Your report is in"
    reference = teacher.page.locator(".yip-receipt .yip-number").inner_text()
    case_id = teacher.case_id
    assert "Nobody has taken it up yet" in teacher.reads()

    lead.goes_to("/")
    lead.follows("Safeguarding", within="nav.menu")
    assert lead.heading == "Cases"
    assert "Nambisan" not in lead.reads()
    looks_well(lead)
    lead.follows(reference)
    assert stage(lead) == "Reported"
    # Late in the afternoon the review, by the end of the school day, is due before that.
    assert any(one.startswith("Take up") for one in next_steps(lead))
    looks_well(lead)

    goes_on_with(lead, "taken_up")
    signs_well(lead, TAKEN_UP)
    is_at_case(lead, case_id)
    teacher.page.reload()
    assert "The safeguarding lead took it up" in teacher.reads()

    goes_on_with(lead, "first_review")
    signs_well(lead, reviewed())
    is_at_case(lead, case_id)
    assert stage(lead) == "Under review"
    review = school.records(case_id, "first_review")[0]
    assert {review.answers[one] for one in FIVE} == {"no"}

    goes_on_with(lead, "decision")
    choice = lead.page.locator('input[name="route"][value="school_led"]')
    expect(choice).to_be_disabled()
    assert "The executive head has not given a view yet." in lead.reads()
    looks_well(lead)

    executive.goes_to(f"/safeguarding/cases/{case_id}")
    goes_on_with(executive, "head_view")
    signs_well(executive, VIEW)

    lead.page.reload()
    expect(choice).to_be_enabled()
    signs_well(lead, SCHOOL_LED)
    assert stage(lead) == "School-led"

    goes_on_with(lead, "risk_assessment")
    signs_well(lead, WEIGHED)
    for pupil, name in ((ARJUN, "Arjun Nambisan-Cole"), (BLESSING, "Blessing Chikwanha")):
        goes_on_with(lead, "parent_contact", pupil.ref)
        assert name in lead.heading
        signs_well(lead, PARENT)
        goes_on_with(lead, "conversation", pupil.ref)
        signs_well(lead, TALK)
        assert school.records(case_id, "conversation")[-1].about == pupil.ref

    goes_on_with(lead, "deletion_considered")
    signs_well(lead, COPIES)
    goes_on_with(lead, "support_not_planned", ARJUN.ref)
    signs_well(lead, NO_PLAN)

    assert "Waiting for the headteacher" in lead.reads(".yip-todo")
    head.goes_to(f"/safeguarding/cases/{case_id}")
    goes_on_with(head, "sign_off")
    signs_well(head, SIGNED_OFF)

    lead.goes_to(f"/safeguarding/cases/{case_id}")
    unfolds_what_can_be_added(lead)
    goes_on_with(lead, "closure", within=".yip-add")
    signs_well(lead, ENDED)
    is_at_case(lead, case_id)
    assert stage(lead) == "Closed"
    assert "Nothing is due" in lead.reads()

    lead.follows("Print the case file")
    assert lead.heading == "Case file"
    assert reference in lead.reads()
    assert lead.page.locator("article.yip-paper-record").count() == len(school.records(case_id))
    looks_well(lead)
    lead.follows(re.compile("^Back$"))
    lead.follows(re.compile("Blessing Chikwanha"), within=".yip-chronology")
    looks_well(lead)
    assert [one.form for one in school.records(case_id)] == [
        "report",
        "taken_up",
        "first_review",
        "head_view",
        "decision",
        "risk_assessment",
        *("parent_contact", "conversation") * 2,
        "deletion_considered",
        "support_not_planned",
        "sign_off",
        "closure",
    ]
