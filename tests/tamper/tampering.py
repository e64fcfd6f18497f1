"""What somebody with the database may do to it: one manipulation at a time, drawn at random."""

from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection, text

from tests.tamper.world import TABLES, World
from yipplugin.store.covered import COVERED
from yipplugin.store.tables import METADATA
from yipplugin.store.verify import Fault

NOT_COVERED = {
    ("yip_ledger", "id"): "a number that the database gives; the order is that of seq",
}
"""Columns of covered tables that may be changed unseen, and why that is no harm."""

NOT_COVERED_TABLES = {
    "yip_draft": "a draft is its author's own until it is signed, and changes as they type",
    "yip_making": "a file under way, of what is covered; that it was asked for is on the ledger",
    "yip_outbox": "what is still to be told; each act that it tells of is covered",
    "yip_number": "the last number given; every reference is covered with its case",
    "yip_contact_heard": "what a plugin said last, written over each time it says something else",
    "yip_key": "keys are wrapped anew over the years; a changed one no longer opens anything",
}
"""Tables that may be changed unseen, and why. A case's key that is missing is found."""

COLUMNS = {
    name: [one for one in METADATA.tables[name].columns.keys() if (name, one) not in NOT_COVERED]
    for name in TABLES
}
KEYS = {name: [one.name for one in METADATA.tables[name].primary_key] for name in TABLES}

OF_CASE = {name: cover.case for name, cover in COVERED.items() if cover.case} | {
    "yip_ledger": "chain"
}
"""Which column says the case, by table."""


@dataclass(frozen=True)
class Place:
    """Where a fault must be named: a row of a table, or an entry of a chain, or either."""

    table: str
    row: str = ""
    chain: str = ""
    seqs: tuple[int, ...] = ()

    def is_named_by(self, fault: Fault) -> bool:
        """Say whether a fault names this very place."""
        if self.chain and fault.chain == self.chain and fault.seq in self.seqs:
            return True
        return bool(self.row) and (fault.table, fault.row) == (self.table, self.row)


@dataclass
class Tampering:
    """One database, somebody who may do anything to it, and how they draw what they do."""

    connection: Connection
    world: World
    draw: Random

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table as the driver gives them."""
        found = self.connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()  # noqa: S608
        return [dict(row) for row in found]

    def some_row(self, table: str = "") -> tuple[str, dict[str, Any]]:
        """Return a row of a table, and the table."""
        table = table or self.draw.choice(TABLES)
        return table, self.draw.choice(self.rows(table))

    def change(self, table: str, row: dict[str, Any], **new: Any) -> None:
        """Change columns of a row."""
        sets = ", ".join(f"{self._name(one)} = :new_{one}" for one in new)
        given = {f"new_{one}": value for one, value in new.items()}
        self._run(f"UPDATE {table} SET {sets}", table, row, given)  # noqa: S608

    def remove(self, table: str, row: dict[str, Any]) -> None:
        """Remove a row."""
        self._run(f"DELETE FROM {table}", table, row, {})  # noqa: S608

    def insert(self, table: str, row: dict[str, Any]) -> None:
        """Put a row in."""
        names = ", ".join(map(self._name, row))
        values = ", ".join(f":{one}" for one in row)
        self.connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608

    def _run(self, statement: str, table: str, row: dict[str, Any], given: dict[str, Any]) -> None:
        key = {f"key_{one}": row[one] for one in KEYS[table]}
        whole = text(f"{statement} WHERE {self._is(table)}")
        assert self.connection.execute(whole, given | key).rowcount == 1

    def _is(self, table: str) -> str:
        return " AND ".join(f"{self._name(one)} = :key_{one}" for one in KEYS[table])

    def _name(self, column: str) -> str:
        return self.connection.dialect.identifier_preparer.quote(column)


def place_of(table: str, row: dict[str, Any], **new: Any) -> Place:
    """Return where a fault of a row is to be named; ``new`` are columns that were changed."""
    if table == "yip_ledger":
        seqs = [row["seq"], *([new["seq"]] if isinstance(new.get("seq"), int) else [])]
        return Place(table, chain=row["chain"], seqs=tuple(seqs))
    return Place(table, "/".join(str(row[one]) for one in KEYS[table]))
