"""A case is moved to another policy by two people, without any script, and each page looks well."""

import re

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import HEAD, LEAD, TEACHER, reports

pytestmark = pytest.mark.browser

REASON = "It became known that an adult is involved, and the other policy is made for that."


def presses(someone, words):
    """Press one of the page's buttons, and return the status of what came."""
    with someone.page.expect_navigation(wait_until="load") as went:
        someone.page.get_by_role("button", name=words).click()
    return went.value.status


def test_two_people_move_a_case_and_each_page_looks_well(at_a_desk):
    case = f"/safeguarding/cases/{reports(at_a_desk(TEACHER), 'To be moved.')}"
    lead, head = at_a_desk(LEAD, javascript=False), at_a_desk(HEAD, width=390)
    lead.goes_to(case)
    lead.follows("Move it to another policy")
    assert "First look at what it would change." in lead.reads()
    lead.page.get_by_label("Sharing nudes and semi-nudes").check()
    assert presses(lead, "Look at what it would change") == 200
    assert "What would change under Sharing nudes and semi-nudes" in lead.reads()
    assert presses(lead, "Propose it") == 409
    assert "Write down why the case is to be moved." in lead.reads()
    lead.page.get_by_label("Why is it to be moved?").fill(REASON)
    assert presses(lead, "Propose it") == 200
    assert "It now waits for a headteacher who did not propose it." in lead.reads()

    head.goes_to(f"{case}/move")
    assert REASON in head.reads()
    looks_well(head)
    assert presses(head, "Move the case") == 200
    assert re.search(r"Moved to Sharing nudes and semi-nudes", head.reads())
    looks_well(head)
    head.goes_to(f"{case}/move")
    head.page.get_by_label("Youth produced sexual imagery").check()
    assert presses(head, "Look at what it would change") == 200
    looks_well(head)
