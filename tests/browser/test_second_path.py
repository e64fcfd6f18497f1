"""An adult may be involved: nothing but a referral leads on, seen on a telephone."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looks_well
from tests.browser.school import PASSWORD
from tests.browser.steps import (
    EXECUTIVE,
    LEAD,
    REFERRED,
    SCHOOL_LED,
    TEACHER,
    VIEW,
    goes_on_with,
    is_at_case,
    next_steps,
    opens_case,
    opens_form,
    records,
    reports,
    reviewed,
    stage,
    unfolds_what_can_be_added,
)

pytestmark = pytest.mark.browser

SUSPECTED = {"adult_involved": "suspected", "adult_involved_basis": "He says he is 17 and drives."}


def test_when_an_adult_is_suspected_the_only_way_on_is_a_referral(at_a_desk, school):
    teacher, lead = at_a_desk(TEACHER, width=390), at_a_desk(LEAD, width=390)
    case_id = reports(teacher, "She says that he may be older.", adult_involved="suspected")
    looks_well(teacher)

    lead.goes_to("/safeguarding/cases")
    assert "Refer now" in lead.reads()
    looks_well(lead)
    opens_case(lead, case_id)
    first = lead.page.locator(".yip section").first
    expect(first.get_by_role("heading", level=2)).to_have_text("Refer now")
    assert "An adult is or may be involved" in first.inner_text()
    looks_well(lead)

    records(lead, case_id, "first_review", reviewed(**SUSPECTED, proposed="refer"))
    assert stage(lead) == "Under review"
    assert lead.page.locator(".yip-alarm").is_visible()
    looks_well(lead)

    opens_form(lead, case_id, "decision")
    choice = lead.page.locator(".yip-choice", has=lead.page.locator('input[value="school_led"]'))
    expect(choice.locator("input")).to_be_disabled()
    stands = choice.inner_text()
    assert "reason for immediate referral" in stands
    assert "REF-0" in stands
    assert "Refer. If a record is wrong, correct that record" in stands
    looks_well(lead)

    lead.page.evaluate("document.querySelector('input[value=school_led]').disabled = false")
    lead.answers(SCHOOL_LED)
    assert lead.signs() == 422
    assert any("reason for immediate referral" in one for one in lead.problems())
    assert school.records(case_id, "decision") == []
    looks_well(lead)

    opens_case(lead, case_id)
    unfolds_what_can_be_added(lead)
    expect(lead.page.locator('.yip-add a[href*="/forms/closure"]')).to_have_count(0)
    assert "Not now: Close the case." in lead.reads(".yip-add")

    goes_on_with(lead, "referral", within=".yip-alarm")
    lead.answers(REFERRED)
    looks_well(lead)
    lead.signs()
    is_at_case(lead, case_id)
    assert stage(lead) == "Referred"
    expect(lead.page.locator(".yip-alarm")).to_have_count(0)
    assert any("what came of the referral" in one for one in next_steps(lead))
    looks_well(lead)

    opens_form(lead, case_id, "decision")
    expect(choice.locator("input")).to_be_disabled()


def test_a_crafted_post_does_not_get_past_the_refusal(at_a_desk, school):
    case_id = reports(at_a_desk(TEACHER), "Perhaps an adult.", adult_involved="suspected")
    lead = at_a_desk(LEAD)
    records(lead, case_id, "first_review", reviewed())
    records(at_a_desk(EXECUTIVE), case_id, "head_view", VIEW)
    opens_form(lead, case_id, "decision")
    lead.page.evaluate("document.querySelector('input[value=school_led]').disabled = false")
    lead.answers(SCHOOL_LED)
    token = lead.page.locator('form[data-yip-form] [name="_token"]').input_value()
    crafted = [pair for pair in lead.everything_typed() if not pair[0].endswith("-password")]
    crafted += [["_token", token], ["signature-password", PASSWORD], ["_sign", "yes"]]
    answer = lead.context.request.post(
        f"/safeguarding/cases/{case_id}/forms/decision",
        data=urlencode([(name, value) for name, value in crafted]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        max_redirects=0,
    )
    assert answer.status == 422
    summary = answer.text().partition("yip-error-summary-list")[2].partition("</ul>")[0]
    assert "reason for immediate referral" in summary
    assert school.records(case_id, "decision") == []


def test_danger_now_puts_999_before_everything_else(at_a_desk):
    case_id = reports(at_a_desk(TEACHER), "He talks of hurting himself.", immediate_harm="yes")
    lead = at_a_desk(LEAD, width=390)
    opens_case(lead, case_id)
    first = lead.page.locator(".yip section").first
    expect(first.get_by_role("heading", level=2)).to_have_text("Danger now: 999 first")
    expect(first.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    looks_well(lead)
