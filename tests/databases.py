"""The database that a test of the store or of the services runs on.

A test that asks for ``database_url`` runs on SQLite; those in ``ALSO_ON_POSTGRES`` on PostgreSQL
as well. ``--on postgres`` runs all of them there instead, ``--on sqlite`` none. A test that is
marked ``sqlite`` or ``postgres`` is about that one, and runs on nothing else.
"""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import make_url

HERE = Path(__file__).parent
ALSO_ON_POSTGRES = (
    "services/test_all_or_nothing.py",
    "services/test_cases.py",
    "services/test_conflict.py",
    "services/test_delegations.py",
    "services/test_destroyed.py",
    "services/test_disposal.py",
    "services/test_drafts.py",
    "services/test_grants.py",
    "services/test_keys.py",
    "services/test_ledger.py",
    "services/test_limits.py",
    "services/test_makings.py",
    "services/test_outbox.py",
    "services/test_policies.py",
    "services/test_records.py",
    "services/test_reports.py",
    "services/test_schools.py",
    "services/test_summaries.py",
    "services/test_team.py",
    "services/test_widening.py",
    "store/test_ledger.py",
    "store/test_migrations.py",
    "store/test_sessions.py",
    "store/test_triggers.py",
    "store/test_vault.py",
    "store/test_verify.py",
    "store/test_visible.py",
    "store/test_wall.py",
)
SQLITE = pytest.param("sqlite")
POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


def pytest_addoption(parser):
    parser.addoption(
        "--on",
        choices=("sqlite", "postgres"),
        help="run the tests of the store and the services on this database alone",
    )


def pytest_generate_tests(metafunc):
    if "database_kind" not in metafunc.fixturenames:
        return
    both = metafunc.definition.path.relative_to(HERE).as_posix() in ALSO_ON_POSTGRES
    chosen = metafunc.config.getoption("--on") or ("both" if both else "sqlite")
    for kind in ("sqlite", "postgres"):
        if metafunc.definition.get_closest_marker(kind):
            chosen = kind
    kinds = {"sqlite": [SQLITE], "postgres": [POSTGRES], "both": [SQLITE, POSTGRES]}
    metafunc.parametrize("database_kind", kinds[chosen])


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """Return a SQLite file with our tables and nothing in them, to be copied."""
    from yipplugin.store.engine import engine_on
    from yipplugin.store.migrate import upgrade

    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    engine = engine_on(make_url(f"sqlite:///{path}"))
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def database_url(database_kind, request):
    """Return the address of a database with our tables and nothing in them, for one test."""
    if database_kind == "postgres":
        return request.getfixturevalue("postgres_url")
    folder = request.getfixturevalue("tmp_path")
    copy = shutil.copy(request.getfixturevalue("migrated_file"), folder / "yip.sqlite")
    return make_url(f"sqlite:///{copy}")
