"""The ledger: every act, reads and refusals among them, each row bound to the one before it.

A case has a chain of its own, whose head stands in the case's row, which the act locks anyway; acts
without a case are chained by school. The bytes that were hashed are kept as they were. An entry
binds every covered row that its transaction has changed (``yipplugin.store.covered``).
"""

import json
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
    exists,
    insert,
    inspect,
    select,
)
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, ID, KEY, REF, AddedOnly, Base, Moment, canonical
from yipplugin.store.cases import CaseRow, Change
from yipplugin.store.checkpoints import Heads
from yipplugin.store.covered import Bound, at_text, bind, chain_of_school
from yipplugin.values import NOTHING, Actor, Everything

BEGINNING = "0" * 64
"""What the first row of a chain follows."""

CHAIN = KEY + len("school:")

ENGINE = "yipplugin"
"""Who acts where nobody does: the engine, in its own work."""


class LedgerRow(AddedOnly, Base):
    """One act. The columns beside ``payload`` repeat what is in it, to be searched by."""

    __tablename__ = "yip_ledger"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index(None, "school", "at", "id"),
        Index(None, "school", "actor", "act", "at"),
        Index(None, "school", "subject", "at"),
    )

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
    """An act to be written down. ``outcome`` is ``done`` or ``refused``; ``detail`` is JSON.

    ``origin`` is where it came from, such as an IP address.
    """

    at: datetime
    actor: str
    act: str
    subject: str
    outcome: str = "done"
    detail: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    origin: str = ""

    @classmethod
    def of(
        cls,
        actor: Actor | Everything,
        at: datetime,
        act: str,
        subject: str,
        outcome: str = "done",
        detail: Mapping[str, Any] = NOTHING,
    ) -> "Entry":
        """Return an act of ``actor``, from where they act, or of the engine's own."""
        if isinstance(actor, Everything):
            return cls(at, ENGINE, act, subject, outcome, detail)
        return cls(at, actor.ref, act, subject, outcome, detail, actor.origin)


_INSERT = insert(LedgerRow.__table__)  # type: ignore[arg-type]
_HEAD = select(ChainRow).where(ChainRow.chain == bindparam("chain")).with_for_update()

_CASE_HEADS = select(CaseRow.id, CaseRow.chain_seq, CaseRow.chain_head).where(
    CaseRow.school == bindparam("school")
)
_SCHOOL_HEADS = select(ChainRow.chain, ChainRow.seq, ChainRow.head).where(
    ChainRow.school == bindparam("school")
)
_IS_THERE = select(
    *(exists().where(row.school == bindparam("school")) for row in (LedgerRow, CaseRow, ChainRow))
)
_SCHOOLS = select(ChainRow.school).where(ChainRow.seq > 0).order_by(ChainRow.school)


def append_to_case(
    session: Session, case: CaseRow, entry: Entry, coming: Iterable[Change] = ()
) -> None:
    """Write an act to the chain of a case. The case must be locked by this transaction.

    :param coming: what this act is going to change in rows of the case only after this.
    """
    if inspect(case).attrs.chain_seq.history.has_changes():
        session.flush()  # a head moves on by one row at a time
    rows = bind(session, case.id, coming)
    case.chain_seq += 1
    place = _Place(case.school, case.id, case.chain_seq, case.chain_head)
    case.chain_head = _append(session, place, entry, rows)


def append_to_school(session: Session, school: str, entry: Entry) -> None:
    """Write an act that belongs to no case."""
    head = lock_school(session, school)
    rows = bind(session, head.chain)
    head.seq += 1
    head.head = _append(session, _Place(school, head.chain, head.seq, head.head), entry, rows)


@dataclass(frozen=True)
class _Place:
    school: str
    chain: str
    seq: int
    previous: str


def lock_school(session: Session, school: str) -> ChainRow:
    """Return the head of a school's chain, which nobody else writes to until this act is done."""
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


def _append(session: Session, place: _Place, entry: Entry, rows: Bound) -> str:
    said = {
        "school": place.school,
        "chain": place.chain,
        "seq": place.seq,
        "at": at_text(entry.at),
        "actor": entry.actor[:REF],
        "act": entry.act,
        "subject": entry.subject[:REF],
        "outcome": entry.outcome,
    }
    payload = payload_of(said, origin=entry.origin[:REF], detail=dict(entry.detail), rows=rows)
    hashed = {"payload": payload, "previous": place.previous}
    hashed["hash"] = hash_of(place.previous, payload)
    session.connection().execute(_INSERT, said | hashed | {"at": entry.at})
    return str(hashed["hash"])


def payload_of(said: Mapping[str, Any], **more: Any) -> bytes:
    """Return the bytes of an entry: what the columns say, in their order, and then the rest."""
    return opening_of(said) + canonical(more)[1:]


def opening_of(said: Mapping[str, Any]) -> bytes:
    """Return how the bytes of an entry begin: with what its columns say."""
    text = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
    return text.encode()[:-1] + b","


def hash_of(previous: str, payload: bytes) -> str:
    """Return the hash of an entry that follows the one with the hash ``previous``."""
    return sha256(previous.encode() + payload).hexdigest()


def heads_of(session: Session, school: str) -> Heads:
    """Return where every chain of a school stands, by name."""
    cases = session.execute(_CASE_HEADS, {"school": school})
    own = session.execute(_SCHOOL_HEADS, {"school": school})
    return sorted([chain, seq, head] for chain, seq, head in (*cases, *own) if seq)


def schools_with_chains(session: Session) -> tuple[str, ...]:
    """Return the schools that have a chain of their own, by name."""
    return tuple(session.scalars(_SCHOOLS))


def is_in_ledger(session: Session, school: str) -> bool:
    """Say whether a school has an entry, a case or a chain."""
    return any(session.execute(_IS_THERE, {"school": school}).one())
