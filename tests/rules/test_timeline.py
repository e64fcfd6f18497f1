"""Who comes first through a week is who would be named at each of its minutes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_hours import AFTER_HOURS, BACK, FORWARD, OFFICE, ROTHERHAM, all_hours, at
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import ALWAYS, DAY, Hours, Need, Route, Span
from yipplugin.rules.contacts import resolve
from yipplugin.rules.directory import Directory
from yipplugin.rules.timeline import who_when
from yipplugin.values import LONDON

FRONT = Route("a/front", "csc_front_door", "Front", phone="1", hours=ROTHERHAM, areas=("la:372",))
NIGHT = Route("a/night", "csc_out_of_hours", "N", phone="2", hours=AFTER_HOURS, areas=("la:372",))
ROTHERHAMS = Directory([FRONT, NIGHT])


def need(moment, purpose="csc_front_door"):
    return Need(purpose, moment, home="372", school="372")


def words(day):
    return [
        (f"{one.begins.astimezone(LONDON):%H:%M}", one.first and one.first.route.org)
        for one in day.stretches
    ]


def test_a_week_is_told_day_by_day_and_turn_by_turn():
    week = who_when(ROTHERHAMS, need(at("2026-12-23T14:00")), is_bank_holiday)
    assert [one.day.day for one in week] == [23, 24, 25, 26, 27, 28, 29]
    wednesday, christmas = week[0], week[2]
    assert words(wednesday) == [("00:00", "N"), ("08:30", "Front"), ("17:00", "N")]
    assert words(christmas) == [("00:00", "N")]


def test_a_gap_in_which_nobody_is_there_is_seen():
    week = who_when(Directory([FRONT]), need(at("2026-11-27T09:00")), is_bank_holiday)
    assert words(week[0]) == [("00:00", None), ("08:30", "Front"), ("16:30", None)]


def test_the_same_number_at_other_times_is_a_turn_too():
    evening = Hours(((Span(18 * 60, 22 * 60),),) * 7, None)
    same = Route("a/same", "csc_out_of_hours", "S", phone="1", hours=evening, areas=("la:372",))
    week = who_when(Directory([FRONT, same]), need(at("2026-11-27T09:00")), is_bank_holiday)
    told = [("08:30", "Front"), ("16:30", None), ("18:00", "S"), ("22:00", None)]
    assert words(week[0]) == [("00:00", None), *told]


@pytest.mark.parametrize(("change", "hours"), [(FORWARD, 23), (BACK, 25)])
def test_a_day_on_which_the_clocks_change_is_whole(change, hours):
    moment = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    day = who_when(ROTHERHAMS, need(moment), is_bank_holiday)[0]
    assert day.stretches[-1].ends - day.stretches[0].begins == timedelta(hours=hours)


@settings(max_examples=15, derandomize=True, database=None, deadline=None)
@given(
    first=all_hours,
    second=all_hours,
    start=st.sampled_from((FORWARD, BACK)),
    before=st.integers(0, 6),
    minutes=st.lists(st.integers(0, 7 * DAY - 61), min_size=20, max_size=20),
)
def test_whoever_is_said_to_come_first_is_named_at_any_minute(
    first, second, start, before, minutes
):
    routes = [
        Route("a/1", "csc_front_door", "One", phone="1", hours=first, areas=("la:372",)),
        Route("a/2", "csc_front_door", "Two", phone="2", hours=second, areas=("la:372",)),
    ]
    directory = Directory(routes)
    begins = datetime(start.year, start.month, start.day, 11, tzinfo=UTC) - timedelta(days=before)
    week = who_when(directory, need(begins), is_bank_holiday)
    parts = [part for day in week for part in day.stretches]
    assert all(one.ends == other.begins for one, other in zip(parts, parts[1:], strict=False))
    for minute in minutes:
        moment = parts[0].begins + timedelta(minutes=minute)
        part = next(one for one in parts if one.begins <= moment < one.ends)
        there = resolve(directory, need(moment), is_bank_holiday).now
        assert (part.first and part.first.route.ref) == (there[0].route.ref if there else None)


def test_whoever_is_always_there_has_the_whole_week():
    one = Route("a/1", "csc_front_door", "One", phone="1", hours=ALWAYS, areas=("la:372",))
    office = Hours((OFFICE,) * 7, None)
    other = Route(
        "a/2", "csc_front_door", "B", phone="2", hours=office, areas=("la:372",), order=60
    )
    week = who_when(Directory([one, other]), need(at("2026-11-27T09:00")), is_bank_holiday)
    assert [words(day) for day in week] == [[("00:00", "One")]] * 7
