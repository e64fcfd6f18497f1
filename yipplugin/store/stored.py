"""Rows as they are stored: what the database's driver gives, before we read it in our own way."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection, Executable

CHUNK = 500
"""How many rows are held at once."""


def stored(
    connection: Connection, asked: Executable, given: Mapping[str, Any] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows that a query finds, a chunk held at a time."""
    done = 0
    while True:
        try:
            for row in _rows(connection, asked, given or {}, done):
                done += 1
                yield row
        except OperationalError:
            # SQLite lets whoever tampers put bytes that are no text into a text.
            if _driver(connection).text_factory is _lenient:
                raise
            _driver(connection).text_factory = _lenient
        else:
            return


def is_text(value: Any) -> bool:
    """Say whether a stored value is a text that one could have written."""
    try:
        return isinstance(value, str) and bool(value.encode())
    except UnicodeEncodeError:
        return False


@contextmanager
def as_stored(connection: Connection) -> Iterator[Connection]:
    """Leave the connection as it was, however what is in it had to be read."""
    try:
        yield connection
    finally:
        if connection.dialect.name == "sqlite":
            _driver(connection).text_factory = str


def _rows(
    connection: Connection, asked: Executable, given: Mapping[str, Any], done: int
) -> Iterator[tuple[Any, ...]]:
    # The driver's own rows: making ours of them would take longer than hashing them.
    with closing(connection.execute(asked, given)) as result:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(CHUNK):
            yield from rows[done:]
            done = max(0, done - len(rows))


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _lenient(text: bytes) -> str:
    return text.decode(errors="surrogateescape")
