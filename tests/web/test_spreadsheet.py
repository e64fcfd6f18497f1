"""No cell of a file is taken for a formula, whatever is in it."""

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipplugin.web.spreadsheet import FORMULA, cell, lines


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\uff1d1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_would_be_computed_is_marked_as_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Priya", "2026-03-02", "", "a=b", "'=1"])
def test_anything_else_is_left_as_it_is(text):
    assert cell(text) == text


def test_a_number_of_ours_is_no_formula():
    assert cell(17) == "17"


@settings(derandomize=True, database=None)
@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_file_reads_back_as_its_rows(rows):
    written = "".join(lines(["one", "two"], rows))
    assert written.startswith("\ufeff")
    read = list(csv.reader(StringIO(written[1:], newline="")))
    assert read == [["one", "two"], *([cell(one) for one in row] for row in rows)]
    assert not [one for row in read for one in row if one.lstrip(" ").startswith(FORMULA)]
