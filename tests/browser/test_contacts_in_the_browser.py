"""Who to call, on a phone at two in the morning: all of it on one screen, 999 first."""

import pytest
import time_machine

from tests.browser.looking import looks_well
from tests.browser.steps import LEAD, TEACHER, reports
from tests.services.contacts import Owner, at
from yipplugin.marks import hookimpl
from yipplugin.services.contactpacks import pin
from yipplugin.values import Everything

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


class Homes:
    @hookimpl
    def yip_home_authority(self, ref):
        return "Rotherham"


@pytest.fixture(scope="module")
def away(new_school, tmp_path_factory):
    """Return a school in Oxfordshire whose pupils live in Rotherham, with packs of both."""
    school = new_school(YIP_AUTHORITY="Oxfordshire")
    school.app.extensions["yipplugin"].manager.register(Homes(), "homes")
    folder, here = tmp_path_factory.mktemp("owners"), Everything("school")
    with school.app.app_context():
        for name, code in (("oxfordshire", "la:931"), ("rotherham", "la:372")):
            owner = Owner(folder, name, (code,))
            pin(here, name, owner.public, [code], False)
            owner.install(who=here)
    return school


def test_on_a_phone_everything_that_counts_is_on_one_screen(at_a_desk, away):
    case = reports(at_a_desk(TEACHER, where=away), "Told to call.")
    lead = at_a_desk(LEAD, width=PHONE["width"], where=away)
    with time_machine.travel(at("2026-12-26T02:10"), tick=False):
        assert lead.goes_to(f"/safeguarding/cases/{case}/contacts") == 200
    lead.page.set_viewport_size(PHONE)
    lead.page.evaluate("scrollTo(0, 0)")
    shown = lead.page.locator('.yip a[href^="tel:"]:visible')
    numbers = [shown.nth(n).inner_text() for n in range(shown.count())]
    assert numbers == ["Call 999", "01709 336080", "101", "01865 810603", "01709 336080"]
    for n in range(shown.count()):
        box = shown.nth(n).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= PHONE["height"], numbers[n]
    words = lead.reads()
    assert "Rotherham out of hours: open now until Tue 29 December, 8:30am" in words
    assert "Oxfordshire LADO: closed; opens Tue 29 December, 9am" in words
    assert "South Yorkshire" in words
    looks_well(lead)


def test_without_a_case_and_with_mistakes_the_pages_look_well(at_a_desk, away):
    teacher = at_a_desk(TEACHER, where=away)
    assert teacher.goes_to("/safeguarding/contacts") == 200
    looks_well(teacher)
    teacher.page.get_by_label("Where does the child live?").fill("Atlantis")
    with teacher.page.expect_navigation() as went:
        teacher.page.get_by_role("button", name="Look again").click()
    assert went.value.status == 422
    looks_well(teacher)
    teacher.page.get_by_label("Where does the child live?").fill("Rotherham")
    with teacher.page.expect_navigation():
        teacher.page.get_by_role("button", name="Look again").click()
    assert "Rotherham" in teacher.reads()


def test_the_schools_own_contacts_look_well(at_a_desk, away):
    lead = at_a_desk(LEAD, where=away)
    assert lead.goes_to("/safeguarding/contacts/own") == 200
    looks_well(lead)
    with lead.page.expect_navigation() as went:
        lead.page.get_by_role("button", name="Save it").click()
    assert went.value.status == 422
    looks_well(lead)
