"""What the vault keeps in memory and for how long, and how often it asks for a key."""

import hmac
import threading
from hashlib import sha256

import pytest
from sqlalchemy import event, select

from tests.store.conftest import NOON
from tests.store.test_moved import add_records, write_down
from tests.store.test_vault import DSL, TOY, fresh
from yipplugin.keys import Key
from yipplugin.store import vault as vaults
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.lists import lines
from yipplugin.store.records import records_of
from yipplugin.store.vault import KeyVault, Ring, Rings
from yipplugin.values import Everything


@pytest.fixture
def count(store):
    """Return a list of the statements that are sent from now on."""
    sent = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    return sent


class TestHowMany:
    @pytest.fixture
    def case_id(self, store, make_case):
        """Return a case with forty-eight records."""
        case_id = make_case()
        for _ in range(24):
            with store.writing(TOY) as session:
                row = session.get(CaseRow, case_id)
                add_records(session, row, len(records_of(session, case_id)))
                write_down(session, case_id)
        return case_id

    def test_a_case_asks_for_its_key_once_however_many_records_it_has(
        self, store, case_id, count, monkeypatch
    ):
        opened = []
        monkeypatch.setattr(vaults, "unseal", lambda *args: opened.append(args) or "{}")
        with store.reading(TOY) as session:
            rows = records_of(session, case_id)
            assert [row.opened("content") for row in rows] == ["{}"] * 48
        assert len(opened) == 48
        assert len([one for one in count if "yip_key" in one]) == 1

    def test_a_list_asks_for_no_key_and_opens_nothing(self, store, case_id, count, monkeypatch):
        monkeypatch.setattr(vaults, "unseal", lambda *args: pytest.fail("a list opened something"))
        monkeypatch.setattr(vaults, "opened", lambda *args: pytest.fail("a key was unwrapped"))
        with store.reading(DSL) as session:
            assert len(lines(session, DSL, size=5)) == 1
        assert [one for one in count if "yip_key" in one] == []

    def test_a_cases_key_is_forgotten_with_its_session(self, store, case_id):
        with store.reading(TOY) as session:
            session.get(CaseRow, case_id).opened("opened_by_name")
            assert set(session.info["case_keys"]) == {case_id}
        with store.reading(TOY) as session:
            assert "case_keys" not in session.info

    def test_schools_that_were_not_asked_for_longest_are_let_go_of(self, store, monkeypatch):
        monkeypatch.setattr(vaults, "MOST_RINGS", 3)
        for school in ("a", "b", "c", "a", "d"):
            with store.writing(Everything(school)):
                pass
        assert [one for one in "abcd" if store.vault.holds(one)] == ["a", "c", "d"]
        with store.reading(Everything()) as session:
            assert store.vault.mark(session, "b", "staff", "1")
        assert [one for one in "abcd" if store.vault.holds(one)] == ["b", "c", "d"]

    def test_threads_may_share_what_is_held(self, monkeypatch):
        monkeypatch.setattr(vaults, "MOST_RINGS", 5)
        rings, failed = Rings(), []

        def churn(seed):
            try:
                for n in range(3000):
                    school = str((n * seed) % 11)
                    rings.put(school, Ring())
                    rings.get(str(n % 11))
                    if n % 7 == 0:
                        rings.drop(school)
                    if n % 501 == 0:
                        rings.drop()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is to be seen
                failed.append(error)

        threads = [threading.Thread(target=churn, args=(seed,)) for seed in (3, 5, 7, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert sum(rings.get(str(n)) is not None for n in range(11)) <= 5


class TestMarks:
    def test_a_mark_is_the_same_for_a_person_at_a_school_and_no_other(self, store):
        for school in ("toy", "other"):
            with store.writing(Everything(school)):
                pass
        with store.reading(Everything()) as session:
            asked = [("toy", "staff", "1"), ("toy", "pupil", "1"), ("toy", "staff", "11")]
            asked += [("other", "staff", "1")]
            marks = [store.vault.mark(session, *one) for one in asked]
            assert marks == [fresh(store).vault.mark(session, *one) for one in asked]
        assert len(set(marks)) == 4
        assert {len(one) for one in marks} == {64}

    def test_nobody_who_holds_the_database_can_work_a_mark_out(self, store, make_case):
        make_case(named=["staff:9"])
        with store.reading(TOY) as session:
            (row,) = session.scalars(select(NamedRow)).all()
            own = store.vault.school_key(session, "toy", "index")
        assert row.mark == hmac.new(own, b"staff:staff:9", sha256).hexdigest()
        assert row.mark != sha256(b"staff:staff:9").hexdigest()


def test_what_holds_keys_shows_none(store):
    with store.writing(TOY) as session:
        store.vault.begin_case(session, "toy", "c1", NOON)
        ring = store.vault._ring(session, "toy")
        held = vars(vars(store.vault)["_rings"])
        shown = f"{ring} {ring!r} {session.info} {vars(store.vault)} {held}"
    assert "Key(...)" in shown
    for key in (*ring.own.values(), *ring.others.values()):
        assert key.hex() not in shown
        assert repr(bytes(key))[2:-1] not in shown
    assert f"{Key(b'k' * 32)}" == str(Key(b"k" * 32)) == "Key(...)"


def test_a_vault_that_was_never_asked_asks_for_no_provider():
    KeyVault(lambda: pytest.fail("the provider was asked for")).forget()
