"""Orphans: what the database holds of schools and cases that have no chain."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, exists, select, union

from yipplugin.store.cases import CaseRow
from yipplugin.store.covered import COVERED, Cover, chain_of_school, key_of
from yipplugin.store.ledger import ChainRow, LedgerRow
from yipplugin.store.stored import is_text, stored
from yipplugin.store.walking import Fault

_CASE, _CHAIN, _ENTRY = (one.__table__.c for one in (CaseRow, ChainRow, LedgerRow))
_OF_CASE = [cover for cover in COVERED.values() if cover.case not in ("", "id")]
_SCHOOLS = union(
    select(_CHAIN.school),
    *(select(cover.table.c.school) for cover in COVERED.values() if not cover.case),
    *(
        select(cover.table.c.school).where(cover.table.c[cover.case].is_(None))
        for cover in _OF_CASE
    ),
)


def schools(connection: Connection, school: str) -> list[str]:
    """Return the schools that have a chain of their own, or rows that one would bind."""
    if school:
        return [school]
    return sorted(one for (one,) in stored(connection, _SCHOOLS) if is_text(one))


def orphans(connection: Connection, school: str) -> list[Fault]:
    """Return what is kept of chains and cases that there are not; ``school`` is empty for all."""
    return [
        *_misnamed(connection, school),
        *_without_head(connection, school),
        *(fault for cover in _OF_CASE for fault in _without_case(connection, cover, school)),
    ]


def _misnamed(connection: Connection, school: str) -> Iterator[Fault]:
    for chain, named in stored(connection, select(_CHAIN.chain, _CHAIN.school)):
        if chain != chain_of_school(named) and school in ("", named):
            what = "a chain has a name that none can have"
            yield Fault(str(chain), 0, what, "yip_chain", str(chain), "chain")


def _without_head(connection: Connection, school: str) -> Iterator[Fault]:
    case = exists().where(_CASE.id == _ENTRY.chain, *_at(_CASE, school))
    asked = (
        select(_ENTRY.chain)
        .distinct()
        .where(~case, ~exists().where(_CHAIN.chain == _ENTRY.chain), *_at(_ENTRY, school))
    )
    for (chain,) in stored(connection, asked):
        table = "yip_chain" if str(chain).startswith("school:") else "yip_case"
        yield Fault(str(chain), 0, "the head of the chain is missing", table, str(chain))


def _without_case(connection: Connection, cover: Cover, school: str) -> Iterator[Fault]:
    case, table = cover.table.c[cover.case], cover.table.name
    keys = [column.key for column in cover.table.primary_key]
    asked = select(case, *cover.table.primary_key).where(
        case.is_not(None),
        ~exists().where(_CASE.id == case, *_at(_CASE, school)),
        *_at(cover.table.c, school),
    )
    for chain, *key in stored(connection, asked):
        row = key_of(cover, dict(zip(keys, key, strict=True)))
        yield Fault(str(chain), 0, f"a row of {table} is of a case that there is not", table, row)


def _at(columns: Any, school: str) -> list[Any]:
    return [columns.school == school] if school else []
