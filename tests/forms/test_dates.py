"""Dates, and dates with a time."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builder.paper import KINDS, NOW, ask, fill, page
from yipplugin import shipped
from yipplugin.form import Question

dates = shipped.module("yipplugin.forms.fields.dates")


def parts(day="3", month="3", year="2026", at=None):
    typed = [("-day", day), ("-month", month), ("-year", year)]
    return typed if at is None else [*typed, ("-time", at)]


@pytest.mark.parametrize("month", ["3", "03", "mar", "March", "MAR."])
def test_a_date_is_kept_as_iso_text(month):
    assert ask("date", *parts(month=month)) == ("", "2026-03-03")


def test_a_moment_is_kept_to_the_minute_in_english_time():
    assert ask("date and time", *parts(at="14:05")) == ("", "2026-03-03T14:05")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:05", time(14, 5)),
        ("2:05pm", time(14, 5)),
        ("2.05 PM", time(14, 5)),
        ("2:05 p.m.", time(14, 5)),
        ("14.05", time(14, 5)),
        ("1405", time(14, 5)),
        ("905", time(9, 5)),
        ("9:05", time(9, 5)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("14:05pm", time(14, 5)),
        ("00:00", time(0)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, read):
    assert dates.clock(typed) == read


@pytest.mark.parametrize(
    "typed", ["14", "24:00", "9:60", "13am", "noon", "1:5", "0am", "٩:٠٥", "-1:00"]
)
def test_an_unclear_time_is_refused_with_an_example(typed):
    error, _ = ask("date and time", *parts(at=typed))
    assert error == "“What?” must have a time such as 14:05 or 2:05pm"


@pytest.mark.parametrize(
    ("posted", "says", "where"),
    [
        (parts(day=""), "“What?” must include a day", "yip-q-day"),
        (parts(day="", year=" "), "“What?” must include a day and a year", "yip-q-day"),
        (parts(day="31", month="2"), "“What?” must be a real date. Check the day", "yip-q-day"),
        (parts(day="x"), "“What?” must have a day from 1 to 31", "yip-q-day"),
        (parts(day="0"), "“What?” must have a day from 1 to 31", "yip-q-day"),
        (parts(month="13"), "“What?” must have a month from 1 to 12", "yip-q-month"),
        (parts(month="Mars"), "“What?” must have a month from 1 to 12", "yip-q-month"),
        (parts(year="26"), "“What?” must have a year of 4 figures, such as 2026", "yip-q-year"),
        (parts(year="0001"), "“What?” must be a real date. Check the year", "yip-q-year"),
        (parts(at=""), "“What?” must include a time, such as 14:05", "yip-q-time"),
    ],
)
def test_bad_parts_come_back_as_typed_with_what_to_do_at_the_part_to_mend(posted, says, where):
    kind = "date and time" if len(posted) == 4 else "date"
    typed = [(f"q{ending}", value) for ending, value in posted]
    filling = fill(Question("q", kind, "What?"), posted=typed)
    assert not filling.validate()
    assert filling.summary == [(where, says)]
    shown = page(filling)
    assert shown.sent() == typed
    assert shown.by_id(where).attrs["aria-invalid"] == "true"


@pytest.mark.parametrize("day", ["29", "30"])
def test_a_leap_day_is_a_real_date_in_leap_years_only(day):
    assert (ask("date", *parts(day=day, month="2", year="2024"))[0] == "") is (day == "29")
    assert ask("date", *parts(day=day, month="2", year="2026"))[0].endswith("Check the day")


@pytest.mark.parametrize(
    ("unwanted", "day", "fine"),
    [("future", "3", True), ("future", "4", False), ("past", "3", True), ("past", "2", False)],
)
def test_today_is_neither_future_nor_past(unwanted, day, fine):
    error, _ = ask("date", *parts(day=day), options={"not": unwanted})
    assert (error == "") is fine


@pytest.mark.parametrize(("at", "fine"), [("14:30", True), ("14:32", True), ("14:33", False)])
def test_a_moment_may_not_lie_ahead_by_more_than_clocks_differ(at, fine):
    error, _ = ask("date and time", *parts(at=at), options={"not": "future"})
    assert error == ("" if fine else "“What?” must not be later than now")


def test_a_moment_may_be_wanted_in_the_future():
    error, _ = ask("date and time", *parts(at="14:00"), options={"not": "past"})
    assert error == "“What?” must not be earlier than now"


def test_the_first_and_last_date_allowed_are_allowed():
    options = {"min": "2026-03-03", "max": "2026-03-05"}
    assert ask("date", *parts(day="2"), options=options)[0] == (
        "“What?” must be on or after Tuesday 3 March 2026"
    )
    assert ask("date", *parts(day="3"), options=options)[0] == ""
    assert ask("date", *parts(day="5"), options=options)[0] == ""
    assert ask("date", *parts(day="6"), options=options)[0].startswith(
        "“What?” must be on or before"
    )


def test_an_hour_that_the_clocks_skip_never_was():
    skipped = parts(day="29", month="3", at="01:30")
    error, _ = ask("date and time", *skipped)
    assert error.startswith("There was no such time on Sunday 29 March 2026")
    twice = parts(day="25", month="10", at="01:30")
    assert ask("date and time", *twice) == ("", "2026-10-25T01:30")


def test_the_present_moment_is_suggested_on_a_fresh_page_only():
    question = Question("q", "date and time", "What?", options={"suggest": "now"})
    begun = [("q-day", "3"), ("q-month", "3"), ("q-year", "2026"), ("q-time", "14:30")]
    assert page(fill(question)).sent() == begun
    cleared = [(name, "") for name, _ in begun]
    assert page(fill(question, posted=cleared)).sent() == cleared
    other = {"q": "2025-12-01T08:00"}
    assert dict(page(fill(question, kept=other)).sent())["q-time"] == "08:00"


def test_dates_are_shown_in_words():
    assert KINDS["date"].show(Question("q", "date"), "2026-03-03") == "Tuesday 3 March 2026"
    moment = KINDS["date and time"]
    assert moment.show(Question("q", "x"), "2026-03-03T14:10") == "Tuesday 3 March 2026, 2:10pm"
    assert moment.show(Question("q", "x"), "2026-03-03T00:05") == "Tuesday 3 March 2026, 12:05am"


@given(moment=st.datetimes(NOW.replace(1900, tzinfo=None), NOW.replace(2100, tzinfo=None)))
def test_a_kept_moment_typed_in_again_is_the_same_moment(moment):
    kept = moment.isoformat(timespec="minutes")
    typed = [(name[1:], value) for name, value in KINDS["date and time"].type_in("q", kept)]
    error, answer = ask("date and time", *typed)
    assert answer == kept or error.startswith("There was no such time")


@given(st.text(max_size=12))
def test_no_text_for_a_time_is_an_accident(typed):
    found = dates.clock(typed)
    assert found is None or isinstance(found, time)


def test_a_time_that_was_right_when_it_was_signed_may_stand_in_a_later_correction():
    typed, wanted = parts(day="2", at="09:00"), {"not": "past"}
    assert ask("date and time", *typed, options=wanted)[0].endswith("must be today or later")
    for before, fine in (("2026-03-02T09:00", True), ("2026-03-01T09:00", False)):
        error, _ = ask("date and time", *typed, options=wanted, around={"kept": {"q": before}})
        assert (error == "") == fine
    early = parts(day="3", at="09:00")
    assert ask("date and time", *early, options=wanted)[0].endswith("earlier than now")
    around = {"kept": {"q": "2026-03-03T09:00"}}
    assert ask("date and time", *early, options=wanted, around=around)[0] == ""
