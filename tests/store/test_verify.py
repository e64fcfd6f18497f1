"""A fault is found where it is, and named; what is whole is said to be whole."""

from contextlib import contextmanager, nullcontext
from importlib import import_module

import pytest
from sqlalchemy import select, text

from tests.store.conftest import NOON
from yipplugin.store import stored
from yipplugin.store.cases import lock_case
from yipplugin.store.covered import chain_of_school
from yipplugin.store.keys import key_of_case
from yipplugin.store.ledger import Entry, LedgerRow, append_to_case, append_to_school, hash_of
from yipplugin.store.records import Signing, add_record
from yipplugin.store.triggers import take_down
from yipplugin.store.verify import BATCH, Verifying, verify
from yipplugin.store.walking import Fault
from yipplugin.values import Everything, Record

GUARDS = import_module("yipplugin.store.migrations.versions.0003_added_only").GUARDS
TOY, OTHER = chain_of_school("toy"), chain_of_school("other")
POLICY = f"toy/{'d' * 64}"


@pytest.fixture
def case_id(store, make_case):
    """Return a case with two records; its chain has five entries."""
    case_id = make_case(named=["staff:7"])
    for seq in (1, 2):
        with store.writing(Everything("toy")) as session:
            case = lock_case(session, "toy", case_id)
            record = Record(
                f"record {seq}", "report", 1, "staff:1", "Tess", frozenset({"staff"}), NOON, {}
            )
            add_record(
                session,
                school="toy",
                case_id=case_id,
                seq=seq,
                submission=f"filling {seq}",
                record=record,
                signing=Signing("account", NOON, {}),
            )
            append_to_case(
                session, case, Entry(NOON, "staff:1", "record:sign", "", detail={"a": seq})
            )
            append_to_case(session, case, Entry(NOON, "staff:2", "case:read", f"case:{case_id}"))
    return case_id


@pytest.fixture
def faults(store):
    """Return a function that gives every fault as its chain, number, table, row and column."""

    def find(school="", told=lambda count: None):
        with store.at_one_moment() as session:
            connection = session.connection()
            found = Verifying(lambda: nullcontext(connection), school, told=told).faults()
            return [(one.chain, one.seq, one.table, one.row, one.column) for one in found]

    return find


@pytest.fixture
def tamper(store):
    """Return a function that changes the database as its owner may: the triggers are taken down."""
    with store.engine.begin() as connection:
        take_down(connection, GUARDS)

    def run(statement, **values):
        with store.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
            assert connection.execute(text(statement), values).rowcount
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            connection.exec_driver_sql("BEGIN")

    return run


def test_what_nobody_touched_is_whole(store, case_id, make_case, faults):
    make_case(school="other")
    assert faults() == []
    assert faults("toy") == faults("other") == []


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "seq", "column"),
    [
        ("UPDATE yip_ledger SET payload = payload || ' ' WHERE {it} AND seq = 3", 3, "payload"),
        ("UPDATE yip_ledger SET payload = X'00' WHERE {it} AND seq = 3", 3, ""),
        ("UPDATE yip_ledger SET actor = 'staff:9' WHERE {it} AND seq = 3", 3, "actor"),
        ("UPDATE yip_ledger SET at = '2020-01-01 00:00:00.000000' WHERE {it} AND seq = 3", 3, "at"),
        ("UPDATE yip_ledger SET at = '2026-03-02 12:00:00' WHERE {it} AND seq = 3", 3, "at"),
        ("UPDATE yip_ledger SET previous = hash WHERE {it} AND seq = 3", 3, "previous"),
        ("UPDATE yip_ledger SET hash = previous WHERE {it} AND seq = 3", 3, ""),
        ("UPDATE yip_ledger SET seq = 'x' WHERE {it} AND seq = 3", 3, ""),
        ("UPDATE yip_ledger SET seq = 0 WHERE {it} AND seq = 3", 0, "seq"),
        ("DELETE FROM yip_ledger WHERE {it} AND seq IN (2, 3)", 2, ""),
        ("DELETE FROM yip_ledger WHERE {it} AND seq = 5", 5, ""),
        ("DELETE FROM yip_ledger WHERE {it}", 1, ""),
        (
            "UPDATE yip_case SET chain_seq = 3, chain_head ="
            " (SELECT hash FROM yip_ledger WHERE {it} AND seq = 3)",
            4,
            "",
        ),
    ],
)
def test_the_first_fault_of_a_chain_is_named(case_id, faults, tamper, statement, seq, column):
    tamper(statement.format(it=f"chain = '{case_id}'"))
    found = [one for one in faults() if one[0] == case_id]
    assert found[0][:3] == (case_id, seq, "yip_ledger")
    assert found[0][4] == column
    assert {one[0] for one in faults()} == {case_id}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM yip_ledger WHERE {it} AND seq = 3", "entry 3 is missing"),
        ("DELETE FROM yip_ledger WHERE {it} AND seq IN (2, 3)", "entries 2 to 3 are missing"),
        ("DELETE FROM yip_ledger WHERE {it} AND seq = 5", "entry 5 is missing at the end"),
        ("DELETE FROM yip_ledger WHERE {it} AND seq > 3", "entries 4 to 5 are missing at the end"),
        (
            "UPDATE yip_case SET chain_seq = 3, chain_head ="
            " (SELECT hash FROM yip_ledger WHERE {it} AND seq = 3)",
            "entries 4 to 5 are past the head of the chain",
        ),
    ],
)
def test_what_is_missing_is_said_by_number(store, case_id, tamper, statement, what):
    tamper(statement.format(it=f"chain = '{case_id}'"))
    with store.reading(Everything()) as session:
        assert verify(session, case_id).what == what


