"""flask yip keys: what is under which key, and how keys are changed."""

import os

import pytest
from sqlalchemy import text

from tests.cli.test_doctor import colours
from yipplugin import LocalKeys, hookimpl
from yipplugin.keyfile import key_text
from yipplugin.keys import read_keys
from yipplugin.store.base import new_id
from yipplugin.values import Everything

TEST_KEY = "6b" * 32


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch):
    monkeypatch.delenv("YIP_MASTER_KEY", raising=False)


@pytest.fixture
def path(app, tmp_path):
    """Return the key file, which stands elsewhere than the database."""
    path = tmp_path / "keys" / "master.key"
    path.parent.mkdir()
    path.write_text(f"test: {TEST_KEY}\n")
    path.chmod(0o600)
    app.config["YIP_KEY_FILE"] = str(path)
    return path


@pytest.fixture
def store(app):
    return app.extensions["yipplugin"].store


@pytest.fixture
def schools(app, path, store):
    """Return three schools, with two cases' keys each."""
    names = ["north", "school", "south"]
    with app.app_context():
        for name in names:
            with store.writing(Everything(name)) as session:
                for _ in range(2):
                    store.vault.begin_case(session, name, new_id(), store.clock())
    return names


def break_a_key(store, where):
    with store.engine.begin() as connection:
        changed = connection.execute(
            text(f"UPDATE yip_key SET wrapped = :it WHERE {where}"),  # noqa: S608
            {"it": b"\0" * 60},
        )
        assert changed.rowcount
    store.vault.forget()


def test_status_of_a_school_that_has_just_begun(flask_yip, path):
    told = flask_yip("keys", "status")
    assert told.exit_code == 0
    assert f"Master key: test, from {path}" in told.output
    assert "No school has keys yet." in told.output


def test_status_says_for_each_school_what_is_under_what(flask_yip, schools):
    told = flask_yip("keys", "status")
    assert told.exit_code == 0
    lines = [line.split() for line in told.output.splitlines()]
    for name in schools:
        assert [name, "test", "2026-03-02", "2", "all"] in lines


def test_status_shows_no_key(flask_yip, schools, path):
    for command in (["status"], ["rewrap"], ["rotate"], ["new-master", "--name", "2027"]):
        told = flask_yip("keys", *command)
        assert told.exit_code == 0, told.output
        for key in read_keys(key_text(path)).values():
            assert key.hex()[:8] not in told.output.lower()


def test_what_does_not_open_is_said_and_is_the_exit_status(flask_yip, schools, store):
    break_a_key(store, "school = 'south' AND kind = 'case'")
    told = flask_yip("keys", "status")
    assert told.exit_code == 1
    assert "2 do not open" in told.output
    assert told.output.count(" all") == 2
    break_a_key(store, "school = 'south' AND kind = 'school'")
    told = flask_yip("keys", "status")
    assert told.exit_code == 1
    assert "does not open with the master" in told.output


def test_a_new_master_key_comes_first_and_everything_goes_under_it(flask_yip, schools, path):
    told = flask_yip("keys", "new-master", "--name", "2027")
    assert told.exit_code == 0
    assert "The master key 2027 wraps from now on" in told.output
    assert list(read_keys(key_text(path))) == ["2027", "test"]
    told = flask_yip("keys", "rewrap")
    assert told.exit_code == 0
    assert "3 of 3 schools looked at, 3 wrapped anew" in told.output
    assert "Everything is under the master key 2027." in told.output
    assert "3 of 3 schools looked at, 0 wrapped anew" in flask_yip("keys", "rewrap").output
    told = flask_yip("keys", "retire-master", "test")
    assert told.exit_code == 0
    assert list(read_keys(key_text(path))) == ["2027"]
    assert flask_yip("keys", "status").exit_code == 0


def test_a_new_master_key_is_called_after_the_day(flask_yip, path):
    flask_yip("keys", "new-master")
    assert list(read_keys(key_text(path))) == ["2026-03-02", "test"]
    told = flask_yip("keys", "new-master")
    assert told.exit_code == 1
    assert "There is a master key 2026-03-02 already" in told.output


def test_a_master_key_in_use_is_not_retired(flask_yip, schools, path):
    told = flask_yip("keys", "retire-master", "test")
    assert (told.exit_code, "test is the key that wraps now" in told.output) == (1, True)
    flask_yip("keys", "new-master", "--name", "2027")
    told = flask_yip("keys", "retire-master", "test")
    assert (told.exit_code, "3 schools' keys are under it" in told.output) == (1, True)
    told = flask_yip("keys", "retire-master", "2020")
    assert (told.exit_code, "There is no master key 2020" in told.output) == (1, True)
    assert list(read_keys(key_text(path))) == ["2027", "test"]


def test_rewrap_goes_on_with_the_others_where_one_school_does_not_open(flask_yip, schools, store):
    break_a_key(store, "school = 'north' AND kind = 'school'")
    flask_yip("keys", "new-master", "--name", "2027")
    told = flask_yip("keys", "rewrap")
    assert told.exit_code == 1
    assert "north: What is kept does not open with the master key test." in told.output
    assert "3 of 3 schools looked at, 2 wrapped anew" in told.output
    assert "Everything is under" not in told.output


