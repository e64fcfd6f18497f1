"""Entries of the ledger as people read them: newest first, and only what is theirs to read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, String, bindparam, literal, or_, select
from sqlalchemy.orm import Session

from yipplugin.store.cases import CaseRow
from yipplugin.store.covered import chain_of_school
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.visible import visible
from yipplugin.store.wall import on_ledger

LOOKS = frozenset(
    {
        "case:read",
        "case:print",
        "case:inspect",
        "case:find",
        "receipt:read",
        "disposal:read",
        "move:read",
        "hold:read",
        "person:find",
        "ledger:read",
        "ledger:list",
        "ledger:export",
        "numbers:read",
        "numbers:count",
    }
)
"""The acts by which somebody saw something and changed nothing."""

KINDS: Mapping[str, Any] = MappingProxyType(
    {
        "seen": (LedgerRow.outcome == "done") & LedgerRow.act.in_(LOOKS),
        "changed": (LedgerRow.outcome == "done") & LedgerRow.act.not_in(LOOKS),
        "refused": LedgerRow.outcome == "refused",
    }
)
"""Which entries a page may be narrowed to."""


class Written(NamedTuple):
    """One entry as it was written down."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    outcome: str
    payload: bytes
    previous: str
    hash: str


_SIZE = bindparam("size", type_=Integer)
_BEFORE = bindparam("before", type_=BigInteger)
_COLUMNS = [getattr(LedgerRow, name) for name in Written._fields]
_CASE_ID = bindparam("case", type_=String)


def of_case(
    session: Session, roles: frozenset[str], case_id: str, *, kind: str, before: int, size: int
) -> list[Written]:
    """Return what was done in a case, and what was tried with it in vain, before an entry's id."""
    asked = {"case": case_id, "before": before, "size": size}
    return _written(session, _asked(roles, True, kind), asked)


def of_school(
    session: Session, roles: frozenset[str], school: str, *, kind: str, before: int, size: int
) -> list[Written]:
    """Return what was done at a school and in no one case, before an entry's id."""
    asked = {"chain": chain_of_school(school), "before": before, "size": size}
    return _written(session, _asked(roles, False, kind), asked)


_OF_ACT = (
    select(*_COLUMNS)
    .where(LedgerRow.chain == _CASE_ID, LedgerRow.act == bindparam("act"))
    .order_by(LedgerRow.id.desc())
    .limit(_SIZE)
)


def of_act(session: Session, case_id: str, act: str, size: int) -> list[Written]:
    """Return when an act was done in a case, newest first."""
    return _written(session, _OF_ACT, {"case": case_id, "act": act, "size": size})


def _written(session: Session, asked: Any, given: Mapping[str, object]) -> list[Written]:
    return [Written(*row) for row in session.execute(asked, given)]


@cache
def _asked(roles: frozenset[str], of_case: bool, kind: str) -> Any:
    """Return the question, made once for whoever holds ``roles``."""
    place = LedgerRow.chain == bindparam("chain")
    if of_case:
        # What was refused stands in the school's chain: it must not lengthen a case's own.
        place = or_(LedgerRow.chain == _CASE_ID, LedgerRow.subject == literal("case:") + _CASE_ID)
    asked = select(*_COLUMNS).where(place, LedgerRow.id < _BEFORE, on_ledger(roles))
    if kind in KINDS:
        asked = asked.where(KINDS[kind])
    return asked.order_by(LedgerRow.id.desc()).limit(_SIZE)


_REFERENCES = select(CaseRow.id, CaseRow.reference).where(
    CaseRow.id.in_(bindparam("ids", expanding=True))
)


def references(session: Session, case_ids: Iterable[str]) -> dict[str, str]:
    """Return the references of those of these cases that the session finds, by their ids."""
    found = session.execute(_REFERENCES, {"ids": sorted(set(case_ids))})
    return {case_id: reference for case_id, reference in found}


def disposed(session: Session, roles: frozenset[str], size: int) -> Sequence[CaseRow]:
    """Return the cases whose content was destroyed, the latest first, as far as theirs to know."""
    return session.scalars(_disposed(roles), {"size": size}).all()


@cache
def _disposed(roles: frozenset[str]) -> Any:
    return (
        select(CaseRow)
        .where(CaseRow.disposed_at.is_not(None), visible("ledger:read", roles))
        .order_by(CaseRow.disposed_at.desc(), CaseRow.id)
        .limit(_SIZE)
    )
