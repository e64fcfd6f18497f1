"""Whatever happens to the ledger, or to a record it speaks of, is found."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from tests.store.conftest import NOON
from yipplugin.errors import NeverChanged
from yipplugin.store.base import new_id
from yipplugin.store.cases import lock_case
from yipplugin.store.ledger import (
    ChainRow,
    Entry,
    LedgerRow,
    append_to_case,
    append_to_school,
    chain_of_school,
)
from yipplugin.store.records import RecordRow, Signing, add_record, commitment, records_of
from yipplugin.store.verify import verify
from yipplugin.values import Record


@pytest.fixture
def case_id(store, make_case):
    """Return a case with two records in its chain, and a read between them."""
    case_id = make_case()
    for seq in (1, 2):
        with store.writing() as session:
            case = lock_case(session, "toy", case_id)
            record = Record(
                id=new_id(),
                form="report",
                version=1,
                by="staff:1",
                by_name="Tess Archer",
                by_roles=frozenset({"staff"}),
                signed_at=NOON + timedelta(minutes=seq),
                answers={"said": "É, “as told”"},
            )
            row = add_record(
                session,
                school="toy",
                case_id=case_id,
                seq=seq,
                submission=new_id(),
                record=record,
                signing=Signing("account", NOON, {}),
            )
            session.flush()
            detail = {"record": row.id, "content": commitment(row)}
            entry = Entry(NOON, "staff:1", "record:sign", f"record:{row.id}", "done", detail)
            append_to_case(session, case, entry)
            append_to_case(session, case, Entry(NOON, "staff:2", "case:read", f"case:{case_id}"))
    return case_id


def fault(store, chain):
    with store.reading() as session:
        found = verify(session, chain)
        return found and (found.seq, found.what)


def tamper(store, statement, **values):
    """Change the database behind our back."""
    with store.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount


def test_a_chain_that_nobody_touched_is_whole(store, case_id):
    assert fault(store, case_id) is None


@pytest.mark.parametrize(
    ("statement", "seq", "what"),
    [
        ("UPDATE yip_ledger SET payload = payload || ' ' WHERE seq = 2", 2, "the row was changed"),
        ("UPDATE yip_ledger SET actor = 'staff:9' WHERE seq = 2", 2, "the row was changed"),
        (
            "UPDATE yip_ledger SET at = '2020-01-01 00:00:00' WHERE seq = 3",
            3,
            "the row was changed",
        ),
        ("UPDATE yip_ledger SET seq = 9 WHERE seq = 3", 3, "a row is missing"),
        ("DELETE FROM yip_ledger WHERE seq = 2", 2, "a row is missing"),
        ("DELETE FROM yip_ledger WHERE seq = 4", 4, "rows at the end are missing"),
        ("DELETE FROM yip_ledger", 1, "rows at the end are missing"),
        ("UPDATE yip_ledger SET previous = hash WHERE seq = 2", 2, "the row does not follow"),
        ("UPDATE yip_case SET chain_head = 'x'", 5, "rows at the end are missing"),
        ("UPDATE yip_record SET answers = '{}' WHERE seq = 2", 3, "was changed"),
        ("UPDATE yip_record SET signed_at = '2020-01-01 00:00:00' WHERE seq = 1", 1, "was changed"),
        ("UPDATE yip_record SET seq = 7 - seq", 3, "out of its place"),
        ("DELETE FROM yip_record WHERE seq = 2", 3, "is missing"),
    ],
)
def test_what_was_changed_is_found_and_named(store, case_id, statement, seq, what):
    tamper(store, statement)
    found = fault(store, case_id)
    assert found
    assert found[0] == seq
    assert what in found[1]


def test_a_record_that_was_put_in_later_is_found(store, case_id):
    columns = "school, case_id, form, version, by, by_roles, signed_at, signature, salt"
    tamper(
        store,
        f"INSERT INTO yip_record (id, seq, submission, {columns})"  # noqa: S608 - our own words
        f" SELECT 'new', 3, 'new', {columns} FROM yip_record WHERE seq = 1",
    )
    assert "was never signed" in fault(store, case_id)[1]


def test_a_chain_stays_whole_when_what_a_record_says_is_erased(store, case_id):
    tamper(
        store,
        "UPDATE yip_record SET answers = NULL, by_name = NULL, reason = NULL, reasons = NULL,"
        " salt = NULL WHERE seq = 1",
    )
    assert fault(store, case_id) is None


def test_a_case_without_its_row_is_no_chain(store):
    assert fault(store, "nowhere") == (0, "the head of the chain is missing")


def test_acts_without_a_case_are_chained_by_school(store):
    for school in ("toy", "other", "toy"):
        with store.writing() as session:
            append_to_school(session, school, Entry(NOON, "staff:1", "case:read", "", "refused"))
    assert fault(store, chain_of_school("toy")) is None
    with store.reading() as session:
        assert session.get(ChainRow, chain_of_school("toy")).seq == 2
    tamper(store, "UPDATE yip_ledger SET outcome = 'done' WHERE school = 'toy' AND seq = 1")
    assert fault(store, chain_of_school("toy")) == (1, "the row was changed")
    assert fault(store, chain_of_school("other")) is None


def test_the_same_words_in_two_records_leave_two_marks_in_the_ledger(store, case_id):
    with store.reading() as session:
        first, second = records_of(session, case_id)
        assert first.answers == second.answers
        assert commitment(first) != commitment(second)


def test_what_a_record_says_cannot_be_guessed_from_the_ledger(store, case_id):
    with store.reading() as session:
        salts = [row.salt for row in records_of(session, case_id)]
        assert len(set(salts)) == 2
        assert {len(bytes.fromhex(salt)) for salt in salts} == {32}


@pytest.mark.parametrize("table", [RecordRow, LedgerRow])
def test_a_row_is_not_changed_or_removed_through_us(store, case_id, table):
    with pytest.raises(NeverChanged), store.writing() as session:
        session.query(table).first().school = "other"
    with pytest.raises(NeverChanged), store.writing() as session:
        session.delete(session.query(table).first())
    for statement in (update(table).values(school="other"), delete(table)):
        with pytest.raises(NeverChanged), store.writing() as session:
            session.execute(statement)
    for statement in (delete(table.__table__), update(table.__table__).values(school="other")):
        with pytest.raises(NeverChanged), store.writing() as session:
            session.execute(statement)
    assert fault(store, case_id) is None
