"""Comparing: whether the rows that are covered are as the entries of their chain left them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from yipplugin.store.cases import CaseRow
from yipplugin.store.covered import COVERED, Cover, chain_of, digest, key_of
from yipplugin.store.keys import CASE, KeyRow
from yipplugin.store.stored import stored
from yipplugin.store.walking import Fault, Walk

Rows = tuple[Any, ...]
Found = tuple[Cover, Mapping[str, Any]]
"""A row that is covered, as it is stored, by column."""

CASES = COVERED[CaseRow.__tablename__]
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SCHOOL: BindParameter[str] = bindparam("school")


def _ids_in(cover: Cover) -> Any:
    return select(*cover.table.c).where(cover.table.c[cover.case].in_(_IDS))


def _at_school(cover: Cover) -> Any:
    without = [cover.table.c[cover.case].is_(None)] if cover.case else []
    return select(*cover.table.c).where(cover.table.c.school == _SCHOOL, *without)


_OF_CASES = [
    (cover, _ids_in(cover)) for cover in COVERED.values() if cover.case and cover is not CASES
]
_OF_SCHOOL = [
    (cover, _at_school(cover))
    for cover in COVERED.values()
    if not cover.case or cover.table.c[cover.case].nullable
]
_KEYS = select(KeyRow.case_id, KeyRow.kind, KeyRow.school).where(KeyRow.case_id.in_(_IDS))


def of_cases(connection: Connection, cases: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    """Yield every covered row of some cases, the rows of the cases themselves first."""
    for one in cases:
        yield CASES, one
    ids = {"ids": [one["id"] for one in cases]}
    for cover, asked in _OF_CASES:
        for row in stored(connection, asked, ids):
            yield cover, dict(zip(cover.columns, row, strict=True))


def of_school(connection: Connection, school: str) -> Iterator[Found]:
    """Yield every covered row that a school's own chain binds."""
    for cover, asked in _OF_SCHOOL:
        for row in stored(connection, asked, {"school": school}):
            yield cover, dict(zip(cover.columns, row, strict=True))


def compare(walks: Mapping[str, Walk], rows: Iterable[Found]) -> list[Fault]:
    """Return the faults of some chains: first those of the walk, then those of rows it binds."""
    found: dict[str, list[Fault]] = {chain: [] for chain in walks}
    for cover, values in rows:
        chain = chain_of(cover, values)
        fault = _fault(walks.get(chain), chain, cover, values)
        if fault:
            found.setdefault(chain, []).append(fault)
    faults = []
    for chain, walk in walks.items():
        gone = [
            Fault(chain, seq, f"a row of {table} that entry {seq} left is missing", table, row)
            for (table, row), (was, seq) in walk.bound.items()
            if was is not None
        ]
        faults += walk.faults + sorted(found.pop(chain) + gone, key=lambda one: one.seq)
    return faults + [fault for others in found.values() for fault in others]


def _fault(walk: Walk | None, chain: str, cover: Cover, values: Mapping[str, Any]) -> Fault | None:
    table, row = cover.table.name, key_of(cover, values)
    said = walk.bound.pop((table, row), None) if walk else None
    if said is None:
        return Fault(str(chain), 0, f"no entry knows of a row of {table}", table, row)
    was, seq = said
    if was is None:
        return Fault(chain, seq, f"a row of {table} that entry {seq} removed is there", table, row)
    if _digest(cover, values) != was:
        what = f"a row of {table} is not as entry {seq} left it"
        return Fault(chain, seq, what, table, row)
    return None


def _digest(cover: Cover, values: Mapping[str, Any]) -> str:
    try:
        return digest(cover, values)
    except (UnicodeEncodeError, TypeError):
        return ""  # no row that was written holds such a thing


def keys_of_cases(
    connection: Connection, walks: Mapping[str, Walk], cases: Sequence[Mapping[str, Any]]
) -> list[Fault]:
    """Return where a case's key is missing though nothing was disposed of, or the other way."""
    there = {
        (case, kind, school)
        for case, kind, school in stored(connection, _KEYS, {"ids": [one["id"] for one in cases]})
    }
    faults = []
    for one in cases:
        case = one["id"]
        of_it = {key for key in there if key[0] == case}
        disposed = walks[case].disposed
        if of_it == (set() if disposed else {(case, CASE, one["school"])}):
            continue
        what = (
            "the key of a case that was disposed of is there"
            if disposed
            else "the key of the case is missing"
        )
        faults.append(Fault(case, 0, what, KeyRow.__tablename__, case))
    return faults
