"""What is left out cannot be found: not from sums, nor from another table, nor from how it is done.

Every small case is tried: an attacker lists all the cases that there could have been, keeps those
that would look the same, and must be left in doubt about each small number.
"""

from collections import defaultdict
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from yipplugin.policy import Number
from yipplugin.rules.counting import Row, Table
from yipplugin.rules.small import LEAST, Published, Shown, published


def table(*rows, key="one", several=False, by=""):
    """Return a table of rows, each the places of its cases or how many there are, one by one."""
    taken, found = 0, []
    for number, row in enumerate(rows):
        if isinstance(row, int):
            row, taken = range(taken, taken + row), taken + row
        found.append(Row(str(number), f"row {number}", frozenset(row)))
    return Table(Number(key, f"About {key}", several=several, by=by), tuple(found))


def compositions(whole, parts):
    """Yield every way in which ``whole`` cases may stand in ``parts`` rows."""
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        for rest in compositions(whole - first, parts - 1):
            yield (first, *rest)


def looks(found):
    """Return what somebody sees of published tables."""
    return tuple((one.rows, one.rest, one.together) for one in found)


def pinned(alike, ever):
    """Return the small numbers of which nobody is in doubt who sees what these have in common.

    :param alike: the numbers in each of the states that look the same.
    :param ever: what each number may be at all.
    """
    found = []
    for place, known in enumerate(ever):
        values = {one[place] for one in alike}
        if len(values) == 1 and min(values) < LEAST and len(known) > 1:
            found.append((place, values))
    return found


@pytest.mark.parametrize(
    ("rows", "whole"),
    [(rows, whole) for rows in (2, 3) for whole in range(LEAST, 23)] + [(4, 12), (4, 17), (5, 11)],
)
def test_a_table_leaves_in_doubt_even_who_knows_how_it_is_made(rows, whole):
    alike = defaultdict(list)
    for sizes in compositions(whole, rows):
        alike[looks(published([table(*sizes)], whole))].append(sizes)
    ever = [range(whole + 1)] * rows
    assert {look: pinned(those, ever) for look, those in alike.items() if pinned(those, ever)} == {}


def states(cells, whole):
    """Yield the numbers of two tables, and what is published, for all ways to fill their cells."""
    height, width = 2, 3
    for sizes in compositions(whole, len(cells)):
        rows, columns = [set() for _ in range(height)], [set() for _ in range(width)]
        taken = 0
        for (row, column), size in zip(cells, sizes, strict=True):
            those = range(taken, taken + size)
            rows[row].update(those)
            columns[column].update(those)
            taken += size
        tables = [table(*rows, key="rows"), table(*columns, key="columns")]
        yield tuple(map(len, (*rows, *columns))), published(tables, whole)


ALL_CELLS = tuple(product(range(2), range(3)))
KNOWN = [cells for size in range(2, 6) for cells in combinations(ALL_CELLS, size)]
"""What somebody may know beside: that some answers to two questions never come together."""


@pytest.mark.parametrize("whole", [10, 15])
def test_two_tables_leave_in_doubt_even_who_knows_how_they_are_made(whole):
    found = list(states(ALL_CELLS, whole))
    ever = [{numbers[place] for numbers, _ in found} for place in range(5)]
    alike = defaultdict(list)
    for numbers, shown in found:
        alike[looks(shown)].append(numbers)
    assert {look: pinned(those, ever) for look, those in alike.items() if pinned(those, ever)} == {}


def shown_places(shown):
    """Return at which places of both tables a number is shown, or is told for several together."""
    places, start = [], 0
    for one, width in zip(shown, (2, 3), strict=True):
        labels = {row.label for row in one.rows}
        places += [start + n for n in range(width) if f"row {n}" in labels]
        start += width
    return tuple(places)


@pytest.mark.parametrize("cells", KNOWN, ids=str)
def test_two_tables_leave_in_doubt_whoever_knows_which_answers_go_together(cells):
    """The sums that an attacker has, with all that they know of how the answers go together."""
    found = list(states(cells, 12))
    ever = [{numbers[place] for numbers, _ in found} for place in range(5)]
    wrong = []
    for places in {shown_places(shown) for _, shown in found}:
        alike = defaultdict(list)
        for numbers, _ in found:
            alike[tuple(numbers[one] for one in places)].append(numbers)
        seen = {numbers for numbers, shown in found if shown_places(shown) == places}
        for those in alike.values():
            if seen & {*those} and pinned(those, ever):
                wrong.append((places, pinned(those, ever), those[:3]))
    assert wrong == []


