"""A setting is held against what it is to be."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from yipplugin.shapes import complaint


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("a", str),
        (None, str | None),
        (True, bool),
        (3, int),
        (0.5, float | int | None),
        ({"sen": "yes"}, Mapping[str, str]),
        ({"at once": object()}, Mapping[str, Any]),
        ({"report:make": [20, 60]}, Mapping[str, Sequence[int]]),
    ],
)
def test_what_fits_draws_no_complaint(value, shape):
    assert complaint(value, shape) == ""


@pytest.mark.parametrize(
    ("value", "shape", "says"),
    [
        (3, str, "is int, not str"),
        (True, int, "is bool, not int"),
        (True, float | int | None, "is bool, not float"),
        (3, str | None, "is int, not str"),
        ([], Mapping[str, Any], "is list, not Mapping"),
        ("county-desk", Sequence[str], "is str, not Sequence"),
        ({3: "yes"}, Mapping[str, str], "holds something that is int, not str"),
        ({"sen": True}, Mapping[str, str], "holds something that is bool, not str"),
        (
            {"report:make": ["20"]},
            Mapping[str, Sequence[int]],
            "holds something that holds something that is str, not int",
        ),
    ],
)
def test_what_does_not_fit_is_said_without_the_value(value, shape, says):
    assert complaint(value, shape) == says
