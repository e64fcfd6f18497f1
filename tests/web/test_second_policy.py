"""The pages of a school that opens its cases under the second policy."""

import pytest

from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page

MONEY = {"money_demanded": "yes"}


@pytest.fixture
def second(app):
    """Have new cases opened under the second policy."""
    app.config["YIP_POLICY"] = "ukcis-2024"


def test_a_report_asks_for_what_that_policy_asks(second, as_):
    page = Page(as_("teacher").get("/safeguarding/report").text)
    assert "Does anybody demand money, gifts or more imagery?" in page.words
    assert "do not pay, send nothing, stop answering" in page.words


def test_a_demand_for_money_is_the_first_thing_on_the_page_of_the_case(second, reported, as_):
    case = reported(**MONEY)
    lead = as_("dsl")
    words = Page(lead.get(f"/safeguarding/cases/{case}").text).words
    assert "Refer now" in words
    assert "Money, gifts or more imagery may be demanded of a young person" in words
    assert "Go through with" in words
    answers = lead.get(f"/safeguarding/cases/{case}/forms/extortion?about=pupil:1").text
    assert "They were told not to pay and to send nothing more" in answers


def test_an_adult_who_is_suspected_goes_to_the_police(second, reported, as_):
    case = reported(adult_involved="suspected", money_demanded="no")
    words = Page(as_("dsl").get(f"/safeguarding/cases/{case}").text).words
    assert "Report it to the police now: an adult is or may be involved" in words


def test_a_case_that_was_reported_before_stays_under_the_first(app, reported, as_, signed):
    older = reported()
    app.config["YIP_POLICY"] = "ukcis-2024"
    newer = reported(money_demanded="no")
    assert signed(older, "taken_up", TAKEN_UP).status_code == 303
    lead = as_("dsl")
    for case, title in ((older, "Youth produced"), (newer, "Sharing nudes and semi-nudes")):
        assert title in Page(lead.get(f"/safeguarding/cases/{case}").text).words
    assert lead.get("/safeguarding/cases").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/cases/{case}/inspection",
        "/cases/{case}/papers",
        "/cases/{case}/papers/parent_letter?about=pupil:1",
        "/cases/{case}/print",
        "/cases/{case}/person?about=pupil:1",
        "/cases/{case}/outside?about=pupil:1",
        "/cases/{case}/move",
        "/cases/{case}/hold",
        "/cases/{case}/forms/first_review",
        "/cases/{case}/forms/device",
        "/cases/{case}/forms/viewing_authorisation",
        "/cases/{case}/forms/adult_route",
        "/numbers",
        "/registers",
        "/conduct",
    ],
)
def test_every_page_stands_under_it(second, reported, as_, path):
    case = reported(money_demanded="no")
    assert as_("dsl").get(f"/safeguarding{path.format(case=case)}").status_code == 200
