"""Master keys: how they are written down, what they wrap, and what they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipplugin.errors import SealRefused
from yipplugin.keys import (
    Key,
    KeyProvider,
    LocalKeys,
    as_key,
    bound_to,
    decrypt,
    encrypt,
    read_keys,
)

ONE, TWO = "6b" * 32, "6c" * 32


def test_keys_are_read_in_order_and_the_first_wraps():
    keys = read_keys(f"2027: {ONE}\n2026: {TWO}\n")
    assert list(keys) == ["2027", "2026"]
    assert keys["2026"] == b"l" * 32
    assert LocalKeys(keys).current == "2027"


@pytest.mark.parametrize(
    "text",
    [
        f"2027: {ONE}\n2026: {TWO}",
        f"\ufeff2027: {ONE}\r\n\r\n  2026 :  {TWO.upper()}  \r\n",
        f"2027:{ONE},2026:{TWO}",
        f"2027:{ONE}, \n 2026:{TWO},",
    ],
)
def test_keys_are_read_however_the_lines_end(text):
    assert read_keys(text) == {"2027": b"k" * 32, "2026": b"l" * 32}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no key", "Line 1 of the master keys is no name and key of 64 digits."),
        (f"a: {ONE}\nb: {ONE[:-2]}", "Line 2 of the master keys is no name"),
        (f"a: {ONE}00", "Line 1"),
        ("a:", "Line 1"),
        (f"a: {ONE[:-1]}z", "Line 1"),
        (f": {ONE}", "The name in line 1 of the master keys is missing, too long, or double."),
        (f"a: {ONE}\na: {TWO}", "The name in line 2"),
        (f"{'a' * 65}: {ONE}", "The name in line 1"),
    ],
)
def test_a_line_that_is_no_key_is_named_and_not_quoted(text, says):
    with pytest.raises(SealRefused) as refused:
        read_keys(text)
    assert says in str(refused.value)
    assert ONE[:8] not in str(refused.value)


def test_a_name_may_be_as_long_as_the_column_that_keeps_it():
    assert list(read_keys(f"{'a' * 64}: {ONE}")) == ["a" * 64]
    assert read_keys("\n \n") == {}


def test_keys_of_another_length_are_refused_and_none_is_no_provider():
    for key in (b"", b"k" * 16, b"k" * 31, b"k" * 33):
        with pytest.raises(SealRefused, match="in place of the master key short is no key"):
            LocalKeys({"good": b"k" * 32, "short": key})
    with pytest.raises(SealRefused, match="no master key. Run: flask yip init"):
        LocalKeys({})


@pytest.mark.parametrize("found", [None, "k" * 32, bytearray(32), 32, [107] * 32])
def test_only_bytes_are_a_key(found):
    with pytest.raises(SealRefused, match="in place of it is no key of 32 bytes"):
        as_key(found, "it")


def test_local_keys_wrap_under_the_first_and_open_what_any_wrapped():
    older = LocalKeys({"2026": b"l" * 32})
    keys = LocalKeys({"2027": b"k" * 32, "2026": b"l" * 32})
    wrapped = keys.wrap(b"s" * 32, b"place")
    assert keys.unwrap(wrapped, b"place", "2027") == b"s" * 32
    assert keys.unwrap(older.wrap(b"s" * 32, b"place"), b"place", "2026") == b"s" * 32
    with pytest.raises(SealRefused, match="does not open with the master key 2026"):
        keys.unwrap(wrapped, b"place", "2026")
    with pytest.raises(SealRefused, match="does not open with the master key 2027"):
        keys.unwrap(wrapped, b"elsewhere", "2027")
    with pytest.raises(SealRefused, match="The master key 2027 is not here"):
        older.unwrap(wrapped, b"place", "2027")
    assert isinstance(keys, KeyProvider)


def test_what_holds_keys_shows_their_names_alone():
    keys = LocalKeys({"2027": b"k" * 32})
    for shown in (repr(keys), str(keys), f"{keys}", repr(vars(keys)), str([*vars(keys).values()])):
        assert "2027" in shown
        assert "kkkk" not in shown
        assert ONE[:8] not in shown
    assert f"{Key(b'k' * 32)} {Key(b'k' * 32)!r} {str(Key(b'k' * 32))}" == " ".join(
        ["Key(...)"] * 3
    )


def test_a_key_is_bytes_all_the_same():
    assert Key(b"k" * 32) == b"k" * 32
    assert decrypt(b"k" * 32, encrypt(Key(b"k" * 32), b"told", b"place"), b"place", "it") == b"told"


@given(st.binary(), st.binary(), st.binary(min_size=32, max_size=32))
def test_what_is_encrypted_decrypts_and_is_no_longer_than_it_must_be(text, bound, key):
    sealed = encrypt(key, text, bound)
    assert decrypt(key, sealed, bound, "it") == text
    assert len(sealed) == len(text) + 12 + 16


@given(st.binary(max_size=40))
def test_what_no_key_encrypted_refuses(text):
    with pytest.raises(SealRefused, match="does not open with it"):
        decrypt(b"k" * 32, text, b"", "it")


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_no_two_lists_of_parts_are_bound_alike(one, other):
    assert (bound_to(*one) == bound_to(*other)) is (one == other)
