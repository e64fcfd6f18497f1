"""The school's registers: lines signed apart from any case, kept in the ledger and nowhere else."""

import json

import pytest
from sqlalchemy import select

from tests.web.conftest import at
from tests.web.reading import Page, send, typed
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.sessions import store
from yipplugin.values import Everything

URL = "/safeguarding/registers"
TRAINING = {
    **at("held_on", day="1"),
    "who_for": ["teachers", "support"],
    "covered": ["recognise", "tell"],
}


def password(who):
    return {"signature-password": f"{who}-opens-it"}


@pytest.fixture
def trains(as_):
    """Return a function by which the lead records a training."""

    def train(who="dsl", **changes):
        answers = {**TRAINING, **password(who), **changes}
        return send(as_(who), f"{URL}/staff_training", answers)

    return train


@pytest.fixture
def signed_lines(app):
    def lines():
        with app.app_context(), store().reading(Everything()) as session:
            rows = session.scalars(select(LedgerRow).where(LedgerRow.act == "register:sign"))
            return [(row.outcome, row.subject, json.loads(row.payload)["detail"]) for row in rows]

    return lines


def test_what_the_school_owes_stands_there_until_it_is_done(as_, trains, clock):
    words = Page(as_("dsl").get(URL).text).words
    assert "Train the staff on this, or record that they were trained" in words
    assert words.count("Not recorded yet") == 7
    assert trains().status_code == 303
    words = Page(as_("dsl").get(URL).text).words
    assert words.count("Not recorded yet") == 6
    assert "Tuesday 2 March 2027" in words
    clock.move_to("2027-03-08T10:00:00+00:00")
    assert "4 school days late" in Page(as_("dsl").get(URL).text).words


def test_a_line_is_read_as_it_was_signed(as_, trains):
    trains()
    words = Page(as_("head").get(URL).text).words
    assert "Monday 2 March 2026, 9:30am, Amara Obi" in words
    assert "Teachers, Support staff" in words
    assert "Whom to tell, and how" in words


def test_a_member_of_staff_is_kept_as_a_ref_and_read_by_name(as_, trains, signed_lines):
    assert trains(**{"missed-0-person": "2"}).status_code == 303
    ((_, _, detail),) = signed_lines()
    assert detail["answers"]["missed"] == [{"person": {"ref": "2"}}]
    assert "Colin Marsh" in Page(as_("dsl").get(URL).text).words
    assert "Colin Marsh" not in json.dumps(detail)


def test_sending_it_twice_makes_one_line(as_, signed_lines):
    dsl = as_("dsl")
    page = Page(dsl.get(f"{URL}/staff_training").text)
    sent = typed(page, {**TRAINING, **password("dsl")})
    assert dsl.post(f"{URL}/staff_training", data=sent).status_code == 303
    assert dsl.post(f"{URL}/staff_training", data=sent).status_code == 303
    assert len(signed_lines()) == 1


def test_what_is_begun_is_kept_as_a_draft_and_found_again(as_):
    send(as_("dsl"), f"{URL}/staff_training", {"covered": ["law"]}, "_save")
    page = Page(as_("dsl").get("/safeguarding/cases").text)
    assert f"{URL}/staff_training" in page.links
    again = Page(as_("dsl").get(f"{URL}/staff_training").text)
    assert "law" in again.sent.getlist("covered")


def test_a_wrong_password_signs_nothing(trains, signed_lines):
    assert trains(**{"signature-password": "wrong"}).status_code == 422
    assert [outcome for outcome, _, _ in signed_lines()] == ["refused"]


def test_a_form_is_signed_by_whom_it_names_alone(as_, signed_lines):
    assert as_("governor").get(f"{URL}/staff_training").status_code == 404
    assert as_("dsl").get(f"{URL}/policy_signed_by_chair").status_code == 404
    signature = {**at("signed_on", day="1"), **password("governor")}
    answer = send(as_("governor"), f"{URL}/policy_signed_by_chair", signature)
    assert answer.status_code == 303
    assert [subject for _, subject, _ in signed_lines()] == ["form:policy_signed_by_chair"]


@pytest.mark.parametrize("form", ["report", "first_review", "closure", "nothing"])
def test_no_form_of_a_case_is_signed_here(as_, form):
    assert as_("dsl").get(f"{URL}/{form}").status_code == 404


@pytest.mark.parametrize("form", ["staff_training", "teaching"])
def test_no_form_of_the_school_is_signed_in_a_case(as_, reported, signed, form):
    case = reported()
    page = Page(as_("dsl").get(f"/safeguarding/cases/{case}").text)
    assert not any(link.endswith(f"/forms/{form}") for link in page.links)
    assert signed(case, form, TRAINING).status_code in (409, 422)


def test_the_lines_do_not_show_in_a_case_nor_a_case_in_them(as_, reported, trains):
    reported()
    trains()
    words = Page(as_("dsl").get(URL).text).words
    assert "YIP-" not in words
    assert "Robin" not in words


def test_each_line_is_an_entry_of_the_ledger(as_, trains):
    trains()
    assert (
        "Signed a line of the school’s registers"
        in Page(as_("dsl").get("/safeguarding/ledger").text).words
    )