cases_in_rows = some.integers(5, 60).flatmap(
    lambda whole: some.lists(
        some.lists(some.integers(0, 4), min_size=whole, max_size=whole), min_size=1, max_size=5
    )
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(answers=cases_in_rows)
def test_no_number_that_is_told_or_follows_is_small(answers):
    whole = len(answers[0])
    tables = [
        table(*({n for n, one in enumerate(given_) if one == row} for row in range(5)), key=str(at))
        for at, given_ in enumerate(answers)
    ]
    told = []
    for before, shown in zip(tables, published(tables, whole), strict=True):
        if shown.withheld:
            continue
        kept = {one.label for one in shown.rows}
        sets = [row.cases for row in before.rows if row.label in kept]
        rest = frozenset(range(whole)).difference(*sets)
        assert shown.together == (len(rest) if shown.rest else None)
        assert len(shown.rest) != 1
        told.append([*sets, *([rest] if shown.rest else [])])
    for one in told:
        assert all(len(those) >= LEAST for those in one)
    for one, other in combinations(told, 2):
        for a, b in product(one, other):
            # Where all of the one are among those of the other, those beside; or those in neither.
            assert not (a < b or b < a) or len(a ^ b) >= LEAST
            assert a & b or not 0 < whole - len(a | b) < LEAST


def test_rows_that_are_large_enough_are_shown_and_the_others_together():
    (found,) = published([table(9, 6, 2, 3)], 20)
    assert found.rows == (Shown("row 0", 9), Shown("row 1", 6))
    assert (found.rest, found.together) == (("row 2", "row 3"), 5)


def test_one_small_row_takes_another_with_it_from_the_end():
    (found,) = published([table(9, 2, 6, 7)], 24)
    assert [one.label for one in found.rows] == ["row 0", "row 2"]
    assert (found.rest, found.together) == (("row 1", "row 3"), 9)


@pytest.mark.parametrize(
    ("sizes", "left"),
    [
        ((10, 10, 0, 0), ("row 1", "row 2", "row 3")),  # that both are nought would follow
        ((10, 12, 4, 4), ("row 1", "row 2", "row 3")),  # so would that both are four
        ((10, 12, 1, 2), ("row 1", "row 2", "row 3")),  # and three together is small itself
        ((10, 12, 4, 3), ("row 2", "row 3")),
    ],
)
def test_rows_that_are_left_out_are_not_told_by_their_sum(sizes, left):
    (found,) = published([table(*sizes)], sum(sizes))
    assert found.rest == left


def test_a_table_without_a_row_to_show_shows_nothing():
    (found,) = published([table(4, 3, 2)], 9)
    assert found == Published("one", "About one")
    assert found.withheld


@pytest.mark.parametrize("whole", range(LEAST))
def test_of_fewer_than_five_cases_there_is_nothing(whole):
    assert published([table(whole)], whole) == ()


def test_a_table_that_would_tell_of_few_beside_another_is_withheld():
    """Nine were referred, and of these seven within a day: the difference is two."""
    first = table(range(9), range(9, 20), key="referred")
    second = table(range(7), range(7, 20), key="within a day")
    shown = published([first, second], 20)
    assert [one.withheld for one in shown] == [False, True]
    assert [one.withheld for one in published([second, first], 20)] == [False, True]


@pytest.mark.parametrize("left_out", [False, True], ids=["shown", "left out"])
def test_a_table_that_would_tell_of_few_that_are_in_neither_is_withheld(left_out):
    """Nine in a row of the one table, nine others in one of the other: two of twenty remain."""
    first = [[9, 10, 11, 12, 18], [13, 14, 15, 16, 17, 19], range(9)]
    second = [[0, 1, 2, 3, 18], [4, 5, 6, 7, 8, 19], range(9, 18)]
    if left_out:
        first[2:], second[2:] = [range(4), range(4, 8), [8]], [range(9, 13), range(13, 17), [17]]
    tables = [table(*first, key="first"), table(*second, key="second")]
    shown = published(tables, 20)
    assert [one.withheld for one in shown] == [False, True]
    if left_out:
        assert shown[0].together == 9


def test_the_same_cases_elsewhere_would_say_that_a_row_left_out_is_empty():
    """Who is not decided stands with seven that are referred, and these stand beside alone."""
    route = table(range(13), range(13, 20), [], key="route")
    referral = table(range(13, 20), range(13), key="referral")
    shown = published([route, referral], 20)
    assert (shown[0].rest, shown[0].together) == (("row 1", "row 2"), 7)
    assert shown[1].withheld


def test_where_a_case_stands_in_several_rows_few_that_do_not_are_left_out_too():
    rows = (range(18), range(6, 13), range(2))
    (found,) = published([table(*rows, several=True)], 20)
    assert [one.label for one in found.rows] == ["row 1"]
    assert (found.rest, found.together, found.left_out) == (("row 0", "row 2"), None, True)


def test_rows_that_come_of_the_cases_are_not_even_named():
    rows = (range(8), range(8, 16), range(16, 17))
    (found,) = published([table(*rows, several=True, by="year group")], 20)
    assert found.rest == ()
    assert found.left_out
