"""Walking along a chain: whether each entry is as it was written, and what the entries bind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from yipplugin.store.covered import RowKey, at_text
from yipplugin.store.ledger import BEGINNING, LedgerRow, hash_of

DISPOSE = "case:dispose"
"""The act that destroys a case's key."""

LEDGER = LedgerRow.__tablename__
SAID = ("school", "chain", "seq", "at", "actor", "act", "subject", "outcome")
"""The columns that an entry's bytes begin with."""

_OPENING = (
    '{"school":"%s","chain":"%s","seq":%d,"at":"%s",'
    '"actor":"%s","act":"%s","subject":"%s","outcome":"%s",'
)
NO_MARKS: Mapping[int, str] = MappingProxyType({})
_BINDS = b',"rows":{"'

_C = LedgerRow.__table__.c
_ENTRY = select(*(_C[one] for one in SAID), _C.payload, _C.previous, _C.hash)
ALONG = _ENTRY.where(_C.chain == bindparam("chain")).order_by(_C.seq)
"""The entries of a chain, in order."""

ALONG_EACH = _ENTRY.where(_C.chain.in_(bindparam("chains", expanding=True))).order_by(
    _C.chain, _C.seq
)
"""The entries of several chains, one chain after another."""


@dataclass(frozen=True)
class Fault:
    """A place where what is kept is not as it was written.

    ``seq`` is the entry that is wrong, that is missing, or that bound what is wrong; 0 where no
    entry is known. ``table``, ``row`` and ``column`` name the place as far as it can be told.
    """

    chain: str
    seq: int
    what: str
    table: str = LEDGER
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Head:
    """Where a chain stands, as the row says that keeps it: its table, its key, and its columns."""

    seq: Any
    hash: Any
    table: str
    row: str
    columns: tuple[str, str]


class Walk:
    """One chain, read entry by entry from its beginning to its end.

    ``bound`` is what its entries say each row came to, and in which entry: the last word of each.
    ``marks`` are the hashes that checkpoints know of, by number.
    """

    def __init__(self, chain: str, head: Head, marks: Mapping[int, str] = NO_MARKS) -> None:
        self.chain = chain
        self.faults: list[Fault] = []
        self.bound: dict[RowKey, tuple[str | None, int]] = {}
        self.disposed = False
        self._head = head
        self._marks = marks
        self._last, self._before, self._at_head = 0, BEGINNING, ""

    def step(self, entry: tuple[Any, ...]) -> None:
        """Read the next entry, as it is stored."""
        seq, payload, hashed = entry[2], entry[8], entry[10]
        if not isinstance(seq, int) or seq <= self._last:
            self._fault(seq, "an entry has a number that none can have there", "seq")
            return
        whole = _is_whole(entry, self._last + 1, self._before)
        if (whole or self._relied_on(entry)) and _BINDS in payload:
            self._bind(payload)
        if seq == self._head.seq:
            self._at_head = hashed
        if seq in self._marks and self._marks[seq] != hashed:
            self._fault(seq, f"entry {seq} is not the one that a checkpoint knows of")
        self._last, self._before = seq, hashed

    def end(self) -> None:
        """Hold the end of the chain to its head, once every entry was read."""
        head, last = self._head, self._last
        if (head.seq, head.hash) == (last, self._before):
            pass
        elif head.seq == last:
            self._head_fault(1)
        elif not isinstance(head.seq, int) or head.hash == self._before:
            self._head_fault(0)
        elif head.seq > last:
            self._fault(last + 1, f"{_entries(last + 1, head.seq)} missing at the end")
        elif head.hash == self._at_head:
            self._fault(head.seq + 1, f"{_entries(head.seq + 1, last)} past the head of the chain")
        else:
            self._head_fault(0)
        known = max(self._marks, default=0)
        if known > last:
            what = f"{_entries(last + 1, known)} missing, of which a checkpoint knows"
            self._fault(last + 1, what)

    def _bind(self, payload: bytes) -> None:
        said = json.loads(payload)
        for table, rows in said["rows"].items():
            for row, digest in rows.items():
                self.bound[table, row] = digest, said["seq"]
        if said["act"] == DISPOSE and said["outcome"] == "done":
            self.disposed = True

    def _relied_on(self, entry: tuple[Any, ...]) -> bool:
        """Name what is wrong with an entry, and say whether its bytes are as they were written."""
        seq, due = entry[2], self._last + 1
        if seq > due:
            self._fault(due, f"{_entries(due, seq - 1)} missing")
        wrong = _wrong(entry, self._before if seq == due else None)
        if wrong.what:
            self._fault(seq, f"entry {seq} {wrong.what}", wrong.column)
        return wrong.relied_on

    def _head_fault(self, column: int) -> None:
        head, what = self._head, "the head of the chain was changed"
        name = head.columns[column]
        self.faults.append(Fault(self.chain, self._last, what, head.table, head.row, name))

    def _fault(self, seq: Any, what: str, column: str = "") -> None:
        number = seq if isinstance(seq, int) else self._last
        self.faults.append(Fault(self.chain, number, what, LEDGER, str(seq), column))


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def _is_whole(entry: tuple[Any, ...], seq: int, before: str) -> bool:
    """Say quickly whether all is well with an entry; what is not is looked at again, closely."""
    school, chain, found, at, actor, act, subject, outcome, payload, previous, hashed = entry
    try:
        at = at if type(at) is str else at_text(at)
        opening = _OPENING % (school, chain, found, at, actor, act, subject, outcome)
        return bool(
            found == seq
            and previous == before
            and sha256(previous.encode() + payload).hexdigest() == hashed
            and payload.startswith(opening.encode())
        )
    except (AttributeError, TypeError, ValueError):
        return False


class _Wrong(NamedTuple):
    what: str = ""
    column: str = ""
    relied_on: bool = True


def _wrong(entry: tuple[Any, ...], before: str | None) -> _Wrong:
    """Return what is wrong with an entry, and with which of its columns.

    :param before: the hash that it follows, where the entry before it is there.
    """
    *said, payload, previous, hashed = entry
    if not isinstance(payload, bytes):
        return _Wrong("was changed", "payload", relied_on=False)
    if before not in (None, previous) and _hash(before, payload) == hashed:
        return _Wrong("was changed", "previous")
    if _hash(previous, payload) != hashed:
        return _Wrong("was changed", relied_on=False)
    column = _other_column(said, payload)
    if column:
        return _Wrong("was changed", column)
    if before not in (None, previous):
        return _Wrong("does not follow the one before it")
    return _Wrong()


def _hash(previous: Any, payload: bytes) -> str:
    try:
        return hash_of(previous, payload)
    except (AttributeError, UnicodeEncodeError):
        return ""


def _other_column(said: list[Any], payload: bytes) -> str:
    """Return which column does not repeat what the entry's bytes say, or nothing."""
    says = json.loads(payload)
    stored = [at_text(one) if isinstance(one, datetime) else one for one in said]
    return next((name for name, one in zip(SAID, stored, strict=True) if says[name] != one), "")
