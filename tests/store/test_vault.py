"""The vault: whose key opens what, and what happens where many ask at once or a key is gone."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.store.conftest import NOON, keys_of_tests
from yipplugin.errors import SealRefused
from yipplugin.keys import LocalKeys, encrypt
from yipplugin.store import vault
from yipplugin.store.cases import CaseRow
from yipplugin.store.engine import engine_on
from yipplugin.store.keys import KeyRow, keys_of, own_keys
from yipplugin.store.lists import lines
from yipplugin.store.rowlevel import say_everything
from yipplugin.store.sealing import Place
from yipplugin.store.sessions import Store
from yipplugin.values import Actor, Everything

TOY = Everything("toy")
DSL = Actor("staff:7", "Amara Obi", frozenset({"dsl"}), "toy")


def kinds(store, school="toy"):
    """Return the kinds of the keys of a school that are not of a case, in order."""
    with store.reading(Everything(school)) as session:
        return sorted(row.kind for row in keys_of(session, school))


def run(store, statement, **values):
    """Change the database behind our back."""
    with store.engine.begin() as connection:
        say_everything(connection)
        assert connection.execute(text(statement), values).rowcount


def fresh(store, keys=keys_of_tests):
    """Return a store on the same database as another process would have."""
    return Store(lambda: store.engine, keys, clock=lambda: NOON)


class TestMaking:
    def test_a_school_gets_its_keys_with_the_first_write(self, store):
        assert kinds(store) == []
        with store.writing(TOY):
            pass
        assert kinds(store) == ["data", "index", "school", "signing"]
        assert store.vault.holds("toy")

    def test_reading_makes_none_and_finds_nobody(self, store):
        with store.reading(DSL) as session:
            assert lines(session, DSL, size=5) == []
            assert store.vault.mark(session, "toy", "staff", "staff:7") == ""
            with pytest.raises(SealRefused, match="no keys yet"):
                store.vault.school_key(session, "toy", "data")
        assert kinds(store) == []
        assert not store.vault.holds("toy")

    def test_everything_of_every_school_makes_none(self, store):
        with store.writing(Everything()) as session:
            with pytest.raises(SealRefused, match="no keys yet"):
                store.vault.begin_case(session, "toy", "c1", NOON)
        assert kinds(store) == []

    # On SQLite nobody comes between: the first question already holds the file.
    @pytest.mark.postgres
    def test_keys_that_come_between_the_two_questions_are_taken_for_what_they_are(
        self, store, monkeypatch
    ):
        asked = vault.is_new

        def late(session, school):
            monkeypatch.setattr(vault, "is_new", asked)
            with fresh(store).writing(TOY):
                pass
            return asked(session, school)

        monkeypatch.setattr(vault, "is_new", late)
        with store.writing(TOY) as session:
            assert store.vault.school_key(session, "toy", "data")
        assert kinds(store) == ["data", "index", "school", "signing"]

    def test_many_processes_that_begin_at_once_make_one_key_of_each_kind(self, store, engine):
        engines = [engine_on(engine.url) for _ in range(6)]
        stores = [Store(lambda one=one: one, keys_of_tests, clock=lambda: NOON) for one in engines]
        barrier, sealed, failed = threading.Barrier(len(stores)), [], []
        place = Place("toy", "", "t", "c", "1")

        def begin(one):
            barrier.wait()
            try:
                with one.writing(TOY) as session:
                    sealed.append(one.vault.seal(session, "told", place))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is to be seen
                failed.append(error)

        threads = [threading.Thread(target=begin, args=(one,)) for one in stores]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for one in engines:
            one.dispose()
        assert failed == []
        assert kinds(store) == ["data", "index", "school", "signing"]
        with store.reading(TOY) as session:
            assert [store.vault.open(session, one, place) for one in sealed] == ["told"] * 6

    def test_a_key_that_is_missing_is_made_with_the_next_write(self, store):
        with store.writing(TOY):
            pass
        run(store, "DELETE FROM yip_key WHERE kind = 'signing'")
        later = fresh(store)
        with later.reading(TOY) as session:
            with pytest.raises(SealRefused, match="no signing key. Run: flask yip init"):
                later.vault.school_key(session, "toy", "signing")
        with fresh(store).writing(TOY):
            pass
        assert kinds(store) == ["data", "index", "school", "signing"]

    def test_keys_of_a_transaction_that_failed_are_not_remembered(self, store):
        vault = store.vault
        with store.reading(TOY) as session:
            session.begin()
            vault.prepare(session, "toy", NOON)
            session.flush()
            assert len(vault.school_key(session, "toy", "data")) == 32
            session.rollback()
        assert not vault.holds("toy")
        assert kinds(store) == []

    def test_a_case_that_was_given_up_leaves_no_key_that_anything_could_be_sealed_with(self, store):
        place = Place("toy", "c1", "t", "c", "1")

        def fail():
            with store.writing(TOY) as session:
                store.vault.begin_case(session, "toy", "c1", NOON)
                store.vault.seal(session, "told", place)
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        with store.writing(TOY) as session, pytest.raises(SealRefused, match="key of the case"):
            store.vault.seal(session, "told", place)
        assert kinds(store) == ["data", "index", "school", "signing"]

    def test_a_case_has_one_key_for_good(self, store):
        with store.writing(TOY) as session:
            store.vault.begin_case(session, "toy", "c1", NOON)
        with pytest.raises(Exception, match="(?i)unique"), store.writing(TOY) as session:
            store.vault.begin_case(session, "toy", "c1", NOON)


class TestGone:
    """Keys that were lost are said to be, and are never made anew in silence."""

    @pytest.fixture
    def case_id(self, store, make_case):
        return make_case(named=["staff:9"])

    def test_a_school_whose_keys_are_gone_gets_no_others(self, store, case_id):
        run(store, "DELETE FROM yip_key WHERE case_id IS NULL")
        later = fresh(store)
        with pytest.raises(SealRefused, match="are gone"), later.writing(TOY):
            pass
        run(store, "DELETE FROM yip_key")
        with pytest.raises(SealRefused, match="are gone"), later.writing(TOY):
            pass
        assert kinds(store) == []

    @pytest.mark.parametrize("kept", ["kind <> 'index'", "kind = 'school'", "1 = 0"])
    def test_without_the_index_nobody_is_taken_to_be_in_no_case(self, store, case_id, kept):
        run(store, f"DELETE FROM yip_key WHERE NOT ({kept})")  # noqa: S608
        later = fresh(store)
        for actor in (DSL, Actor("staff:9", "A name", frozenset({"dsl"}), "toy")):
            with pytest.raises(SealRefused), later.reading(actor) as session:
                lines(session, actor, size=5)

    def test_a_case_whose_key_was_destroyed_opens_no_more(self, store, case_id):
        with store.reading(TOY) as session:
            assert session.get(CaseRow, case_id).opened("opened_by_name") == "Tess Archer"
        run(store, "DELETE FROM yip_key WHERE kind = 'case'")
        with store.reading(TOY) as session:
            with pytest.raises(SealRefused, match="key of the case is not there"):
                session.get(CaseRow, case_id).opened("opened_by_name")

    def test_a_case_key_under_a_school_key_that_is_not_there_says_so(self, store, case_id):
        run(store, "UPDATE yip_key SET under = 'elsewhere' WHERE kind = 'case'")
        with store.reading(TOY) as session:
            with pytest.raises(SealRefused, match="that wraps the case's key is not there"):
                session.get(CaseRow, case_id).opened("opened_by_name")
        run(store, "UPDATE yip_key SET under = 'elsewhere' WHERE kind = 'data'")
        with fresh(store).reading(TOY) as session:
            store.vault.forget()
            with pytest.raises(SealRefused, match="that wraps its others is not there"):
                store.vault.school_key(session, "toy", "signing")

    def test_the_key_of_another_schools_case_is_as_one_that_is_not_there(self, store, case_id):
        with store.reading(Everything()) as session:
            with pytest.raises(SealRefused, match="key of the case is not there"):
                store.vault.seal(session, "told", Place("other", case_id, "t", "c", "1"))

    @pytest.mark.parametrize(
        ("keys", "says"),
        [
            ({"test": b"x" * 32}, "does not open with the master key test"),
            ({"2027": b"k" * 32}, "The master key test is not here"),
        ],
    )
    def test_a_wrong_or_missing_master_key_refuses_everything(self, store, case_id, keys, says):
        later = fresh(store, lambda: LocalKeys(keys))
        with pytest.raises(SealRefused, match=says), later.writing(TOY):
            pass
        with pytest.raises(SealRefused, match=says), later.reading(DSL) as session:
            lines(session, DSL, size=5)

    def test_text_in_the_place_of_a_wrapped_key_refuses(self, store, case_id):
        run(store, "UPDATE yip_key SET wrapped = :it", it=b"short")
        with pytest.raises(SealRefused), fresh(store).reading(DSL) as session:
            lines(session, DSL, size=5)

    def test_what_wraps_no_key_of_our_length_refuses(self, store, case_id):
        with store.writing(TOY) as session:
            own = own_keys(session, "toy")[-1]
            key = store.vault._ring(session, "toy").own[own.id]
            row = session.scalars(select(KeyRow).where(KeyRow.kind == "case")).one()
            row.wrapped = encrypt(key, b"k" * 16, row.bound)
        with store.reading(TOY) as session:
            with pytest.raises(SealRefused, match="no key of 32 bytes"):
                session.get(CaseRow, case_id).opened("opened_by_name")


class TestRotation:
    """A process that stands for long knows a school's older key while others have a newer one."""

    def another_key(self, store):
        """Give the school a second key, as rotation does."""
        with store.writing(TOY) as session:
            later = NOON + timedelta(days=1)
            return store.vault.new_school_key(session, "toy", later, "toy:school:2").id

    def test_a_new_case_goes_under_the_newest_key_whatever_is_in_memory(self, store, make_case):
        make_case()
        newest = self.another_key(fresh(store))
        case_id = make_case()
        with store.reading(TOY) as session:
            row = session.scalars(select(KeyRow).where(KeyRow.case_id == case_id)).one()
            assert row.under == newest

    def test_the_newest_is_the_key_that_was_made_last_whichever_was_stored_last(self, store):
        with store.writing(TOY) as session:
            (newest,) = (row.id for row in own_keys(session, "toy"))
            before = NOON - timedelta(days=1)
            older = store.vault.new_school_key(session, "toy", before, "toy:school:0").id
        with store.reading(TOY) as session:
            found = [row.id for row in keys_of(session, "toy") if row.kind == "school"]
            assert found == [row.id for row in own_keys(session, "toy")] == [older, newest]

    def test_a_case_wrapped_under_a_key_made_since_opens(self, store, make_case):
        first = make_case()
        later = fresh(store)
        self.another_key(later)
        with later.writing(TOY) as session:
            later.vault.begin_case(session, "toy", "c2", NOON)
            sealed = later.vault.seal(session, "told", Place("toy", "c2", "t", "c", "1"))
        with store.reading(TOY) as session:
            assert store.vault.open(session, sealed, Place("toy", "c2", "t", "c", "1")) == "told"
            assert session.get(CaseRow, first).opened("opened_by_name") == "Tess Archer"

    def test_a_case_is_never_begun_under_a_key_that_is_gone(self, store, make_case):
        make_case()
        run(store, "DELETE FROM yip_key WHERE kind = 'school'")
        with store.writing(TOY) as session, pytest.raises(SealRefused, match="no keys yet"):
            store.vault.begin_case(session, "toy", "c2", NOON)
