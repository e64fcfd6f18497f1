"""Devices: who has them, under lock and key, until they are handed over or given back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policies.drawing import any_of, go_on
from tests.policies.looking import clauses, duty
from tests.policies.test_gates import SHORT
from tests.rules.casebook import AMIR, DSL, TEACHER, Casebook
from yipplugin.rules.acts import warnings_to_answer

FOR_POLICE = {"item": "Phone 1", "why": "police", "looked_into": "no", "police_called": "no"}
KEPT = {"item": "Phone 2", "why": "safe_keeping", "looked_into": "no"}
FINE = {"as_recorded": "yes"}
BACK = {"as_recorded": "yes", "police_need_it": "not_asked"}

ACTS = any_of("device", "device_check", "device_handover", "device_return", "search_record")


@SHORT
@given(drawn=st.lists(ACTS, max_size=8))
def test_gate_8_no_order_of_acts_closes_a_case_whose_devices_are_held(westcroft, drawn):
    book = Casebook(westcroft).to_sign_off()
    device = ("device", KEPT, DSL, 0, False)
    go_on(book, [device, *drawn, ("closure", {}, DSL, 0, False)])


def ref(record):
    return f"record:{record.id}"


def test_gate_8_each_device_that_is_held_keeps_a_case_open(case):
    case.to_sign_off()
    first = case.sign("device", by=TEACHER, **KEPT)
    second = case.sign("device", **(KEPT | {"item": "Phone 3"}))
    case.sign("device_return", about=ref(first), **BACK)
    assert clauses(case.refused("closure")) == {"DEV-3"}
    (asked,) = (one for one in case.standing().outstanding if one.id == "DEV-3-gone")
    assert asked.do == "Hand the device over or give it back: Phone 3"
    case.sign("device_handover", about=ref(second), **FINE)
    assert not case.refused("closure")


def test_a_corrected_name_is_the_one_that_is_asked_about(case):
    case.to_review()
    device = case.sign("device", **KEPT)
    corrected = case.correct(device, item="Tablet")
    asked = duty(case, "DEV-3-gone", ref(corrected))
    assert asked.do == "Hand the device over or give it back: Tablet"


def test_a_device_that_is_held_is_looked_after_each_working_day(case):
    case.to_review()
    device = case.sign("device", **KEPT)
    day = timedelta(days=1)
    assert duty(case, "DEV-3-check", ref(device), day / 2).status == "open"
    assert duty(case, "DEV-3-check", ref(device), 2 * day).status == "overdue"
    case.sign("device_check", about=ref(device), moved="no", **FINE)
    assert duty(case, "DEV-3-check", ref(device), day / 2).status == "open"
    case.sign("device_return", about=ref(device), **BACK)
    assert duty(case, "DEV-3-check", ref(device), 9 * day).status == "met"


@pytest.mark.parametrize("how", ["said at once", "said later", "by a referral"])
def test_the_police_are_called_at_once_about_a_device_that_is_for_them(case, how):
    case.to_review()
    case.sign("referral", purpose=["police"])
    called = "yes" if how == "said at once" else "no"
    device = case.sign("device", **(FOR_POLICE | {"police_called": called}))
    if how != "said at once":
        assert duty(case, "DEV-1", ref(device)).due_at == device.signed_at
        assert duty(case, "DEV-1", ref(device)).outstanding, "a call from before is not about it"
    if how == "said later":
        case.sign("device_check", about=ref(device), moved="no", police_called="yes", **FINE)
    if how == "by a referral":
        case.sign("referral", purpose=["police"])
    assert not duty(case, "DEV-1", ref(device)).outstanding
    assert duty(case, "DEV-1", ref(case.sign("device", **KEPT))) is None


def test_a_device_for_the_police_goes_to_nobody_else_unless_they_say_so(case):
    case.to_review()
    device = case.sign("device", **FOR_POLICE)
    other = case.sign("device", **KEPT)
    assert clauses(case.refused("device_return", about=ref(device), **BACK)) == {"DEV-1"}
    assert not case.refused("device_return", about=ref(other), **BACK)
    said = BACK | {"police_need_it": "not_needed"}
    case.sign("device_return", about=ref(device), **said)
    assert clauses(case.refused("device_return", about=ref(device), **said)) == {"DEV-3"}
    assert clauses(case.refused("device_handover", about=ref(device), **FINE)) == {"DEV-3"}


def test_a_gap_in_the_keeping_of_a_device_is_never_passed_over(case):
    case.to_review()
    device = case.sign("device", **KEPT)
    case.sign("device_check", about=ref(device), as_recorded="no", moved="no")
    for form, about in (("device_handover", ref(device)), ("closure", None)):
        record = case.write(form, about=about, **FINE)
        warned = warnings_to_answer(case.policy, case.records, record, case.now)
        assert [one.id for one in warned] == ["DEV-3"]


def test_what_a_pupil_says_to_the_police_is_said_with_an_adult_beside_them(case):
    case.to_review()
    for adult, expected in (("parent", []), ("nobody", ["POL-3"]), ("unknown", ["POL-3"])):
        record = case.write("police_action", about=AMIR["ref"], what=["interview"], adult=adult)
        warned = warnings_to_answer(case.policy, case.records, record, case.now)
        assert [one.id for one in warned] == expected


def test_a_device_that_was_looked_into_waits_for_the_record_of_that_search(case):
    case.to_review()
    device = case.sign("device", **(KEPT | {"looked_into": "yes"}))
    case.sign("search_record", what=["person"])
    assert duty(case, "DEV-4", ref(device)).outstanding
    case.sign("search_record", what=["belongings", "device"])
    assert duty(case, "DEV-4", ref(device)).status == "met"
