"""Sealed text that whoever holds the database moves elsewhere does not open there."""

import pytest
from sqlalchemy import select, text

from tests.store.conftest import NOON
from tests.store.contacts import add_contacts
from tests.store.referrals import referral
from yipplugin.errors import SealRefused
from yipplugin.store.base import new_id
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.drafts import DraftRow
from yipplugin.store.grants import DELEGATION, TEAM, GrantRow
from yipplugin.store.holds import HoldRow
from yipplugin.store.keys import KeyRow
from yipplugin.store.ledger import Entry, append_to_case, append_to_school
from yipplugin.store.makings import MakingRow
from yipplugin.store.moves import MoveRow
from yipplugin.store.records import RecordRow, Signing, add_record
from yipplugin.store.referrals import ReferralRow
from yipplugin.store.sealing import SealedText
from yipplugin.store.tables import METADATA, TABLES
from yipplugin.values import Everything, Record

SEALED = {
    table: [column.name for column in table.__table__.c if isinstance(column.type, SealedText)]
    for table in TABLES
}
WITH_SEALS = [table for table, columns in SEALED.items() if columns]


def add_records(session, case, after=0):
    for seq in (after + 1, after + 2):
        record = Record(
            new_id(),
            "report",
            1,
            "staff:1",
            "Tess Archer",
            frozenset({"staff"}),
            NOON,
            {"said": seq},
        )
        signing = Signing("account", NOON, {})
        add_record(
            session,
            school=case.school,
            case_id=case.id,
            seq=seq,
            submission=new_id(),
            record=record,
            signing=signing,
        )


def write_down(session, case_id):
    """Have the ledger bind what was changed in a case."""
    case = session.get(CaseRow, case_id)
    case.seal(session, proposal="{}")
    append_to_case(session, case, Entry(NOON, "staff:1", "record:sign", f"case:{case_id}"))


def add_grant(session, school, case_id):
    row = GrantRow(
        id=new_id(),
        school=school,
        kind=TEAM if case_id else DELEGATION,
        holder="staff:5",
        case_id=case_id,
        role="",
        begins_at=NOON,
        ends_at=NOON,
        made_at=NOON,
        made_by="staff:1",
    )
    row.seal(session, content='{"reason": "because"}')
    session.add(row)


def add_move(session, school, case):
    row = MoveRow(id=new_id(), school=school, case_id=case.id, seq=1, records=2)
    row.policy_digest, row.proposed_at, row.proposed_by = case.policy_digest, NOON, "staff:1"
    row.seal(session, content='{"reason": "because"}', decided_name="Hana Head")
    session.add(row)


def add_hold(session, school, case_id):
    row = HoldRow(id=new_id(), school=school, case_id=case_id, seq=1, ground="claim")
    row.set_at, row.set_by = NOON, "staff:1"
    row.seal(session, content='{"reason": "because"}', lifted='{"reason": "over"}')
    session.add(row)


def add_making(session, school, case_id):
    row = MakingRow(id=new_id(), school=school, case_id=case_id, paper="case-file", pages=1)
    row.asked_by, row.asked_at, row.step, row.moved_at = "staff:1", NOON, "ready", NOON
    row.seal(session, file="JVBERg==")
    session.add(row)


def add_draft(session, school, case_id):
    row = DraftRow(
        id=new_id(),
        school=school,
        author="staff:1",
        submission=new_id(),
        case_id=case_id,
        form="look",
        revision=1,
        created_at=NOON,
        updated_at=NOON,
    )
    row.seal(session, about="", raw="[]", apart="{}")
    session.add(row)


@pytest.fixture
def cells(store, make_case):
    """Return every sealed value of two cases at each of two schools, as (table, id, column)."""
    for school in ("toy", "other"):
        for _ in range(2):
            case_id = make_case(school, named=["staff:8", "staff:9"])
            with store.writing(Everything(school)) as session:
                add_records(session, session.get(CaseRow, case_id))
                add_grant(session, school, case_id)
                add_draft(session, school, case_id)
                add_hold(session, school, case_id)
                session.add(referral(session, school, case_id, '{"says": "MASH-7"}'))
                add_making(session, school, case_id)
                add_move(session, school, session.get(CaseRow, case_id))
                write_down(session, case_id)
        with store.writing(Everything(school)) as session:
            add_grant(session, school, None)
            add_draft(session, school, None)
            add_contacts(session, school)
            append_to_school(session, school, Entry(NOON, "staff:1", "delegation:change", ""))
    with store.engine.begin() as connection:
        # Whoever owns the database can take away what keeps rows from being changed.
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type='trigger'")):
            connection.execute(text(f"DROP TRIGGER {name}"))
    with store.reading(Everything()) as session:
        return {
            (table, row.id, column): getattr(row, column)
            for table in WITH_SEALS
            for row in session.scalars(select(table))
            for column in SEALED[table]
        }


