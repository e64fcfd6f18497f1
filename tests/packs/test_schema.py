"""The reference page is the tables that the reader checks by."""

import subprocess
import sys
from pathlib import Path

import pytest

from yipplugin.packs.conditions import READINGS
from yipplugin.packs.schema import CASE_READINGS, TABLES, reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy-packs.md"


def test_the_page_is_what_the_tables_say():
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_the_page_can_be_printed():
    command = [sys.executable, "-m", "yipplugin.packs.schema"]
    printed = subprocess.run(command, capture_output=True, check=True, cwd=PAGE.parents[2])
    assert printed.stdout.decode() == reference()


def test_every_reading_of_the_page_is_read_and_no_other():
    assert set(READINGS) == set(CASE_READINGS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
def test_every_key_says_what_it_holds_and_means(table):
    assert len(set(table.names)) == len(table.names)
    for key in table.keys:
        assert key.takes
        assert key.means.endswith((".", "`).")), key.name