@pytest.mark.sqlite
def test_a_number_that_was_left_out_is_missing_however_well_the_rest_was_forged(
    store, case_id, faults, tamper
):
    with store.reading(Everything()) as session:
        last = session.scalars(select(LedgerRow).filter_by(chain=case_id, seq=5)).one()
        payload = last.payload.replace(b'"seq":5', b'"seq":6')
        forged = {"payload": payload, "hash": hash_of(last.previous, payload), "it": case_id}
    tamper(
        "UPDATE yip_ledger SET seq = 6, payload = :payload, hash = :hash"
        " WHERE chain = :it AND seq = 5",
        **forged,
    )
    del forged["payload"]
    tamper("UPDATE yip_case SET chain_seq = 6, chain_head = :hash WHERE id = :it", **forged)
    assert faults() == [(case_id, 5, "yip_ledger", "5", "")]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE yip_case SET chain_head = 'x'", (5, "yip_case", "{it}", "chain_head")),
        ("UPDATE yip_case SET chain_seq = 4", (5, "yip_case", "{it}", "chain_seq")),
        ("UPDATE yip_case SET chain_seq = 9", (5, "yip_case", "{it}", "chain_seq")),
        ("UPDATE yip_case SET chain_seq = 'x'", (5, "yip_case", "{it}", "chain_seq")),
        ("UPDATE yip_case SET stage = 'closed'", (1, "yip_case", "{it}", "")),
        ("UPDATE yip_case SET urgent = 1", (1, "yip_case", "{it}", "")),
        ("UPDATE yip_named SET mark = 'x'", (1, "yip_named", None, "")),
        ("DELETE FROM yip_named", (1, "yip_named", None, "")),
        (
            "INSERT INTO yip_named SELECT 'n', case_id, 'x', school, ref FROM yip_named",
            (0, "yip_named", "n", ""),
        ),
        ("UPDATE yip_record SET content = NULL WHERE seq = 2", (4, "yip_record", "record 2", "")),
        (
            "UPDATE yip_record SET content = CAST(content AS TEXT) WHERE seq = 1",
            (2, "yip_record", "record 1", ""),
        ),
        ("UPDATE yip_record SET by_roles = '[ ]' WHERE seq = 1", (2, "yip_record", "record 1", "")),
        ("DELETE FROM yip_record WHERE seq = 2", (4, "yip_record", "record 2", "")),
        ("DELETE FROM yip_key WHERE case_id = '{it}'", (0, "yip_key", "{it}", "")),
        ("UPDATE yip_key SET school = 'x' WHERE case_id = '{it}'", (0, "yip_key", "{it}", "")),
        ("DELETE FROM yip_case", (0, "yip_case", "{it}", "")),
    ],
)
def test_a_fault_in_what_a_case_binds_is_named(case_id, faults, tamper, statement, fault):
    seq, table, row, column = fault
    tamper(statement.format(it=case_id))
    found = next(one for one in faults() if one[0] == case_id)
    assert (found[1], found[2], found[4]) == (seq, table, column)
    assert row is None or found[3] == row.format(it=case_id)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE yip_policy SET content = '[]'", (TOY, 1, "yip_policy", POLICY, "")),
        ("DELETE FROM yip_policy", (TOY, 1, "yip_policy", POLICY, "")),
        ("UPDATE yip_chain SET head = 'x'", (TOY, 1, "yip_chain", TOY, "head")),
        ("UPDATE yip_chain SET seq = 0", (TOY, 1, "yip_chain", TOY, "seq")),
        ("UPDATE yip_chain SET school = 'x'", (TOY, 0, "yip_chain", TOY, "school")),
        ("UPDATE yip_chain SET chain = 'x'", (TOY, 0, "yip_chain", TOY, "")),
        ("DELETE FROM yip_chain", (TOY, 0, "yip_chain", TOY, "")),
        (
            "INSERT INTO yip_chain VALUES ('school:z', 'z', 0, 'x')",
            ("school:z", 0, "yip_chain", "school:z", "seq"),
        ),
        (
            "UPDATE yip_ledger SET chain = 'school:x' WHERE chain = 'school:toy'",
            (TOY, 1, "yip_ledger", "1", ""),
        ),
    ],
)
def test_a_fault_in_a_schools_own_chain_is_named(case_id, faults, tamper, statement, fault):
    tamper(statement)
    assert fault in faults()


