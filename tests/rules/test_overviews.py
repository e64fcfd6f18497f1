"""What the lines of a register come to, held to a count that goes through them cell by cell."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.small import form, policy, records
from yipplugin.form import Choice, Question
from yipplugin.policy import Calendar, Length, Overview
from yipplugin.rules.overviews import COVERED, LAPSED, NEVER, Cell, lay_out

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = date(2026, 3, 3)
YEARS, TOPICS, MORE, PLACES = ("y7", "y8", "y9"), ("law", "harm"), ("help",), ("hall", "lab")


def asks(key, kind, *choices, **rest):
    return Question(key, kind, choices=tuple(Choice(one, one.title()) for one in choices), **rest)


TAUGHT = replace(
    form(
        "taught",
        Question("on", "date"),
        asks("years", "several of", *YEARS),
        asks("topics", "several of", *TOPICS),
        asks("more", "one of", *MORE),
        asks("where", "several of", *PLACES),
        Question("lessons", "number"),
        Question("instead", "yes no"),
        about="school",
    ),
    happened="on",
)
OVERVIEW = Overview(
    "taught", "What each had", "taught", "years", ("topics", "more"), Length("days", 30),
    beside="where", counts="lessons", one="lesson", many="lessons", replaces="instead",
)  # fmt: skip


def ours(overview=OVERVIEW, taught=TAUGHT):
    found = policy()
    return replace(found, forms={**found.forms, "taught": taught}, overviews=(overview,))


def line(days_ago=0, *, key="taught", **answers):
    (one,) = records(("r", key, {}))
    said = {"on": (TODAY - timedelta(days=days_ago)).isoformat(), **answers}
    return replace(one, answers=said, signed_at=NOW - timedelta(minutes=1))


def cell(lines, row="y7", column="law", now=NOW, rules=None):
    """Return one cell of an overview, by its row and its column."""
    (laid,) = lay_out(rules or ours(), lines, now)
    place = [one.key for one in laid.rows].index(row)
    for grid in laid.grids:
        keys = [one.key for one in grid.question.choices]
        if column in keys:
            return grid.cells[place][keys.index(column)]
    raise AssertionError(column)


LAW = {"years": ["y7"], "topics": ["law"], "lessons": 2, "where": ["lab"]}


def test_a_line_covers_the_rows_and_columns_that_it_names_and_no_other():
    one = [line(3, **LAW)]
    assert cell(one) == Cell(COVERED, date(2026, 2, 28), 2, ("lab",))
    assert cell(one, row="y8") == Cell(NEVER)
    assert cell(one, column="harm") == Cell(NEVER)
    assert cell([line(3, **LAW, key="start")]) == Cell(NEVER)


def test_lines_are_added_up_and_the_latest_day_is_told_whenever_it_was_signed():
    signed = [line(2, **LAW), line(9, **{**LAW, "lessons": 5, "where": ["hall"]})]
    assert cell(signed) == Cell(COVERED, date(2026, 3, 1), 7, ("hall", "lab"))


def test_without_a_number_to_add_up_the_lines_are_counted():
    plain = ours(replace(OVERVIEW, counts=""))
    assert cell([line(1, **LAW), line(2, **LAW)], rules=plain).amount == 2


@pytest.mark.parametrize(("hour", "status"), [(16, COVERED), (17, LAPSED)])
def test_it_is_covered_until_school_closes_on_the_last_day(hour, status):
    last = datetime.combine(TODAY, time(hour), UTC)
    found = cell([line(30, **LAW)], now=last)
    assert (found.status, found.last) == (status, date(2026, 2, 1))


def test_what_is_too_long_ago_is_told_but_counted_no_more():
    assert cell([line(40, **LAW), line(50, **LAW)]) == Cell(LAPSED, date(2026, 1, 22))
    assert cell([line(40, **LAW), line(1, **LAW)]).amount == 2


def test_what_is_yet_to_come_covers_nothing_until_then():
    ahead = [line(-1, **LAW)]
    assert cell(ahead) == Cell(NEVER)
    assert cell(ahead, now=NOW + timedelta(days=1)).status == COVERED


def test_a_line_that_puts_right_takes_the_place_of_those_before_it_for_its_rows_alone():
    both = {**LAW, "years": ["y7", "y8"]}
    right = line(1, years=["y7"], topics=["harm"], lessons=1, instead="yes")
    signed = [line(2, **both), right, line(4, **both)]
    assert cell(signed[:2]) == Cell(NEVER)
    assert cell(signed[:2], column="harm").amount == 1
    assert cell(signed[:2], row="y8").amount == 2
    assert cell(signed).last == date(2026, 2, 27)
    never = ours(replace(OVERVIEW, replaces=""))
    assert cell(signed[:2], rules=never).amount == 2


def test_a_form_that_asks_for_no_day_counts_from_when_it_was_signed():
    undated = ours(taught=replace(TAUGHT, happened=None))
    late = replace(line(200, **LAW), signed_at=datetime(2026, 2, 27, 23, 30, tzinfo=UTC))
    assert cell([late], rules=undated).last == date(2026, 2, 27)


def test_there_is_none_where_the_policy_asks_for_none():
    assert lay_out(policy(), [line(1, **LAW)], NOW) == ()


drawn = st.builds(
    line,
    st.integers(-3, 70),
    key=st.sampled_from(["taught", "taught", "taught", "start"]),
    years=st.lists(st.sampled_from([*YEARS, "y6"]), unique=True),
    topics=st.lists(st.sampled_from([*TOPICS, "gone"]), unique=True),
    more=st.sampled_from([None, "help", "gone"]),
    where=st.lists(st.sampled_from(PLACES), unique=True),
    lessons=st.sampled_from([None, 1, 2, 5]),
    instead=st.sampled_from([None, "no", "no", "yes"]),
)


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(st.lists(drawn, max_size=8))
def test_every_cell_is_what_a_count_line_by_line_finds(signed):
    (laid,) = lay_out(ours(), signed, NOW)
    assert laid.lines == sum(one.form == "taught" for one in signed)
    found = {
        (row.key, choice.key): one
        for grid in laid.grids
        for row, cells in zip(laid.rows, grid.cells, strict=True)
        for choice, one in zip(grid.question.choices, cells, strict=True)
    }
    assert set(found) == {(row, column) for row in YEARS for column in (*TOPICS, *MORE)}
    for (row, column), one in found.items():
        assert one == counted(signed, row, column), (row, column)


def counted(signed, row, column):
    """Return a cell by another way: from the last line back, one by one."""
    last, newest, amount, places = None, None, 0, set()
    for one in reversed(signed):
        said = one.answers
        if one.form != "taught" or row not in said["years"]:
            continue
        days = (TODAY - date.fromisoformat(said["on"])).days
        if days >= 0 and (column in said["topics"] or column == said["more"]):
            last = days if last is None else min(last, days)
            if days <= 30:
                newest = days if newest is None else min(newest, days)
                amount += said["lessons"] or 0
                places |= {*said["where"]}
        if said["instead"] == "yes":
            break
    if last is None:
        return Cell(NEVER)
    if newest is None:
        return Cell(LAPSED, TODAY - timedelta(days=last))
    day = TODAY - timedelta(days=newest)
    return Cell(COVERED, day, amount, tuple(one for one in PLACES if one in places))


def test_a_length_in_school_days_is_counted_over_the_schools_calendar():
    closed = frozenset(TODAY - timedelta(days=n) for n in range(1, 8))
    rules = replace(
        ours(replace(OVERVIEW, within=Length("school days", 2))), calendar=Calendar(closed=closed)
    )
    assert cell([line(9, **LAW)], rules=rules).status == COVERED
    assert cell([line(9, **LAW)], rules=replace(rules, calendar=Calendar())).status == LAPSED
