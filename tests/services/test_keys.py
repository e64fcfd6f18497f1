"""Keys are wrapped anew under others, whatever is going on, and everything opens as before."""

import json
import threading

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from tests.services.conftest import AMARA, START, TESS, filled
from yipplugin.errors import SealRefused
from yipplugin.keys import LocalKeys
from yipplugin.services import cases, keys
from yipplugin.services.drafts import DraftKey, find, keep
from yipplugin.services.keys import every_school, in_use, rewrap, rotate, status
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store import rewrapping
from yipplugin.store.base import new_id
from yipplugin.store.keys import KeyRow
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.records import RecordRow
from yipplugin.store.rewrapping import begin_rotation, end_rotation, under_current
from yipplugin.store.rowlevel import say_everything
from yipplugin.store.sessions import Store
from yipplugin.store.verify import verify
from yipplugin.values import Everything

OLD, NEW = {"test": b"k" * 32}, {"2027": b"n" * 32}


@pytest.fixture
def masters(store):
    """Return the master keys that the host gives; a test may change them."""
    given = dict(OLD)
    store.vault.masters._ask = lambda: LocalKeys(given)
    return given


@pytest.fixture
def told(app, masters):
    """Return what was told in each of five cases."""
    words = {f"Told {number}." for number in range(5)}
    for one in sorted(words):
        report(TESS, filled("report", {"said": one}))
    keep(TESS, DraftKey("report"), "s1", [["said", "Not yet"]])
    return words


def rows(store, **named):
    with store.reading(Everything()) as session:
        return session.scalars(select(KeyRow).filter_by(**named)).all()


def reads(store, masters):
    """Return what another process reads of every record, with these master keys."""
    other = Store(lambda: store.engine, lambda: LocalKeys(masters))
    with other.reading(Everything("toy")) as session:
        found = session.scalars(select(RecordRow).where(RecordRow.form == "report"))
        return {one.said["answers"]["said"] for one in found}


def change(store, statement):
    with store.engine.begin() as connection:
        say_everything(connection)
        assert connection.execute(statement).rowcount


def test_a_school_is_wrapped_under_another_master_key_and_opens_with_that_alone(
    told, store, masters
):
    masters.clear()
    masters.update(NEW | OLD)
    assert (in_use("test"), in_use("2027")) == (1, 0)
    store.vault.masters.renew()
    assert rewrap("toy") == 1
    assert (in_use("test"), in_use("2027")) == (0, 1)
    assert reads(store, NEW) == told
    with pytest.raises(SealRefused, match="The master key 2027 is not here"):
        reads(store, OLD)
    assert rewrap("toy") == 0


def test_the_application_goes_on_while_master_keys_come_and_go(told, store, masters):
    other = Store(lambda: store.engine, lambda: LocalKeys(dict(masters)))
    masters.clear()
    masters.update(NEW | OLD)
    store.vault.masters.renew()
    rewrap("toy")
    # A process that began before has never heard of the new key, and asks for it.
    with other.reading(Everything("toy")) as session:
        assert other.vault.school_key(session, "toy", "data")
    masters.pop("test")
    assert cases.page(AMARA).rows
    assert reads(store, masters) == told


def test_a_school_whose_keys_do_not_open_is_left_as_it_is(told, store, masters):
    before = [(row.under, row.wrapped) for row in rows(store, kind="school")]
    masters.clear()
    masters.update(NEW)
    store.vault.forget()
    with pytest.raises(SealRefused, match="The master key test is not here"):
        rewrap("toy")
    assert [(row.under, row.wrapped) for row in rows(store, kind="school")] == before


def test_a_school_gets_a_new_key_under_which_everything_opens(told, store, masters):
    (old,) = rows(store, kind="school")
    counted = []
    sealed = {row.id: row.content for row in kept(store)}
    found = rotate("toy", counted.append)
    assert (found.wrapped, found.shut) == (3 + 5, 0)
    assert counted[-1] == 8
    (new,) = rows(store, kind="school")
    assert new.id != old.id
    assert {row.under for row in rows(store) if row.kind != "school"} == {new.id}
    assert reads(store, masters) == told
    assert {row.id: row.content for row in kept(store)} == sealed
    assert find(TESS, DraftKey("report")).raw == [["said", "Not yet"]]
    assert rotate("toy").wrapped == 8


def kept(store):
    with store.reading(Everything()) as session:
        return session.scalars(select(RecordRow)).all()


def test_a_wrapped_key_from_before_does_not_open_with_the_new_one(told, store, masters):
    before = {row.id: row.wrapped for row in rows(store, kind="case")}
    rotate("toy")
    for row in rows(store, kind="case"):
        assert row.wrapped != before[row.id]
        change(store, update(KeyRow).where(KeyRow.id == row.id).values(wrapped=before[row.id]))
    with pytest.raises(SealRefused):
        reads(store, masters)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("size", [1, 3, 200])
@pytest.mark.parametrize("step", ["wrap_anew", "end_rotation", "begin_rotation"])
def test_wherever_it_is_stopped_everything_opens_and_it_goes_on_from_there(
    told, store, masters, monkeypatch, size, step
):
    monkeypatch.setattr(rewrapping, "BATCH", size)
    place = rewrapping if step == "wrap_anew" else keys
    does = getattr(place, step)
    for last in range(12):
        left = [last]

        def dies(*given, left=left):
            if not left[0]:
                raise Killed
            left[0] -= 1
            return does(*given)

        with monkeypatch.context() as patch:
            patch.setattr(place, step, dies)
            try:
                rotate("toy")
                break
            except Killed:
                store.vault.forget()
                assert reads(store, masters) == told
                assert 1 <= len(rows(store, kind="school")) <= 2
    else:
        pytest.fail("it never came to its end")
    rotate("toy")
    assert len(rows(store, kind="school")) == 1
    assert reads(store, masters) == told


