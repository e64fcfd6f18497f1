"""What a plugin answers is held against what its hook promises."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from yipplugin import Calendar, FieldType, Person
from yipplugin.shapes import complaint

ROBIN = Person("pupil:3", "Robin Ash", born=date(2012, 2, 29), flags={"sen": "yes"})


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("a", str),
        (None, str | None),
        (True, bool),
        (3, int),
        (date(2026, 3, 2), date),
        (datetime(2026, 3, 2, tzinfo=UTC), datetime | None),
        (frozenset({"dsl"}), frozenset[str]),
        ({"sen": "yes"}, Mapping[str, str]),
        (((1, 2), (3, 4)), tuple[tuple[int, int], ...]),
        (FieldType, type[FieldType]),
        (ROBIN, Person),
        (Calendar(), Calendar),
    ],
)
def test_what_fits_draws_no_complaint(value, shape):
    assert complaint(value, shape) == ""


@pytest.mark.parametrize(
    ("value", "shape", "says"),
    [
        (3, str, "is int, not str"),
        (True, int, "is bool, not int"),
        (3, str | None, "is int, not str"),
        (datetime(2026, 3, 2, tzinfo=UTC), date, "is datetime, not date"),
        (datetime(2026, 3, 2), datetime, "is a datetime without a time zone"),
        (["dsl"], frozenset[str], "is list, not frozenset"),
        (frozenset({3}), frozenset[str], "holds something that is int, not str"),
        ({3: "yes"}, Mapping[str, str], "holds something that is int, not str"),
        ({"sen": True}, Mapping[str, str], "holds something that is bool, not str"),
        (((1,),), tuple[tuple[int, int], ...], "holds something that has 1 items, not 2"),
        (str, type[FieldType], "is not a class made from FieldType"),
        (FieldType(), type[FieldType], "is not a class made from FieldType"),
        (Person("pupil:3", "Robin Ash", born="x"), Person, "is Person whose born is str, not date"),
    ],
)
def test_what_does_not_fit_is_said_without_the_value(value, shape, says):
    assert complaint(value, shape) == says
