"""Ages on birthdays and leap days; due times in England's hours, working days and school days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipplugin.policy import Calendar, Length
from yipplugin.rules.worktime import age_on, due, is_school_day
from yipplugin.values import LONDON

TERM = Calendar(
    holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
    closed=frozenset({date(2026, 3, 6)}),
    terms=((date(2026, 1, 5), date(2026, 3, 27)), (date(2026, 4, 13), date(2026, 7, 17))),
    opens=time(8, 30),
    closes=time(16, 0),
)


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2013, 3, 10), date(2026, 3, 9), 12),
        (date(2013, 3, 10), date(2026, 3, 10), 13),
        (date(2012, 2, 29), date(2025, 2, 28), 12),
        (date(2012, 2, 29), date(2025, 3, 1), 13),
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2013, 12, 31), date(2026, 1, 1), 12),
    ],
)
def test_an_age_is_reached_on_the_birthday_and_on_1_march_without_a_leap_day(born, day, age):
    assert age_on(born, day) == age


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)), st.integers(0, 30))
def test_one_is_a_year_older_on_each_birthday_and_not_a_day_before(born, years):
    try:
        birthday = born.replace(year=born.year + years)
    except ValueError:
        birthday = date(born.year + years, 3, 1)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (london(2026, 3, 3, 13, 50), Length("at once"), london(2026, 3, 3, 13, 50)),
        (london(2026, 3, 3, 13, 50), Length("hours", 1), london(2026, 3, 3, 14, 50)),
        (london(2026, 3, 3, 13, 50), Length("end of school day"), london(2026, 3, 3, 16, 0)),
        (london(2026, 3, 3, 16, 0), Length("end of school day"), london(2026, 3, 4, 16, 0)),
        # Thursday evening; Friday is an INSET day, then the weekend.
        (london(2026, 3, 5, 18, 0), Length("end of school day"), london(2026, 3, 9, 16, 0)),
        (london(2026, 3, 3, 13, 50), Length("school hours", 2), london(2026, 3, 3, 15, 50)),
        (london(2026, 3, 3, 15, 0), Length("school hours", 2), london(2026, 3, 4, 9, 30)),
        (london(2026, 3, 3, 6, 0), Length("school hours", 1), london(2026, 3, 3, 9, 30)),
        (london(2026, 3, 5, 15, 30), Length("school hours", 8), london(2026, 3, 9, 16, 0)),
        # Good Friday and Easter Monday are no working days.
        (london(2026, 4, 2, 9, 0), Length("working days", 1), london(2026, 4, 7, 16, 0)),
        (london(2026, 3, 27, 9, 0), Length("school days", 1), london(2026, 4, 13, 16, 0)),
        (london(2026, 3, 4, 9, 0), Length("school days", 2), london(2026, 3, 9, 16, 0)),
        (london(2026, 3, 3, 9, 0), Length("days", 7), london(2026, 3, 10, 16, 0)),
        # The clocks go forward on 29 March 2026 and back on 25 October 2026.
        (london(2026, 3, 28, 23, 30), Length("hours", 24), london(2026, 3, 30, 0, 30)),
        (london(2026, 10, 24, 23, 30), Length("hours", 24), london(2026, 10, 25, 22, 30)),
    ],
)
def test_due_times_follow_the_school_calendar(start, length, expected):
    assert due(TERM, start, length) == expected.astimezone(UTC)


def test_a_day_beyond_the_terms_that_are_known_counts_as_a_school_day():
    assert is_school_day(TERM, date(2027, 2, 1))
    assert not is_school_day(TERM, date(2026, 4, 8)), "between two known terms"


def test_a_due_time_comes_even_where_the_host_says_that_school_never_opens():
    never = Calendar(closed=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(3000)))
    assert due(never, london(2026, 3, 3, 9, 0), Length("school days", 1)) > london(2026, 3, 3, 9, 0)


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="fortnights"):
        due(TERM, london(2026, 3, 3, 9, 0), Length("fortnights", 1))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(["hours", "school hours", "working days", "school days", "days"]),
    st.integers(1, 20),
)
def test_more_of_a_unit_is_never_due_sooner_and_nothing_is_due_before_it_starts(
    start, unit, amount
):
    less, more = (due(TERM, start, Length(unit, n)) for n in (amount, amount + 1))
    assert start < less <= more
