"""What ``flask yip ledger`` says, and with which exit status it ends."""

from importlib import import_module

import pytest
from sqlalchemy import text

from yipplugin.checkpoint import as_file
from yipplugin.cli.ledger import STEP, Progress
from yipplugin.services.ledger import checkpoint
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.triggers import take_down
from yipplugin.values import Everything

GUARDS = import_module("yipplugin.store.migrations.versions.0003_added_only").GUARDS


@pytest.fixture
def written(app, house):
    """Return the store of the toy school, with some entries in its ledger."""
    with house.store.writing(Everything("school")) as session:
        for number in range(5):
            entry = Entry(house.store.clock(), f"{number}", "case:list", "")
            append_to_school(session, "school", entry)
    return house.store


@pytest.fixture
def tamper(written):
    def run(statement):
        with written.engine.begin() as connection:
            take_down(connection, GUARDS)
            connection.execute(text(statement))

    return run


def test_a_whole_ledger_is_said_to_be_whole(written, flask_yip):
    said = flask_yip("ledger", "verify")
    assert (said.exit_code, said.output) == (
        0,
        "5 entries looked at. Everything is as it was written.\n",
    )
    assert flask_yip("ledger", "verify", "--school", "school").exit_code == 0


def test_the_first_fault_of_a_chain_is_named_with_its_place(written, flask_yip, tamper):
    tamper("UPDATE yip_ledger SET actor = '9' WHERE seq IN (2, 4)")
    said = flask_yip("ledger", "verify")
    assert said.exit_code == 1
    assert said.output.splitlines() == [
        "school:school, entry 2: entry 2 was changed (yip_ledger 2 actor)",
        "5 entries looked at. NOT WHOLE: 1 fault above.",
    ]
    every = flask_yip("ledger", "verify", "--all").output
    assert "entry 4 was changed (yip_ledger 4 actor)" in every
    assert "2 faults above" in every


def test_a_fault_that_is_no_text_can_be_shown(written, flask_yip, tamper):
    tamper("INSERT INTO yip_chain VALUES ('x', CAST(X'61FF' AS TEXT), 1, 'h')")
    said = flask_yip("ledger", "verify")
    assert said.exit_code == 1
    assert "a chain has a name that none can have (yip_chain x chain)" in said.output


def test_it_is_held_against_what_was_kept_elsewhere(written, flask_yip, tamper, tmp_path):
    made = checkpoint("school")
    file = tmp_path / "kept.json"
    file.write_bytes(as_file(made))
    for against in (file, tmp_path):
        said = flask_yip("ledger", "verify", "--against", str(against), "--key", made.fingerprint)
        assert said.output.startswith("6 entries looked at, held against 1 kept elsewhere.")
    assert flask_yip("ledger", "verify", "--key", str(file)).exit_code == 0
    tamper("DELETE FROM yip_checkpoint")
    said = flask_yip("ledger", "verify", "--against", str(file))
    assert said.exit_code == 1
    assert "checkpoint 1 was kept elsewhere and is not in the database" in said.output


def test_another_key_than_the_one_that_was_named_is_a_fault(written, flask_yip):
    checkpoint("school")
    said = flask_yip("ledger", "verify", "--key", "0" * 64)
    assert said.exit_code == 1
    assert "with another key than the one that was named" in said.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--against", "nowhere.json"), "nowhere.json"),
        (("--against", "{folder}"), "There is no checkpoint in"),
        (("--against", "{file}"), "This is no file of a checkpoint"),
        (("--key", "nonsense"), "64 hexadecimal digits"),
        (("--key", "{file}"), "64 hexadecimal digits"),
        (("--school", "nowhere"), "The ledger knows of no school nowhere"),
    ],
)
def test_what_cannot_be_looked_at_says_so(written, flask_yip, tmp_path, words, says):
    file = tmp_path / "plain.txt"
    file.write_text("plain")
    made = [one.format(file=file, folder=tmp_path) for one in words]
    said = flask_yip("ledger", "verify", *made)
    assert said.exit_code == 2
    assert says in said.output


def test_a_database_without_tables_cannot_be_looked_at(written, flask_yip, app):
    with written.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE yip_ledger")
    said = flask_yip("ledger", "verify")
    assert said.exit_code == 2
    assert "flask yip doctor" in said.output


def test_a_school_that_lost_its_head_is_looked_at_all_the_same(written, flask_yip, tamper):
    tamper("DELETE FROM yip_chain")
    said = flask_yip("ledger", "verify", "--school", "school")
    assert said.exit_code == 1
    assert "the head of the chain is missing" in said.output


def test_a_checkpoint_is_made_by_hand(written, flask_yip):
    said = flask_yip("ledger", "checkpoint").output
    assert said.startswith("school: checkpoint 1, root ")
    assert "signed with " in said
    again = flask_yip("ledger", "checkpoint", "--school", "school").output
    assert again == "school: nothing was written since the last checkpoint\n"


def test_a_school_that_there_is_not_has_no_checkpoint(written, flask_yip):
    said = flask_yip("ledger", "checkpoint", "--school", "nowhere")
    assert said.exit_code == 1
    assert "knows of no school nowhere" in said.output


def test_a_key_that_is_gone_is_said(written, flask_yip):
    with written.engine.begin() as connection:
        connection.execute(text("DELETE FROM yip_key WHERE kind = 'signing'"))
    written.vault.forget()
    with written.engine.begin() as connection:
        connection.execute(text("UPDATE yip_key SET wrapped = X'00'"))
    said = flask_yip("ledger", "checkpoint")
    assert said.exit_code == 1
    assert "school:" in said.output
    assert said.exception is None or isinstance(said.exception, SystemExit)


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(capsys):
    progress = Progress()
    for _ in range(3):
        progress.told(STEP // 2 + 1)
    progress.clear()
    assert capsys.readouterr().err == f"{STEP + 2} entries\n"


def test_progress_is_one_changing_line_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    progress = Progress()
    progress.told(500)
    progress.told(20)
    progress.clear()
    assert capsys.readouterr().err == "\r500 entries \r520 entries \r\033[K"
