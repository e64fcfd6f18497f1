"""The keys of contact packs, and the words that their tables are made of."""

from yipplugin.contact import PURPOSES
from yipplugin.packs.contacts import referral_keys
from yipplugin.packs.keys import Table, may, must

LENGTH = "a length of time, such as `{hours: 24}` or `{working days: 2}`"

PACK = Table(
    "The pack",
    "a contact pack",
    "Whose contacts they are, and for which places.",
    (
        must("contacts", "a key", "The pack’s key, such as `oxfordshire`; never changes."),
        must("version", "a whole number", "Goes up each time the pack is signed anew."),
        must("title", "text", "What people read."),
        must("owner", "text", "Who answers for the contacts."),
        may(
            "reports to",
            "an e-mail address",
            "Where the owner hears of a wrong number; only what ships may leave it out.",
        ),
        must("in force", "a date", "From which day on the pack is to be used."),
        may("authority", "a name or code, or a list", "The authorities whose contacts these are."),
        may("force", "a name, or a list", "The police forces whose contacts these are."),
        may("national", "`yes` or `no`", "They serve all of England; only what ships may say so."),
        may("confirm within", LENGTH, "How soon a call is confirmed in writing, by every route."),
        may("thresholds", "text", "When to call, in the owner’s own words."),
        may("source", "text", "Where all of this was taken from."),
        may("routes", "keys of routes, and routes", "Or one route a file in `routes/`."),
        may(
            "referrals",
            "keys of forms, and forms",
            "The owner’s own referral forms; or one form a file in `referrals/`.",
        ),
    ),
)

ROUTE = Table(
    "Routes",
    "a route",
    "One way to reach somebody. Its key never changes; whatever else does is shown to schools.",
    (
        must("purpose", "a purpose", "What they are contacted for."),
        must("org", "text", "Who answers."),
        may("role", "text", "Whom to ask for."),
        may("phone", "a number, as it is dialled", "With its extension: `01709 336080 ext. 12`."),
        may("sms", "a number", "Where a text message goes."),
        may("email", "an e-mail address", "Where mail goes."),
        may("secure email", "`yes` or `no`", "Mail to it is safe for what is about a child."),
        may("web", "an address", "A page to read, `https://`."),
        may("form", "an address", "The owner’s own form, `https://`."),
        must("hours", "hours", "When somebody is there."),
        may("only at risk", "`yes` or `no`", "It is for a child at immediate risk alone."),
        may("ages", "`{from: 18}`, `{under: 18}`", "Whom it serves; everybody, where left out."),
        may("notes", "text", "What to know before calling."),
        may("confirm within", LENGTH, "How soon a call by this route is confirmed in writing."),
        may("area", "an authority or a force", "One of the pack’s; all of them, where left out."),
        must("source", "text", "Where it was taken from: a page, or who said it."),
        may("verified", "`{on: a date, by: who}`", "Who rang it and heard the right answer."),
        may("order", "a whole number", "Lower comes first; 50 where left out."),
        may("valid", "`{from: a date, until: a date}`", "Its first and its last day."),
    ),
)

VERIFIED = Table(
    "Who has checked it",
    "a check",
    "",
    (must("on", "a date", "The day."), must("by", "text", "Who, by name or role.")),
)
VALID = Table(
    "When it serves",
    "a time",
    "",
    (may("from", "a date", "Its first day."), may("until", "a date", "Its last day.")),
)
AGES = Table(
    "Whom it serves",
    "ages",
    "",
    (
        may("from", "a whole number", "The youngest."),
        may("under", "a whole number", "Nobody of this age any more."),
    ),
)

TABLES = (PACK, ROUTE, referral_keys.REFERRAL, referral_keys.DELIVERY)

GIVEN = tuple(one for one in PURPOSES if one != "emergency")
"""The purposes that a pack may give routes for: nobody gives another 999."""
