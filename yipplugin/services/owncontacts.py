"""A school's own contacts, which no update of an authority's touches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from yipplugin.contact import Route
from yipplugin.errors import NotFound
from yipplugin.packs.contacts.own import OWN, own_route
from yipplugin.services.contactpacks import CHANGE
from yipplugin.services.permits import demand
from yipplugin.store.base import new_id
from yipplugin.store.contacts import ROUTE, ContactNoteRow, note, notes
from yipplugin.store.ledger import Entry, append_to_school, lock_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor


@dataclass(frozen=True)
class Own:
    """A route of the school's own: as it was typed, and as it is used."""

    ref: str
    said: Mapping[str, Any] = field(repr=False)
    route: Route = field(repr=False)
    made_at: datetime


def own(actor: Actor) -> tuple[Own, ...]:
    """Return the school's own routes as they can be edited."""
    demand(actor, CHANGE)
    with store().reading(actor) as session:
        rows = notes(session, actor.school, ROUTE)
        said = [(row.ref, row.said, row.made_at) for row in rows]
    return tuple(Own(ref, one, own_route(ref, one, owner()), at) for ref, one, at in said)


def save(actor: Actor, said: Mapping[str, Any], ref: str = "") -> str:
    """Add a route of the school's own, or change the one with this reference; return it.

    :raises ContactsRefused: naming the field that is wrong; nothing is changed then.
    :raises NotFound: for a reference that there is not.
    """
    demand(actor, CHANGE)
    new = ref or f"r{new_id()[:12]}"
    own_route(new, said, owner())
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        if ref:
            end(session, actor, row_of(session, actor, ROUTE, ref))
        note(session, actor.school, ROUTE, new, said, actor.ref, store().clock())
        write_down(session, actor, CHANGE, new, "changed" if ref else "added")
    return new


def retire(actor: Actor, ref: str) -> None:
    """Take a route of the school's own out of use; what it was is kept."""
    demand(actor, CHANGE)
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        end(session, actor, row_of(session, actor, ROUTE, ref))
        write_down(session, actor, CHANGE, ref, "retired")


def owner() -> str:
    """Return whose a school's own contacts are."""
    return current_app.config["YIP_SCHOOL_NAME"] or "the school"


def row_of(session: Session, actor: Actor, kind: str, ref: str) -> ContactNoteRow:
    """Return what the school says of a contact now.

    :raises NotFound: where it says nothing.
    """
    bare = ref.removeprefix(f"{OWN}/")
    row = next((one for one in notes(session, actor.school, kind) if one.ref == bare), None)
    if row is None:
        raise NotFound
    return row


def end(session: Session, actor: Actor, row: ContactNoteRow) -> None:
    """End what was said; what it was is kept."""
    row.ended_at, row.ended_by = store().clock(), actor.ref
    session.flush()


def write_down(session: Session, actor: Actor, act: str, ref: str, change: str) -> None:
    """Write an act on a contact into the school\'s chain."""
    entry = Entry.of(actor, store().clock(), act, f"contact:{ref}", detail={"change": change})
    append_to_school(session, actor.school, entry)
