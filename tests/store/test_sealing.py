"""What is sealed opens in its own place, under its own key, as it was; and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from yipplugin.errors import SealRefused
from yipplugin.store.cases import NamedRow
from yipplugin.store.sealing import FORMAT, Bytes, Place, Sealed, SealedText, seal, unseal
from yipplugin.values import Everything

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
PLACE = Place("toy", "c1", "yip_record", "content", "r1")
OVERHEAD = 29
"""One byte of format, twelve of nonce and sixteen of tag; the goal is thirty-two at most."""

# Places out of few letters, so that their parts run into one another.
parts = st.text(st.sampled_from("ab1:0"), max_size=3)
places = st.builds(Place, parts, parts, parts, parts, parts)
keys = st.binary(min_size=32, max_size=32)


@given(st.text(), places, keys)
def test_what_is_sealed_opens_as_it_was(words, place, key):
    sealed = seal(key, words, place)
    assert unseal(key, sealed, place) == words
    assert len(sealed) == len(words.encode()) + OVERHEAD


@given(st.text(min_size=4), places)
def test_what_is_sealed_does_not_show_the_text(words, place):
    assert words.encode() not in seal(KEY, words, place)


@given(places, places)
def test_no_two_places_open_what_the_other_holds(one, other):
    sealed = seal(KEY, "a name", one)
    if one == other:
        assert unseal(KEY, sealed, other) == "a name"
    else:
        with pytest.raises(SealRefused):
            unseal(KEY, sealed, other)


@pytest.mark.parametrize("part", ["school", "case", "table", "column", "row"])
def test_each_part_of_a_place_binds(part):
    sealed = seal(KEY, "a name", PLACE)
    with pytest.raises(SealRefused):
        unseal(KEY, sealed, replace(PLACE, **{part: "else"}))


@given(keys, keys)
def test_another_key_opens_nothing(one, other):
    sealed = seal(one, "a name", PLACE)
    if one != other:
        with pytest.raises(SealRefused):
            unseal(other, sealed, PLACE)


@given(st.text(max_size=20), st.data())
def test_a_changed_byte_refuses_and_never_gives_garbage(words, data):
    sealed = seal(KEY, words, PLACE)
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != sealed[at]))
    with pytest.raises(SealRefused):
        unseal(KEY, sealed[:at] + bytes([other]) + sealed[at + 1 :], PLACE)


def test_whatever_is_cut_off_or_added_refuses():
    sealed = seal(KEY, "As told", PLACE)
    for length in range(len(sealed)):
        with pytest.raises(SealRefused):
            unseal(KEY, sealed[:length], PLACE)
        with pytest.raises(SealRefused):
            unseal(KEY, sealed[length + 1 :], PLACE)
    with pytest.raises(SealRefused):
        unseal(KEY, sealed + b"\0", PLACE)


@given(st.binary(max_size=60))
def test_what_was_never_sealed_refuses(stored):
    for one in (stored, FORMAT + stored):
        with pytest.raises(SealRefused):
            unseal(KEY, one, PLACE)


def test_a_refusal_says_what_did_not_open_and_nothing_of_it():
    with pytest.raises(SealRefused, match=r"^yip_record.content holds something that was never"):
        unseal(KEY, b"As told", PLACE)
    with pytest.raises(SealRefused, match=r"^What is kept does not open with the key of its case"):
        unseal(OTHER, seal(KEY, "As told", PLACE), PLACE)
    of_school = replace(PLACE, case="")
    with pytest.raises(SealRefused, match=r"with the key of its school\.$"):
        unseal(OTHER, seal(KEY, "As told", of_school), of_school)


@given(st.text(), st.sampled_from("\ud800\udbff\udc00\udfff"), st.text())
def test_half_of_a_character_is_refused_without_quoting_the_text(before, half, after):
    with pytest.raises(SealRefused, match=r"half of a character, and cannot be kept") as refused:
        seal(KEY, before + half + after, PLACE)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_the_same_text_is_never_sealed_alike():
    found = {seal(KEY, "As told", PLACE) for _ in range(500)}
    assert len({sealed[1:13] for sealed in found}) == 500
    assert all(one[:1] == FORMAT == b"\x01" for one in found)


def test_a_sealed_column_takes_nothing_that_was_not_sealed(store, make_case):
    case_id = make_case()
    with pytest.raises(StatementError, match="not sealed"), store.writing(Everything()) as session:
        session.add(NamedRow(id="1", case_id=case_id, mark="m", school="toy", ref=b"in clear"))


class TestStored:
    """SQLite lets whoever tampers put anything into any column."""

    @pytest.mark.parametrize(
        ("stored", "read"),
        [(b"\x01ab", b"\x01ab"), ("É", "É".encode()), (7, b""), (1.5, b""), (None, None)],
    )
    @pytest.mark.parametrize("kind", [Bytes, SealedText])
    def test_what_is_read_is_bytes_whatever_is_stored(self, stored, read, kind):
        process = kind().result_processor(sqlite.dialect(), None)
        assert process(stored) == read
        assert process(stored) is None or isinstance(process(stored), bytes)

    def test_a_sealed_column_gives_sealed_text_back(self):
        process = SealedText().result_processor(sqlite.dialect(), None)
        assert isinstance(process(memoryview(b"\x01ab")), Sealed)
        assert SealedText().process_bind_param(Sealed(b"\x01ab"), sqlite.dialect()) == b"\x01ab"
        assert SealedText().process_bind_param(None, sqlite.dialect()) is None

    def test_a_number_in_a_column_of_bytes_is_read_as_none_of_them(self):
        engine = create_engine("sqlite://")
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 3 AS it").columns(it=Bytes)) == b""
        engine.dispose()


def test_parts_that_run_together_are_told_apart():
    pairs = [("a", "b"), ("ab", ""), ("", "ab"), ("1:a", "b"), ("1", "a1:b"), ("é", ""), ("", "é")]
    bound = {Place(*pair, "t", "c", "r").bound for pair in pairs}
    assert len(bound) == len(pairs)


def test_a_row_is_asked_for_what_it_seals_within_its_session_only(store, make_case):
    make_case(named=["staff:9"])
    with store.reading(Everything("toy")) as session:
        row = session.scalars(select(NamedRow)).one()
        assert row.opened("ref") == "staff:9"
    with pytest.raises(LookupError, match=r"yip_named\.ref was asked for after its session"):
        row.opened("ref")


def test_an_emptied_column_refuses(store, make_case):
    make_case(named=["staff:9"])
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE yip_named SET ref = NULL"))
    with store.reading(Everything("toy")) as session:
        row = session.scalars(select(NamedRow)).one()
        with pytest.raises(SealRefused, match="never sealed"):
            row.opened("ref")
