"""The rows of ``PERMITS`` as criteria: a query finds the cases that ``may`` would allow."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, false, or_

from yipplugin.rules import access
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.values import Actor

_ME: BindParameter[str] = bindparam("me")
_HERE: BindParameter[str] = bindparam("here")

CRITERIA: Mapping[access.Predicate, ColumnElement[bool]] = {
    access.of_their_school: CaseRow.school == _HERE,
    access.not_named: ~exists().where(
        NamedRow.school == _HERE, NamedRow.ref == _ME, NamedRow.case_id == CaseRow.id
    ),
    access.reported_it: CaseRow.opened_by == _ME,
}


@lru_cache(maxsize=256)
def visible(act: str, roles: frozenset[str]) -> ColumnElement[bool]:
    """Return the criterion of the cases to which whoever holds ``roles`` may do ``act``.

    It is made once; ``asker`` gives the values that a query with it needs.
    """
    rows = [row for row in access.PERMITS[act] if row.roles & roles]
    found = [and_(*(CRITERIA[need] for need in row.needs)) for row in rows]
    return or_(*found) if found else false()


def asker(actor: Actor) -> dict[str, str]:
    """Return who asks, as a query with ``visible`` in it wants to know."""
    return {"me": actor.ref, "here": actor.school}
