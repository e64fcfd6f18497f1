"""The ledger: every act, reads and refusals among them, each row bound to the one before it.

A case has a chain of its own, whose head stands in the case's row, which the act locks anyway; acts
without a case are chained by school. The bytes that were hashed are kept as they were.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    bindparam,
    insert,
    select,
)
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, REF, AddedOnly, Base, Moment, canonical
from yipplugin.store.cases import CaseRow
from yipplugin.values import NOTHING

BEGINNING = "0" * 64
"""What the first row of a chain follows."""

CHAIN = KEY + len("school:")


class LedgerRow(AddedOnly, Base):
    """One act. The columns beside ``payload`` repeat what is in it, to be searched by."""

    __tablename__ = "yip_ledger"
    __table_args__ = (UniqueConstraint("chain", "seq"), Index(None, "school", "at", "id"))

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    school: Mapped[str] = mapped_column(String(KEY))
    chain: Mapped[str] = mapped_column(String(CHAIN))
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(REF))
    act: Mapped[str] = mapped_column(String(KEY))
    subject: Mapped[str] = mapped_column(String(REF))
    outcome: Mapped[str] = mapped_column(String(ID))
    payload: Mapped[bytes] = mapped_column(
        LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb")
    )
    previous: Mapped[str] = mapped_column(String(HASH))
    hash: Mapped[str] = mapped_column(String(HASH))


class ChainRow(Base):
    """The head of a chain of acts that belong to no case."""

    __tablename__ = "yip_chain"

    chain: Mapped[str] = mapped_column(String(CHAIN), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    seq: Mapped[int] = mapped_column(Integer)
    head: Mapped[str] = mapped_column(String(HASH))


@dataclass(frozen=True)
class Entry:
    """An act to be written down. ``outcome`` is ``done`` or ``refused``; ``detail`` is JSON."""

    at: datetime
    actor: str
    act: str
    subject: str
    outcome: str = "done"
    detail: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


_INSERT = insert(LedgerRow.__table__)  # type: ignore[arg-type]
_HEAD = select(ChainRow).where(ChainRow.chain == bindparam("chain")).with_for_update()


def chain_of_school(school: str) -> str:
    """Return the name of the chain for acts without a case."""
    return f"school:{school}"


def append_to_case(session: Session, case: CaseRow, entry: Entry) -> None:
    """Write an act to the chain of a case. The case must be locked by this transaction."""
    case.chain_seq += 1
    case.chain_head = _append(session, case.school, case.id, case.chain_seq, case.chain_head, entry)


def append_to_school(session: Session, school: str, entry: Entry) -> None:
    """Write an act that belongs to no case."""
    head = _head_of_school(session, school)
    head.seq += 1
    head.head = _append(session, school, head.chain, head.seq, head.head, entry)


def _head_of_school(session: Session, school: str) -> ChainRow:
    chain = chain_of_school(school)
    head = session.scalars(_HEAD, {"chain": chain}).one_or_none()
    if head is not None:
        return head
    try:
        with session.begin_nested():
            session.add(ChainRow(chain=chain, school=school, seq=0, head=BEGINNING))
    except IntegrityError:
        pass  # another transaction began the chain first, and has committed
    return session.scalars(_HEAD, {"chain": chain}).one()


def _append(
    session: Session, school: str, chain: str, seq: int, previous: str, entry: Entry
) -> str:
    said = _said(school, chain, seq, entry)
    payload = canonical({**said, "at": entry.at.isoformat(), "detail": dict(entry.detail)})
    digest = _hash(previous, payload)
    session.connection().execute(
        _INSERT, {**said, "at": entry.at, "payload": payload, "previous": previous, "hash": digest}
    )
    return digest


def _said(school: str, chain: str, seq: int, entry: Entry) -> dict[str, Any]:
    return {
        "school": school,
        "chain": chain,
        "seq": seq,
        "actor": entry.actor[:REF],
        "act": entry.act,
        "subject": entry.subject[:REF],
        "outcome": entry.outcome,
    }


def _hash(previous: str, payload: bytes) -> str:
    return sha256(previous.encode() + payload).hexdigest()


def entries(session: Session, chain: str) -> Iterable[LedgerRow]:
    """Return the rows of a chain in order, a thousand at a time."""
    asked = select(LedgerRow).where(LedgerRow.chain == chain).order_by(LedgerRow.seq)
    return session.scalars(asked.execution_options(yield_per=1000))


def hash_of(row: LedgerRow) -> str:
    """Return what the hash of a row must be."""
    return _hash(row.previous, row.payload)