@pytest.mark.sqlite
def test_rows_of_a_case_that_there_is_not_are_named(case_id, faults, tamper):
    tamper("INSERT INTO yip_pupil VALUES ('nowhere', 'm', 'toy')")
    assert faults() == [("nowhere", 0, "yip_pupil", "nowhere/m", "")]
    assert faults("toy") == faults()


def test_a_case_that_was_disposed_of_has_no_key(store, case_id, faults):
    with store.writing(Everything("toy")) as session:
        case = lock_case(session, "toy", case_id)
        case.disposed_at = NOON
        session.delete(key_of_case(session, case_id))
        append_to_case(session, case, Entry(NOON, "staff:3", "case:dispose", f"case:{case_id}"))
    assert faults() == []


def test_a_key_that_outlives_its_case_is_named(store, case_id, faults):
    with store.writing(Everything("toy")) as session:
        case = lock_case(session, "toy", case_id)
        case.disposed_at = NOON
        append_to_case(session, case, Entry(NOON, "staff:3", "case:dispose", f"case:{case_id}"))
    assert faults() == [(case_id, 0, "yip_key", case_id, "")]
    with store.reading(Everything()) as session:
        what = "the key of a case that was disposed of is there"
        assert verify(session, case_id).what == what


@pytest.mark.sqlite
def test_one_school_is_verified_without_the_others(store, make_case, faults, tamper):
    make_case()
    there = make_case(school="other")
    tamper("UPDATE yip_case SET stage = 'closed' WHERE school = 'other'")
    assert faults("toy") == []
    assert [one[0] for one in faults("other")] == [there]


@pytest.mark.sqlite
def test_a_text_that_is_none_is_found_and_leaves_nothing_behind(store, case_id, faults, tamper):
    tamper("UPDATE yip_ledger SET actor = CAST(X'61FF' AS TEXT) WHERE seq = 4")
    tamper("UPDATE yip_case SET reference = CAST(X'61FF' AS TEXT)")
    assert [one[:3] for one in faults()] == [
        (case_id, 4, "yip_ledger"),
        (case_id, 1, "yip_case"),
    ]
    with store.engine.connect() as connection:
        assert connection.connection.driver_connection.text_factory is str


@pytest.mark.sqlite
@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_what_was_read_before_such_a_text_is_not_read_again(
    case_id, faults, tamper, monkeypatch, size
):
    monkeypatch.setattr(stored, "CHUNK", size)
    broken = "UPDATE yip_ledger SET actor = CAST(X'61FF' AS TEXT) WHERE chain = :it AND seq = 5"
    tamper(broken, it=case_id)
    assert faults() == [(case_id, 5, "yip_ledger", "5", "actor")]


@pytest.mark.sqlite
def test_an_id_that_is_no_text_is_named(case_id, faults, tamper):
    tamper("UPDATE yip_case SET id = CAST(X'61FF' AS TEXT)")
    tables = {(table, row) for _, _, table, row, _ in faults()}
    assert ("yip_case", "a\udcff") in tables
    assert ("yip_case", case_id) in tables


def test_many_cases_and_long_chains_are_verified(store, make_case, faults):
    for _ in range(BATCH + 3):
        make_case()
    with store.writing(Everything("toy")) as session:
        for number in range(1200):
            append_to_school(session, "toy", Entry(NOON, f"staff:{number}", "case:list", ""))
    told = []
    assert faults(told=told.append) == []
    assert sum(told) == BATCH + 3 + 1 + 1200
    assert len(told) > 3


@pytest.mark.sqlite
def test_one_chain_is_verified_by_its_name(store, case_id, tamper):
    def fault(chain):
        with store.reading(Everything()) as session:
            return verify(session, chain)

    assert fault(case_id) is None
    assert fault(TOY) is None
    what = "the head of the chain is missing"
    assert fault("nowhere") == Fault("nowhere", 0, what, "yip_case", "nowhere")
    assert fault(OTHER) == Fault(OTHER, 0, what, "yip_chain", OTHER)
    tamper("DELETE FROM yip_key WHERE kind = 'case'")
    assert fault(case_id).what == "the key of the case is missing"
    tamper("UPDATE yip_record SET version = 2 WHERE seq = 2")
    assert (fault(case_id).table, fault(case_id).row) == ("yip_record", "record 2")


def test_others_go_on_writing_meanwhile(store, make_case):
    case_id = make_case()

    @contextmanager
    def reading():
        with store.at_one_moment() as session:
            yield session.connection()
        with store.writing(Everything("toy")) as session:
            case = lock_case(session, "toy", case_id)
            append_to_case(session, case, Entry(NOON, "staff:1", "case:read", ""))
            append_to_school(session, "toy", Entry(NOON, "staff:1", "case:list", ""))

    assert list(Verifying(reading).faults()) == []
