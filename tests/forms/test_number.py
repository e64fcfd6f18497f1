"""Numbers."""

import pytest

from tests.builder.paper import KINDS, ask
from yipplugin.form import Question


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("3", 3), (" 0 ", 0), ("-2", -2), ("+4", 4), ("1,234", 1234), ("2.5", 2.5), ("5.0", 5)],
)
def test_a_number_in_figures_is_kept_as_a_number(typed, kept):
    error, answer = ask("number", ("", typed), required=True)
    assert (error, answer) == ("", kept)
    assert type(answer) is type(kept)


@pytest.mark.parametrize(
    "typed", ["three", "1e3", "nan", "inf", "1,23", "٣", "0x1", "3 4", "9" * 40]
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    error, answer = ask("number", ("", typed))
    assert error == "Answer “What?” with a number in figures, such as 3"
    assert answer is None


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("0", "Answer “What?” with 1 or more"),
        ("1", ""),
        ("5", ""),
        ("6", "Answer “What?” with 5 or less"),
        ("2.5", "Answer “What?” with a whole number"),
    ],
)
def test_an_author_sets_what_is_allowed(typed, error):
    options = {"min": "1", "max": "5", "whole": "yes"}
    assert ask("number", ("", typed), options=options)[0] == error


def test_no_number_is_no_answer_and_nought_is_one():
    assert ask("number", ("", " ")) == ("", None)
    assert ask("number", ("", " "), required=True)[0] == "Answer “What?” with a number"
    assert KINDS["number"].show(Question("q", "number"), 0) == "0"
    assert KINDS["number"].show(Question("q", "number"), 12345) == "12,345"
