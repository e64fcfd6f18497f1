"""Delegations: roles that the head gives to somebody at the school for a time."""

from sqlalchemy.orm import Session

from yipplugin.errors import NotFound, NotGiven
from yipplugin.services.grants import (
    BEGUN,
    ENDED,
    Grant,
    Wanted,
    begin,
    checked,
    end,
    entry_of,
    shown,
)
from yipplugin.services.permits import demand
from yipplugin.store import grants as rows
from yipplugin.store.grants import DELEGATED, DELEGATION, GrantRow, lock_grant
from yipplugin.store.ledger import append_to_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor

LIST, CHANGE = "delegation:list", "delegation:change"


def page(actor: Actor) -> tuple[Grant, ...]:
    """Return what was delegated at the actor's school, ended ones too, newest first."""
    demand(actor, LIST)
    with store().reading(actor) as session:
        return tuple(shown(row) for row in rows.delegations(session, actor.school))


def delegate(actor: Actor, role: str, wanted: Wanted) -> None:
    """Give somebody a role until the end of a day.

    :raises NotGiven: saying what is missing or wrong.
    """
    demand(actor, CHANGE)
    if role not in DELEGATED:
        raise NotGiven("role", "Choose what you delegate")
    holder, ends_at, reason = checked(actor, wanted)
    with store().writing(actor) as session:
        row = begin(session, actor, DELEGATION, role, holder, ends_at, reason)
        _write_down(session, actor, row, BEGUN)


def end_it(actor: Actor, grant_id: str) -> None:
    """End a delegation now; where it has ended already, nothing happens.

    :raises NotFound: where there is no such delegation at the school.
    """
    demand(actor, CHANGE)
    with store().writing(actor) as session:
        row = lock_grant(session, actor.school, grant_id)
        if row is None or row.kind != DELEGATION:
            raise NotFound
        if end(row, actor):
            _write_down(session, actor, row, ENDED)


def _write_down(session: Session, actor: Actor, row: GrantRow, change: str) -> None:
    append_to_school(session, actor.school, entry_of(actor, CHANGE, row, change))
