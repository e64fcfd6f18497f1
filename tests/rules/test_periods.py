"""Which stretches of time cases are counted over, and where they begin and end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yipplugin.policy import Calendar
from yipplugin.rules.periods import Period, finished_years, running, terms, terms_in

AUTUMN = (date(2025, 9, 3), date(2025, 12, 19))
SPRING = (date(2026, 1, 5), date(2026, 3, 27))
SUMMER = (date(2026, 4, 13), date(2026, 7, 21))
KNOWN = Calendar(terms=(SPRING, AUTUMN, SUMMER))


def named(calendar, today):
    return {one.key: (one.first, one.last) for one in running(calendar, today)}


def test_what_is_running_goes_up_to_today():
    assert named(KNOWN, date(2026, 3, 2)) == {
        "year": (date(2025, 9, 1), date(2026, 3, 2)),
        "last-year": (date(2024, 9, 1), date(2025, 8, 31)),
        "months": (date(2025, 3, 3), date(2026, 3, 2)),
        "term": (date(2026, 1, 5), date(2026, 3, 2)),
        "last-term": (date(2025, 9, 3), date(2026, 1, 4)),
    }


def test_without_terms_there_are_years_and_months():
    assert list(named(Calendar(), date(2026, 3, 2))) == ["year", "last-year", "months"]
    assert "last-term" not in named(KNOWN, date(2025, 9, 3))


def test_the_twelve_months_of_a_leap_day():
    assert named(KNOWN, date(2028, 2, 29))["months"][0] == date(2027, 3, 1)


@pytest.mark.parametrize(("today", "first"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)])
def test_a_school_year_begins_in_september(today, first):
    assert named(KNOWN, today)["year"][0] == date(first, 9, 1)


def test_years_that_are_over_are_those_before_the_one_that_runs():
    found = finished_years(date(2026, 9, 1), 2)
    assert [(one.key, one.first, one.last) for one in found] == [
        ("2025", date(2025, 9, 1), date(2026, 8, 31)),
        ("2024", date(2024, 9, 1), date(2025, 8, 31)),
    ]
    assert finished_years(date(2026, 8, 31), 1)[0].key == "2024"


def test_holidays_count_with_the_term_before():
    assert [(one.first, one.last) for one in terms(KNOWN)] == [
        (AUTUMN[0], date(2026, 1, 4)),
        (SPRING[0], date(2026, 4, 12)),
        SUMMER,
    ]


def test_terms_of_a_period_are_those_that_it_touches():
    spring = Period("", date(2026, 1, 4), date(2026, 4, 12))
    assert [one.first for one in terms_in(KNOWN, spring)] == [AUTUMN[0], SPRING[0]]


def test_a_period_begins_and_ends_at_midnight_in_england():
    summer = Period("", date(2026, 6, 1), date(2026, 6, 1))
    assert summer.since == datetime(2026, 5, 31, 23, tzinfo=UTC)
    assert summer.until == datetime(2026, 6, 1, 23, tzinfo=UTC)
    assert not summer.holds(summer.until)
    assert summer.holds(summer.until - timedelta(microseconds=1))


@given(today=some.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_periods_that_governors_choose_from_share_no_day(today):
    found = sorted(finished_years(today, 3), key=lambda one: one.first)
    assert all(a.last < b.first for a, b in zip(found, found[1:], strict=False))
    assert found[-1].last < today
    assert all(one.first <= one.last <= today for one in running(KNOWN, today))
