"""The database itself keeps what is only ever added to as it is."""

from datetime import timedelta

import pytest
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, inspect, text
from sqlalchemy.exc import IntegrityError

from tests.store.conftest import NOON
from tests.store.contacts import add_contacts
from tests.store.referrals import referral
from yipplugin.store.base import Moment
from yipplugin.store.cases import lock_case
from yipplugin.store.checkpoints import CheckpointRow
from yipplugin.store.covered import COVERED
from yipplugin.store.engine import engine_on
from yipplugin.store.grants import GrantRow
from yipplugin.store.holds import HoldRow
from yipplugin.store.ledger import Entry, append_to_case, append_to_school
from yipplugin.store.migrate import downgrade, upgrade
from yipplugin.store.moves import MoveRow
from yipplugin.store.records import Signing, add_record
from yipplugin.store.sealing import SealedText
from yipplugin.store.tables import METADATA
from yipplugin.values import Everything, Record

ENTRY = Entry(NOON, "staff:1", "record:sign", "")
CHANGING = {
    "yip_case": {
        "stage",
        "next_due_at",
        "next_duty",
        "order_at",
        "urgent",
        "outstanding",
        "waits_for",
        "lead_named",
        "head_named",
        "disposed_at",
        "proposal",
        "updated_at",
        "chain_seq",
        "chain_head",
    },
    "yip_chain": {"seq", "head"},
    "yip_grant": {"ended_at", "ended_by"},
    "yip_hold": {"lifted_at", "lifted_by", "lifted"},
    "yip_referral": {"answered_at", "answered_by", "receipt"},
    "yip_contact_pin": {"ended_at", "ended_by"},
    "yip_contact_pack": {"applied_at", "applied_by", "dropped_at", "dropped_by"},
    "yip_contact_note": {"ended_at", "ended_by"},
    "yip_contact_draft": {"version", "digest", "signed", "published_at", "published_by"},
    "yip_move": {"outcome", "decided_at", "decided_by", "decided_name"},
}
"""The columns that acts do change; a new column of these tables is put here or kept."""

GUARDED = ("yip_ledger", "yip_record", "yip_checkpoint", "yip_policy", *CHANGING)
FREE = {"yip_named", "yip_pupil"}
"""Covered, and yet rows of them are removed: who is named changes with what records say."""


@pytest.fixture
def filled(store, make_case):
    """Return a case with a row in each guarded table."""
    case_id = make_case()
    with store.writing(Everything("toy")) as session:
        case = lock_case(session, "toy", case_id)
        record = Record("r1", "report", 1, "staff:1", "Tess", frozenset({"staff"}), NOON, {})
        add_record(
            session,
            school="toy",
            case_id=case_id,
            seq=1,
            submission="s1",
            record=record,
            signing=Signing("account", NOON, {}),
        )
        grant = GrantRow(id="g1", school="toy", kind="team", holder="staff:3", case_id=case_id)
        grant.role, grant.made_by = "case_team", "staff:2"
        grant.begins_at = grant.made_at = NOON
        grant.ends_at = NOON + timedelta(days=1)
        grant.seal(session, content="{}")
        session.add(grant)
        move = MoveRow(id="m1", school="toy", case_id=case_id, seq=1, records=1)
        move.policy_digest, move.proposed_at, move.proposed_by = case.policy_digest, NOON, "staff:2"
        move.seal(session, content="{}")
        session.add(move)
        hold = HoldRow(id="h1", school="toy", case_id=case_id, seq=1, ground="claim")
        hold.set_at, hold.set_by = NOON, "staff:2"
        hold.seal(session, content="{}")
        session.add(hold)
        session.add(referral(session, "toy", case_id))
        checkpoint = CheckpointRow(id="c1", school="toy", seq=1, at=NOON, body=b"{}")
        checkpoint.public_key, checkpoint.signature = "k", "s"
        session.add(checkpoint)
        add_contacts(session, "toy")
        append_to_case(session, case, ENTRY)
        append_to_school(session, "toy", ENTRY)
    return case_id


def attempt(store, statement, **values):
    with store.writing(Everything()) as session:
        assert session.connection().execute(text(statement), values).rowcount


def test_every_covered_table_is_guarded():
    assert set(COVERED) | {"yip_ledger", "yip_chain"} == set(GUARDED) | FREE


@pytest.mark.parametrize("table", GUARDED)
def test_no_row_is_removed(store, filled, table):
    with pytest.raises(IntegrityError, match=f"Rows of {table} are kept as they are"):
        attempt(store, f"DELETE FROM {table}")  # noqa: S608 - our own names


