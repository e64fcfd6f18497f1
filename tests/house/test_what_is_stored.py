"""Every column is written down, with how it is kept; what is said to be sealed is."""

import re
from pathlib import Path

import pytest

from yipplugin.store.sealing import SealedText
from yipplugin.store.tables import METADATA

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "what-is-stored.md").read_text()
SECTIONS = dict(re.findall(r"^## (yip_\w+)\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL))
KEPT = ("sealed, case", "sealed, school", "wrapped", "keyed mark")
TABLES = sorted(METADATA.tables.values(), key=lambda table: table.name)


def written(table: str) -> dict[str, str]:
    """Return how each column of a table is said to be kept."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", SECTIONS[table], re.MULTILINE)
    return dict(rows)


def test_every_table_is_written_down_and_no_other():
    assert sorted(SECTIONS) == [table.name for table in TABLES]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_written_down_in_order_and_no_other(table):
    assert list(written(table.name)) == [column.name for column in table.columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_how_a_column_is_kept_is_so_and_what_is_in_the_clear_says_why(table):
    for column in table.columns:
        said = written(table.name)[column.name]
        is_sealed = isinstance(column.type, SealedText)
        assert said.startswith("sealed") is is_sealed, column
        assert said in KEPT or re.match(r"in the clear: .{5}", said), column


def test_nothing_is_said_to_stand_above_a_column_that_has_nothing_above_it():
    for table in SECTIONS:
        first = next(iter(written(table).values()))
        assert "as above" not in first, table
