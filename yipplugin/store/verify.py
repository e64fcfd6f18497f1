"""Verifying: whether a chain of the ledger, and the records that it speaks of, are as written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from yipplugin.store.cases import CaseRow
from yipplugin.store.ledger import BEGINNING, ChainRow, LedgerRow, entries, hash_of
from yipplugin.store.records import RecordRow, commitment, records_of


@dataclass(frozen=True)
class Fault:
    """The first place where a chain is not as it was written."""

    chain: str
    seq: int
    what: str


def verify(session: Session, chain: str) -> Fault | None:
    """Return the first fault of a chain (a case's id, or ``school:<school>``), or nothing."""
    case = session.get(CaseRow, chain)
    head = session.get(ChainRow, chain)
    if case is None and head is None:
        return Fault(chain, 0, "the head of the chain is missing")
    ends = (case.chain_seq, case.chain_head) if case else (head.seq, head.head) if head else (0, "")
    signed: dict[str, dict[str, Any]] = {}
    last, previous = 0, BEGINNING
    for row in entries(session, chain):
        wrong = _row(row, last + 1, previous)
        if wrong:
            return Fault(chain, last + 1, wrong)
        last, previous = row.seq, row.hash
        detail = json.loads(row.payload)["detail"]
        if "record" in detail:
            signed[detail["record"]] = {**detail, "at": row.seq}
        wrong = _opening(case, detail) if case else ""
        if wrong:
            return Fault(chain, row.seq, wrong)
    if (last, previous) != ends:
        return Fault(chain, last + 1, "rows at the end are missing")
    return _records(chain, records_of(session, chain), signed) if case else None


def _row(row: LedgerRow, seq: int, previous: str) -> str:
    if row.seq != seq:
        return "a row is missing"
    if row.previous != previous:
        return "the row does not follow the one before it"
    # SQLite lets whoever tampers put text where bytes belong.
    if not isinstance(row.payload, bytes) or row.hash != hash_of(row):
        return "the row was changed"
    said = json.loads(row.payload)
    named = ("school", "chain", "seq", "actor", "act", "subject", "outcome")
    same = all(said[name] == getattr(row, name) for name in named)
    return "" if same and said["at"] == row.at.isoformat() else "the row was changed"


def _opening(case: CaseRow, detail: dict[str, Any]) -> str:
    if "reference" not in detail:
        return ""
    said = (detail["reference"], detail["policy"])
    return "" if said == (case.reference, case.policy_digest) else "the case was changed"


def _records(
    chain: str, rows: Iterable[RecordRow], signed: dict[str, dict[str, Any]]
) -> Fault | None:
    for seq, row in enumerate(rows, 1):
        said = signed.pop(row.id, None)
        if said is None:
            return Fault(chain, 0, f"record {row.id} was never signed")
        if row.seq != seq:
            return Fault(chain, said["at"], f"record {row.id} is out of its place")
        # An erased record has lost its salt with its content; what remains is bound by the row.
        if row.salt is not None and commitment(row) != said["content"]:
            return Fault(chain, said["at"], f"record {row.id} was changed")
    for record, said in signed.items():
        return Fault(chain, said["at"], f"record {record} is missing")
    return None