OTHER = (
    (Moment, "'2020-01-01 00:00:00'"),
    (Integer, "7"),
    (BigInteger, "7"),
    (LargeBinary, "NULL"),
    (SealedText, "NULL"),
    (Boolean, "NOT {column}"),
)
"""Another value for a column, by its type."""

KEPT = [
    (name, column.name)
    for name in GUARDED
    for column in METADATA.tables[name].columns
    if column.name not in CHANGING.get(name, ())
]


@pytest.mark.parametrize(("table", "column"), KEPT)
def test_no_column_that_lasts_is_changed(store, filled, table, column):
    with store.engine.connect() as connection:
        quoted = connection.dialect.identifier_preparer.quote(column)
    value = next(
        (new for kind, new in OTHER if isinstance(METADATA.tables[table].c[column].type, kind)),
        "'other'",
    ).format(column=quoted)
    with pytest.raises(IntegrityError, match=f"Rows of {table} are kept as they are"):
        attempt(store, f"UPDATE {table} SET {quoted} = {value}")  # noqa: S608 - our own names


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE yip_case SET chain_seq = chain_seq - 1",
        "UPDATE yip_case SET chain_seq = chain_seq + 2",
        "UPDATE yip_case SET chain_head = 'x'",
        "UPDATE yip_chain SET seq = 0, head = 'x'",
        "UPDATE yip_chain SET head = 'x'",
    ],
)
def test_a_head_only_moves_on_by_one(store, filled, statement):
    with pytest.raises(IntegrityError, match="kept as they are"):
        attempt(store, statement)


def test_a_head_moves_on_by_one(store, filled):
    attempt(store, "UPDATE yip_case SET chain_seq = chain_seq + 1, chain_head = 'x'")
    attempt(store, "UPDATE yip_chain SET seq = seq + 1, head = 'x'")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("yip_grant", "ended_at", "'2026-03-03 12:00:00'"),
        ("yip_grant", "ended_by", "'staff:2'"),
        ("yip_case", "disposed_at", "'2026-03-03 12:00:00'"),
        ("yip_hold", "lifted_at", "'2026-03-03 12:00:00'"),
        ("yip_referral", "answered_at", "'2026-03-03 12:00:00'"),
        ("yip_referral", "answered_by", "'staff:2'"),
        ("yip_move", "outcome", "'moved'"),
        ("yip_move", "decided_at", "'2026-03-03 12:00:00'"),
    ],
)
def test_what_is_set_once_stays(store, filled, table, column, value):
    attempt(store, f"UPDATE {table} SET {column} = {value}")  # noqa: S608 - our own names
    attempt(store, f"UPDATE {table} SET {column} = {column}")  # noqa: S608 - our own names
    for other in ("NULL", "'2020-01-01 00:00:00'"):
        with pytest.raises(IntegrityError, match="kept as they are"):
            attempt(store, f"UPDATE {table} SET {column} = {other}")  # noqa: S608


def test_what_a_list_reads_changes_freely(store, filled):
    attempt(store, "UPDATE yip_case SET stage = 'closed', urgent = true, waits_for = ' head '")


@pytest.mark.sqlite
@pytest.mark.parametrize("table", GUARDED)
def test_no_row_takes_the_place_of_another(store, filled, table):
    columns = METADATA.tables[table].columns
    keys = METADATA.tables[table].primary_key.columns
    kept = ", ".join(f'"{one.name}"' for one in columns)
    others = ", ".join(f'"{one.name}"' for one in columns if one not in list(keys))
    into = f"INSERT OR REPLACE INTO {table}"
    copies = [f"{into} ({kept}) SELECT {kept} FROM {table}"]  # noqa: S608 - our own names
    if table in ("yip_ledger", "yip_record", "yip_checkpoint", "yip_case"):
        new = "id + 99" if table == "yip_ledger" else "'new'"
        copies.append(f"{into} (id, {others}) SELECT {new}, {others} FROM {table}")  # noqa: S608
    for copy in copies:
        with pytest.raises(IntegrityError, match="kept as they are"):
            attempt(store, copy)


@pytest.mark.postgres
@pytest.mark.parametrize("table", GUARDED)
def test_no_table_is_emptied(postgres, table):
    owner = engine_on(postgres.owner)
    with pytest.raises(IntegrityError, match="kept as they are"), owner.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
    owner.dispose()


@pytest.mark.postgres
def test_going_down_and_up_leaves_nothing_behind_on_postgresql(postgres):
    owner = engine_on(postgres.owner)
    downgrade(owner, "base")
    with owner.connect() as connection:
        assert (
            connection.scalar(text("SELECT count(*) FROM pg_proc WHERE proname = 'yip_refuse'"))
            == 0
        )
    upgrade(owner)
    assert set(METADATA.tables) <= set(inspect(owner).get_table_names())
    owner.dispose()
