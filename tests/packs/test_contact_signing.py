"""A signed pack is let in from its owner alone, unchanged, for the owner's places, and once."""

import json
from pathlib import Path

import pytest

from yipplugin.errors import ContactsRefused
from yipplugin.packs.contacts import signing
from yipplugin.packs.contacts.admitting import Pin, admitted, verified
from yipplugin.packs.contacts.reading import read_contacts

DATA = Path(__file__).parent / "data" / "contacts"


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "private.pem"
    signing.new_key(path)
    return signing.read_key(path)


@pytest.fixture
def written():
    return read_contacts(DATA / "oxfordshire.yaml")


@pytest.fixture
def content(key, written):
    return signing.sign(written, key).content


@pytest.fixture
def pins(key):
    return {"oxfordshire": Pin("oxfordshire", signing.public_of(key), ("la:931",))}


def test_what_was_signed_is_let_in_as_it_was(content, pins, written):
    found = admitted(content, pins)
    assert found.pack == written.pack
    assert found.pack.digest == written.pack.digest
    assert found.signed.content == content


def test_a_flipped_bit_anywhere_is_refused(content, pins):
    for place in range(len(content)):
        for bit in (0x01, 0x20):
            flipped = bytearray(content)
            flipped[place] ^= bit
            with pytest.raises(ContactsRefused):
                admitted(bytes(flipped), pins)


@pytest.mark.parametrize("tail", [b" ", b"\n", b"{}"])
def test_nothing_can_be_added_either(content, pins, tail):
    with pytest.raises(ContactsRefused, match="changed after it was signed"):
        admitted(content + tail, pins)


def test_another_layout_of_the_same_is_not_the_file_that_was_signed(content, pins):
    with pytest.raises(ContactsRefused, match="changed after it was signed"):
        admitted(json.dumps(json.loads(content), indent=1).encode(), pins)


def test_an_unsigned_pack_is_refused(pins, written):
    for unsigned in (written.text.encode(), (DATA / "oxfordshire.yaml").read_bytes()):
        with pytest.raises(ContactsRefused, match="not signed"):
            admitted(unsigned, pins)


def test_another_key_is_refused_and_both_fingerprints_are_said(content, tmp_path, pins):
    other = signing.new_key(tmp_path / "other.pem")
    known = {"oxfordshire": Pin("oxfordshire", other, ("la:931",))}
    with pytest.raises(ContactsRefused, match="another key") as refused:
        admitted(content, known)
    assert signing.fingerprint(other) in str(refused.value)
    assert signing.fingerprint(pins["oxfordshire"].public) in str(refused.value)


def test_a_signature_of_ones_own_over_anothers_pack_is_refused(written, tmp_path, pins):
    signing.new_key(tmp_path / "mine.pem")
    mine = signing.sign(written, signing.read_key(tmp_path / "mine.pem"))
    claimed = signing.Signed(mine.text, pins["oxfordshire"].public, mine.signature)
    with pytest.raises(ContactsRefused, match="changed after it was signed"):
        admitted(claimed.content, pins)


def test_nobodys_key_is_trusted_unasked(content):
    with pytest.raises(ContactsRefused, match="Nobody has said whose key"):
        admitted(content, {})


@pytest.mark.parametrize(
    ("newest", "says"),
    [(1, "no version is taken in twice"), (2, "An older one is not taken again")],
)
def test_an_old_version_is_not_taken_again(content, pins, newest, says):
    with pytest.raises(ContactsRefused, match=says):
        admitted(content, pins, newest)


def test_a_route_for_a_place_that_the_key_is_not_trusted_for_is_refused(tmp_path, key, pins):
    text = (DATA / "oxfordshire.yaml").read_text()
    path = tmp_path / "wide.yaml"
    path.write_text(text.replace("authority: Oxfordshire", "authority: [Oxfordshire, Surrey]"))
    content = signing.sign(read_contacts(path), key).content
    with pytest.raises(ContactsRefused, match="routes for Surrey, for which Oxfordshire County"):
        admitted(content, pins)
    assert verified(content).pack.areas == ("la:931", "la:936")


def test_a_pack_that_is_signed_and_faulty_is_refused_by_its_fault(written, key, pins):
    text = written.text.replace("0345 050 7666", "0345")
    forged = signing.sign(type(written)(written.pack, text), key).content
    with pytest.raises(ContactsRefused, match=r"routes\.mash\.phone"):
        admitted(forged, pins)


def test_a_key_is_never_written_over_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "private.pem"
    public = signing.new_key(path)
    assert path.stat().st_mode & 0o077 == 0
    assert signing.public_of(signing.read_key(path)) == public
    with pytest.raises(ContactsRefused, match="never written over"):
        signing.new_key(path)
    path.write_text("not a key")
    with pytest.raises(ContactsRefused, match="holds no private key"):
        signing.read_key(path)
