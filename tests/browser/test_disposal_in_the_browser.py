"""A closed case is disposed of in two browsers, and is nowhere to be found afterwards."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import HEAD, LEAD, TEACHER, reports

pytestmark = pytest.mark.browser

REASON = "Six years are over. I read the file from beginning to end."


@pytest.fixture
def closed(at_a_desk, monkeypatch):
    """Return a case that is taken for a closed one."""
    for place in ("services.disposal", "web.casepage"):
        monkeypatch.setattr(f"yipplugin.{place}.is_closed", lambda *_: True)
    return reports(at_a_desk(TEACHER), "To be disposed of.")


def presses(someone, words):
    """Press one of the page's buttons, and return the status of what came."""
    with someone.page.expect_navigation(wait_until="load") as went:
        someone.page.get_by_role("button", name=words).click()
    return went.value.status


def test_two_people_dispose_of_a_case_and_each_page_looks_well(at_a_desk, closed):
    lead, head = at_a_desk(LEAD), at_a_desk(HEAD, width=390)
    case = f"/safeguarding/cases/{closed}"
    lead.goes_to(case)
    lead.follows("Dispose of this case")
    looks_well(lead)
    assert presses(lead, "Propose it") == 409
    assert "Nothing was done" in lead.reads()
    looks_well(lead)
    lead.page.get_by_label("The time for which the school keeps it is over").check()
    lead.page.get_by_label("What did you look at?").fill(REASON)
    assert presses(lead, "Propose it") == 200
    assert "It now waits for a headteacher who did not propose it." in lead.reads()
    looks_well(lead)

    head.goes_to(f"{case}/disposal")
    assert REASON in head.reads()
    looks_well(head)
    head.page.get_by_label("type the reference of this case").fill("YIP-1999-0001")
    assert presses(head, "Dispose of it for good") == 409
    looks_well(head)
    head.page.get_by_label("type the reference of this case").fill(head.heading.split()[-1])
    assert presses(head, "Dispose of it for good") == 200
    assert head.heading == "The case was disposed of"
    looks_well(head)
    for someone in (lead, head):
        assert someone.goes_to(case) == 404
        assert someone.goes_to(f"{case}/disposal") == 404
