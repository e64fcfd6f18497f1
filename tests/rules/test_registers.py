"""What the school owes: from the day the policy holds, round and round, and no case knows of it."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.rules.small import duty, form, hour, policy, records
from yipplugin.conditions import Always
from yipplugin.form import Question
from yipplugin.policy import Length, MetBy
from yipplugin.rules.registers import owed, register_forms
from yipplugin.rules.standing import standing

TRAINED = form("trained", Question("on", "date"), about="school")
YEARLY = duty(
    id="T", each="school", met_by=(MetBy("trained"),), every=Length("days", 365), opens=Always()
)
ONCE = duty(id="S", each="school", met_by=(MetBy("trained"),), opens=Always())


def ours(*duties):
    found = policy(*duties)
    return replace(found, forms={**found.forms, "trained": TRAINED})


def at(year, month, day):
    return datetime(year, month, day, 12, tzinfo=UTC)


def line(number, when):
    (one,) = records((f"r{number}", "trained", {}))
    return replace(one, signed_at=when)


def test_it_is_owed_from_the_day_that_the_policy_holds():
    (found,) = owed(ours(YEARLY), (), at(2026, 6, 1))
    assert (found.status, found.opened_at.date().isoformat()) == ("open", "2026-01-01")
    assert found.due_at.date().isoformat() == "2027-01-01"
    (late,) = owed(ours(YEARLY), (), at(2027, 1, 2))
    assert late.status == "overdue"


def test_it_comes_round_after_each_time():
    lines = [line(1, at(2026, 12, 1)), line(2, at(2027, 3, 1))]
    (found,) = owed(ours(YEARLY), lines, at(2028, 2, 1))
    assert (found.status, found.due_at.date().isoformat()) == ("open", "2028-02-29")
    (late,) = owed(ours(YEARLY), lines[:1], at(2028, 2, 1))
    assert late.status == "overdue"


def test_what_is_owed_once_is_met_for_good():
    (before,) = owed(ours(ONCE), (), at(2026, 2, 1))
    assert before.status == "open"
    (found,) = owed(ours(ONCE), [line(1, at(2026, 3, 1))], at(2030, 1, 1))
    assert found.status == "met"


def test_no_case_asks_for_it():
    assert standing(ours(YEARLY), records(("r1", "start", {})), hour(1)).duties == ()


def test_the_schools_forms_are_those_about_it():
    assert register_forms(ours()) == (TRAINED,)


def test_lines_of_forms_that_the_policy_no_longer_has_change_nothing():
    (found,) = owed(ours(YEARLY), [replace(line(1, at(2026, 3, 1)), form="gone")], at(2026, 6, 1))
    assert found.due_at.date().isoformat() == "2027-01-01"
