"""When things happen in a story."""

from datetime import date, datetime

import pytest

from yipplugin.policy import Calendar
from yipplugin.story.moments import Moments, Unclear
from yipplugin.values import LONDON

NOW = datetime(2026, 3, 9, 10, 0, tzinfo=LONDON)  # a Monday
LAST = datetime(2026, 3, 5, 15, 30, tzinfo=LONDON)  # the Thursday before
MOMENTS = Moments(NOW, Calendar(closed=frozenset({date(2026, 3, 6)})))


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-03-03 13:50", (2026, 3, 3, 13, 50)),
        ("16:05", (2026, 3, 5, 16, 5)),
        ("9:05", (2026, 3, 5, 9, 5)),
        ("that day 08:00", (2026, 3, 5, 8, 0)),
        ("20 minutes later", (2026, 3, 5, 15, 50)),
        ("2 hours before", (2026, 3, 5, 13, 30)),
        ("12 minutes ago", (2026, 3, 9, 9, 48)),
        ("1 school day ago 09:00", (2026, 3, 5, 9, 0)),
        ("2 school days ago 09:00", (2026, 3, 4, 9, 0)),
        ("2 days ago 09:00", (2026, 3, 7, 9, 0)),
        ("1 school day later 08:40", (2026, 3, 9, 8, 40)),
        ("1 day later 08:40", (2026, 3, 6, 8, 40)),
    ],
)
def test_a_moment_is_told_as_people_tell_it(words, moment):
    assert MOMENTS.moment(words, LAST) == datetime(*moment, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-03", date(2026, 3, 3)),
        ("that day", date(2026, 3, 5)),
        ("3 days before", date(2026, 3, 2)),
        ("1 school day later", date(2026, 3, 9)),
        ("0 days ago", date(2026, 3, 9)),
    ],
)
def test_a_day_is_told_in_the_same_words(words, day):
    assert MOMENTS.day(words, LAST) == day


@pytest.mark.parametrize(
    "words", ["", "soon", "25:70", "3 weeks ago", "2026-02-30", "2026-03-03 1"]
)
def test_words_that_name_no_moment_are_refused(words):
    with pytest.raises(Unclear):
        MOMENTS.moment(words, LAST)


def test_an_hour_later_is_an_hour_later_when_the_clocks_change():
    before = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)
    assert MOMENTS.moment("1 hour later", before) == datetime(2026, 3, 29, 2, 30, tzinfo=LONDON)


def test_the_first_act_cannot_be_told_from_the_one_before():
    with pytest.raises(Unclear):
        MOMENTS.moment("2 hours later", None)
