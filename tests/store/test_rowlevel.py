"""On PostgreSQL the database itself shows nobody more, whatever is asked of it and how."""

from contextlib import suppress

import pytest
import sqlalchemy
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from tests.store.conftest import NOON, keys_of_tests
from yipplugin.store import rowlevel
from yipplugin.store.base import UNWALLED, new_id
from yipplugin.store.cases import CaseRow
from yipplugin.store.drafts import DraftRow
from yipplugin.store.engine import engine_on
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.makings import MakingRow
from yipplugin.store.migrate import downgrade, upgrade
from yipplugin.store.sessions import Store
from yipplugin.store.tables import TABLES
from yipplugin.values import Actor, Everything

pytestmark = pytest.mark.postgres

NAMED = Actor("staff:1", "A name", frozenset({"staff", "dsl"}), "toy")
OTHER = Actor("staff:2", "A name", frozenset({"staff", "dsl"}), "toy")


@pytest.fixture
def database_url(postgres_url):
    return postgres_url


@pytest.fixture
def there(store, make_case):
    """Keep two cases of a school, of which one names staff:1, and one of another school."""
    cases = {
        "open": make_case("toy", "staff:9"),
        "naming": make_case("toy", "staff:9", named=("staff:1",)),
        "elsewhere": make_case("other", "staff:9"),
    }
    for ref in ("staff:1", "staff:2"):
        with store.writing(Actor(ref, "A name", frozenset({"staff"}), "toy")) as session:
            row = DraftRow(
                id=ref,
                school="toy",
                author=ref,
                submission=ref,
                form="report",
                revision=1,
                created_at=NOON,
                updated_at=NOON,
            )
            row.seal(session, about="", raw="[]", apart="{}")
            session.add(row)
            session.add_all(making(ref, cases[one]) for one in ("open", "naming"))
    return cases


def making(ref, case_id):
    """Return the row of a file that somebody asked for."""
    row = MakingRow(id=new_id(), school="toy", case_id=case_id, asked_by=ref, asked_at=NOON)
    row.paper, row.step, row.pages, row.moved_at = "case-file", "waiting", 0, NOON
    return row


def seen(connection, table, column="school"):
    asked = select(sqlalchemy.column(column)).select_from(sqlalchemy.table(table))
    return set(connection.scalars(asked))


def said(connection, who, store):
    """Tell the database by hand whose a transaction is, and go past our own wall."""
    asker = {"yip_here": who.school, "yip_me": who.ref}
    with store.reading(Everything(who.school)) as session:
        asker["yip_mark"] = store.vault.mark(session, who.school, "staff", who.ref)
    rowlevel.say(connection, rowlevel.SOMEBODY, asker)


def test_a_transaction_that_does_not_say_whose_it_is_sees_no_row(engine, there):
    with engine.connect() as connection:
        for table in TABLES:
            assert seen(connection, table.__tablename__) == set(), table
        connection.execute(text("SELECT set_config('yip.school', 'toy', true)"))
        assert seen(connection, "yip_case") == set()


def test_somebody_sees_one_school_and_no_case_that_names_them(engine, store, there):
    with engine.begin() as connection:
        said(connection, NAMED, store)
        for table in TABLES:
            assert seen(connection, table.__tablename__) <= {"toy"}, table
        assert seen(connection, "yip_case", "id") == {there["open"]}
        assert there["naming"] not in seen(connection, "yip_key", "case_id")
        assert seen(connection, "yip_ledger", "chain") == {there["open"], "school:toy"}
        assert seen(connection, "yip_draft", "author") == {"staff:1"}
        assert seen(connection, "yip_making", "asked_by") == {"staff:1"}
        assert seen(connection, "yip_making", "case_id") == {there["open"]}
        assert seen(connection, "yip_outbox") == set()
    with engine.begin() as connection:
        said(connection, OTHER, store)
        assert seen(connection, "yip_case", "id") == {there["open"], there["naming"]}


def test_the_engine_sees_one_school_or_all(engine, there):
    with engine.begin() as connection:
        rowlevel.say(connection, rowlevel.SCHOOL, {"yip_here": "toy"})
        assert seen(connection, "yip_case", "id") == {there["open"], there["naming"]}
        assert seen(connection, "yip_draft", "author") == {"staff:1", "staff:2"}
    with engine.begin() as connection:
        rowlevel.say_everything(connection)
        assert seen(connection, "yip_case", "id") == set(there.values())


