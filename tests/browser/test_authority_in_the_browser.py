"""An authority writes its contacts, tries a night, publishes; a school calls by them that night."""

from datetime import date

import pytest
import time_machine

from tests.browser.looking import looks_well
from tests.browser.steps import TEACHER
from tests.services.contacts import at
from yipplugin.demo.council import make_key

pytestmark = pytest.mark.browser

COUNCIL = "m.denby-osei"
RUTLAND = "/safeguarding/authority/rutland"
OFFICE = "Monday to Thursday: 08:30 to 17:00\nFriday: 08:30 to 16:30\nbank holidays: closed"
ROUTES = {
    "front_door": ("Rutland front door", "0114 496 0101", OFFICE),
    "out_of_hours": ("Rutland night team", "0114 496 0102", "outside: front_door"),
    "lado": ("Rutland officer", "0114 496 0103", "always"),
}


@pytest.fixture(scope="module")
def school(new_school):
    """Return a school that trusts the council's key."""
    made = new_school()
    make_key(made.app)
    return made


def clicks(someone, name, role="button"):
    with someone.page.expect_navigation(wait_until="load") as went:
        someone.page.get_by_role(role, name=name).first.click()
    return went.value.status


def writes(council, key, **more):
    org, phone, hours = ROUTES[key]
    council.goes_to(f"{RUTLAND}/route?key={key}")
    said = {"org": org, "phone": phone, "hours": hours, "source": "our page", "checked": "yes"}
    council.answers(said | more)
    return council.presses("_give")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_the_first_word_to_a_call_at_night(at_a_desk, new_school, javascript):
    school = new_school()
    make_key(school.app)
    council = at_a_desk(COUNCIL, where=school, javascript=javascript)
    assert council.goes_to("/safeguarding/") == 200
    assert council.path == "/safeguarding/authority"
    if javascript:
        looks_well(council)
    assert clicks(council, "Begin") == 200
    assert council.heading == "Contacts in Rutland"
    if javascript:
        looks_well(council)
    council.answers({"reports_to": "contacts@rutland.example", "in_force": date(2026, 3, 1)})
    assert council.presses("_give") == 200
    assert writes(council, "front_door", phone="0114 496") == 422
    assert "cannot be rung" in council.problems()[0]
    if javascript:
        looks_well(council)
    for key in ROUTES:
        assert writes(council, key) == 200
    if javascript:
        looks_well(council)
    council.follows("Try it: who would be called?")
    council.page.get_by_label("Day", exact=True).fill("2026-12-26")
    council.page.get_by_label("Time", exact=True).fill("02:10")
    assert clicks(council, "Look") == 200
    assert "Rutland night team: open now until Tue 29 December, 8:30am" in council.reads()
    if javascript:
        looks_well(council)
    council.goes_to(f"{RUTLAND}/publish")
    if javascript:
        looks_well(council)
    assert clicks(council, "Publish version 1 to 1 school") == 200
    assert "Uses it" in council.reads()
    if javascript:
        looks_well(council)
    teacher = at_a_desk(TEACHER, width=390, where=school)
    with time_machine.travel(at("2026-12-26T02:10"), tick=False):
        assert teacher.goes_to("/safeguarding/contacts?home=857") == 200
    assert "Rutland night team: open now until Tue 29 December, 8:30am" in teacher.reads()


def test_the_council_sees_nothing_of_the_school(at_a_desk, school):
    council = at_a_desk(COUNCIL, where=school)
    for path in ("/", "/pupils/", "/staff/", "/notices/"):
        council.goes_to(path)
        assert council.path == "/safeguarding/authority"
    for path in ("cases", "report", "reports", "procedure", "registers", "numbers", "contacts"):
        assert council.goes_to(f"/safeguarding/{path}") == 403
