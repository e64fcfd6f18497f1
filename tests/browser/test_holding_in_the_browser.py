"""A case is put on hold and the hold is lifted, and each page looks well."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import LEAD, TEACHER, reports

pytestmark = pytest.mark.browser

NEEDS = "A solicitor wrote on behalf of the family."


def presses(someone, words):
    """Press one of the page's buttons, and return the status of what came."""
    with someone.page.expect_navigation(wait_until="load") as went:
        someone.page.get_by_role("button", name=words).click()
    return went.value.status


def test_a_case_is_put_on_hold_and_each_page_looks_well(at_a_desk):
    case = f"/safeguarding/cases/{reports(at_a_desk(TEACHER), 'To be kept.')}"
    lead = at_a_desk(LEAD)
    lead.goes_to(case)
    lead.follows("Put it on hold")
    assert presses(lead, "Put it on hold") == 409
    looks_well(lead)
    lead.page.get_by_label("There is a claim, or one is to be expected").check()
    lead.page.get_by_label("What needs it").fill(NEEDS)
    assert presses(lead, "Put it on hold") == 200
    looks_well(lead)
    lead.goes_to(case)
    assert NEEDS in lead.reads()
    looks_well(lead)
    lead.follows("Lift the hold")
    lead.page.get_by_label("Why is it no longer needed?").fill("It was settled.")
    assert presses(lead, "Lift the hold") == 200
    looks_well(lead)