def opens(session, table, row_id, column):
    """Say whether a sealed value opens, as it is in the database now."""
    session.expire_all()
    try:
        session.get(table, row_id).opened(column)
    except SealRefused:
        return False
    return True


def test_there_is_a_value_of_every_sealed_column(cells):
    every = {(table, column) for table in WITH_SEALS for column in SEALED[table]}
    assert {(table, column) for table, _, column in cells} == every
    assert all(cells.values())
    assert len(WITH_SEALS) >= 5
    assert {one.__tablename__ for one in TABLES} == set(METADATA.tables)


def test_no_sealed_value_opens_in_the_place_of_any_other(store, cells):
    tried = 0
    for (table, row_id, column), own in cells.items():
        change = text(f"UPDATE {table.__tablename__} SET {column} = :it WHERE id = :id")  # noqa: S608
        with store.reading(Everything()) as session:
            assert opens(session, table, row_id, column)
            for there, moved in cells.items():
                if there != (table, row_id, column):
                    session.execute(change, {"it": bytes(moved), "id": row_id})
                    assert not opens(session, table, row_id, column), (table, column, there)
                    tried += 1
            session.execute(change, {"it": bytes(own), "id": row_id})
            assert opens(session, table, row_id, column)
    assert tried == len(cells) * (len(cells) - 1) > 1000


FREE = {
    RecordRow: ", seq = seq + 100",
    MoveRow: ", seq = seq + 100",
    HoldRow: ", seq = seq + 100",
    ReferralRow: ", seq = seq + 100, submission = id",
    NamedRow: ", mark = id",
}
"""What else changes with a row that is moved, so that it stands in the way of no other."""


@pytest.mark.parametrize("table", WITH_SEALS, ids=lambda table: table.__tablename__)
@pytest.mark.parametrize("part", ["school", "case_id", "id"])
def test_a_row_that_is_given_to_another_case_or_school_does_not_open(store, cells, table, part):
    if part not in table.__table__.c or (table is DraftRow and part == "case_id"):
        pytest.skip("it has no such column, or is sealed for its author and not for its case")
    change = f"UPDATE {table.__tablename__} SET {part} = :to{FREE.get(table, '')} WHERE id = :id"  # noqa: S608
    elsewhere = {getattr(row, part) for row in rows_of(store, table)}
    for _, row_id, column in [one for one in cells if one[0] is table]:
        for other in {"else"} if part == "id" else elsewhere:
            with store.reading(Everything()) as session:
                session.execute(text("PRAGMA defer_foreign_keys = ON"))
                own = getattr(session.get(table, row_id), part)
                session.execute(text(change), {"to": other, "id": row_id})
                now = other if part == "id" else row_id
                assert opens(session, table, now, column) is (own == other), (own, other)


def rows_of(store, table):
    with store.reading(Everything()) as session:
        return session.scalars(select(table)).all()


def test_no_wrapped_key_opens_in_the_place_of_another(store, cells):
    with store.reading(Everything()) as session:
        rows = session.scalars(select(KeyRow)).all()
        wrapped = {row.id: row.wrapped for row in rows}
    change = text("UPDATE yip_key SET wrapped = :it WHERE id = :id")
    named = {row.id: row for row in rows}
    for at, own in wrapped.items():
        with store.reading(Everything()) as session:
            for source, moved in wrapped.items():
                session.execute(change, {"it": moved, "id": at})
                store.vault.forget()
                assert unlocks(store, session, named[at]) is (source == at)
            session.execute(change, {"it": own, "id": at})
    assert len(wrapped) == 2 * (4 + 2)


def unlocks(store, session, row):
    """Say whether everything that a key seals opens, as the database is now."""
    session.info.pop("case_keys", None)
    session.expire_all()
    try:
        for named in session.scalars(select(NamedRow).where(NamedRow.school == row.school)):
            named.opened("ref")
        for kind in ("data", "index", "signing"):
            store.vault.school_key(session, row.school, kind)
    except SealRefused:
        return False
    return True
