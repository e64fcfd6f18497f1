"""The file of master keys: who may read it, and that it is never half written."""

import os
import stat

import pytest

from yipplugin.errors import SealRefused, SetupRefused
from yipplugin.keyfile import (
    add_key,
    is_open_to_others,
    key_file,
    key_text,
    make_key_file,
    remove_key,
)
from yipplugin.keys import read_keys


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch):
    monkeypatch.delenv("YIP_MASTER_KEY", raising=False)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quite" / "deep" / "master.key"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_relative_path_stands_in_the_instance_folder(tmp_path):
    assert key_file("yip.key", str(tmp_path)) == tmp_path / "yip.key"
    assert key_file("/etc/yip.key", str(tmp_path)) == type(tmp_path)("/etc/yip.key")


def test_a_new_file_holds_one_key_that_this_account_alone_may_read(path):
    before = os.umask(0)
    try:
        assert make_key_file(path)
    finally:
        os.umask(before)
    assert list(read_keys(key_text(path))) == ["first"]
    assert mode(path) == 0o600
    assert not is_open_to_others(path)


def test_a_file_that_is_there_is_left_alone(path):
    make_key_file(path)
    before = path.read_bytes()
    assert not make_key_file(path)
    assert path.read_bytes() == before


def test_no_file_is_made_where_the_environment_has_the_keys(path, monkeypatch):
    monkeypatch.setenv("YIP_MASTER_KEY", "")
    assert not make_key_file(path)
    assert not path.exists()
    assert key_text(path) == ""


def test_two_files_never_hold_the_same_key(tmp_path):
    paths = [tmp_path / str(n) for n in range(20)]
    for one in paths:
        make_key_file(one)
    assert len({read_keys(key_text(one))["first"] for one in paths}) == 20


def test_a_file_that_is_not_there_holds_nothing_and_one_that_cannot_be_read_says_so(tmp_path):
    assert key_text(tmp_path / "nowhere") == ""
    (tmp_path / "folder").mkdir()
    with pytest.raises(SealRefused, match="cannot be read: IsADirectoryError"):
        key_text(tmp_path / "folder")
    (tmp_path / "picture").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SealRefused, match="cannot be read: UnicodeDecodeError"):
        key_text(tmp_path / "picture")


@pytest.mark.parametrize("open_to", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_may_read_is_known(path, open_to):
    make_key_file(path)
    path.chmod(open_to)
    assert is_open_to_others(path)


def test_a_new_key_stands_above_the_others_which_stay(path):
    make_key_file(path)
    first = read_keys(key_text(path))["first"]
    path.chmod(0o640)
    add_key(path, "2027")
    add_key(path, "2028")
    keys = read_keys(key_text(path))
    assert list(keys) == ["2028", "2027", "first"]
    assert keys["first"] == first
    assert len(set(keys.values())) == 3
    assert mode(path) == 0o640
    assert [one.name for one in path.parent.iterdir()] == ["master.key"]


def test_a_name_that_is_taken_or_cannot_be_read_back_changes_nothing(path):
    make_key_file(path)
    before = path.read_bytes()
    with pytest.raises(SetupRefused, match="There is a master key first already"):
        add_key(path, "first")
    for name in ("", "a:b", "a\nb", "a,b", "a" * 65):
        with pytest.raises(SealRefused):
            add_key(path, name)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["master.key"]


def test_a_key_is_taken_out_alone(path):
    make_key_file(path)
    add_key(path, "2027")
    add_key(path, "2028")
    remove_key(path, "2027")
    assert list(read_keys(key_text(path))) == ["2028", "first"]


def test_what_another_command_left_behind_is_not_written_over(path):
    make_key_file(path)
    path.with_name("master.key.new").write_text("half")
    with pytest.raises(SetupRefused, match=r"master\.key\.new is in the way"):
        add_key(path, "2027")
    assert list(read_keys(key_text(path))) == ["first"]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(path, monkeypatch):
    make_key_file(path)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("os.chown", refuse)
    with pytest.raises(SetupRefused, match="cannot be changed by this account"):
        add_key(path, "2027")
    assert list(read_keys(key_text(path))) == ["first"]
    assert [one.name for one in path.parent.iterdir()] == ["master.key"]
