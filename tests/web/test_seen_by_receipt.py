"""Whoever reported imagery that they saw writes that down from the receipt, and sees no case."""

import pytest

from tests.conftest import password_of
from tests.web.conftest import REPORT, at
from tests.web.reading import Page, send

SEEN = {
    "seen_by": "me",
    **at("seen_at"),
    "how": "monitoring",
    "how_detail": "The monitoring of the computers in room 4.",
    "done": "I turned the screen off.",
    "copied": "no",
    "others": "no",
    "promise": "yes",
    "support": "later",
}


@pytest.fixture
def case(reported):
    return reported(**(REPORT | {"seen_by_staff": "found"}))


def url_of(case):
    return f"/safeguarding/reports/{case}/add/unplanned_viewing"


def test_the_receipt_leads_to_the_form_and_the_lead_finds_the_record_in_the_case(case, as_):
    teacher = as_("teacher")
    assert url_of(case) in teacher.get(f"/safeguarding/reports/{case}").text
    signed = {**SEEN, "signature-password": password_of("teacher")}
    answer = send(teacher, url_of(case), signed)
    assert (answer.status_code, answer.location) == (303, f"/safeguarding/reports/{case}")
    receipt = Page(teacher.get(answer.location).text)
    assert "I turned the screen off." in receipt.words
    assert "I turned the screen off." in as_("dsl").get(f"/safeguarding/cases/{case}/print").text


def test_without_the_right_password_nothing_is_signed(case, as_):
    answer = send(as_("teacher"), url_of(case), {**SEEN, "signature-password": "wrong"})
    assert answer.status_code == 422
    assert "Somebody to talk to" in answer.text


def test_what_is_not_finished_is_gone_on_with_from_the_receipt(case, as_):
    teacher = as_("teacher")
    assert send(teacher, url_of(case), SEEN, button="_save").status_code == 303
    assert url_of(case) in teacher.get("/safeguarding/reports").text


@pytest.mark.parametrize("form", ["taken_up", "report", "nothing"])
def test_no_other_form_is_filled_in_from_a_receipt(case, as_, form):
    url = f"/safeguarding/reports/{case}/add/{form}"
    assert as_("teacher").get(url).status_code == 404


def test_nobody_else_finds_the_form(case, as_):
    for other in ("colleague", "dsl", "head"):
        assert as_(other).get(url_of(case)).status_code == 404
