"""A world that is made once, and a connection of somebody who may do anything to it."""

import shutil
from importlib import import_module

import pytest
from sqlalchemy import event, make_url

from tests.postgres import ADMIN
from tests.tamper.world import build
from yipplugin.store.engine import engine_on
from yipplugin.store.triggers import take_down

GUARDS = import_module("yipplugin.store.migrations.versions.0003_added_only").GUARDS


@pytest.fixture(scope="session")
def tampered(migrated_file, tmp_path_factory):
    """Return the world, and an engine on it that no trigger and no foreign key stands against."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("tamper") / "world.sqlite")
    engine = engine_on(make_url(f"sqlite:///{path}"))
    world = build(engine)
    engine.dispose()
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA foreign_keys = OFF"))
    with engine.begin() as connection:
        take_down(connection, GUARDS)
    yield world, engine
    engine.dispose()


@pytest.fixture(scope="session")
def tampered_on_postgresql(postgres_databases):
    """Return the same on PostgreSQL, where a superuser is asked nothing."""
    database = postgres_databases.make()
    engine = engine_on(database.app)
    world = build(engine)
    engine.dispose()
    theirs = engine_on(postgres_databases.cluster.url(database.name, ADMIN))
    asks_nothing = "SET session_replication_role = replica"
    event.listen(theirs, "connect", lambda one, _: one.execute(asks_nothing))
    yield world, theirs
    theirs.dispose()
    postgres_databases.drop(database)
