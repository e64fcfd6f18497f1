"""A store on a database that the migrations built."""

from datetime import UTC, datetime

import pytest

from yipplugin.keys import LocalKeys
from yipplugin.store.base import new_id
from yipplugin.store.cases import LAST, CaseRow, adults_to_name, carry_out
from yipplugin.store.engine import engine_on
from yipplugin.store.ledger import BEGINNING, Entry, append_to_case, append_to_school
from yipplugin.store.policies import is_kept, keep_policy
from yipplugin.store.sessions import Store
from yipplugin.values import Everything


def keys_of_tests():
    """Return a master key that everybody knows."""
    return LocalKeys({"test": b"k" * 32})


NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def engine(database_url):
    engine = engine_on(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine):
    return Store(lambda: engine, keys_of_tests, clock=lambda: NOON)


@pytest.fixture
def make_case(store):
    """Return a function that keeps a case and returns its id."""

    def make(school="toy", opened_by="staff:1", named=(), **columns):
        values = {
            "stage": "reported",
            "order_at": LAST,
            "urgent": False,
            "outstanding": 0,
            "waits_for": "",
            "lead_named": False,
            "head_named": False,
            "chain_seq": 0,
            "chain_head": BEGINNING,
            **columns,
        }
        with store.writing(Everything(school)) as session:
            if not is_kept(session, school, "d" * 64):
                keep_policy(session, school=school, digest="d" * 64, key="toy", version=1, files={})
                append_to_school(session, school, Entry(NOON, "staff:1", "policy:keep", ""))
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
            store.vault.begin_case(session, school, case.id, NOON)
            case.seal(session, opened_by_name="Tess Archer")
            session.add(case)
            session.flush()
            adults = adults_to_name(session, case, frozenset(named))
            entry = Entry(NOON, opened_by, "report:make", f"case:{case.id}")
            append_to_case(session, case, entry, adults)
            carry_out(session, adults)
        return case.id

    return make
