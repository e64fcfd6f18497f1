"""Checkpoints are signed, in order, taken out of here until they are kept, and hold against us."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module

import pytest
from sqlalchemy import delete, select, text

from tests.services.conftest import AMARA, TESS, filled, with_school
from yipplugin.checkpoint import as_file, of_body, of_file, sign
from yipplugin.errors import NotFound
from yipplugin.services.cases import look
from yipplugin.services.ledger import checkpoint, checkpoints_of_the_day, schools, verifying
from yipplugin.services.outbox import deliver
from yipplugin.services.records import sign as sign_form
from yipplugin.services.reports import report
from yipplugin.store.cases import CaseRow
from yipplugin.store.checkpoints import CheckpointRow, body_of, root_of
from yipplugin.store.keys import KeyRow
from yipplugin.store.tables import METADATA
from yipplugin.store.triggers import take_down
from yipplugin.store.walking import Fault
from yipplugin.store.witnesses import Heard
from yipplugin.values import Everything

GUARDS = import_module("yipplugin.store.migrations.versions.0003_added_only").GUARDS


def faults(against=(), **named):
    heard = [Heard("a file", one) for one in against]
    return [one.what for one in verifying(against=heard, **named).faults()]


@pytest.fixture
def run(store):
    """Return a function that changes the database behind our back."""
    with store.engine.begin() as connection:
        take_down(connection, GUARDS)

    def run(statement, **values):
        with store.engine.begin() as connection:
            assert connection.execute(text(statement), values).rowcount

    return run


def test_a_checkpoint_says_where_every_chain_of_the_school_stands(app, case_id, clock, store):
    sign_form(AMARA, case_id, filled("look"))
    report(with_school(TESS, "other"), filled("report"))
    made = checkpoint("toy")
    assert (made.school, made.seq, made.at) == ("toy", 1, clock())
    assert made.is_signed
    assert made.said["previous"] == ""
    assert {chain: seq for chain, seq, _ in made.said["heads"]} == {case_id: 2, "school:toy": 1}
    heads = made.said["heads"]
    told = json.dumps(sorted(heads), separators=(",", ":")).encode()
    assert made.root == root_of(heads) == root_of(heads[::-1]) == sha256(told).hexdigest()
    assert faults(against=[made]) == []


def test_a_checkpoint_names_the_one_before_and_is_on_the_ledger(app, case_id, ledger):
    first = checkpoint("toy")
    look(AMARA, case_id)
    second = checkpoint("toy")
    assert (second.seq, second.said["previous"]) == (2, first.digest)
    assert second.public_key == first.public_key
    assert ledger()[-1] == ("yipplugin", "ledger:checkpoint", "done")
    assert ledger("subject")[-1] == ("checkpoint:2",)
    said = json.loads(ledger("payload")[-1][0])["detail"]
    assert said == {"seq": 2, "root": second.root, "fingerprint": second.fingerprint}
    assert faults(against=[first, second]) == []


def test_nothing_is_signed_where_nothing_was_written_since(app, case_id):
    assert checkpoint("toy")
    assert checkpoint("toy") is None
    look(AMARA, case_id)
    assert checkpoint("toy")


def test_a_school_without_a_ledger_has_no_checkpoint(app, case_id, rows):
    before = rows()
    with pytest.raises(NotFound):
        checkpoint("nowhere")
    assert rows() == before
    assert schools() == ("toy",)


def test_a_day_has_one_checkpoint_for_each_school_with_something_new(app, case_id, clock, store):
    report(with_school(TESS, "other"), filled("report"))

    def made():
        assert checkpoints_of_the_day() == 0
        with store.reading(Everything()) as session:
            found = session.execute(select(CheckpointRow.school, CheckpointRow.seq))
            return sorted(tuple(one) for one in found)

    assert made() == [("other", 1), ("toy", 1)]
    look(AMARA, case_id)
    assert made() == [("other", 1), ("toy", 1)]
    clock.move(days=1)
    assert made() == [("other", 1), ("toy", 1), ("toy", 2)]
    clock.move(days=1)
    assert len(made()) == 3


def test_a_school_without_its_keys_keeps_no_other_from_its_checkpoint(app, case_id, store, caplog):
    report(with_school(TESS, "other"), filled("report"))
    with store.writing(Everything()) as session:
        for row in session.scalars(select(KeyRow).where(KeyRow.school == "other")):
            session.delete(row)
    store.vault.forget()
    assert checkpoints_of_the_day() == 1
    assert "No checkpoint of the ledger of other" in caplog.text
    with store.reading(Everything()) as session:
        assert list(session.scalars(select(CheckpointRow.school))) == ["toy"]


def test_a_checkpoint_is_taken_out_again_until_it_is_kept(app, case_id, school, clock):
    deliver(str)
    made = checkpoint("toy")
    school.hears = lambda: 1 / 0
    assert deliver(str).failed == 1
    assert school.checkpoints == []
    school.hears = lambda: None
    clock.move(minutes=2)
    assert deliver(str).done == 1
    assert school.checkpoints == [made]
    clock.move(days=1)
    assert deliver(str).done == 0


def test_a_file_holds_all_of_a_checkpoint(app, case_id):
    made = checkpoint("toy")
    assert of_file(as_file(made)) == made
    assert of_file(as_file(made)).is_signed


def test_a_person_reads_a_file_line_by_line(app, case_id):
    made = checkpoint("toy")
    assert as_file(made).decode().splitlines() == [
        "{",
        ' "yip_checkpoint": 1,',
        ' "school": "toy",',
        ' "seq": 1,',
        ' "at": "2026-03-02T09:30:00+00:00",',
        f' "root": "{made.root}",',
        f' "public_key": "{made.public_key}",',
        f' "fingerprint": "{made.fingerprint}",',
        f' "signature": "{made.signature}",',
        f' "body": {json.dumps(made.body.decode())}',
        "}",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"yip_checkpoint": 2}',
        b'{"yip_checkpoint": 1, "body": "{}", "public_key": "", "signature": ""}',
        b'{"yip_checkpoint": 1, "body": 7, "public_key": "", "signature": ""}',
        b'\xff\xfe{"yip_checkpoint": 1}',
    ],
)
def test_what_is_no_file_of_a_checkpoint_is_refused(content):
    with pytest.raises(ValueError, match="checkpoint"):
        of_file(content)


SAID = {"school": "toy", "seq": 1, "at": "2026-03-02T09:30:00+00:00", "root": "r"}


@pytest.mark.parametrize(
    "wrong",
    [{"school": 7}, {"seq": "1"}, {"seq": True}, {"at": 7}, {"at": "noon"}, {"root": None}],
)
def test_a_body_that_says_anything_else_than_it_must_is_none(wrong):
    assert of_body(json.dumps(SAID).encode(), "key", "signature").seq == 1
    with pytest.raises(ValueError, match="checkpoint|isoformat"):
        of_body(json.dumps(SAID | wrong).encode(), "key", "signature")


def test_what_was_signed_is_bytes_and_its_key_and_signature_are_text():
    body = json.dumps(SAID)
    with pytest.raises(ValueError, match="body of a checkpoint is bytes"):
        of_body(body, "key", "signature")
    for signed in ((None, "signature"), ("key", b"signature")):
        with pytest.raises(ValueError, match="no checkpoint"):
            of_body(body.encode(), *signed)


def test_a_moment_without_a_zone_is_one_of_utc():
    for at in ("2026-03-02T09:30:00", "2026-03-02T09:30:00+00:00"):
        made = of_body(json.dumps(SAID | {"at": at}).encode(), "key", "signature")
        assert made.at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def forged(made, seed=b"s" * 32, **changed):
    """Return a checkpoint that somebody else signed."""
    said = {**made.said, **changed}
    before = said["previous"]
    body = body_of(said["school"], said["seq"], made.at, before, said["heads"])
    return of_body(body, *sign(seed, body))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda made: replace(made, signature="0" * 128), "has a signature that does not hold"),
        (lambda made: replace(made, signature="nonsense"), "has a signature that does not hold"),
        (lambda made: replace(made, body=made.body + b" "), "has a signature that does not hold"),
        (forged, "was signed with another key than those in the database"),
        (lambda made: forged(made, heads=[[1, 2, 3]]), "does not come to the root that it names"),
    ],
)
def test_a_checkpoint_that_does_not_hold_is_a_fault(app, case_id, change, what):
    made = change(checkpoint("toy"))
    found = next(verifying(against=[Heard("a file", made)]).faults())
    what = f"checkpoint {made.seq} {what}"
    assert found == Fault("school:toy", 0, what, "yip_checkpoint", "a file")


def test_a_key_that_is_not_the_one_that_was_named_is_a_fault(app, case_id):
    made = checkpoint("toy")
    assert faults(pinned=made.fingerprint, against=[made]) == []
    what = "checkpoint 1 was signed with another key than the one that was named"
    assert faults(pinned="0" * 64) == [what]
    assert faults(pinned="0" * 64, against=[made]) == [what, what]


def test_a_second_copy_of_a_number_is_a_fault(app, case_id, store):
    made = checkpoint("toy")
    with store.reading(Everything("toy")) as session:
        seed = store.vault.school_key(session, "toy", "signing")
    other = forged(made, seed, heads=made.said["heads"][:1])
    assert faults(against=[other]) == ["checkpoint 1 is another one than that in the database"]


def test_two_checkpoints_that_contradict_each_other_are_a_fault(app, case_id, store):
    made = checkpoint("toy")
    with store.reading(Everything("toy")) as session:
        seed = store.vault.school_key(session, "toy", "signing")
    (chain, seq, _), *others = made.said["heads"]
    other = forged(made, seed, heads=[[chain, seq, "0" * 64], *others])
    what = f"checkpoint 1 says otherwise of entry {seq} than another does"
    found = list(verifying(against=[Heard("a file", other)]).faults())
    assert found[0] == Fault(chain, seq, what, "yip_checkpoint", "a file")
    assert found[1].what == "checkpoint 1 is another one than that in the database"
    assert len(found) == 2


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "what", "place"),
    [
        ("UPDATE {it} SET signature = public_key WHERE seq = 1", "signature", ("1", "")),
        ("UPDATE {it} SET body = body || ' ' WHERE seq = 1", "was changed", ("1", "body")),
        ("UPDATE {it} SET body = CAST(body || ' ' AS BLOB) WHERE seq = 1", "signature", ("1", "")),
        ("UPDATE {it} SET at = '2020-01-01' WHERE seq = 1", "was changed", ("1", "at")),
        ("UPDATE {it} SET school = 'x' WHERE seq = 1", "was changed", ("1", "school")),
        ("UPDATE {it} SET seq = 7 WHERE seq = 2", "was changed", ("2", "seq")),
        ("DELETE FROM {it} WHERE seq = 1", "does not follow the one before it", ("2", "")),
    ],
)
def test_a_checkpoint_that_was_changed_in_the_database_is_found(
    app, case_id, run, store, statement, what, place
):
    checkpoint("toy")
    look(AMARA, case_id)
    checkpoint("toy")
    with store.reading(Everything()) as session:
        ids = {str(row.seq): row.id for row in session.scalars(select(CheckpointRow))}
    run(statement.format(it="yip_checkpoint"))
    found = next(verifying().faults())
    assert what in found.what
    assert found.chain == ("school:x" if place[1] == "school" else "school:toy")
    assert (found.seq, found.table, found.row) == (0, "yip_checkpoint", ids[place[0]])
    assert found.column == place[1]


@pytest.mark.sqlite
def test_a_checkpoint_that_was_removed_from_the_end_is_missing(app, case_id, run):
    checkpoint("toy")
    run("DELETE FROM yip_checkpoint")
    assert "is missing" in faults()[0]


@pytest.mark.sqlite
def test_a_school_that_was_taken_back_as_a_whole_is_found_by_what_was_kept_elsewhere(
    app, case_id, store, run
):
    checkpoint("toy")
    with store.engine.connect() as connection:
        copy = "".join(connection.connection.driver_connection.iterdump())
    look(AMARA, case_id)
    kept_elsewhere = checkpoint("toy")
    assert faults(against=[kept_elsewhere]) == []
    with store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        tables = [
            name
            for (name,) in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for name in tables:
            if name.startswith("yip_"):
                driver.execute(f"DROP TABLE {name}")
        driver.executescript(copy)
    assert faults() == []
    found = faults(against=[kept_elsewhere])
    assert "checkpoint 2 was kept elsewhere and is not in the database" in found
    assert "entry 2 is missing, of which a checkpoint knows" in found


@pytest.mark.sqlite
def test_a_chain_that_is_lost_as_a_whole_is_named_by_a_checkpoint(app, case_id, store, run):
    report(with_school(TESS, "other"), filled("report"))
    kept_elsewhere = [Heard("a file", checkpoint(school)) for school in ("toy", "other")]
    with store.engine.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in METADATA.sorted_tables:
            columns = table.c
            connection.execute(delete(table).where(columns.school == "other"))
            for one in {"case_id", "chain"} & set(columns.keys()):
                connection.execute(delete(table).where(columns[one] == case_id))
        connection.execute(delete(CaseRow.__table__).where(CaseRow.id == case_id))
    found = [one for one in verifying(against=kept_elsewhere).faults() if "lost" in one.what]
    what = "the chain is lost, of which a checkpoint knows 1 entries"
    assert [one for one in found if one.chain in (case_id, "school:other")] == [
        Fault(case_id, 1, what, "yip_case", case_id),
        Fault("school:other", 1, what, "yip_chain", "school:other"),
    ]
    assert len(found) == 3


def test_a_signed_body_is_plain_to_read(app, case_id):
    made = checkpoint("toy")
    said = json.loads(made.body)
    assert set(said) == {"version", "school", "seq", "at", "previous", "root", "heads"}
    assert made.body.decode() == json.dumps(
        said, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
