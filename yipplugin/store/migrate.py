"""Bringing a database to the tables that this version needs."""

from importlib.resources import files
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, Engine, inspect

from yipplugin.errors import SetupRefused
from yipplugin.store import rowlevel

VERSIONS = "yip_alembic_version"
"""The table that says how far a database was brought; a host's own migrations keep another."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables up to the newest version, or to version ``to``.

    :raises SetupRefused: for tables that were made before the first release.
    """
    if current(engine) and not inspect(engine).has_table("yip_key"):
        raise SetupRefused(
            "These tables were made before the first release, and what is in them was not sealed."
            " Take what you need from them, remove every yip_ table, and run this again."
        )
    with engine.begin() as connection:
        rowlevel.say_everything(connection)
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the tables back to version ``to``; ``base`` removes them."""
    with engine.begin() as connection:
        rowlevel.say_everything(connection)
        command.downgrade(_config(connection), to)


def current(engine: Engine) -> str | None:
    """Return the version that the tables are at, or ``None`` where there are none."""
    with engine.connect() as connection:
        options = {"version_table": VERSIONS}
        return MigrationContext.configure(connection, opts=options).get_current_revision()


def pending(engine: Engine) -> tuple[str, ...]:
    """Return the versions that the tables have yet to be brought to, oldest first."""
    script = ScriptDirectory.from_config(_config(None))
    ahead = script.iterate_revisions("head", current(engine) or "base")
    return tuple(one.revision for one in ahead)[::-1]


def ours(name: str | None, kind: str) -> bool:
    """Say whether a name that a comparison of tables came upon is of one of our tables."""
    return kind != "table" or bool(name and name.startswith("yip_"))


def protect(app: Flask) -> None:
    """Keep the host's own Flask-Migrate from proposing to drop our tables."""
    migrate: Any = app.extensions.get("migrate")
    arguments = getattr(migrate, "configure_args", None)
    if arguments is None:
        return
    before = arguments.get("include_name")

    def include_name(name: str | None, kind: str, parents: Any) -> bool:
        if kind == "table" and ours(name, kind):
            return False
        return bool(before(name, kind, parents)) if before else True

    arguments["include_name"] = include_name


def _config(connection: Connection | None) -> Config:
    config = Config()
    folder = str(files("yipplugin.store.migrations"))
    # A «%» in the path would be read as the beginning of an interpolation.
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
