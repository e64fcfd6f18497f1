"""The rows of ``PERMITS`` as criteria: a query finds the cases that ``may`` would allow."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, and_, exists, false, or_

from yipplugin.rules import access
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.values import Actor

Criterion = Callable[[Actor], ColumnElement[bool]]


def _of_their_school(actor: Actor) -> ColumnElement[bool]:
    return CaseRow.school == actor.school


def _not_named(actor: Actor) -> ColumnElement[bool]:
    named = (NamedRow.school == actor.school) & (NamedRow.ref == actor.ref)
    return ~exists().where(named, NamedRow.case_id == CaseRow.id)


def _reported_it(actor: Actor) -> ColumnElement[bool]:
    return CaseRow.opened_by == actor.ref


CRITERIA: Mapping[access.Predicate, Criterion] = {
    access.of_their_school: _of_their_school,
    access.not_named: _not_named,
    access.reported_it: _reported_it,
}


def visible(actor: Actor, act: str) -> ColumnElement[bool]:
    """Return the criterion of the cases to which ``actor`` may do ``act``."""
    rows = [row for row in access.PERMITS[act] if row.roles & actor.roles]
    found = [and_(*(CRITERIA[need](actor) for need in row.needs)) for row in rows]
    return or_(*found) if found else false()