def test_a_school_is_given_a_new_key(flask_yip, schools, store):
    told = flask_yip("keys", "rotate", "--school", "south")
    assert told.exit_code == 0
    assert "5 keys of south are under a new one. The old one is gone." in told.output
    assert flask_yip("keys", "status").exit_code == 0
    assert flask_yip("keys", "rotate").output.startswith("5 keys of school are")
    told = flask_yip("keys", "rotate", "--school", "nowhere")
    assert (told.exit_code, "no keys yet" in told.output) == (1, True)


def test_a_key_that_does_not_open_stops_a_rotation_and_nothing_is_lost(flask_yip, schools, store):
    break_a_key(store, "school = 'south' AND kind = 'case'")
    told = flask_yip("keys", "rotate", "--school", "south")
    assert told.exit_code == 1
    assert "2 keys of south do not open, and stay as they are" in told.output
    told = flask_yip("keys", "status")
    assert "under an older" in told.output


def test_where_the_environment_has_the_keys_they_are_changed_there(flask_yip, path, monkeypatch):
    monkeypatch.setenv("YIP_MASTER_KEY", f"env: {TEST_KEY}")
    assert "Master key: env, from YIP_MASTER_KEY" in flask_yip("keys", "status").output
    for command in (["new-master"], ["retire-master", "env"]):
        told = flask_yip("keys", *command)
        assert told.exit_code == 1
        assert "The keys are in YIP_MASTER_KEY" in told.output
        assert TEST_KEY not in told.output
    assert list(read_keys(key_text(path.with_name("nowhere")))) == ["env"]


class Ours:
    @hookimpl
    def yip_key_provider(self):
        return LocalKeys({"ours": b"o" * 32})


def test_where_a_plugin_gives_the_keys_they_are_changed_there(flask_yip, app, path, store):
    app.extensions["yipplugin"].manager.register(Ours())
    assert "Master key: ours, from a plugin of yours" in flask_yip("keys", "status").output
    told = flask_yip("keys", "new-master")
    assert (told.exit_code, "Your own plugin gives the master key" in told.output) == (1, True)


def test_without_a_key_file_there_is_none_to_change(flask_yip, path, store):
    path.unlink()
    for command in (["status"], ["rewrap"]):
        told = flask_yip("keys", *command)
        assert (told.exit_code, "Nothing gives the master key" in told.output) == (1, True)
    told = flask_yip("keys", "new-master")
    assert (told.exit_code, "First: flask yip init" in told.output) == (1, True)


def test_init_makes_no_key_where_something_is_sealed_under_another(flask_yip, schools, path):
    path.unlink()
    told = flask_yip("init")
    assert told.exit_code == 1
    assert "There is no key file" in told.output
    assert "from the copy that you kept" in " ".join(told.output.split())
    assert not path.exists()


def test_init_makes_a_key_file_where_nothing_is_sealed_yet(flask_yip, path):
    path.unlink()
    told = flask_yip("init")
    assert told.exit_code == 0
    assert f"Keys:   made {path}" in told.output
    assert list(read_keys(key_text(path))) == ["first"]
    assert flask_yip("keys", "status").exit_code == 0


class TestDoctor:
    def test_keys_that_open_are_green(self, app, schools):
        found = colours(app)
        assert [one.colour for one in found["Keys"]] == ["green"]
        assert "Key file" not in found

    def test_a_missing_key_is_red_and_says_not_to_make_another(self, app, schools, path, store):
        path.unlink()
        store.vault.forget()
        (keys,) = colours(app)["Keys"]
        assert keys.colour == "red"
        assert "a new one opens nothing" in keys.mend

    def test_a_key_that_is_another_one_is_red(self, app, schools, path, store):
        path.write_text(f"test: {'6c' * 32}\n")
        store.vault.forget()
        (keys,) = colours(app)["Keys"]
        assert keys.colour == "red"
        assert "The keys of 3 of 3 schools do not open" in keys.says

    def test_keys_under_an_older_master_key_are_amber(self, app, schools, path, flask_yip):
        flask_yip("keys", "new-master", "--name", "2027")
        (keys,) = colours(app)["Keys"]
        assert keys.colour == "amber"
        assert keys.mend == "flask yip keys rewrap"

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
    def test_a_file_that_others_may_read_is_amber(self, app, schools, path, mode):
        path.chmod(mode)
        (found,) = colours(app)["Key file"]
        assert (found.colour, "chmod 600" in found.mend) == ("amber", True)

    def test_a_key_beside_the_database_is_amber(self, app, schools, store):
        assert "Key file" not in colours(app)
        beside = store.engine.url.database.replace("school.sqlite", "master.key")
        app.config["YIP_KEY_FILE"] = beside
        os.chmod(beside, 0o600)
        (found,) = colours(app)["Key file"]
        assert (found.colour, "a backup of the folder has both" in found.says) == ("amber", True)

    def test_a_file_that_is_not_looked_at_is_amber(self, app, schools, monkeypatch, path):
        monkeypatch.setenv("YIP_MASTER_KEY", f"test: {TEST_KEY}")
        (found,) = colours(app)["Key file"]
        assert (found.colour, "is not looked at" in found.says) == ("amber", True)
        path.unlink()
        assert "Key file" not in colours(app)

    def test_nothing_that_the_doctor_says_is_a_key(self, app, schools, path):
        path.chmod(0o644)
        said = str(colours(app))
        assert TEST_KEY[:8] not in said
