"""Word in advance that contacts are to be checked again, to whoever can do it."""

from collections.abc import Iterable
from datetime import date

from flask import current_app

from yipplugin.contact import Route
from yipplugin.packs.contacts.reading import read_kept
from yipplugin.packs.contacts.signing import opened
from yipplugin.rules.trust import DUE, STALE, Trust, trust
from yipplugin.services.contacts import own_routes
from yipplugin.spoken import day_of
from yipplugin.store.contactdrafts import published, publishers
from yipplugin.store.ledger import schools_with_chains
from yipplugin.store.outbox import is_left, put
from yipplugin.store.sessions import store
from yipplugin.values import Everything

MESSAGE = "contact check"
PUBLISHED = "published contact check"
"""Of a school's own contact, and of one that an authority publishes here."""


def warn_of_checks() -> None:
    """Leave word for whoever keeps a contact, once for each check of it that runs out."""
    day = day_of(store().clock())
    with store().reading(Everything()) as session:
        schools, published_by = schools_with_chains(session), publishers(session)
    for school in schools:
        _leave(school, MESSAGE, running_out(own_routes(school).values(), day))
    for school, pack in published_by:
        _leave(school, PUBLISHED, running_out(public_routes(school, pack), day))


def running_out(routes: Iterable[Route], day: date) -> list[tuple[Route, Trust]]:
    """Return the routes whose check runs out soon or has done so, and how far they are trusted."""
    days = current_app.config["YIP_CONTACT_DAYS"]
    found = [(one, trust(one, day, days)) for one in routes]
    return [(one, how) for one, how in found if how.state in (DUE, STALE)]


def public_routes(school: str, pack: str) -> tuple[Route, ...]:
    """Return the routes of a pack as an authority published it last."""
    with store().reading(Everything(school)) as session:
        row = published(session, school, pack)
        signed = row.signed if row else None
    return read_kept(opened(signed.encode()).text).routes if signed else ()


def publishers_of(ref: str) -> list[str]:
    """Return the authorities here that publish the pack which a route stands in."""
    with store().reading(Everything()) as session:
        return [school for school, pack in publishers(session) if ref.startswith(f"{pack}/")]


def _leave(school: str, kind: str, found: list[tuple[Route, Trust]]) -> None:
    if not found:
        return
    now = store().clock()
    with store().writing(Everything(school)) as session:
        for route, how in found:
            key = f"check:{route.ref}:{how.until}"
            payload = {"contact": route.ref}
            if not is_left(session, school, key):
                put(session, school=school, kind=kind, payload=payload, due_at=now, key=key)
