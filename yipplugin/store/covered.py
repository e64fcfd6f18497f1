"""What the ledger covers: every row of these tables is bound into the act that wrote it.

A row is bound by its digest, taken over its columns as they are stored, sealed bytes included. So
whoever verifies needs no key, and a record that was disposed of still verifies. An act binds by
itself whatever its transaction has changed; a change that no act has bound is not kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Table, inspect
from sqlalchemy.orm import Session

from yipplugin.errors import NotOnLedger
from yipplugin.store.base import Base, canonical
from yipplugin.store.cases import CaseRow, Change, NamedRow, PupilRow
from yipplugin.store.checkpoints import CheckpointRow
from yipplugin.store.contactdrafts import ContactDraftRow
from yipplugin.store.contacts import ContactNoteRow, ContactPackRow, ContactPinRow
from yipplugin.store.grants import GrantRow
from yipplugin.store.holds import HoldRow
from yipplugin.store.moves import MoveRow
from yipplugin.store.policies import PolicyRow
from yipplugin.store.records import RecordRow
from yipplugin.store.referrals import ReferralRow

RowKey = tuple[str, str]
"""A row of a table: the table's name, and the row's primary key as text."""

Bound = dict[str, dict[str, str | None]]
"""What rows came to, by table and row: the digest, or nothing for a row that was removed."""


class Cover(NamedTuple):
    """A table that is covered: in whose chain its rows are bound, and which columns are not.

    ``case`` is the column that says the case; a row without one is bound in its school's chain.
    """

    table: Table
    case: str = ""
    beside: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of all its columns, in order."""
        return tuple(self.table.columns.keys())


HEAD = frozenset({"chain_seq", "chain_head"})
"""Where a case's chain stands: what the entries themselves say, and no entry can bind."""

COVERED: Mapping[str, Cover] = {
    row.__tablename__: Cover(row.metadata.tables[row.__tablename__], case, beside)
    for row, case, beside in (
        (PolicyRow, "", frozenset[str]()),
        (CaseRow, "id", HEAD),
        (NamedRow, "case_id", frozenset[str]()),
        (PupilRow, "case_id", frozenset[str]()),
        (GrantRow, "case_id", frozenset[str]()),
        (MoveRow, "case_id", frozenset[str]()),
        (HoldRow, "case_id", frozenset[str]()),
        (RecordRow, "case_id", frozenset[str]()),
        (ReferralRow, "case_id", frozenset[str]()),
        (CheckpointRow, "", frozenset[str]()),
        (ContactPinRow, "", frozenset[str]()),
        (ContactPackRow, "", frozenset[str]()),
        (ContactNoteRow, "", frozenset[str]()),
        (ContactDraftRow, "", frozenset[str]()),
    )
}


def chain_of_school(school: str) -> str:
    """Return the name of the chain for acts without a case."""
    return f"school:{school}"


def chain_of(cover: Cover, values: Mapping[str, Any]) -> str:
    """Return in which chain a row with these columns is bound."""
    case = values[cover.case] if cover.case else None
    return case or chain_of_school(values["school"])


def key_of(cover: Cover, values: Mapping[str, Any]) -> str:
    """Return a row's primary key as text."""
    return "/".join(str(values[column.key]) for column in cover.table.primary_key)


def digest(cover: Cover, values: Mapping[str, Any]) -> str:
    """Return what a row comes to: a hash of its table's name and of each column by name."""
    said = {name: plain(values[name]) for name in cover.columns if name not in cover.beside}
    return sha256(canonical([cover.table.name, said])).hexdigest()


def plain(value: Any) -> Any:
    """Return a stored value as JSON, the same from every database and from a row not yet stored."""
    match value:
        case datetime():
            return at_text(value)
        case bytes() | bytearray() | memoryview():
            # A list, so that no text is the same as any bytes.
            return ["hex", bytes(value).hex()]
        case bool():
            return int(value)
        case dict() | list():
            return canonical(value).decode()
    return value


def at_text(moment: datetime) -> str:
    """Return a moment as SQLite stores it and as the ledger spells it: UTC, to the microsecond."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(" ", "microseconds")


@dataclass
class Pending:
    """What a transaction has changed of covered rows, and what its acts have bound."""

    changed: dict[RowKey, tuple[str, Base | None]] = field(default_factory=dict)
    bound: dict[RowKey, str | None] = field(default_factory=dict)


def note(session: Session, context: object = None) -> None:
    """Note which covered rows were changed since the last flush. Every flush calls it."""
    for row in (*session.new, *session.dirty):
        if row.__tablename__ in COVERED and _changed(row):
            _note(session, row, row)
    for row in session.deleted:
        if row.__tablename__ in COVERED:
            _note(session, row, None)


def bind(session: Session, chain: str, coming: Iterable[Change] = ()) -> Bound:
    """Return what an act in ``chain`` binds: what was changed, and what is ``coming`` yet."""
    note(session)
    pending = _pending(session)
    ours = {key: row for key, (belongs, row) in pending.changed.items() if belongs == chain}
    ours |= {_key(change.row): None if change.gone else change.row for change in coming}
    found: Bound = {}
    for key, row in ours.items():
        came_to = _digest(row)
        if key not in pending.bound or pending.bound[key] != came_to:
            pending.bound[key] = came_to
            found.setdefault(key[0], {})[key[1]] = came_to
    return found


def demand_bound(session: Session) -> None:
    """Refuse to keep a change that no act has bound. To be called before every commit.

    :raises NotOnLedger: naming the table.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    pending = _pending(session)
    for key, (_, row) in pending.changed.items():
        if key not in pending.bound or pending.bound[key] != _digest(row):
            raise NotOnLedger(key[0])


def _pending(session: Session) -> Pending:
    found: Pending = session.info.setdefault("covered", Pending())
    return found


def _note(session: Session, row: Base, left: Base | None) -> None:
    chain = chain_of(COVERED[row.__tablename__], _values(row))
    _pending(session).changed[_key(row)] = chain, left


def _changed(row: Base) -> bool:
    beside = COVERED[row.__tablename__].beside
    return any(one.history.has_changes() for one in inspect(row).attrs if one.key not in beside)


def _key(row: Base) -> RowKey:
    return row.__tablename__, key_of(COVERED[row.__tablename__], _values(row))


def _digest(row: Base | None) -> str | None:
    return None if row is None else digest(COVERED[row.__tablename__], _values(row))


def _values(row: Base) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COVERED[row.__tablename__].columns}
