"""Dates and times as people say them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from yipplugin.policy import Calendar
from yipplugin.rules.worktime import is_school_day
from yipplugin.values import LONDON
from yipplugin.web import words

TERM = partial(is_school_day, Calendar(closed=frozenset({date(2026, 3, 6)})))
NOW = datetime(2026, 3, 3, 14, 10, tzinfo=LONDON)  # a Tuesday


def on(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(14, 10), "2:10pm"),
        (time(16, 0), "4pm"),
        (time(0, 0), "midnight"),
        (time(12, 0), "midday"),
        (time(12, 5), "12:05pm"),
        (time(0, 5), "12:05am"),
        (time(9, 0), "9am"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(at, said):
    assert words.clock(at) == said


def test_a_moment_is_said_in_london_time_in_winter_and_in_summer():
    assert words.long_moment(NOW.astimezone(UTC)) == "Tuesday 3 March 2026, 2:10pm"
    summer = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert words.long_moment(summer) == "Wednesday 1 July 2026, 9am"
    assert words.short_moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 Jul 2026, 12:30am"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (on(3, 14, 35), "in 25 minutes, by 2:35pm"),
        (on(3, 15, 9), "in 59 minutes, by 3:09pm"),
        (on(3, 16), "today by 4pm"),
        (on(4, 16), "tomorrow by 4pm"),
        (on(6, 16), "Friday by 4pm"),
        (on(12, 16), "Thursday 12 March by 4pm"),
    ],
)
def test_what_is_due_says_by_when(at, said):
    assert words.due(at, NOW, TERM) == said


@pytest.mark.parametrize(
    ("at", "now", "said"),
    [
        (on(3, 14, 10), NOW + timedelta(seconds=30), "due now"),
        (on(3, 13, 45), NOW, "25 minutes late"),
        (on(3, 12), NOW, "2 hours late"),
        (on(2, 16), NOW, "1 school day late"),
        (on(3, 16), on(5, 9), "2 school days late"),
        # Friday the 6th is closed, then comes a weekend: no school day has passed.
        (on(5, 16), on(7, 10), "late: was due on Thursday at 4pm"),
        (on(5, 16), on(6, 10), "late: was due yesterday at 4pm"),
        (on(5, 16), on(9, 10), "1 school day late"),
    ],
)
def test_what_is_late_counts_in_school_days_once_its_day_is_over(at, now, said):
    assert words.due(at, now, TERM) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=25), "25 minutes ago"),
        (timedelta(hours=1, minutes=50), "1 hour ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit(passed, said):
    assert words.ago(NOW - passed, NOW) == said


def test_names_are_listed_as_in_a_sentence():
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"], "or") == "a or b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.initial("under McKay") == "Under McKay"
