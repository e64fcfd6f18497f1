"""Contacts that somebody says are wrong: written down, told to whoever can mend them, settled."""

from dataclasses import dataclass, field
from datetime import datetime

from yipplugin.contact import Route, WrongContact
from yipplugin.errors import ImageryRefused, NotFound
from yipplugin.hooking import Failure, house
from yipplugin.imagery import refuse_images
from yipplugin.packs.contacts.keeping import kept, route_of
from yipplugin.services import limits
from yipplugin.services.contactpacks import CHANGE
from yipplugin.services.owncontacts import end, write_down
from yipplugin.services.permits import demand
from yipplugin.store.contacts import WRONG, ContactNoteRow, note, notes
from yipplugin.store.ledger import lock_school
from yipplugin.store.outbox import put
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything

REPORT = "contact:report"
MESSAGE = "contact wrong"
LONGEST = 500
"""Characters in which somebody may say what is wrong with a contact."""


@dataclass(frozen=True)
class Wrong:
    """Somebody says that a contact is wrong."""

    id: str
    route: Route = field(repr=False)
    says: str = field(repr=False)
    at: datetime


def report_wrong(actor: Actor, route: Route, says: str = "") -> None:
    """Write down that a contact is wrong, and leave word for its owner and the school's lead.

    What was typed is left out where it holds image data: the report matters more than the words.

    :raises TooMany: where somebody reports very many.
    """
    demand(actor, REPORT)
    limits.hold(actor, REPORT)
    says = says.strip()[:LONGEST]
    try:
        refuse_images(says=says)
    except ImageryRefused:
        says = ""
    now = store().clock()
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        said = {"route": kept(route), "says": says}
        row = note(session, actor.school, WRONG, route.ref, said, actor.ref, now)
        payload = {"note": row.id, "ref": route.ref}
        put(
            session,
            school=actor.school,
            kind=MESSAGE,
            payload=payload,
            due_at=now,
            key=f"contact:{row.id}",
        )
        write_down(session, actor, REPORT, route.ref, "wrong")


def wrong(actor: Actor) -> tuple[Wrong, ...]:
    """Return what was said to be wrong and is not settled."""
    demand(actor, CHANGE)
    with store().reading(actor) as session:
        return tuple(_wrong(row) for row in notes(session, actor.school, WRONG))


def settle(actor: Actor, note_id: str) -> None:
    """Take down that a wrong contact was put right, or was right after all."""
    demand(actor, CHANGE)
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        row = next((o for o in notes(session, actor.school, WRONG) if o.id == note_id), None)
        if row is None:
            raise NotFound
        end(session, actor, row)
        write_down(session, actor, CHANGE, row.ref, "settled")


def wrong_refs(school: str) -> frozenset[str]:
    """Return the references of contacts that somebody says are wrong."""
    with store().reading(Everything(school)) as session:
        return frozenset(row.ref for row in notes(session, school, WRONG))


def tell_of_wrong(school: str, note_id: str) -> list[Failure]:
    """Tell every plugin that a contact is wrong; return those that failed."""
    with store().reading(Everything(school)) as session:
        row = session.get(ContactNoteRow, note_id)
        found = _wrong(row) if row is not None else None
    if found is None:
        return []
    route = found.route
    told = WrongContact(
        school, route.ref, route.org, route.phone, route.owner, route.tells, found.says, found.at
    )
    failures: list[Failure] = house().hooks.yip_contact_wrong(told)
    return failures


def _wrong(row: ContactNoteRow) -> Wrong:
    said = row.said
    return Wrong(row.id, route_of(said["route"]), said["says"], row.made_at)
