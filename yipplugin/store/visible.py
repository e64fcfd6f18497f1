"""The rows of ``PERMITS`` as criteria of the database: a list finds what ``may`` would allow."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    String,
    and_,
    bindparam,
    exists,
    false,
    or_,
)

from yipplugin.rules import access
from yipplugin.store.base import Moment
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.grants import OF_CASE, GrantRow

ME: BindParameter[str] = bindparam("yip_me", type_=String)
MARK: BindParameter[str] = bindparam("yip_mark", type_=String)
HERE: BindParameter[str] = bindparam("yip_here", type_=String)
NOW: BindParameter[Any] = bindparam("yip_now", type_=Moment)
"""Whoever the session belongs to: the session itself says, not the query."""

Columns = Any
"""The columns of a table, or of an alias of it."""

CASE: FromClause = CaseRow.__table__
# Aliases of our own, so that nothing in a query around them is taken for these.
_NAMED = NamedRow.__table__.alias("yip_named_there").c
_GRANT = GrantRow.__table__.alias("yip_let_in").c


def _not_named(case: Columns) -> ColumnElement[bool]:
    return ~exists().where(_NAMED.school == HERE, _NAMED.mark == MARK, _NAMED.case_id == case.id)


def _on_team(case: Columns) -> ColumnElement[bool]:
    return exists().where(
        _GRANT.school == HERE,
        _GRANT.holder == ME,
        _GRANT.case_id == case.id,
        _GRANT.kind.in_(OF_CASE),
        _GRANT.begins_at <= NOW,
        _GRANT.ends_at > NOW,
        _GRANT.ended_at.is_(None),
    )


CRITERIA: Mapping[access.Predicate, Callable[[Columns], ColumnElement[bool]]] = {
    access.of_their_school: lambda case: case.school == HERE,
    access.not_named: _not_named,
    access.still_kept: lambda case: case.disposed_at.is_(None),
    access.lead_not_named: lambda case: case.lead_named.is_(False),
    access.lead_named: lambda case: case.lead_named.is_(True),
    access.head_named: lambda case: case.head_named.is_(True),
    access.on_team: _on_team,
    access.reported_it: lambda case: case.opened_by == ME,
}


_OURS: dict[int, ColumnElement[bool]] = {}


@cache
def visible(act: str, roles: frozenset[str], case: FromClause = CASE) -> ColumnElement[bool]:
    """Return the criterion of the cases to which whoever holds ``roles`` may do ``act``.

    It is made once, and kept; the session that it is executed in says who asks. ``case`` is the
    table, or an alias of it.
    """
    rows = [row for row in access.PERMITS[act] if row.roles & roles]
    found = [and_(*(CRITERIA[need](case.c) for need in row.needs)) for row in rows]
    return ours(or_(*found) if found else false())


def ours(criterion: ColumnElement[bool]) -> ColumnElement[bool]:
    """Take note of a criterion as one that may name tables as they are, and return it."""
    return _OURS.setdefault(id(criterion), criterion)


def is_ours(part: object) -> bool:
    """Say whether a part of a query is such a criterion."""
    return id(part) in _OURS
