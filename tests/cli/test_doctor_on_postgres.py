"""The doctor says whether the database's own wall binds us."""

from types import SimpleNamespace

import pytest

from yipplugin.cli.standing_ready import database_role
from yipplugin.store.engine import engine_on

pytestmark = pytest.mark.postgres


@pytest.fixture
def findings(postgres_databases):
    """Return a function that gives what is found for one of the server's roles."""

    def find(role):
        cluster, shared = postgres_databases.cluster, postgres_databases.shared
        engine = engine_on(cluster.url(shared.name, role))
        found = list(database_role(None, SimpleNamespace(store=SimpleNamespace(engine=engine))))
        engine.dispose()
        return found

    return find


@pytest.mark.parametrize("role", ["yip_app", "yip_owner"])
def test_a_role_that_is_bound_is_green(findings, role):
    assert [one.colour for one in findings(role)] == ["green"]


def test_a_superuser_is_amber(findings):
    (one,) = findings("postgres")
    assert one.colour == "amber"
    assert "does not bind us" in one.says
    assert "without SUPERUSER and BYPASSRLS" in one.mend


def test_a_role_that_is_let_past_is_amber(findings, postgres_databases):
    with postgres_databases.cluster.admin() as admin:
        admin.execute("CREATE ROLE let_past LOGIN BYPASSRLS")
    try:
        assert [one.colour for one in findings("let_past")] == ["amber"]
    finally:
        with postgres_databases.cluster.admin() as admin:
            admin.execute("DROP ROLE let_past")
