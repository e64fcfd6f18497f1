"""An entry binds what its act has changed, and nothing is kept that no entry binds."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from tests.store.conftest import NOON
from yipplugin.errors import NeverChanged, NotOnLedger
from yipplugin.store.base import new_id
from yipplugin.store.cases import CaseRow, Change, PupilRow, lock_case
from yipplugin.store.covered import COVERED, chain_of_school, digest
from yipplugin.store.grants import GrantRow
from yipplugin.store.ledger import (
    ChainRow,
    Entry,
    LedgerRow,
    append_to_case,
    append_to_school,
)
from yipplugin.store.records import RecordRow, Signing, add_record
from yipplugin.store.verify import verify
from yipplugin.values import Actor, Everything, Record

ENTRY = Entry(NOON, "staff:1", "record:sign", "", origin="203.0.113.9")


@pytest.fixture
def sign(store):
    """Return a function that signs a record in a case, and reads the case afterwards."""

    def sign(case_id, seq):
        with store.writing(Everything("toy")) as session:
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
            add_record(
                session,
                school="toy",
                case_id=case_id,
                seq=seq,
                submission=new_id(),
                record=record,
                signing=Signing("account", NOON, {}),
            )
            append_to_case(session, case, ENTRY)
            append_to_case(session, case, Entry(NOON, "staff:2", "case:read", f"case:{case_id}"))
        return record.id

    return sign


@pytest.fixture
def entries(store):
    """Return a function that reads what the entries of a chain say, in order."""

    def read(chain):
        with store.reading(Everything()) as session:
            asked = select(LedgerRow).where(LedgerRow.chain == chain).order_by(LedgerRow.seq)
            return [json.loads(row.payload) for row in session.scalars(asked)]

    return read


def whole(store, chain):
    with store.reading(Everything()) as session:
        return verify(session, chain) is None


def test_an_entry_says_who_did_what_when_and_from_where(store, make_case, entries, sign):
    case_id = make_case()
    sign(case_id, 1)
    said = entries(case_id)[1]
    assert {name: said[name] for name in ("school", "chain", "seq", "actor", "act")} == {
        "school": "toy",
        "chain": case_id,
        "seq": 2,
        "actor": "staff:1",
        "act": "record:sign",
    }
    assert (said["at"], said["origin"]) == ("2026-03-02 12:00:00.000000", "203.0.113.9")
    assert whole(store, case_id)


def test_an_act_of_the_engine_is_its_own():
    told = NOON, "policy:keep", "policy:toy", "refused", {"version": 1}
    assert Entry.of(Everything("toy"), *told) == Entry(NOON, "yipplugin", *told[1:])
    actor = Actor("staff:1", "Tess", origin="203.0.113.9")
    assert Entry.of(actor, *told) == Entry(NOON, "staff:1", *told[1:], origin="203.0.113.9")


def test_an_entry_binds_each_row_that_its_act_has_changed(store, make_case, entries, sign):
    case_id = make_case(named=["staff:7"])
    record = sign(case_id, 1)
    made, signed, read = entries(case_id)
    assert {table: len(rows) for table, rows in made["rows"].items()} == {
        "yip_case": 1,
        "yip_named": 1,
    }
    assert list(signed["rows"]["yip_record"]) == [record]
    assert set(signed["rows"]) == {"yip_record"}
    assert read["rows"] == {}


def test_what_is_bound_is_what_is_stored(store, make_case, entries, sign):
    case_id = make_case()
    record = sign(case_id, 1)
    bound = entries(case_id)[1]["rows"]["yip_record"][record]
    cover = COVERED["yip_record"]
    with store.reading(Everything()) as session:
        row = session.connection().execute(select(cover.table)).mappings().one()
        assert digest(cover, dict(row)) == bound
        assert digest(cover, dict(row) | {"content": row["content"].hex()}) != bound
        assert digest(cover, dict(row) | {"seq": 2}) != bound


def test_what_is_removed_is_bound_as_gone(store, make_case, entries):
    case_id = make_case()
    for mark in ("m", "n"):
        with store.writing(Everything("toy")) as session:
            case = lock_case(session, "toy", case_id)
            for row in session.scalars(select(PupilRow)).all():
                session.delete(row)
            session.add(PupilRow(case_id=case_id, mark=mark, school="toy"))
            append_to_case(session, case, ENTRY)
    bound = entries(case_id)[2]["rows"]["yip_pupil"]
    assert bound[f"{case_id}/m"] is None
    assert len(bound[f"{case_id}/n"]) == 64
    assert whole(store, case_id)


def grant(case_id, **columns):
    values = {
        "id": new_id(),
        "school": "toy",
        "kind": "team",
        "holder": "staff:3",
        "case_id": case_id,
        "role": "case_team",
        "begins_at": NOON,
        "ends_at": NOON + timedelta(days=1),
        "made_at": NOON,
        "made_by": "staff:2",
    }
    return GrantRow(**values | columns)


def test_a_grant_is_bound_in_the_chain_of_its_case_or_else_of_its_school(store, make_case, entries):
    case_id = make_case()
    with store.writing(Everything("toy")) as session:
        session.add(grant(case_id))
        append_to_case(session, lock_case(session, "toy", case_id), ENTRY)
        session.add(grant(None, kind="delegation"))
        append_to_school(session, "toy", ENTRY)
    assert list(entries(case_id)[-1]["rows"]) == ["yip_grant"]
    assert list(entries(chain_of_school("toy"))[-1]["rows"]) == ["yip_grant"]
    with store.writing(Everything("toy")) as session:
        for row in session.scalars(select(GrantRow)).all():
            row.ended_at, row.ended_by = NOON, "staff:2"
        append_to_case(session, lock_case(session, "toy", case_id), ENTRY)
        append_to_school(session, "toy", ENTRY)
    assert whole(store, case_id)
    assert whole(store, chain_of_school("toy"))


def test_a_change_that_no_entry_binds_is_not_kept(store, make_case):
    case_id = make_case()

    def change(session):
        lock_case(session, "toy", case_id).stage = "closed"

    def change_after_the_entry(session):
        append_to_case(session, lock_case(session, "toy", case_id), ENTRY)
        change(session)

    def bind_elsewhere(session):
        change(session)
        append_to_school(session, "toy", ENTRY)

    for act in (change, change_after_the_entry, bind_elsewhere):
        with pytest.raises(NotOnLedger, match="yip_case"), store.writing(Everything()) as session:
            act(session)
    with store.reading(Everything()) as session:
        assert session.get(CaseRow, case_id).stage == "reported"
    assert whole(store, case_id)


def test_an_entry_that_was_said_to_come_and_came_otherwise_is_refused(store, make_case):
    case_id = make_case()

    def add_another(session):
        row = PupilRow(case_id=case_id, mark="m", school="toy")
        append_to_case(session, lock_case(session, "toy", case_id), ENTRY, [Change(row)])
        session.add(PupilRow(case_id=case_id, mark="other", school="toy"))

    with pytest.raises(NotOnLedger), store.writing(Everything("toy")) as session:
        add_another(session)


def test_a_head_moves_on_by_one_entry_at_a_time(store, make_case):
    case_id = make_case()
    with store.writing(Everything("toy")) as session:
        case = lock_case(session, "toy", case_id)
        for _ in range(3):
            append_to_case(session, case, ENTRY)
            append_to_school(session, "toy", ENTRY)
    with store.reading(Everything()) as session:
        assert session.get(CaseRow, case_id).chain_seq == 4
        assert session.get(ChainRow, chain_of_school("toy")).seq == 4
    assert whole(store, case_id)
    assert whole(store, chain_of_school("toy"))


def test_what_people_are_called_may_hold_anything(store, make_case, entries):
    odd = Entry(NOON, 'staff:"\\é\n', "case:read", "case:\u2028", detail={"rows": {"x": 1}})
    case_id = make_case()
    with store.writing(Everything("toy")) as session:
        append_to_case(session, lock_case(session, "toy", case_id), odd)
    assert entries(case_id)[-1]["actor"] == 'staff:"\\é\n'
    assert whole(store, case_id)


def test_acts_without_a_case_are_chained_by_school(store):
    for school in ("toy", "other", "toy"):
        with store.writing(Everything()) as session:
            append_to_school(session, school, ENTRY)
    assert whole(store, chain_of_school("toy"))
    with store.reading(Everything()) as session:
        assert session.get(ChainRow, chain_of_school("toy")).seq == 2
        assert session.get(ChainRow, chain_of_school("other")).seq == 1


@pytest.mark.parametrize("table", [RecordRow, LedgerRow])
def test_a_row_is_not_changed_or_removed_through_us(store, make_case, sign, table):
    case_id = make_case()
    sign(case_id, 1)
    with pytest.raises(NeverChanged), store.writing(Everything()) as session:
        session.query(table).first().school = "other"
    with pytest.raises(NeverChanged), store.writing(Everything()) as session:
        session.delete(session.query(table).first())
    for statement in (update(table).values(school="other"), delete(table)):
        with pytest.raises(NeverChanged), store.writing(Everything()) as session:
            session.execute(statement)
    for statement in (delete(table.__table__), update(table.__table__).values(school="other")):
        with pytest.raises(NeverChanged), store.writing(Everything()) as session:
            session.execute(statement)
    assert whole(store, case_id)
