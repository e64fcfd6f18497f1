"""Tables in a terminal."""

from yipplugin.cli.table import table


def test_the_last_column_wraps_and_the_others_stay():
    rows = [("A-1", "one two three four five six seven\nnext"), ("LONGER-2", "short")]
    lines = list(table(rows, ("Clause", "Words"), 30))
    assert lines == [
        "Clause    Words",
        "--------  --------------------",
        "A-1       one two three four",
        "            five six seven",
        "          next",
        "LONGER-2  short",
    ]
