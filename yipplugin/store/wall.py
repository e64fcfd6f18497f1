"""The wall around every query: what a forgotten check would have shown is not found.

A session that is somebody's finds them the cases of which they may know, and what belongs to those;
a session of the engine's at one school finds that school's rows. The wall is put around every kind
of row that a query names, in whatever way: selected, joined, aliased, or asked after in a part of
it. A query that it cannot be put around is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    true,
)
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.elements import ColumnClause, TextClause
from sqlalchemy.sql.visitors import ExternallyTraversible

from yipplugin.errors import PastTheWall
from yipplugin.rules.access import could
from yipplugin.store.cases import CaseRow, NamedRow, PupilRow
from yipplugin.store.contactdrafts import ContactDraftRow
from yipplugin.store.drafts import DraftRow
from yipplugin.store.grants import GrantRow
from yipplugin.store.holds import HoldRow
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.makings import MakingRow
from yipplugin.store.moves import MoveRow
from yipplugin.store.outbox import OutboxRow
from yipplugin.store.records import RecordRow
from yipplugin.store.referrals import ReferralRow
from yipplugin.store.visible import CASE, HERE, ME, Columns, is_ours, ours, visible
from yipplugin.values import AUTHORITY, HEADS, Actor, Everything

KNOWN_BY = ("case:read", "receipt:read", "ledger:read")
"""The permits by which somebody may know that there is a case."""

OPENED_BY = ("case:read", "ledger:read")
"""Those by which they may know more than that they reported it."""

Roles = frozenset[str] | None
"""Whose roles a wall is for; nothing for the engine's own work at one school."""

_CASE_OF_IT = CaseRow.__table__.alias("yip_case_of_it")
# Made at once: the lowest SQLAlchemy lets a second thread find the columns half made.
_OF_IT = _CASE_OF_IT.c
_WALLED: WeakKeyDictionary[Any, dict[Roles, Any]] = WeakKeyDictionary()


def put_around(state: ORMExecuteState) -> Any:
    """Execute a query with the wall around it, and return what it finds.

    :raises PastTheWall: for one that the wall cannot be put around.
    """
    who: Actor | Everything = state.session.info["who"]
    # A query without parameters of its own has none to add ours to.
    state.parameters = state.parameters or {}
    roles = who.roles if isinstance(who, Actor) else None
    return state.invoke_statement(
        _walled(state.statement, roles), params=state.session.info["asker"]
    )


def _walled(statement: Any, roles: Roles) -> Any:
    """Return a query with its walls; for one that is executed again, the very same one."""
    made = _WALLED.setdefault(statement, {})
    if roles not in made:
        if not isinstance(statement, Select):
            raise PastTheWall(type(statement).__name__)
        walls = [_wall(kind, roles) for kind in dict.fromkeys(_kinds(statement))]
        made[roles] = statement.options(*walls)
    return made[roles]


def _kinds(part: ExternallyTraversible, here: frozenset[Any] = frozenset()) -> Iterator[Any]:
    """Yield the kinds of row that a query names anywhere.

    :param here: the tables of the rows that the question is about which ``part`` is a part of.
    :raises PastTheWall: for text; for tables that are not named by their kind of row; and for a
        kind of row by another name, around which walls are not put everywhere.
    """
    if is_ours(part):
        return
    entity = part._annotations.get("parententity")
    if entity is not None and isinstance(part, Column | FromClause):
        if entity.is_aliased_class:
            raise PastTheWall(f"{entity.mapper.local_table} by another name")
        yield entity.mapper.class_
        return
    if isinstance(part, TextClause) or (
        isinstance(part, ColumnClause) and part.is_literal and part.name != "*"
    ):
        raise PastTheWall("text")
    table = part.table if isinstance(part, Column) else part
    if isinstance(table, Table) and table not in here:
        raise PastTheWall(table.name)
    if isinstance(part, Select):
        here = frozenset(_tables(part))
    # What a query was made of: what it selects from besides, it works out from its columns.
    for one in ExternallyTraversible.get_children(part):
        yield from _kinds(one, here)


