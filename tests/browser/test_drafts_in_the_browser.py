"""What is typed is saved as it is typed, and found again on any machine."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import FORM
from tests.browser.school import PASSWORD
from tests.browser.steps import (
    LEAD,
    TEACHER,
    TECHNICIAN,
    begins_report,
    opens_form,
    reports,
    reviewed,
)

pytestmark = pytest.mark.browser

REPORT = "/safeguarding/report"


def types(someone, **answers):
    """Type, and wait until the page says that it is saved."""
    with someone.page.expect_response(re.compile("/drafts$")) as answered:
        someone.answers(answers)
    expect(someone.page.locator("[data-yip-saved]")).to_have_text(
        re.compile(r"^Saved \d{1,2}(:\d\d)?(am|pm)$|^Saved mid(day|night)$")
    )
    return answered.value


def test_typed_text_is_saved_by_itself_and_resumed_on_another_machine(at_a_desk, school):
    here = at_a_desk(TEACHER)
    begins_report(here)
    assert types(here, account="She said that she is afraid of Monday.").status == 200
    assert types(here, account="She said: afraid of Monday, and of “the others”.").ok

    there = at_a_desk(TEACHER, width=390)
    there.goes_to(REPORT)
    assert there.typed("account") == "She said: afraid of Monday, and of “the others”."
    assert there.chosen("pupils-0-person") == ["002342"]
    assert "You were filling this in. Saved" in there.reads()
    assert school.reports(there.typed("account")) == []


def test_a_draft_is_for_its_author_alone(at_a_desk):
    teacher, other = at_a_desk(TEACHER), at_a_desk(TECHNICIAN)
    teacher.goes_to(REPORT)
    types(teacher, account="Between the two of us.")
    other.goes_to(REPORT)
    assert other.typed("account") == ""
    other.goes_to("/safeguarding/reports")
    assert "Not finished" not in other.reads()


def test_a_password_is_in_no_draft(at_a_desk, school):
    case_id = reports(at_a_desk(TEACHER), "To be reviewed.")
    lead = at_a_desk(LEAD)
    opens_form(lead, case_id, "first_review")
    lead.page.locator(f'{FORM} [name="signature-password"]').fill(PASSWORD)
    types(lead, refer_police_why="None of the five.")
    lead.page.locator(f'{FORM} [name="signature-password"]').fill(f"{PASSWORD}-mistyped")
    assert lead.presses("_sign") == 422
    lead.answers(reviewed())
    assert lead.signs(f"{PASSWORD}-mistyped") == 422
    assert "password" in " ".join(lead.problems()).lower()
    lead.page.locator(f'{FORM} [name="signature-password"]').fill(PASSWORD)
    lead.presses("_save")
    kept = school.drafts()
    assert any("None of the five reasons applies." in draft for draft in kept)
    assert not any("password" in draft or PASSWORD in draft for draft in kept)
    assert PASSWORD.encode() not in school.everything_kept()


def test_what_is_begun_is_listed_and_leaves_the_list_once_sent(at_a_desk):
    technician = at_a_desk(TECHNICIAN)
    technician.goes_to(f"{REPORT}?pupil=002343")
    technician.answers({"account": "Seen in a log."})
    technician.presses("_save")
    assert technician.heading == "My reports"
    technician.follows(re.compile("^Go on with it"))
    assert technician.typed("account") == "Seen in a log."
    assert technician.chosen("pupils-0-person") == ["002343"]
