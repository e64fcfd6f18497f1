"""A store on a SQLite file that the migrations built."""

import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import make_url

from yipplugin.store.base import Store, new_id
from yipplugin.store.cases import LAST, CaseRow
from yipplugin.store.engine import engine_on
from yipplugin.store.ledger import BEGINNING
from yipplugin.store.migrate import upgrade
from yipplugin.store.policies import keep_policy

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return a SQLite file with our tables and nothing in them."""
    path = tmp_path_factory.mktemp("store") / "empty.sqlite"
    engine = engine_on(make_url(f"sqlite:///{path}"))
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(built, tmp_path):
    path = tmp_path / "yip.sqlite"
    shutil.copy(built, path)
    engine = engine_on(make_url(f"sqlite:///{path}"))
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine):
    return Store(lambda: engine, clock=lambda: NOON)


@pytest.fixture
def make_case(store):
    """Return a function that keeps a case and returns its id."""

    def make(school="toy", opened_by="staff:1", named=(), **columns):
        from yipplugin.store.cases import NamedRow

        values = {
            "stage": "reported",
            "order_at": LAST,
            "urgent": False,
            "outstanding": 0,
            "waits_for": "",
            "chain_seq": 0,
            "chain_head": BEGINNING,
            **columns,
        }
        with store.writing() as session:
            keep_policy(session, school=school, digest="d" * 64, key="toy", version=1, files={})
            case = CaseRow(
                id=new_id(),
                school=school,
                reference=new_id(),
                policy_key="toy",
                policy_version=1,
                policy_digest="d" * 64,
                opened_at=NOON,
                opened_by=opened_by,
                updated_at=NOON,
                **values,
            )
            case.seal(session, opened_by_name="Tess Archer")
            session.add(case)
            session.flush()
            for ref in named:
                session.add(NamedRow(case_id=case.id, ref=ref, school=school))
        return case.id

    return make
