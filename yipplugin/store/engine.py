"""Which database is ours, and how we speak to it."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

from yipplugin.store.scrubbing import OVERWRITE

BUSY_SECONDS = 15
"""How long we wait for others who are writing to the same SQLite file."""


def engine_for(app: Flask) -> Engine:
    """Return the engine that our tables live on.

    ``YIP_DATABASE_URI`` comes first; then the host's bind ``yip``; then the host's own database;
    and for a host without Flask-SQLAlchemy, a file of our own in its instance folder. A database
    server's engine is shared with the host. A SQLite file gets an engine of our own, because our
    transactions begin otherwise than the host's.
    """
    uri = app.config["YIP_DATABASE_URI"]
    if uri:
        return engine_on(make_url(uri), Path(app.instance_path))
    theirs = _engine_of_host(app)
    if theirs is None:
        return engine_on(make_url("sqlite:///yip.sqlite3"), Path(app.instance_path))
    return engine_on(theirs.url) if theirs.dialect.name == "sqlite" else theirs


def engine_on(url: URL, folder: Path | None = None) -> Engine:
    """Return an engine of our own; a relative SQLite file stands in ``folder``."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}}
    if url.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
        options["connect_args"]["check_same_thread"] = False
    elif folder and not Path(url.database).is_absolute():
        folder.mkdir(parents=True, exist_ok=True)
        url = url.set(database=str(folder / url.database))
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)
    return engine


def _engine_of_host(app: Flask) -> Engine | None:
    extension: Any = app.extensions.get("sqlalchemy")
    with app.app_context():
        # Flask-SQLAlchemy 2 has none, and is left to itself.
        engines = getattr(extension, "engines", {})
        found: Engine | None = engines.get("yip") or engines.get(None)
    return found


def _connected(connection: Any, record: Any) -> None:
    # The driver would begin transactions late, and let a question run before the lock is held.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(OVERWRITE)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("yip_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
