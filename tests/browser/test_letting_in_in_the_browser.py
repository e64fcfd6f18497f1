"""Letting people in, and a case that names the lead, at browsers wide and narrow."""

from datetime import date, timedelta

import pytest

from tests.browser.looking import looks_well
from tests.browser.people import Found
from tests.browser.steps import HEAD, LEAD, TEACHER, TEAM, opens_case, reports

pytestmark = pytest.mark.browser

ZAINAB = Found("ZAH", "Al-Hadidi")
PRIYA = Found("PSH", "Shandilya")
UNTIL = date.today() + timedelta(days=7)


@pytest.mark.parametrize("width", [1280, 390])
def test_somebody_is_let_into_a_case_and_out_again(at_a_desk, width):
    teacher, lead = at_a_desk(TEACHER, width), at_a_desk(LEAD, width)
    case_id = reports(teacher, "Somebody has to be let in.")
    opens_case(lead, case_id)
    lead.page.get_by_text("Who can see this case").click()
    looks_well(lead)
    lead.follows("Change who can see it")
    looks_well(lead)
    assert lead.presses("_give") == 422
    assert len(lead.problems()) == 3
    looks_well(lead)
    lead.answers({"holder": ZAINAB, "reason": "Their pastoral officer.", "last_day": UNTIL})
    assert lead.presses("_give") == 200
    assert "Al-Hadidi, until" in lead.reads()
    looks_well(lead)

    zainab = at_a_desk(TEAM, width)
    assert zainab.goes_to(f"/safeguarding/cases/{case_id}") == 200
    assert "Print the case file" not in zainab.reads()
    looks_well(zainab)
    with lead.page.expect_navigation(wait_until="load"):
        lead.page.get_by_role("button", name="End it now").click()
    assert "Nobody." in lead.reads()
    zainab.may_go_wrong.append(f"404 from /safeguarding/cases/{case_id}")
    assert zainab.goes_to(f"/safeguarding/cases/{case_id}") == 404


def test_a_case_is_opened_in_an_emergency(at_a_desk):
    case_id = reports(at_a_desk(TEACHER), "Nobody can be reached.")
    lead, zainab = at_a_desk(LEAD), at_a_desk(TEAM)
    opens_case(lead, case_id)
    reference = lead.heading
    zainab.goes_to("/safeguarding/cases")
    looks_well(zainab)
    zainab.follows("Open a case in an emergency")
    looks_well(zainab)
    zainab.answers({"reference": "YIP-1999-0001", "reason": "They are in my office."})
    assert zainab.presses("_give") == 422
    looks_well(zainab)
    zainab.answers({"reference": reference})
    assert zainab.presses("_give") == 200
    assert zainab.heading == reference
    opens_case(lead, case_id)
    assert "in an emergency, until" in lead.reads()


def test_the_head_delegates(at_a_desk):
    head = at_a_desk(HEAD)
    head.goes_to("/safeguarding/delegations")
    looks_well(head)
    answers = {"role": "viewing_delegate", "reason": "For the review.", "last_day": UNTIL}
    head.answers({"holder": ZAINAB, **answers})
    assert head.presses("_give") == 200
    looks_well(head)
    with head.page.expect_navigation(wait_until="load"):
        head.page.get_by_role("button", name="End it now").click()
    assert "Nothing is delegated." in head.reads()
    looks_well(head)


def test_cases_are_found_by_a_name_that_stands_in_no_address(at_a_desk):
    reports(at_a_desk(TEACHER), "To be found.")
    lead = at_a_desk(LEAD)
    lead.goes_to("/safeguarding/cases")
    lead.follows("Find a young person’s cases")
    looks_well(lead)
    for name, says in (("Arjun", "Found"), ("Nobody at all", "No case that you can open")):
        lead.page.get_by_label("Name").fill(name)
        with lead.page.expect_navigation(wait_until="load"):
            lead.page.get_by_role("button", name="Find", exact=True).click()
        assert says in lead.reads()
        assert name.split()[0] not in lead.page.url
        looks_well(lead)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_case_that_names_the_lead_is_the_heads(at_a_desk, width):
    teacher, head, lead = at_a_desk(TEACHER, width), at_a_desk(HEAD, width), at_a_desk(LEAD, width)
    case_id = reports(teacher, "It is about the lead.", adult_involved="yes", staff_named=PRIYA)
    assert "You named the safeguarding lead" in teacher.reads()
    looks_well(teacher)
    opens_case(head, case_id)
    assert "so the headteacher leads it" in head.reads()
    looks_well(head)
    lead.may_go_wrong.append(f"404 from /safeguarding/cases/{case_id}")
    assert lead.goes_to(f"/safeguarding/cases/{case_id}") == 404
