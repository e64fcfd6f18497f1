"""A case laid out for an inspection, and a chronology of one person, wide, narrow and printed."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import LEAD, TEACHER, opens_case, records, reports, reviewed

pytestmark = pytest.mark.browser

WIDTHS = """() => {
    const both = [...document.querySelectorAll('.yip-question-asked .yip-columns')][0].children;
    return [...both].map(one => one.getBoundingClientRect()).map(one => [one.left, one.top]);
}"""


def test_the_lead_lays_a_case_out_and_follows_it_to_one_young_person(at_a_desk):
    teacher, lead = at_a_desk(TEACHER), at_a_desk(LEAD)
    case_id = reports(teacher, "Somebody will ask how this was handled.")
    opens_case(lead, case_id)
    records(lead, case_id, "first_review", reviewed(spread="unknown"))
    lead.goes_to(f"/safeguarding/cases/{case_id}")
    lead.follows("Show it to an inspector")
    assert "To do or missing" in lead.reads()
    looks_well(lead)

    lead.page.set_viewport_size({"width": 1280, "height": 900})
    evidence, missing = lead.page.evaluate(WIDTHS)
    assert missing[0] > evidence[0]
    assert missing[1] == evidence[1]
    lead.page.set_viewport_size({"width": 390, "height": 900})
    evidence, missing = lead.page.evaluate(WIDTHS)
    assert missing[0] == evidence[0]
    assert missing[1] > evidence[1]

    lead.page.emulate_media(media="print")
    assert not lead.page.locator(".yip-back").is_visible()
    assert lead.page.locator(".yip-marking").first.is_visible()
    lead.page.emulate_media(media="screen")

    lead.page.locator("#yip-files ~ ul a").first.click()
    assert lead.heading.endswith(": chronology")
    looks_well(lead)
