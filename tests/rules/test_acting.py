"""In whose place somebody acts, and who is turned to, where the lead or the head is in a case."""

from tests.rules.test_access import actor, case
from yipplugin.rules.access import acting, turned_to
from yipplugin.values import HEADS, STAND_INS


def test_a_head_acts_as_the_lead_only_where_the_lead_is_named():
    hana, grace = actor("staff", "head"), actor("chair_of_governors")
    both = case(lead_named=True, head_named=True)
    assert acting(hana, case()) == hana
    assert acting(hana, case(lead_named=True)).roles == {"staff", "head", "dsl"}
    assert acting(grace, case(lead_named=True)) == grace
    for role in ("staff", "dsl", "it"):
        assert acting(actor(role), both) == actor(role)
    assert acting(grace, case(head_named=True)).roles == {"chair_of_governors", "head"}
    assert acting(grace, both).roles == {"chair_of_governors", "head", "dsl"}


def test_whom_to_turn_to_follows_who_may_act():
    neither = {"lead_named": False, "head_named": False}
    assert turned_to(["dsl", "it"], **neither) == {"dsl", "it"}
    assert turned_to(["deputy_dsl"], lead_named=True, head_named=False) == HEADS
    assert turned_to(["dsl"], lead_named=True, head_named=True) == HEADS | STAND_INS
    assert turned_to(["head"], lead_named=False, head_named=True) == {"head"} | STAND_INS
    assert turned_to(["it"], lead_named=True, head_named=True) == {"it"}
