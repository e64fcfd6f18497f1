"""The migrations make the tables that the code reads, and nothing of the host's."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CheckConstraint, inspect, make_url, text

from yipplugin.errors import SetupRefused
from yipplugin.store.engine import engine_on
from yipplugin.store.migrate import VERSIONS, current, downgrade, ours, pending, protect, upgrade
from yipplugin.store.tables import METADATA, TABLES


@pytest.fixture
def empty(tmp_path):
    engine = engine_on(make_url(f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    yield engine
    engine.dispose()


def test_the_migrated_tables_are_those_of_the_models(engine):
    options = {"version_table": VERSIONS, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_going_up_and_down_and_up_again_leaves_nothing_behind(empty):
    assert current(empty) is None
    steps = pending(empty)
    assert steps[0] == "0001"
    upgrade(empty)
    assert current(empty) == steps[-1]
    assert pending(empty) == ()
    downgrade(empty, "base")
    assert inspect(empty).get_table_names() == [VERSIONS]
    upgrade(empty)
    assert set(METADATA.tables) <= set(inspect(empty).get_table_names())


def test_upgrading_twice_changes_nothing(engine):
    upgrade(engine)
    assert pending(engine) == ()


def test_every_table_is_ours_by_name_and_says_its_school():
    assert {table.__tablename__ for table in TABLES} == set(METADATA.tables)
    for name, table in METADATA.tables.items():
        assert name.startswith("yip_")
        assert "school" in table.columns


def test_every_constraint_has_a_name_that_fits_every_database():
    for table in METADATA.tables.values():
        for one in (*table.constraints, *table.indexes):
            assert isinstance(one, CheckConstraint) or (one.name and len(one.name) <= 63)


def test_text_that_is_indexed_is_bounded():
    for table in METADATA.tables.values():
        keys = [*table.indexes, *(one for one in table.constraints if hasattr(one, "columns"))]
        for column in {column for key in keys for column in key.columns}:
            if str(column.type).startswith(("VARCHAR", "TEXT", "CLOB")):
                assert getattr(column.type, "length", None), f"{table.name}.{column.name}"


def test_the_hosts_own_migrations_leave_our_tables_alone(engine):
    app = Flask("host")
    app.config["SQLALCHEMY_DATABASE_URI"] = str(engine.url)
    db = SQLAlchemy(app)
    Migrate(app, db, include_name=lambda name, kind, parents: name != "kept_elsewhere")
    arguments = app.extensions["migrate"].configure_args

    def proposed():
        with app.app_context(), db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts=dict(arguments))
            return compare_metadata(context, db.metadata)

    assert proposed()
    protect(app)
    assert proposed() == []
    assert not arguments["include_name"]("kept_elsewhere", "table", {})
    with app.app_context():
        db.engine.dispose()


def test_a_host_without_migrations_of_its_own_needs_no_protection():
    protect(Flask("host"))


@pytest.mark.parametrize(("name", "kind"), [("users", "table"), (None, "table")])
def test_a_table_of_the_host_is_not_ours(name, kind):
    assert not ours(name, kind)


@pytest.mark.sqlite
def test_tables_from_before_the_first_release_are_left_as_they_are(engine):
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE yip_key"))
    with pytest.raises(SetupRefused, match="before the first release"):
        upgrade(engine)