def test_cases_are_begun_and_read_while_a_school_is_given_new_keys(
    told, store, masters, monkeypatch, app
):
    monkeypatch.setattr(rewrapping, "BATCH", 2)
    words, failed, done = set(told), [], threading.Event()
    limits = {act: (100_000, 1) for act in app.config["YIP_LIMITS"]}
    monkeypatch.setitem(app.config, "YIP_LIMITS", limits)

    def work():
        with app.app_context():
            number = 0
            while not done.is_set() or number < 3:
                number += 1
                try:
                    one = report(TESS, filled("report", {"said": f"Meanwhile {number}."}))
                    words.add(f"Meanwhile {number}.")
                    assert cases.look(AMARA, one.case_id).records
                    sign(AMARA, one.case_id, filled("look"))
                except Exception as error:  # noqa: BLE001 - whatever it is, it is to be seen
                    failed.append(error)
                    return

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(3):
        rotate("toy")
    done.set()
    worker.join()
    assert failed == []
    assert len(rows(store, kind="school")) == 1
    assert reads(store, masters) == words


def test_a_key_that_does_not_open_keeps_the_older_one_there(told, store, masters):
    broken = rows(store, kind="case")[2]
    change(store, update(KeyRow).where(KeyRow.id == broken.id).values(wrapped=b"\0" * 60))
    found = rotate("toy")
    assert (found.wrapped, found.shut) == (7, 1)
    assert len(rows(store, kind="school")) == 2
    (stands,) = status()
    assert (stands.cases, stands.older, stands.shut, stands.wrong) == (4, 1, 1, "")
    change(store, update(KeyRow).where(KeyRow.id == broken.id).values(wrapped=broken.wrapped))
    assert rotate("toy").shut == 0
    assert len(rows(store, kind="school")) == 1
    assert reads(store, masters) == told


def test_an_older_key_stays_while_anything_is_under_it(told, store):
    with store.writing(Everything()) as session:
        begin_rotation(session, store.vault, "toy", store.clock())
        assert end_rotation(session, "toy") is False
    assert len(rows(store, kind="school")) == 2
    (found,) = status()
    assert (found.cases, found.older) == (0, 5)


def test_every_key_of_a_school_goes_under_another_master_key(told, store, masters):
    with store.writing(Everything()) as session:
        begin_rotation(session, store.vault, "toy", store.clock())
    masters.clear()
    masters.update(NEW | OLD)
    store.vault.masters.renew()
    assert rewrap("toy") == 2
    assert {row.under for row in rows(store, kind="school")} == {"2027"}
    assert reads(store, NEW) == told


def test_every_key_is_tried_however_many_there_are(told, store, monkeypatch):
    monkeypatch.setattr(rewrapping, "BATCH", 3)
    ids = sorted(row.id for row in rows(store) if row.kind != "school")
    change(store, update(KeyRow).where(KeyRow.id.in_([ids[0], ids[-1]])).values(wrapped=b"\0" * 60))
    (found,) = status()
    assert found.shut == 2
    (found,) = status(whole=False)
    assert found.shut == 0
    found = rotate("toy")
    assert (found.wrapped, found.shut) == (6, 2)


ON_ITS_OWN = {
    "rewrap": lambda session, vault: under_current(session, vault, "toy"),
    "begin": lambda session, vault: begin_rotation(session, vault, "toy", START),
    "end": lambda session, vault: end_rotation(session, "toy"),
}


@pytest.mark.postgres
@pytest.mark.parametrize("step", ON_ITS_OWN)
def test_a_school_key_is_neither_joined_nor_taken_away_while_a_case_is_begun_under_it(
    told, store, step
):
    with store.writing(Everything("toy")) as one:
        store.vault.begin_case(one, "toy", new_id(), START)
        with store.reading(Everything()) as other:
            other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            store.vault.begin_case(other, "toy", new_id(), START)
            with pytest.raises(OperationalError, match="lock timeout"):
                ON_ITS_OWN[step](other, store.vault)


def test_how_keys_stand(told, store, masters):
    (found,) = status()
    assert (found.school, found.masters, found.cases, found.older) == ("toy", ("test",), 5, 0)
    assert (found.wrong, found.shut) == ("", 0)
    assert found.made_at == store.clock()
    masters.clear()
    masters.update(NEW)
    store.vault.forget()
    (found,) = status()
    assert found.wrong == "The master key test is not here. See: flask yip doctor"
    assert every_school() == ["toy"]


def test_the_ledger_says_that_keys_were_changed_and_verifies(told, store, masters):
    masters.clear()
    masters.update(NEW | OLD)
    store.vault.masters.renew()
    rewrap("toy")
    rotate("toy")
    with store.reading(Everything()) as session:
        chain = select(LedgerRow).where(LedgerRow.chain == "school:toy").order_by(LedgerRow.seq)
        found = [json.loads(row.payload) for row in session.scalars(chain)][-2:]
        assert verify(session, "school:toy") is None
        cases_of = {row.case_id for row in rows(store, kind="case")}
        assert all(verify(session, one) is None for one in cases_of)
    assert [(one["act"], one["detail"]) for one in found] == [
        ("keys:rewrap", {"under": "2027"}),
        ("keys:rotate", {}),
    ]
    assert {(one["actor"], one["origin"], one["outcome"]) for one in found} == {
        ("yipplugin", "command line", "done")
    }


def test_a_school_without_keys_has_none_to_rotate(app):
    with pytest.raises(SealRefused, match="no keys yet"):
        rotate("toy")
    assert list(status()) == []
