"""Word in advance that a school's own contacts are to be checked again, to whoever can do it."""

from datetime import date

from flask import current_app

from yipplugin.contact import Route
from yipplugin.rules.trust import DUE, STALE, Trust, trust
from yipplugin.services.contacts import own_routes
from yipplugin.spoken import day_of
from yipplugin.store.ledger import schools_with_chains
from yipplugin.store.outbox import is_left, put
from yipplugin.store.sessions import store
from yipplugin.values import Everything

MESSAGE = "contact check"


def warn_of_checks() -> None:
    """Leave word for each school's lead, once for each check of a contact that runs out."""
    kept = store()
    now = kept.clock()
    with kept.reading(Everything()) as session:
        schools = schools_with_chains(session)
    for school in schools:
        running_out = _running_out(school, day_of(now))
        if not running_out:
            continue
        with kept.writing(Everything(school)) as session:
            for route, found in running_out:
                key = f"check:{route.ref}:{found.until}"
                if not is_left(session, school, key):
                    payload = {"contact": route.ref}
                    put(
                        session,
                        school=school,
                        kind=MESSAGE,
                        payload=payload,
                        due_at=now,
                        key=key,
                    )


def _running_out(school: str, day: date) -> list[tuple[Route, Trust]]:
    days = current_app.config["YIP_CONTACT_DAYS"]
    found = [(one, trust(one, day, days)) for one in own_routes(school).values()]
    return [(one, how) for one, how in found if how.state in (DUE, STALE)]