def test_a_question_that_fails_past_the_wall_says_itself_why(store, there):
    asked = text("SELECT no_such_thing")
    with pytest.raises(ProgrammingError, match="no_such_thing"), store.reading(OTHER) as session:
        with rowlevel.lifted(session):
            session.connection().execute(asked)


@pytest.mark.parametrize("error", [None, LookupError])
def test_the_wall_is_put_back_behind_a_question_past_it(store, there, error):
    with store.reading(NAMED) as session:
        with suppress(LookupError), rowlevel.lifted(session):
            assert len(seen(session.connection(), "yip_case", "id")) == 2
            if error:
                raise error
        assert seen(session.connection(), "yip_case", "id") == {there["open"]}


def test_nothing_of_it_is_left_on_a_connection_that_is_used_again(postgres_url, there):
    engine = create_engine(postgres_url, pool_size=1, max_overflow=0)
    with engine.connect() as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
    store = Store(lambda: engine, keys_of_tests, clock=lambda: NOON)
    with store.reading(Everything()) as session:
        assert len(session.scalars(select(CaseRow)).all()) == 3
    with store.writing(NAMED) as session:
        assert len(session.scalars(select(CaseRow)).all()) == 1
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == process
        assert seen(connection, "yip_case") == set()
    engine.dispose()


def test_every_transaction_of_a_session_says_whose_it_is(store, there):
    with store.reading(NAMED) as session:
        asked = select(CaseRow.id).execution_options(**UNWALLED)
        for _ in range(2):
            assert set(session.scalars(asked)) == {there["open"]}
            session.rollback()
        with session.begin_nested():
            assert set(session.scalars(asked)) == {there["open"]}


def test_it_is_lifted_for_one_question_only(store, there):
    asked = select(CaseRow.id).execution_options(**UNWALLED)
    with store.reading(NAMED) as session:
        with rowlevel.lifted(session):
            assert set(session.scalars(asked)) == {there["open"], there["naming"]}
        assert set(session.scalars(asked)) == {there["open"]}
    with store.reading(Everything()) as session:
        with rowlevel.lifted(session):
            assert set(session.scalars(asked)) == set(there.values())
        assert set(session.scalars(asked)) == set(there.values())


def test_nothing_is_written_for_another_school(engine, store, there):
    with engine.connect() as connection:
        said(connection, NAMED, store)
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text("INSERT INTO yip_number VALUES ('other', '2026', 1)"))


def test_what_one_cannot_see_one_cannot_change(engine, store, there):
    with engine.begin() as connection:
        said(connection, NAMED, store)
        changed = connection.execute(text("UPDATE yip_case SET stage = 'closed'"))
        assert changed.rowcount == 1


def test_what_somebody_did_in_a_case_that_names_them_now_still_counts(engine, store, there):
    with store.writing(Everything("toy")) as session:
        case = session.scalars(select(CaseRow).where(CaseRow.id == there["naming"])).one()
        append_to_case(session, case, Entry(NOON, NAMED.ref, "case:read", f"case:{case.id}"))
    with engine.begin() as connection:
        said(connection, NAMED, store)
        assert seen(connection, "yip_ledger", "actor") >= {NAMED.ref}


def test_every_table_has_the_wall_and_its_owner_is_bound_too(postgres_databases, postgres_url):
    with postgres_databases.cluster.admin(postgres_databases.shared.name) as admin:
        walls = admin.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity, count(polname)"
            " FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relname = ANY(%s) GROUP BY 1, 2",
            [[one.__tablename__ for one in TABLES]],
        ).fetchall()
    assert sorted(walls) == sorted((one.__tablename__, True, 1) for one in TABLES)


def test_the_owner_of_the_tables_sees_no_more(postgres_databases, there):
    owner = engine_on(postgres_databases.shared.owner)
    with owner.connect() as connection:
        assert seen(connection, "yip_case") == set()
    owner.dispose()


def test_the_tables_are_still_changed_by_their_owner(postgres):
    owner = engine_on(postgres.owner)
    downgrade(owner, "base")
    assert not inspect(owner).has_table("yip_case")
    upgrade(owner)
    with owner.begin() as connection:
        rowlevel.say_everything(connection)
        assert seen(connection, "yip_case") == set()
    owner.dispose()


def test_who_is_bound_by_no_wall_is_known(engine, postgres_databases):
    with engine.connect() as connection:
        assert not rowlevel.is_exempt(connection)
    admin = engine_on(postgres_databases.cluster.url(postgres_databases.shared.name, "postgres"))
    with admin.connect() as connection:
        assert rowlevel.is_exempt(connection)
    admin.dispose()
