"""Whatever is done to what the ledger covers is found, and the place is named."""

from contextlib import nullcontext
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.exc import DataError, IntegrityError

from tests.tamper.tampering import COLUMNS, NOT_COVERED, NOT_COVERED_TABLES, Tampering
from tests.tamper.ways import OFTEN, WAYS, Impossible
from tests.tamper.world import TABLES
from yipplugin.store.tables import METADATA
from yipplugin.store.verify import Verifying
from yipplugin.store.witnesses import Heard

PAGE = Path(__file__).parents[2] / "docs" / "why" / "what-the-ledger-proves.md"
LOTS, EACH = 12, 260
"""How many lots of manipulations there are, and how many in each: more than three thousand."""


def faults(connection, world):
    kept_elsewhere = [Heard(f"{one.school} {one.seq}", one) for one in world.checkpoints]
    return list(Verifying(lambda: nullcontext(connection), against=kept_elsewhere).faults())


def test_every_table_and_column_is_either_covered_or_said_not_to_be():
    assert set(TABLES) | set(NOT_COVERED_TABLES) == set(METADATA.tables)
    assert not set(TABLES) & set(NOT_COVERED_TABLES)
    assert {(table, column) for table in TABLES for column in METADATA.tables[table].c.keys()} == {
        *((table, column) for table in TABLES for column in COLUMNS[table]),
        *NOT_COVERED,
    }


def test_what_is_covered_and_what_is_not_is_written_down():
    page = PAGE.read_text()
    assert all(f"`{table}`" in page.split("## What it finds")[1].split("##")[0] for table in TABLES)
    assert all(f"| `{table}` |" in page for table in NOT_COVERED_TABLES)
    assert all(f"In `{table}` the column `{column}`" in page for table, column in NOT_COVERED)


def test_what_nobody_touched_is_whole(tampered):
    world, engine = tampered
    with engine.connect() as connection:
        assert faults(connection, world) == []
        for table in TABLES:
            assert list(connection.exec_driver_sql(f"SELECT 1 FROM {table}")), table  # noqa: S608


@pytest.mark.parametrize("lot", range(LOTS))
def test_whatever_is_done_is_found_and_named(tampered, lot):
    draw = Random(f"tampering {lot}")  # noqa: S311 - the same manipulations in every run
    _tamper(*tampered, draw, [*OFTEN, *WAYS])


@pytest.mark.postgres
def test_whatever_is_done_is_found_and_named_on_postgresql(tampered_on_postgresql):
    draw = Random("tampering")  # noqa: S311 - the same manipulations in every run
    # A text that is none is more than even a superuser can store there.
    _tamper(*tampered_on_postgresql, draw, [*OFTEN, *WAYS.keys() - {"no_text"}])


def _tamper(world, engine, draw, ways):
    done = 0
    with engine.connect() as connection:
        while done < EACH:
            done += _is_found(connection, world, draw, draw.choice(sorted(ways)))


def _is_found(connection, world, draw, way):
    """Do one thing to the database, look for it, and undo it; say whether it could be done."""
    point = connection.begin_nested()
    try:
        place = WAYS[way](Tampering(connection, world, draw))
    except (Impossible, IntegrityError, DataError):
        return False
    else:
        found = faults(connection, world)
        assert found, f"{way} at {place} was not found"
        named = [one for one in found if place.is_named_by(one)]
        assert named, f"{way} at {place} is not named among {found}"
        return True
    finally:
        point.rollback()
