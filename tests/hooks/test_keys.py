"""The hook that gives the master keys."""

import pytest
from flask import current_app

from yipplugin import KeyProvider, LocalKeys, hookimpl
from yipplugin.errors import SealRefused

KEYS = LocalKeys({"ours": b"k" * 32})


class Ours:
    @hookimpl
    def yip_key_provider(self):
        return KEYS


class Nobody:
    @hookimpl
    def yip_key_provider(self):
        return None


@pytest.fixture
def here(hooks_with, tmp_path):
    """Return the hooks of an application whose key file is ``first`` and then ``older``."""

    def make(*plugins):
        hooks = hooks_with(*plugins)
        current_app.config["YIP_KEY_FILE"] = str(tmp_path / "master.key")
        (tmp_path / "master.key").write_text(f"first: {'6b' * 32}\nolder: {'6c' * 32}\n")
        return hooks

    return make


def test_yip_key_provider_reads_the_file_with_the_first_line_wrapping(here, monkeypatch):
    monkeypatch.delenv("YIP_MASTER_KEY", raising=False)
    found = here().yip_key_provider()
    assert isinstance(found, KeyProvider)
    assert found.current == "first"
    older = LocalKeys({"older": b"l" * 32}).wrap(b"s" * 32, b"place")
    assert found.unwrap(older, b"place", "older") == b"s" * 32


def test_yip_key_provider_takes_the_variable_before_the_file(here, monkeypatch):
    monkeypatch.setenv("YIP_MASTER_KEY", f"2027:{'ab' * 32},2026:{'cd' * 32}")
    assert repr(here().yip_key_provider()) == "LocalKeys(2027, 2026)"


def test_yip_key_provider_of_a_host_comes_before_what_ships(here):
    assert here(Ours()).yip_key_provider() is KEYS


def test_yip_key_provider_asks_nobody_else_where_the_host_has_no_key(here):
    assert here(Nobody()).yip_key_provider() is None


@pytest.mark.parametrize(
    "rubbish", ["a key", b"k" * 32, {"ours": b"k" * 32}, object(), RuntimeError]
)
def test_yip_key_provider_gives_nothing_where_a_host_fails(here, rubbish):
    class Broken:
        @hookimpl
        def yip_key_provider(self):
            if isinstance(rubbish, type):
                raise rubbish
            return rubbish

    assert here(Broken()).yip_key_provider() is None


@pytest.mark.parametrize("text", ["", "first 6b6b", "first: 6b", "first: " + "6z" * 32])
def test_yip_key_provider_gives_nothing_where_the_file_holds_no_key(here, tmp_path, text):
    hooks = here()
    (tmp_path / "master.key").write_text(text)
    assert hooks.yip_key_provider() is None


def test_without_a_master_key_everything_is_refused(app, house, tmp_path):
    (tmp_path / "master.key").unlink()
    house.store.vault.forget()
    with pytest.raises(SealRefused, match="Nothing gives the master key"):
        house.store.vault.masters.current  # noqa: B018 - asking is what is tested
