"""What the authority's plugin does to pages; test_examples runs it where that is installed."""

import csv

import pytest

from tests.web.reading import Page
from yipplugin import tick
from yipplugin.cli import yip

CONTACTS = "/safeguarding/contacts"

pytestmark = pytest.mark.settings(YIP_PLUGINS=["county-desk"], YIP_AUTHORITY="Oxfordshire")


@pytest.fixture
def teacher(app, tmp_path, as_):
    app.config["COUNTY_DESK_WRONG"] = str(tmp_path / "wrong.csv")
    return as_("teacher")


def desk_and(typed, client):
    """Return the hidden fields of the form beside the desk, with what is ``typed``."""
    inputs = Page(client.get(f"{CONTACTS}?home=931").text).inputs
    first = next(n for n, one in enumerate(inputs) if one["value"].endswith("/county-desk"))
    hidden = [one for one in inputs[first - 1 :] if one.get("type") == "hidden"][:5]
    return {one["name"]: one["value"] for one in hidden} | typed


def test_the_duty_desk_stands_on_the_page_of_contacts(teacher):
    assert "Nell Farrow" in teacher.get(f"{CONTACTS}?home=931").text
    assert "Nell Farrow" not in teacher.get(f"{CONTACTS}?home=372").text


def test_the_desk_changes_with_the_clock(teacher, clock):
    clock.shift(8 * 60 * 60)
    page = teacher.get(f"{CONTACTS}?home=931").text
    assert "Owen Birdsall" in page
    assert "0114 496 0212" in page


def test_a_postcode_is_looked_up(teacher):
    answer = teacher.post(CONTACTS, data=desk_and({"home": "s60 1aa", "for": ""}, teacher))
    assert answer.location == f"{CONTACTS}?home=372"


def test_a_wrong_number_reaches_the_desk(app, teacher, tmp_path):
    answer = teacher.post(f"{CONTACTS}/wrong", data=desk_and({"says": "Nobody answers."}, teacher))
    assert answer.status_code == 303, answer.text
    with app.app_context():
        tick()
    (row,) = csv.reader((tmp_path / "wrong.csv").read_text().splitlines())
    assert row[2:] == ["County duty desk", "0114 496 0211", "Nobody answers."]


def test_the_doctor_lists_it(app):
    said = app.test_cli_runner().invoke(yip, ["doctor"]).output
    assert "county-desk of yip-county-desk 0.1.0 is used" in " ".join(said.split())
