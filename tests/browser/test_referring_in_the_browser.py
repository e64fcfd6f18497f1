"""An authority's own referral form, from whom to call to what came of it, on a desk and a phone."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import LEAD, TEACHER, reports
from tests.services.contacts import Owner
from yipplugin.values import Everything

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def near(new_school, tmp_path_factory):
    """Return a school whose authority has brought a form of its own."""
    school = new_school(YIP_AUTHORITY="Oxfordshire")
    with school.app.app_context():
        owner = Owner(tmp_path_factory.mktemp("owner"), "westhampton")
        owner.pin(Everything("school"))
        owner.install(who=Everything("school"))
    return school


@pytest.mark.parametrize("width", [1280, 390])
def test_a_referral_is_filled_in_signed_and_answered(at_a_desk, near, width):
    case = reports(at_a_desk(TEACHER, where=near), "Told to refer.")
    lead = at_a_desk(LEAD, width=width, where=near)
    assert lead.goes_to(f"/safeguarding/cases/{case}/contacts") == 200
    looks_well(lead)
    lead.page.get_by_role("link", name="Fill in their referral form").click()
    looks_well(lead)
    lead.page.get_by_label("How we may reach the family").fill("Through the school office.")
    lead.page.get_by_role("button", name="Sign, and go on to send it").click()
    assert "They do not have it yet." in lead.reads()
    assert "Through the school office." in lead.reads()
    looks_well(lead)
    lead.page.get_by_label("Whom did you speak to").fill("Jo, duty worker")
    lead.page.get_by_role("button", name="They have it").click()
    assert "They do not have it yet." not in lead.reads()
    looks_well(lead)
    assert "wrote it down" in _after(lead, f"/safeguarding/cases/{case}", "Chronology")
    assert "Through the school office." in _after(lead, f"/safeguarding/cases/{case}/print", "Ref")
    lead.page.go_back()
    lead.follows("What came of the referral", within=".yip-chronology")
    lead.page.get_by_role("link", name="Print it, or take it as a file").click()
    assert "Exactly what was signed" in lead.reads()
    looks_well(lead)


def _after(lead, path, words):
    assert lead.goes_to(path) == 200
    looks_well(lead)
    return lead.reads().partition(words)[2]