def _tables(question: Select[Any]) -> Iterator[Any]:
    for part in question._raw_columns:
        entity = part._annotations.get("parententity")
        if entity is not None:
            yield entity.mapper.local_table


@cache
def _wall(kind: Any, roles: Roles) -> Any:
    return with_loader_criteria(kind, criterion(kind, roles))


def criterion(kind: Any, roles: Roles) -> ColumnElement[bool]:
    """Return what stands around every query for a kind of row."""
    c = kind.__table__.c
    here: ColumnElement[bool] = c.school == HERE
    if roles is None:
        return here
    return and_(here, WALLS[kind](c, roles)) if kind in WALLS else here


def _of_case(c: Columns, roles: frozenset[str]) -> ColumnElement[bool]:
    return _case_is(c.case_id, KNOWN_BY, roles)


def _of_grants(c: Columns, roles: frozenset[str]) -> ColumnElement[bool]:
    """Their own, those of cases that they may open, and delegations where they may list them."""
    of_case = or_(c.holder == ME, _case_is(c.case_id, OPENED_BY, roles))
    listed = could(roles, "delegation:list")
    return or_(of_case, c.case_id.is_(None)) if listed else of_case


def _of_ledger(c: Columns, roles: frozenset[str]) -> ColumnElement[bool]:
    """What they did themselves, and what was done in cases that they know of and at the school."""
    return or_(c.actor == ME, _case_is(c.chain, KNOWN_BY, roles), _at_school(c, roles))


def _at_school(c: Columns, roles: frozenset[str]) -> ColumnElement[bool]:
    """What was done at the school; of what was tried with a case, only where they know of it.

    What was tried with a case that there is not is left out alike: otherwise whoever is hidden from
    a case could try it, and look here whether there is one.
    """
    if not roles & (HEADS | {"dsl"}):
        return false()
    of = "case:"
    known = exists().where(
        _OF_IT.id == func.substr(c.subject, len(of) + 1),
        _any_of(("ledger:read",), roles, _CASE_OF_IT),
    )
    return and_(c.chain == literal("school:") + HERE, or_(not_(c.subject.startswith(of)), known))


WALLS: Mapping[type[Any], Callable[[Columns, frozenset[str]], ColumnElement[bool]]] = {
    CaseRow: lambda c, roles: _any_of(KNOWN_BY, roles, CASE),
    RecordRow: _of_case,
    NamedRow: _of_case,
    PupilRow: _of_case,
    GrantRow: _of_grants,
    MoveRow: _of_case,
    HoldRow: _of_case,
    ReferralRow: _of_case,
    DraftRow: lambda c, roles: c.author == ME,
    ContactDraftRow: lambda c, roles: true() if AUTHORITY in roles else false(),
    MakingRow: lambda c, roles: and_(c.asked_by == ME, _of_case(c, roles)),
    LedgerRow: _of_ledger,
    # Messages are the engine's own: whoever leaves one has no need to see it.
    OutboxRow: lambda c, roles: false(),
}
"""What is asked of a row beside its school, where somebody asks for it."""


@cache
def on_ledger(roles: frozenset[str]) -> ColumnElement[bool]:
    """Return the criterion of the entries that somebody may read: less than the wall lets through.

    What they did themselves is not theirs to read in a case that they no longer know of.
    """
    c = LedgerRow.__table__.c
    return ours(or_(_case_is(c.chain, ("ledger:read",), roles), _at_school(c, roles)))


def _any_of(acts: Iterable[str], roles: frozenset[str], case: FromClause) -> ColumnElement[bool]:
    return or_(*(visible(act, roles, case) for act in acts))


def _case_is(case_id: Any, acts: Iterable[str], roles: frozenset[str]) -> ColumnElement[bool]:
    return exists().where(_OF_IT.id == case_id, _any_of(acts, roles, _CASE_OF_IT))
