"""The acts of contacts, as ``test_service_acts`` tries them."""

from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace

from tests.matrix import expected as says
from yipplugin.contact import EMERGENCY, Need
from yipplugin.errors import ContactsRefused, FormChanged, NotAnswered, NotFound
from yipplugin.services import (
    authoring,
    calling,
    contactpacks,
    contacts,
    heardwrong,
    owncontacts,
    previewing,
    publishing,
    referring,
    wrongcontacts,
)
from yipplugin.services.signing import Filled


def gone(act, *more):
    """Return an act on something of the school's that is not there, which is found after all."""

    def tried(actor, *_):
        with suppress(NotFound, ContactsRefused):
            act(actor, *more)

    return tried


def refers(act):
    """Return an act on a referral that is refused once the case was opened."""

    def tried(actor, place, _):
        with suppress(NotAnswered, FormChanged):
            act(actor, place.case)

    return tried


OFFER = SimpleNamespace(form=SimpleNamespace(form=SimpleNamespace(version=2)))
OLD = Filled("none", "a/b", {}, version=1)
CALLED = Need("lado", datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
OWN_CONTACT = {
    "purpose": "lado",
    "org": "Somebody",
    "phone": "101",
    "hours": "always",
    "source": "Known",
}


def tried(Try):
    """Return how each act is tried."""
    return {
        "calling.case_to_call": [
            Try(lambda actor, place, _: calling.case_to_call(actor, place.case), says.READ)
        ],
        "calling.noted": [Try(lambda actor, place, _: calling.noted(actor, place.case), says.READ)],
        "calling.used": [
            Try(
                lambda actor, place, _: calling.used(actor, place.case, EMERGENCY, "fixed"),
                says.READ,
            )
        ],
        "referring.answer": [
            Try(refers(lambda actor, case: referring.answer(actor, case, "none", {})), says.READ)
        ],
        "referring.send": [
            Try(refers(lambda actor, case: referring.send(actor, case, OFFER, OLD)), says.READ)
        ],
        "authoring.begin": [Try(gone(authoring.begin, "la:857"), says.PUBLISHERS)],
        "authoring.change": [
            Try(gone(authoring.change, "rutland", 1, lambda said: said), says.PUBLISHERS)
        ],
        "authoring.desk": [Try(lambda actor, *_: authoring.desk(actor), says.PUBLISHERS)],
        "authoring.draft": [Try(gone(authoring.draft, "rutland"), says.PUBLISHERS)],
        "heardwrong.heard_wrong": [Try(gone(heardwrong.heard_wrong, "rutland"), says.PUBLISHERS)],
        "previewing.preview": [Try(gone(previewing.preview, "rutland", CALLED), says.PUBLISHERS)],
        "publishing.copies": [Try(gone(publishing.copies, "rutland"), says.PUBLISHERS)],
        "publishing.outlook": [Try(gone(publishing.outlook, "rutland"), says.PUBLISHERS)],
        "publishing.publish": [Try(gone(publishing.publish, "rutland", 1), says.PUBLISHERS)],
        "publishing.send": [Try(gone(publishing.send, "rutland"), says.PUBLISHERS)],
        "publishing.signed_file": [Try(gone(publishing.signed_file, "rutland"), says.PUBLISHERS)],
        "contactpacks.apply": [Try(gone(contactpacks.apply, "none"), says.COUNTERS)],
        "contactpacks.decline": [Try(gone(contactpacks.decline, "none"), says.COUNTERS)],
        "contactpacks.drop": [Try(gone(contactpacks.drop, "none"), says.COUNTERS)],
        "contactpacks.given": [Try(lambda actor, *_: contactpacks.given(actor), says.COUNTERS)],
        "contacts.whom": [Try(lambda actor, *_: contacts.whom(actor, CALLED), says.ANYBODY)],
        "owncontacts.own": [Try(lambda actor, *_: owncontacts.own(actor), says.COUNTERS)],
        "wrongcontacts.report_wrong": [
            Try(lambda actor, *_: wrongcontacts.report_wrong(actor, EMERGENCY), says.ANYBODY)
        ],
        "owncontacts.retire": [Try(gone(owncontacts.retire, "none"), says.COUNTERS)],
        "owncontacts.save": [
            Try(lambda actor, *_: owncontacts.save(actor, OWN_CONTACT), says.COUNTERS)
        ],
        "wrongcontacts.settle": [Try(gone(wrongcontacts.settle, "none"), says.COUNTERS)],
        "wrongcontacts.wrong": [Try(lambda actor, *_: wrongcontacts.wrong(actor), says.COUNTERS)],
    }
