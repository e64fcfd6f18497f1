"""The desk's plugin answers as installed, through its entry point."""

import csv
from datetime import datetime

import pytest
from flask import Flask
from yip_county_desk.rota import LONDON

from yipplugin import Need, WrongContact, YipPlugin


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def hooks(tmp_path):
    app = Flask("test")
    app.config.update(SECRET_KEY="for tests only", YIP_PLUGINS=["county-desk"])
    app.config["COUNTY_DESK_WRONG"] = str(tmp_path / "wrong.csv")
    YipPlugin(app)
    house = app.extensions["yipplugin"]
    with app.app_context():
        yield house.hooks
    assert not house.failures


@pytest.mark.parametrize(
    ("moment", "phone"),
    [
        ("2026-03-02T08:30", "0114 496 0211"),
        ("2026-03-02T16:59", "0114 496 0211"),
        ("2026-03-02T17:00", "0114 496 0212"),
    ],
)
def test_whoever_is_on_the_rota_answers(hooks, moment, phone):
    (found,) = hooks.yip_contact_routes("school", Need("csc_front_door", at(moment), home="931"))
    assert found.phone == phone


@pytest.mark.parametrize(
    "need",
    [
        Need("csc_front_door", at("2026-03-02T09:00"), home="372"),
        Need("csc_front_door", at("2026-03-02T09:00")),
        Need("lado", at("2026-03-02T09:00"), home="931"),
        Need("csc_front_door", at("2027-03-02T09:00"), home="931"),
    ],
    ids=["a child of another authority", "not known where", "another purpose", "after the rota"],
)
def test_the_desk_keeps_quiet_otherwise(hooks, need):
    assert hooks.yip_contact_routes("school", need) == []


def test_a_postcode_leads_to_its_authority(hooks):
    assert hooks.yip_authority_at("OX1 1ND") == "931"
    assert hooks.yip_authority_at("ZE1 0AA") is None


@pytest.mark.parametrize(("tells", "rows"), [("desk@county.example", 1), ("a@b.example", 0)])
def test_a_wrong_number_of_ours_is_written_down(hooks, tmp_path, tells, rows):
    now = at("2026-03-02T09:00")
    wrong = WrongContact("s", "county-desk", "Desk", "0114 496 0211", "Desk", tells, "Dead", now)
    hooks.yip_contact_wrong(wrong)
    path = tmp_path / "wrong.csv"
    found = list(csv.reader(path.read_text().splitlines())) if path.exists() else []
    assert len(found) == rows
    if rows:
        assert found[0][2:] == ["Desk", "0114 496 0211", "Dead"]
        assert path.stat().st_mode & 0o077 == 0
