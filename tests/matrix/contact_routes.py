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
    # No pack brings a form here, and nothing was sent: whoever is let through finds none either.
    "GET /cases/<case_id>/refer/<pack>/<key>": [Ask("/cases/{case}/refer/a/b", says.READ, 404)],
    "POST /cases/<case_id>/refer/<pack>/<key>": [
        Ask(
            "/cases/{case}/refer/a/b",
            says.READ,
            404,
            sends=Button("contacts", {"_sign": "yes"}),
        )
    ],
    "GET /cases/<case_id>/referrals/<referral_id>": [
        Ask("/cases/{case}/referrals/none", says.READ, 404)
    ],
    "GET /cases/<case_id>/referrals/<referral_id>/print": [
        Ask("/cases/{case}/referrals/none/print", says.PRINT, 404)
    ],
    "POST /cases/<case_id>/referrals/<referral_id>": [
        Ask(
            "/cases/{case}/referrals/none",
            says.READ,
            404,
            signed_out=401,
            sends=Button("referral none", {"_do": "answer", "spoke_to": "Somebody"}),
        )
    ],
    # Nobody has said for which authority anybody here writes, so that there is no pack to be found.
    "GET /authority": [Ask("/authority", says.PUBLISHERS)],
    "POST /authority": [
        Ask(
            "/authority",
            says.PUBLISHERS,
            404,
            signed_out=401,
            sends=Button("authority", {"area": "la:857"}),
        )
    ],
    "GET /authority/<pack>": [Ask("/authority/rutland", says.PUBLISHERS, 404)],
    "POST /authority/<pack>": [
        Ask(
            "/authority/rutland",
            says.PUBLISHERS,
            404,
            signed_out=401,
            sends=Button("published_contacts", {"_do": "copy", "of": "front_door"}),
        )
    ],
    "GET /authority/<pack>/route": [Ask("/authority/rutland/route", says.PUBLISHERS, 404)],
    "POST /authority/<pack>/route": [
        Ask(
            "/authority/rutland/route",
            says.PUBLISHERS,
            404,
            signed_out=401,
            sends=Button("published_route", {"org": "Us"}),
        )
    ],
    "GET /authority/<pack>/try": [Ask("/authority/rutland/try", says.PUBLISHERS, 404)],
    "GET /authority/<pack>/publish": [Ask("/authority/rutland/publish", says.PUBLISHERS, 404)],
    "POST /authority/<pack>/publish": [
        Ask(
            "/authority/rutland/publish",
            says.PUBLISHERS,
            404,
            sends=Button("publish rutland", {"_do": "publish"}),
        )
    ],
    "GET /authority/<pack>/file": [Ask("/authority/rutland/file", says.PUBLISHERS, 404)],
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
