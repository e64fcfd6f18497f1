"""A case stands under the policy that it was opened under, whatever is installed later."""

import pytest

from tests.services.conftest import AMARA, TESS, filled
from yipplugin.errors import FormChanged
from yipplugin.services.cases import look, page
from yipplugin.services.policies import policy_now
from yipplugin.services.records import sign
from yipplugin.services.reports import report


def edit(app, pack, name, old, new):
    """Change a file of the pack, and have it read anew as after a restart."""
    from yipplugin.packs.library import Library

    path = pack / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    house = app.extensions["yipplugin"]
    house.policies = Library([pack], house.kinds)
    house.store.policies.clear()


def test_an_old_case_keeps_its_policy_and_a_new_one_gets_the_new(app, case_id, pack, clock):
    edit(app, pack, "policy.yaml", "{hours: 4}", "{hours: 1}")
    edit(app, pack, "policy.yaml", "label: Reported", "label: New here")
    new = report(TESS, filled("report")).case_id
    old, now = look(AMARA, case_id), look(AMARA, new)
    assert old.policy.digest != now.policy.digest
    assert old.standing.outstanding[0].due_at == clock().replace(hour=13)
    assert now.standing.outstanding[0].due_at == clock().replace(hour=10)
    assert {row.id: row.stage_label for row in page(AMARA).rows} == {
        case_id: "Reported",
        new: "New here",
    }
    assert sign(AMARA, case_id, filled("look")).form == "look"


def test_the_same_pack_is_kept_once(app, rows):
    for _ in range(3):
        report(TESS, filled("report"))
    assert rows()["yip_policy"] == 1


def test_the_school_sets_its_own_lengths(app, case_id, clock):
    app.config["YIP_TARGETS"] = {"first look": {"hours": 2}}
    assert look(AMARA, case_id).standing.outstanding[0].due_at == clock().replace(hour=11)


def test_a_length_that_an_old_policy_has_not_is_left_out_for_its_cases(app, case_id):
    app.config["YIP_TARGETS"] = {"something newer": {"hours": 2}}
    assert look(AMARA, case_id).id == case_id


def test_the_calendar_is_the_hosts(app, school):
    assert policy_now("toy").calendar == school.yip_calendar("toy")


def test_a_pack_that_changes_between_two_readings_opens_no_case(app, rows, monkeypatch):
    policies = app.extensions["yipplugin"].policies
    monkeypatch.setattr(policies, "texts", lambda key: {"policy.yaml": "another"})
    with pytest.raises(FormChanged):
        report(TESS, filled("report"))
    assert rows()["yip_case"] == 0
