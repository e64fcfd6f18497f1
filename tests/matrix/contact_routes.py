"""The pages of contacts, as ``routes`` has them: how each is asked, and what is expected."""

from tests.matrix import expected as says
from tests.matrix.asking import Ask, Button

OWN_CONTACT = {
    "purpose": "police_advice",
    "org": "Safer schools officer",
    "phone": "0114 496 0010",
    "hours": "always",
    "source": "I rang them",
    "checked": "no",
    "order": "20",
}
ROUTES = {
    # Whom to call.
    "GET /contacts": [Ask("/contacts", says.ANYBODY)],
    "POST /contacts": [
        Ask(
            "/contacts",
            says.ANYBODY,
            303,
            signed_out=401,
            sends=Button("contacts", {"home": "Rotherham"}),
        )
    ],
    "POST /contacts/wrong": [
        Ask(
            "/contacts/wrong",
            says.ANYBODY,
            303,
            signed_out=401,
            sends=Button("contacts", {"ref": "england/police"}),
        )
    ],
    "GET /cases/<case_id>/contacts": [Ask("/cases/{case}/contacts", says.READ)],
    "POST /cases/<case_id>/contacts": [
        Ask(
            "/cases/{case}/contacts",
            says.READ,
            303,
            signed_out=401,
            sends=Button("contacts", {"ref": "england/police"}),
        )
    ],
    "GET /contacts/own": [Ask("/contacts/own", says.COUNTERS)],
    "POST /contacts/own": [
        Ask(
            "/contacts/own",
            says.COUNTERS,
            303,
            signed_out=401,
            sends=Button("own_contact", OWN_CONTACT),
        )
    ],
}
