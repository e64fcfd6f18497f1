"""A copy for outside: checked on a page, made by pressing a button, and on the ledger."""

import pytest

from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page, typed
from tests.web.test_papers import HIS, prints, words
from yipplugin.services.papers import OURS

TOLD = "Tess Archer told Kit and Bunny, and rang Kit's mother at Tesco."


@pytest.fixture
def case(reported, signed):
    more = {"pupils-1-person": "pupil:2", "pupils-1-part": ["received_it"]}
    case = reported(account=TOLD, **more)
    signed(case, "taken_up", {**TAKEN_UP, "safe_now": "Amara Obi sat with Robin and KIT."})
    return case


@pytest.fixture
def lead(as_):
    return as_("dsl")


def url(case, about=HIS):
    return f"/safeguarding/cases/{case}/outside?about={about}"


def make(client, case, do="outside-file", **sent):
    """Press one of the page's buttons."""
    page = Page(client.get(url(case)).text)
    return client.post(url(case), data=typed(page, sent, f"_do={do}"))


def test_the_page_says_what_was_taken_out_and_that_a_person_must_read_it(case, lead):
    page = words(lead.get(url(case)))
    assert "A person must read every page before it leaves the school." in page
    assert "Kit 2 young person A" in page
    assert "KIT 1 young person A" in page
    assert "Amara Obi 1 member of staff 2" in page
    assert "may say who somebody is Bunny · Tesco" in page
    assert "No record was left out." in page
    assert prints(lead, case) == []


@pytest.mark.parametrize("do", ["outside-file", "outside-chronology"])
def test_a_copy_names_one_young_person_and_no_member_of_staff(case, lead, do):
    answer = make(lead, case, do)
    page = words(answer)
    assert answer.status_code == 200
    assert "This copy is about Robin Ash." in page
    assert "Printed Monday 2 March 2026, 9:30am by the designated safeguarding lead." in page
    for name in ("Tess", "Archer", "Amara", "Obi", "Kit", "Moss", "Year 11"):
        assert name not in page, name
    assert "member of staff 2, designated safeguarding lead" in page
    assert prints(lead, case) == [OURS[do]]


def test_the_copy_reads_on_and_has_the_letters_in_place_of_the_names(case, lead):
    page = words(make(lead, case))
    assert "Member of staff 1 told young person A and Bunny, and rang young person A’s" in page
    assert "Member of staff 2 sat with Robin and young person A." in page
    assert "Robin Ash, Year 9, 14 when" not in page
    assert "Young person A Received it" in page


def test_more_can_be_taken_out_and_is_not_kept(case, lead):
    again = make(lead, case, "look", also="bunny\r\n\r\nTesco")
    page = Page(again.text)
    assert "Bunny 1 [name taken out]" in page.words
    assert page.text("also") == "bunny\nTesco"
    copy = words(make(lead, case, also="bunny\r\n\r\nTesco"))
    assert "young person A and [name taken out], and rang" in copy
    assert Page(lead.get(url(case)).text).text("also") == ""


def test_what_was_served_for_another_case_or_long_ago_makes_nothing(case, reported, lead):
    page = Page(lead.get(url(reported())).text)
    answer = lead.post(url(case), data=typed(page, {"also": "bunny"}, "_do=outside-file"))
    assert answer.status_code == 400
    assert Page(answer.text).text("also") == "bunny"
    assert "Error: " in Page(answer.text).title
    assert prints(lead, case) == []


@pytest.mark.parametrize("about", ["", "pupil:4", "3", "x"])
def test_a_copy_is_about_one_of_the_young_people_or_there_is_none(case, lead, about):
    assert lead.get(url(case, about)).status_code == 404


def test_a_button_that_there_is_not_makes_nothing(case, lead):
    assert "must read every page" in words(make(lead, case, "case-file"))
    assert prints(lead, case) == []


def test_it_is_asked_who_it_is_just_before(case, lead, clock):
    clock.shift(11 * 60)
    assert "/confirm?" in lead.get(url(case)).location
