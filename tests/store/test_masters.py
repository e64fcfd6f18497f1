"""The host's provider of keys: a key service will do, and no answer of it goes unchecked."""

import threading
from itertools import count

import pytest

from tests.store.conftest import NOON
from yipplugin import KeyProvider
from yipplugin.errors import SealRefused
from yipplugin.keys import Key, LocalKeys
from yipplugin.store.keys import KeyRow
from yipplugin.store.masters import Masters
from yipplugin.store.sessions import Store
from yipplugin.values import Everything


class Service:
    """A key service somewhere else: its keys never leave it, and it counts what it is asked."""

    def __init__(self):
        self._inside = LocalKeys({"projects/school/keys/1": b"s" * 32})
        self.asked = count()
        self.down = False

    def encrypt(self, plain, context):
        return self._answer(self._inside.wrap(plain, context))

    def decrypt(self, name, blob, context):
        return self._answer(self._inside.unwrap(blob, context, name))

    def _answer(self, found):
        if self.down:
            raise ConnectionError("key service at 10.1.2.3 is down")
        next(self.asked)
        return found


class Remote:
    """What a host writes to use it: nothing in here holds a master key."""

    def __init__(self, service):
        self._service = service

    current = "projects/school/keys/1"

    def wrap(self, key, bound):
        return b"v1:" + self._service.encrypt(bytes(key), bound)

    def unwrap(self, wrapped, bound, under):
        return self._service.decrypt(under, wrapped.removeprefix(b"v1:"), bound)


def row(**columns):
    values = {"id": "1", "school": "toy", "kind": "school", "case_id": None, **columns}
    return KeyRow(**values)


@pytest.fixture
def service():
    return Service()


def test_a_key_service_that_keeps_its_key_will_do(engine, service):
    assert isinstance(Remote(service), KeyProvider)
    store = Store(lambda: engine, lambda: Remote(service), clock=lambda: NOON)
    with store.writing(Everything("toy")) as session:
        store.vault.begin_case(session, "toy", "c1", NOON)
    asked = next(service.asked)
    later = Store(lambda: engine, lambda: Remote(service), clock=lambda: NOON)
    for _ in range(3):
        with later.reading(Everything("toy")) as session:
            assert later.vault.school_key(session, "toy", "data")
    # Once for each process and school, and not for each page.
    assert next(service.asked) - asked == 2


def test_a_key_service_that_is_down_refuses_and_says_no_more_than_what_kind_of_failure(
    engine, service
):
    store = Store(lambda: engine, lambda: Remote(service), clock=lambda: NOON)
    with store.writing(Everything("toy")):
        pass
    service.down = True
    with store.writing(Everything("toy")) as session:
        assert store.vault.school_key(session, "toy", "data")
    store.vault.forget()
    with (
        pytest.raises(SealRefused, match=r"could not be asked \(ConnectionError\)") as refused,
        store.reading(Everything("toy")) as session,
    ):
        store.vault.school_key(session, "toy", "data")
    assert "10.1.2.3" not in str(refused.value)
    service.down = False
    with store.reading(Everything("toy")) as session:
        assert store.vault.school_key(session, "toy", "data")


def test_two_rows_are_never_given_the_same_key():
    masters = Masters(lambda: LocalKeys({"m": b"k" * 32}))
    rows = [row(id=str(n)) for n in range(50)]
    for one in rows:
        masters.make(one)
    assert len({masters.unwrap(one) for one in rows}) == 50
    assert {one.under for one in rows} == {"m"}


def test_a_wrapped_key_opens_in_its_own_row_alone():
    masters = Masters(lambda: LocalKeys({"m": b"k" * 32}))
    made = row()
    masters.make(made)
    for part in ("id", "school", "kind", "case_id"):
        moved = row(**{part: "else"})
        moved.under, moved.wrapped = made.under, made.wrapped
        with pytest.raises(SealRefused):
            masters.unwrap(moved)


def test_a_key_that_was_added_since_is_found_without_a_new_start():
    keys = {"first": b"k" * 32}
    masters = Masters(lambda: LocalKeys(keys))
    older = row()
    masters.make(older)
    elsewhere, newer = Masters(lambda: LocalKeys({"second": b"l" * 32})), row(id="2")
    elsewhere.make(newer)
    with pytest.raises(SealRefused, match="The master key second is not here"):
        masters.unwrap(newer)
    keys = {"second": b"l" * 32, "first": b"k" * 32}
    assert masters.unwrap(newer) == elsewhere.unwrap(newer)
    assert masters.unwrap(older)
    assert masters.current == "second"


