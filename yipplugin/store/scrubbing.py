"""Scrubbing: that what was removed from a SQLite file is not left lying in it."""

from contextlib import closing

from sqlalchemy import Engine

OVERWRITE = "PRAGMA secure_delete = ON"
"""Has SQLite write zeros over whatever is removed or changed."""


def scrub(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, in which what was removed may stand as it was.

    Where somebody is reading just then it is emptied with a later write. A database server has its
    own ways: see the how-to on disposal.
    """
    if engine.dialect.name != "sqlite":
        return
    # Past SQLAlchemy, which would begin a transaction: it cannot be done in one.
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
