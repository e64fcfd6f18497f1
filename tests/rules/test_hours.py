"""Who is there at a moment, and when somebody is next, is what a clock on the wall says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import ALL_DAY, ALWAYS, DAY, Hours, Span
from yipplugin.rules.hours import changes, is_open, stretches
from yipplugin.values import LONDON

FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""The two nights of 2026 on which the clocks are changed."""

OFFICE = (Span(8 * 60 + 30, 17 * 60),)
EARLY = (Span(8 * 60 + 30, 16 * 60 + 30),)
ROTHERHAM = Hours((OFFICE,) * 4 + (EARLY,) + ((),) * 2, ())
AFTER_HOURS = Hours(ROTHERHAM.weekly, (), outside=True)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def times(moment):
    return moment and moment.astimezone(LONDON).isoformat(timespec="minutes")


def by_the_minute(hours, first, minutes, holidays):
    """Return, minute by minute, whether somebody is there: each minute of each span is ticked off.

    It shares nothing with what is tested: no search, no turns, no arithmetic on moments.
    """
    day = first.astimezone(LONDON).date() - timedelta(days=2)
    there = set()
    for ahead in range(minutes // DAY + 6):
        on = day + timedelta(days=ahead)
        spans = hours.weekly[on.weekday()]
        if hours.bank_holidays is not None and on in holidays:
            spans = hours.bank_holidays
        for span in spans:
            there.update(range(ahead * DAY + span.opens, ahead * DAY + span.closes))
    found = []
    for passed in range(minutes):
        wall = (first + timedelta(minutes=passed)).astimezone(LONDON)
        ticked = (wall.date() - day).days * DAY + wall.hour * 60 + wall.minute in there
        found.append(ticked is not hours.outside)
    return found


spans = st.builds(
    lambda opens, length: Span(opens, opens + length),
    st.integers(0, DAY - 1),
    st.integers(1, DAY),
)
days = st.one_of(
    st.just(()), st.just(OFFICE), st.just(ALL_DAY), st.lists(spans, max_size=3).map(tuple)
)
all_hours = st.builds(
    Hours, st.tuples(*[days] * 7), st.one_of(st.none(), days), outside=st.booleans()
)
starts = st.builds(
    lambda change, before, minute: (
        datetime.combine(change, datetime.min.time(), UTC)
        - timedelta(days=before)
        + timedelta(minutes=minute)
    ),
    st.sampled_from((FORWARD, BACK)),
    st.integers(0, 27),
    st.integers(0, DAY - 1),
)
FOUR_WEEKS = 28 * DAY


@settings(max_examples=30, derandomize=True, database=None, deadline=None)
@given(hours=all_hours, start=starts, more=st.sets(st.integers(0, 34), max_size=4))
@example(hours=Hours(((Span(30, 90),),) * 7), start=datetime(2026, 10, 24, tzinfo=UTC), more=set())
@example(hours=Hours(((Span(90, 100),),) * 7), start=datetime(2026, 3, 28, tzinfo=UTC), more=set())
def test_open_now_and_opens_next_are_those_of_a_walk_over_four_weeks(hours, start, more):
    first = start.date()
    holidays = {first + timedelta(days=one) for one in more}
    walked = by_the_minute(hours, start, FOUR_WEEKS, holidays)

    def is_holiday(day):
        return day in holidays

    turns = [0] + [n for n in range(1, FOUR_WEEKS) if walked[n] is not walked[n - 1]]
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        moment = start + timedelta(minutes=turn)
        assert is_open(hours, moment, is_holiday) is walked[turn]
        found = changes(hours, moment, is_holiday)
        if following is not None:
            assert found == start + timedelta(minutes=following)
            # In the middle of a stretch and in the last second of it, too.
            last = found - timedelta(seconds=1)
            assert is_open(hours, last, is_holiday) is walked[turn]
            assert changes(hours, last, is_holiday) == found
        else:
            assert found is None or found >= start + timedelta(minutes=FOUR_WEEKS)


@pytest.mark.parametrize(
    ("moment", "there", "turns"),
    [
        ("2026-09-03T08:29:59", False, "2026-09-03T08:30+01:00"),
        ("2026-09-03T08:30", True, "2026-09-03T17:00+01:00"),
        ("2026-09-03T16:59:59", True, "2026-09-03T17:00+01:00"),
        ("2026-09-03T17:00", False, "2026-09-04T08:30+01:00"),
        ("2026-09-04T16:29:59", True, "2026-09-04T16:30+01:00"),
        ("2026-09-04T16:30", False, "2026-09-07T08:30+01:00"),
        # Over a bank holiday on a Monday, and over four days at Easter.
        ("2026-08-28T16:30", False, "2026-09-01T08:30+01:00"),
        ("2026-04-02T17:00", False, "2026-04-07T08:30+01:00"),
        # 26 December 2026 is a Saturday; its substitute is the Monday.
        ("2026-12-26T02:10", False, "2026-12-29T08:30+00:00"),
        # Over both changes of the clocks.
        ("2026-03-28T23:00", False, "2026-03-30T08:30+01:00"),
        ("2026-10-25T01:30", False, "2026-10-26T08:30+00:00"),
    ],
)
def test_an_office_at_the_edges_of_its_hours(moment, there, turns):
    assert is_open(ROTHERHAM, at(moment), is_bank_holiday) is there
    assert times(changes(ROTHERHAM, at(moment), is_bank_holiday)) == turns


@pytest.mark.parametrize("moment", ["2026-09-03T08:30", "2026-12-26T02:10", "2026-10-25T01:30"])
def test_out_of_hours_is_there_exactly_while_the_office_is_not(moment):
    office = is_open(ROTHERHAM, at(moment), is_bank_holiday)
    assert is_open(AFTER_HOURS, at(moment), is_bank_holiday) is not office
    turns = changes(ROTHERHAM, at(moment), is_bank_holiday)
    assert changes(AFTER_HOURS, at(moment), is_bank_holiday) == turns


def test_what_is_always_there_never_changes():
    assert is_open(ALWAYS, at("2026-10-25T01:30"), is_bank_holiday)
    assert changes(ALWAYS, at("2026-10-25T01:30"), is_bank_holiday) is None
    never = Hours(((),) * 7)
    assert changes(never, at("2026-10-25T01:30"), is_bank_holiday) is None


def test_until_half_past_one_is_so_both_times_that_a_night_shows_it():
    night = Hours(((Span(22 * 60, 25 * 60 + 30),),) * 7)
    midnight = datetime(2026, 10, 24, 23, tzinfo=UTC)
    found = [
        (one.astimezone(LONDON), other.astimezone(LONDON))
        for one, other in stretches(night, midnight, midnight + timedelta(hours=6), is_bank_holiday)
    ]
    assert [(f"{one:%H:%M %Z}", f"{other:%H:%M %Z}") for one, other in found] == [
        ("00:00 BST", "01:30 BST"),
        ("01:00 GMT", "01:30 GMT"),
    ]


def test_an_hour_that_does_not_come_leaves_nobody_out_of_doors_for_longer():
    night = Hours(((Span(90, 150),),) * 7)
    midnight = datetime(2026, 3, 29, tzinfo=UTC)
    found = list(stretches(night, midnight, midnight + timedelta(hours=5), is_bank_holiday))
    assert [(times(one), times(other)) for one, other in found] == [
        ("2026-03-29T02:00+01:00", "2026-03-29T02:30+01:00")
    ]


def test_only_on_bank_holidays_is_found_however_far_the_next_one_is():
    hours = Hours(((),) * 7, (Span(600, 660),))
    assert times(changes(hours, at("2026-09-01T00:00"), is_bank_holiday)) == (
        "2026-12-25T10:00+00:00"
    )