def test_a_new_key_is_never_wrapped_under_one_that_was_retired_since():
    keys = {"first": b"k" * 32}
    masters = Masters(lambda: LocalKeys(keys))
    assert masters.current == "first"
    keys = {"second": b"l" * 32}
    made = row()
    masters.make(made)
    assert made.under == "second"


def test_the_provider_is_asked_for_once_however_many_threads_begin_at_once():
    given, barrier = [], threading.Barrier(8)
    keys = LocalKeys({"m": b"k" * 32})
    masters = Masters(lambda: given.append(1) or keys)

    def begin():
        barrier.wait()
        assert masters.current == "m"

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given == [1]


def test_the_provider_is_not_asked_for_anew_while_keys_open():
    given, made = [], row()
    masters = Masters(lambda: given.append(1) or LocalKeys({"m": b"k" * 32}))
    masters.make(made)
    assert masters.unwrap(made) == masters.unwrap(made)
    assert given == [1]


class Provider:
    """Works, until a test has part of it answer something else."""

    def __init__(self):
        self._keys = LocalKeys({"m": b"k" * 32})
        self.current = "m"
        self.wrap = self._keys.wrap
        self.unwrap = self._keys.unwrap


@pytest.mark.parametrize("name", ["", "m" * 65, None, b"m", 7])
def test_a_name_that_cannot_be_kept_refuses(name):
    provider = Provider()
    provider.current = name
    with pytest.raises(SealRefused, match="does not say its name"):
        Masters(lambda: provider).make(row())


@pytest.mark.parametrize(
    "rubbish",
    [
        None,
        "wrapped",
        bytearray(60),
        b"w" * 16385,
        lambda key: key,
        lambda key: b"v1:" + key,
        lambda key: bytes(key) + b"!",
    ],
)
def test_what_is_not_wrapped_is_never_kept(rubbish):
    provider = Provider()
    provider.wrap = lambda key, bound: rubbish(key) if callable(rubbish) else rubbish
    made = row()
    with pytest.raises(SealRefused, match="does not wrap a key as it must"):
        Masters(lambda: provider).make(made)
    assert made.wrapped is None


@pytest.mark.parametrize("found", [b"x" * 32, Key(bytes(32))])
def test_what_does_not_open_again_is_never_kept(found):
    provider = Provider()
    provider.unwrap = lambda wrapped, bound, under: found
    made = row()
    with pytest.raises(SealRefused, match="What the master key m wrapped does not open again"):
        Masters(lambda: provider).make(made)
    assert made.wrapped is None


@pytest.mark.parametrize("found", [None, "k" * 32, b"k" * 31, bytearray(32), 7])
def test_what_is_no_key_is_not_taken_for_one(found):
    provider = Provider()
    made = row()
    masters = Masters(lambda: provider)
    masters.make(made)
    provider.unwrap = lambda wrapped, bound, under: found
    with pytest.raises(SealRefused, match="the key of a school is no key of 32 bytes"):
        masters.unwrap(made)


@pytest.mark.parametrize("part", ["wrap", "unwrap"])
def test_whatever_a_provider_raises_is_a_refusal_that_does_not_quote_it(part):
    def fail(*_):
        raise KeyError("6b6b6b6b")

    provider = Provider()
    setattr(provider, part, fail)
    with pytest.raises(SealRefused, match=r"could not be asked \(KeyError\)") as refused:
        Masters(lambda: provider).make(row())
    assert "6b6b" not in str(refused.value)


def test_a_wrapped_key_may_be_as_long_as_a_key_service_makes_it():
    provider = Provider()
    provider.wrap = lambda key, bound: provider._keys.wrap(key, bound).ljust(16384, b"\0")
    provider.unwrap = lambda wrapped, bound, under: provider._keys.unwrap(
        wrapped.rstrip(b"\0"), bound, under
    )
    made = row()
    Masters(lambda: provider).make(made)
    assert len(made.wrapped) == 16384
