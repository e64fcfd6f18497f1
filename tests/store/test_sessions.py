"""Transactions that are ours alone, on SQLite without the driver's late beginnings."""

import threading
from datetime import datetime

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.store.conftest import NOON, keys_of_tests
from yipplugin.errors import StoreBusy
from yipplugin.settings import settle
from yipplugin.store import engine as engines
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.engine import engine_for
from yipplugin.store.migrate import upgrade
from yipplugin.store.numbers import next_reference
from yipplugin.store.sessions import Store
from yipplugin.values import Everything


def test_an_error_keeps_nothing(store, make_case):
    case_id = make_case()

    def fail():
        with store.writing(Everything()) as session:
            session.add(NamedRow(id="1", case_id=case_id, mark="m", school="toy"))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.reading(Everything()) as session:
        assert session.scalars(select(NamedRow)).all() == []


def test_what_is_changed_while_reading_is_given_up(store, make_case):
    case_id = make_case()
    with store.reading(Everything()) as session:
        session.get(CaseRow, case_id).stage = "closed"
    with store.reading(Everything()) as session:
        assert session.get(CaseRow, case_id).stage == "reported"


def test_foreign_keys_hold(store):
    with pytest.raises(IntegrityError), store.writing(Everything()) as session:
        session.add(NamedRow(id="1", case_id="nowhere", mark="m", school="toy"))


def test_a_moment_is_aware_or_refused(store, make_case):
    case_id = make_case()
    with store.reading(Everything()) as session:
        assert session.get(CaseRow, case_id).opened_at == NOON
    with (
        pytest.raises(Exception, match="without a time zone"),
        store.writing(Everything()) as session,
    ):
        session.get(CaseRow, case_id).opened_at = datetime(2026, 1, 1)


def test_numbers_have_no_gaps_and_no_doubles_when_many_ask_at_once(store):
    given = []

    def ask(fail):
        try:
            with store.writing(Everything()) as session:
                number = next_reference(session, "toy", 2026)
                if fail:
                    raise LookupError
            given.append(number)
        except LookupError:
            pass

    threads = [threading.Thread(target=ask, args=(n % 3 == 0,)) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"YIP-2026-{n:04}" for n in range(1, 21)]


def test_numbers_are_counted_for_each_school_and_year(store):
    with store.writing(Everything()) as session:
        asked = [("toy", 2026), ("other", 2026), ("toy", 2027), ("toy", 2026)]
        assert [next_reference(session, *one) for one in asked] == [
            "YIP-2026-0001",
            "YIP-2026-0001",
            "YIP-2027-0001",
            "YIP-2026-0002",
        ]


@pytest.mark.sqlite
def test_a_database_that_others_keep_busy_says_so(engine, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0)
    other = engines.engine_on(engine.url)
    store, hasty = Store(lambda: engine, keys_of_tests), Store(lambda: other, keys_of_tests)
    with store.writing(Everything()) as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(StoreBusy), hasty.writing(Everything()) as late:
            late.execute(text("SELECT 1"))
    other.dispose()


class TestHost:
    """A host with a database of its own, which our tables share."""

    @pytest.fixture
    def host(self, tmp_path):
        app = Flask("host", instance_path=str(tmp_path))
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'host.sqlite'}"
        app.db = SQLAlchemy()

        class User(app.db.Model):
            id = app.db.Column(app.db.Integer, primary_key=True)
            name = app.db.Column(app.db.String(50))

        app.user = User
        settle(app.config)
        app.db.init_app(app)
        with app.app_context():
            app.db.create_all()
            store = app.store = Store(lambda: engine_for(app), keys_of_tests)
            upgrade(store.engine)
            yield app
            app.db.session.remove()
            app.db.engine.dispose()
        store.engine.dispose()

    def test_what_the_host_has_not_saved_is_not_saved_by_us(self, host):
        host.db.session.add(host.user(name="unsaved"))
        with host.store.writing(Everything()) as session:
            next_reference(session, "toy", 2026)
        host.db.session.rollback()
        assert host.db.session.query(host.user).count() == 0
        with host.store.writing(Everything()) as session:
            assert next_reference(session, "toy", 2026) == "YIP-2026-0002"

    def test_what_we_give_up_does_not_take_the_hosts_with_it(self, host):
        host.db.session.add(host.user(name="saved"))

        def fail():
            with host.store.writing(Everything()) as session:
                next_reference(session, "toy", 2026)
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        host.db.session.commit()
        assert host.db.session.query(host.user).count() == 1
        with host.store.writing(Everything()) as session:
            assert next_reference(session, "toy", 2026) == "YIP-2026-0001"

    def test_our_tables_stand_in_the_hosts_file_through_an_engine_of_our_own(self, host):
        assert host.store.engine is not host.db.engine
        assert host.store.engine.url.database == host.db.engine.url.database


def test_a_bind_of_ours_comes_before_the_hosts_database(tmp_path):
    app = Flask("host", instance_path=str(tmp_path))
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'host.sqlite'}"
    app.config["SQLALCHEMY_BINDS"] = {"yip": f"sqlite:///{tmp_path / 'bind.sqlite'}"}
    settle(app.config)
    SQLAlchemy(app)
    assert engine_for(app).url.database.endswith("bind.sqlite")


def test_a_setting_comes_before_the_bind(tmp_path):
    app = Flask("host", instance_path=str(tmp_path / "instance"))
    app.config["YIP_DATABASE_URI"] = "sqlite:///ours.sqlite"
    settle(app.config)
    assert engine_for(app).url.database == str(tmp_path / "instance" / "ours.sqlite")


def test_a_host_without_a_database_gets_a_file_of_ours(tmp_path):
    app = Flask("host", instance_path=str(tmp_path))
    settle(app.config)
    assert engine_for(app).url.database == str(tmp_path / "yip.sqlite3")


def test_a_database_in_memory_is_one_for_every_session():
    store = Store(lambda: engines.engine_on(engines.make_url("sqlite://")), keys_of_tests)
    upgrade(store.engine)
    with store.writing(Everything()) as session:
        next_reference(session, "toy", 2026)
    with store.writing(Everything()) as session:
        assert next_reference(session, "toy", 2026) == "YIP-2026-0002"
    store.engine.dispose()
