"""Pages that the two ways do not pass: empty, refused, missing, broken, and the school's own."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import (
    EXECUTIVE,
    HEAD,
    LEAD,
    TEACHER,
    TECHNICIAN,
    VIEW,
    opens_case,
    opens_form,
    records,
    reports,
    reviewed,
)
from yipplugin.hooking import House

pytestmark = pytest.mark.browser

STATES = {
    "nobody has reported anything": (LEAD, "/safeguarding/cases", 200),
    "no case is late": (LEAD, "/safeguarding/cases?show=late", 200),
    "no report of one's own": (HEAD, "/safeguarding/reports", 200),
    "an empty report": (TEACHER, "/safeguarding/report", 200),
    "no such page": (TEACHER, "/safeguarding/nowhere", 404),
    "no such case": (LEAD, "/safeguarding/cases/0123456789abcdef", 404),
    "cases that are not for teachers": (TEACHER, "/safeguarding/cases", 403),
    "cases that are not for the technician": (TECHNICIAN, "/safeguarding/cases", 403),
}
OWN_PAGES = ("/", "/pupils/", "/pupils/?q=nobody", "/pupils/002342", "/staff/", "/notices/")


@pytest.mark.parametrize("state", STATES)
def test_a_page_with_nothing_to_show_looks_well(at_a_desk, quiet_school, state):
    username, path, status = STATES[state]
    someone = at_a_desk(username, where=quiet_school)
    assert someone.goes_to(path) == status
    looks_well(someone)


@pytest.fixture(scope="module")
def quiet_school(new_school):
    return new_school()


@pytest.mark.parametrize("path", OWN_PAGES)
def test_the_schools_own_pages_look_well(at_a_desk, path):
    someone = at_a_desk(TEACHER)
    assert someone.goes_to(path) == 200
    looks_well(someone)


def test_the_sign_in_page_looks_well_before_and_after_a_mistake(at_a_desk):
    nobody = at_a_desk()
    nobody.goes_to("/safeguarding/cases")
    assert nobody.path == "/sign-in"
    looks_well(nobody)
    nobody.signs_in("nobody", "nothing")
    looks_well(nobody)


def test_forms_look_well_with_mistakes_refusals_and_warnings(at_a_desk):
    teacher, lead = at_a_desk(TEACHER), at_a_desk(LEAD)
    teacher.goes_to("/safeguarding/report")
    assert teacher.presses("_sign") == 422
    looks_well(teacher)
    teacher.answers({"pupils-0-person-find": "zzz"})
    teacher.presses("_find", "pupils-0-person")
    looks_well(teacher)

    case_id = reports(teacher, "Looked at from all sides.")
    looks_well(teacher)
    teacher.goes_to(f"/safeguarding/reports/{case_id}/add")
    looks_well(teacher)
    opens_case(lead, case_id)
    looks_well(lead)
    opens_form(lead, case_id, "first_review")
    assert lead.presses("_sign") == 422
    looks_well(lead)
    lead.goes_to("/safeguarding/cases")
    looks_well(lead)
    for path in (f"/safeguarding/cases/{case_id}/ledger", "/safeguarding/ledger"):
        assert lead.goes_to(path) == 200
        looks_well(lead)
    records(lead, case_id, "first_review", reviewed(spread="unknown", harmed="unknown"))
    for paper in ("papers", "papers/chronology", "print"):
        assert lead.goes_to(f"/safeguarding/cases/{case_id}/{paper}") == 200
        looks_well(lead)
    lead.goes_to(f"/safeguarding/cases/{case_id}/papers")
    outside = lead.page.locator("a[href*='/outside?']").first.get_attribute("href")
    assert lead.goes_to(outside) == 200
    looks_well(lead)
    lead.goes_to(f"/safeguarding/cases/{case_id}/forms/first_review")
    assert "This cannot be signed now" in lead.reads()
    looks_well(lead)
    records(at_a_desk(EXECUTIVE), case_id, "head_view", VIEW)


def test_a_failure_of_ours_looks_well_and_shows_what_was_typed(at_a_desk, school, monkeypatch):
    teacher = at_a_desk(TEACHER)
    teacher.may_go_wrong.append("500 from /safeguarding/report")
    teacher.goes_to("/safeguarding/report")
    teacher.answers({"account": "Typed before it broke."})

    def broken(_):
        raise RuntimeError

    monkeypatch.setattr(House, "compiled", property(broken), raising=False)
    assert teacher.presses("_sign") == 500
    monkeypatch.undo()
    assert "Typed before it broke." in teacher.reads()
    looks_well(teacher)


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_that_stand_alone_load_nothing_that_their_own_policy_forbids(
    at_a_desk, new_school, width
):
    alone = new_school(YIP_BASE_TEMPLATE="yipplugin/base.html")
    teacher, lead = at_a_desk(TEACHER, width, where=alone), at_a_desk(LEAD, width, where=alone)
    teacher.goes_to("/safeguarding/report")
    looks_well(teacher)
    case_id = reports(teacher, "In pages of our own.")
    looks_well(teacher)
    opens_case(lead, case_id)
    assert (
        "default-src 'none'"
        in lead.page.request.get(lead.page.url).headers["content-security-policy"]
    )
    looks_well(lead)
    opens_form(lead, case_id, "first_review")
    looks_well(lead)
