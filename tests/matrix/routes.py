"""Every page, with every way in which it is asked for something: one table, and none left out.

A new page, or a method that a page did not take before, gets a line here: the method and the rule
as ``add_url_rule`` has it, without our prefix; and behind it what is sent to which address, and
what ``expected`` says of whom. An address that holds ``{case}``, ``{reference}``, ``{report}``,
``{look}`` or ``{grant}`` is asked in every situation. A page that asks whoever opens it for less
than a proof that it is them, and that they know the rules of conduct, is in ``FREE`` too.
"""

from tests.matrix import contact_routes, form_routes
from tests.matrix import expected as says
from tests.matrix.asking import Ask, Button, Form

LET_IN = {
    "reason": "They work with the family.",
    "last_day-day": "9",
    "last_day-month": "3",
    "last_day-year": "2026",
}
LOOK = Form("look", {"danger": "no", "_sign": "yes"})
WHY = {"_because": "It was not so.", "_sign": "yes"}


def correction(form, which, **answers):
    """Return what is sent to correct a record."""
    return Form(form, WHY | answers, corrects="{" + which + "}")


def decision(do, **answers):
    """Return what is sent to decide on what becomes of a case."""
    return Button("disposal {case}", {"_do": do, **answers})


def going(do, **answers):
    """Return what is sent to decide on where a case goes."""
    return Button("move {case}", {"_do": do, **answers})


def holding(do, **answers):
    """Return what is sent to put a case on hold, or to lift that."""
    return Button("hold {case}", {"_do": do, **answers})


def nowhere(*addresses):
    """Return how addresses are asked at which no page stands, whoever asks."""
    return [Ask(one, says.EVERYBODY, 404) for one in addresses]


def not_so(*addresses):
    """Return how pages are asked for what none of them takes, whoever asks."""
    return [Ask(one, says.EVERYBODY, 405) for one in addresses]


FORM, RECORD = "/cases/<case_id>/forms/<form>", "/cases/<case_id>/records/<record_id>"

ROUTES = {
    # Whoever works at the school.
    "GET /": [Ask("/", says.EVERYBODY, 303)],
    "GET /report": [Ask("/report?pupil=pupil:1", says.ANYBODY)],
    "POST /report": [
        Ask(
            "/report",
            says.ANYBODY,
            303,
            sends=Form("report", {"said": "As told.", "pupil": "pupil:1", "_sign": "yes"}, case=""),
        )
    ],
    "GET /reports": [Ask("/reports", says.ANYBODY)],
    "GET /reports/<case_id>": [Ask("/reports/{case}", says.RECEIPT)],
    "GET /reports/<case_id>/add": [Ask("/reports/{case}/add", says.ADD)],
    "POST /reports/<case_id>/add": [
        Ask(
            "/reports/{case}/add",
            says.ADD,
            303,
            sends=Form("report_addition", {"said": "And this.", "_sign": "yes"}),
        )
    ],
    "POST /drafts": [Ask("/drafts", says.ANYBODY, signed_out=401, sends=LOOK)],
    # The same form at the address that names it.
    "GET /reports/<case_id>/add/<form>": [Ask("/reports/{case}/add/report_addition", says.ADD)],
    "POST /reports/<case_id>/add/<form>": [
        Ask(
            "/reports/{case}/add/report_addition",
            says.ADD,
            303,
            sends=Form("report_addition", {"said": "And this.", "_sign": "yes"}),
        )
    ],
    # Whoever works on cases.
    "GET /cases": [Ask("/cases", says.LISTERS)],
    "GET /cases/find": [Ask("/cases/find", says.LISTERS)],
    "POST /cases/find": [
        Ask(
            "/cases/find",
            says.LISTERS,
            signed_out=401,
            sends=Button("find", {"who": "Robin"}),
        )
    ],
    "GET /cases/<case_id>": [Ask("/cases/{case}?signed={look}", says.READ)],
    "GET /cases/<case_id>/print": [Ask("/cases/{case}/print", says.PRINT)],
    "GET /cases/<case_id>/papers": [Ask("/cases/{case}/papers", says.PRINT)],
    "GET /cases/<case_id>/papers/<paper>": [Ask("/cases/{case}/papers/note", says.PRINT)],
    "GET /cases/<case_id>/outside": [Ask("/cases/{case}/outside?about=pupil:1", says.PRINT)],
    "POST /cases/<case_id>/outside": [
        Ask(
            "/cases/{case}/outside?about=pupil:1",
            says.PRINT,
            sends=Button("outside {case}", {"_do": "outside-chronology"}),
        )
    ],
    "GET /cases/<case_id>/file": [Ask("/cases/{case}/file", says.PRINT)],
    # Nobody has asked for one: whoever is let through is told so.
    "POST /cases/<case_id>/file": [
        Ask("/cases/{case}/file", says.PRINT, 409, sends=Button("file {case}", {"_do": "take"})),
        Ask("/cases/{case}/file", says.PRINT, 303, sends=Button("file {case}", {"_do": "cancel"})),
    ],
    "GET /cases/<case_id>/inspection": [Ask("/cases/{case}/inspection", says.PRINT)],
    "GET /cases/<case_id>/person": [Ask("/cases/{case}/person?about=pupil:1", says.PRINT)],
    f"GET {FORM}": [Ask("/cases/{case}/forms/look", says.READ)],
    f"POST {FORM}": [
        Ask("/cases/{case}/forms/look", says.FILL_LOOK, 303, sends=LOOK),
        Ask(
            "/cases/{case}/forms/sign_off?about=record:{look}",
            says.FILL_SIGN_OFF,
            303,
            sends=Form(
                "sign_off",
                {"agreed": "yes", "signature-signed": "yes", "_sign": "yes"},
                about="record:{look}",
            ),
        ),
        Ask(
            "/cases/{case}/forms/team_note",
            says.FILL_TEAM_NOTE,
            303,
            sends=Form("team_note", {"said": "Seen.", "_sign": "yes"}),
        ),
    ],
    f"GET {RECORD}": [Ask("/cases/{case}/records/{look}", says.READ)],
    f"GET {RECORD}/correct": [
        Ask("/cases/{case}/records/{look}/correct", says.CORRECT_ANOTHERS),
        Ask("/cases/{case}/records/{report}/correct", says.CORRECT_REPORT),
    ],
    f"POST {RECORD}/correct": [
        Ask(
            "/cases/{case}/records/{look}/correct",
            says.CORRECT_ANOTHERS,
            303,
            sends=correction("look", "look", danger="no"),
        ),
        Ask(
            "/cases/{case}/records/{report}/correct",
            says.CORRECT_REPORT,
            303,
            sends=correction("report", "report", said="As I was told.", pupil="pupil:1"),
        ),
    ],
    # Whoever decides who sees a case, and what becomes of it.
    "GET /cases/<case_id>/team": [Ask("/cases/{case}/team", says.TEAM)],
    "POST /cases/<case_id>/team": [
        Ask(
            "/cases/{case}/team",
            says.TEAM,
            303,
            signed_out=401,
            sends=Button("team", {"holder": "staff:for {who}", **LET_IN}),
        )
    ],
    "POST /cases/<case_id>/team/<grant_id>/end": [
        Ask("/cases/{case}/team/{grant}/end", says.TEAM, 303, sends=Button("team"))
    ],
    "GET /emergency": [Ask("/emergency", says.WIDENERS)],
    "POST /emergency": [
        Ask(
            "/emergency",
            says.WIDEN,
            303,
            none=422,
            signed_out=401,
            sends=Button("widen", {"reference": "{reference}", "reason": "They are here."}),
            echoes=True,
        )
    ],
    "GET /delegations": [Ask("/delegations", says.DELEGATIONS)],
    "POST /delegations": [
        Ask(
            "/delegations",
            says.DELEGATE,
            303,
            signed_out=401,
            sends=Button("delegation", {"holder": "staff:one", "role": "deputy_dsl", **LET_IN}),
        )
    ],
    "POST /delegations/<grant_id>/end": [
        Ask("/delegations/{delegated}/end", says.DELEGATE, 303, sends=Button("delegation"))
    ],
    "GET /cases/<case_id>/disposal": [Ask("/cases/{case}/disposal", says.DISPOSAL)],
    "POST /cases/<case_id>/disposal": [
        Ask(
            "/cases/{case}/disposal",
            says.DECIDE_TO_PROPOSE,
            303,
            signed_out=401,
            sends=decision("propose", ground="time", reason="Read it all."),
        ),
        # Nothing is proposed anywhere: whoever is let through is told so.
        Ask(
            "/cases/{case}/disposal",
            says.DISPOSAL,
            409,
            sends=decision("withdraw"),
        ),
        Ask(
            "/cases/{case}/disposal",
            says.DISPOSE,
            409,
            signed_out=401,
            sends=decision("dispose", reference="{reference}"),
            echoes=True,
        ),
    ],
    **contact_routes.ROUTES,
    **form_routes.ROUTES,
    "GET /cases/<case_id>/hold": [Ask("/cases/{case}/hold", says.DISPOSAL)],
    "POST /cases/<case_id>/hold": [
        # Nothing is on hold, so whoever is let through can hold it once.
        Ask(
            "/cases/{case}/hold",
            says.DISPOSAL,
            409,
            signed_out=401,
            sends=holding("lift", reason="Over."),
        ),
        Ask(
            "/cases/{case}/hold",
            says.DISPOSAL,
            303,
            signed_out=401,
            sends=holding("hold", why="claim", reason="A solicitor wrote."),
        ),
    ],
    "GET /cases/<case_id>/move": [Ask("/cases/{case}/move", says.DISPOSAL)],
    # There is no other policy here, and nothing is proposed: whoever is let through is told so.
    "POST /cases/<case_id>/move": [
        Ask(
            "/cases/{case}/move",
            says.PROPOSE,
            409,
            signed_out=401,
            sends=going("propose", to="x", reason="It is meant for this."),
            echoes=True,
        ),
        Ask(
            "/cases/{case}/move",
            says.DISPOSAL,
            409,
            signed_out=401,
            sends=going("move", to="x", reason="It is meant for this."),
            echoes=True,
        ),
        Ask("/cases/{case}/move", says.DISPOSAL, 409, sends=going("agree")),
        Ask("/cases/{case}/move", says.DISPOSAL, 409, sends=going("withdraw")),
    ],
    # What is counted.
    "GET /numbers": [Ask("/numbers", says.NUMBERS)],
    "GET /numbers.csv": [Ask("/numbers.csv", says.NUMBERS)],
    # What the school does apart from any case.
    "GET /procedure": [Ask("/procedure", says.ANYBODY)],
    "GET /registers": [Ask("/registers", says.REGISTERS)],
    "GET /registers/<form>": [Ask("/registers/training", says.REGISTERS)],
    "POST /registers/<form>": [
        Ask(
            "/registers/training",
            says.REGISTERS,
            303,
            sends=Form("training", {"held": "yes", "_sign": "yes"}, case=""),
        )
    ],
    # Whoever looks back.
    "GET /ledger": [Ask("/ledger", says.LEDGER_OF_SCHOOL)],
    "GET /ledger.csv": [Ask("/ledger.csv", says.LEDGER_OF_SCHOOL)],
    "GET /cases/<case_id>/ledger": [Ask("/cases/{case}/ledger", says.LEDGER)],
    "GET /cases/<case_id>/ledger.csv": [Ask("/cases/{case}/ledger.csv", says.LEDGER)],
    # The door, and what there is besides.
    "GET /confirm": [
        Ask("/confirm?next=/safeguarding/cases/{case}", says.PROVERS, 303, echoes=True)
    ],
    "POST /confirm": [
        Ask(
            "/confirm",
            says.PROVERS,
            303,
            sends=Button("confirm", {"your-password": "their own"}),
        )
    ],
    "GET /conduct": [Ask("/conduct?next=/safeguarding/cases/{case}", says.ANYBODY, echoes=True)],
    "POST /conduct": [
        Ask("/conduct", says.ANYBODY, 303, sends=Button("conduct", {"_rules": "{rules}"}))
    ],
    "GET /hide": [Ask("/hide", says.EVERYBODY, 303)],
    "GET /seen": [Ask("/seen", says.EVERYBODY, 204, signed_out=401)],
    "GET /static/<path:filename>": [Ask("/static/yip.css", says.EVERYBODY, signed_out=200)],
    "GET /<path:anywhere>": nowhere("/no/such/page", "/cases/{case}/team/{grant}/end", "/drafts"),
    "POST /<path:anywhere>": [*nowhere("/no/such/page"), *not_so("/cases/{case}", "/reports")],
    "PUT /<path:anywhere>": not_so("/reports"),
    "PATCH /<path:anywhere>": not_so("/reports"),
    "DELETE /<path:anywhere>": not_so("/cases/{case}"),
    "TRACE /<path:anywhere>": not_so("/reports"),
    **{f"{one} /": not_so("/") for one in ("POST", "PUT", "PATCH", "DELETE", "TRACE")},
}

FREE = {
    *("GET /", "GET /report", "POST /report", "GET /reports", "GET /reports/<case_id>"),
    *("GET /reports/<case_id>/add", "POST /reports/<case_id>/add", "POST /drafts"),
    *("GET /reports/<case_id>/add/<form>", "POST /reports/<case_id>/add/<form>"),
    *("GET /contacts", "POST /contacts", "POST /contacts/wrong"),
    *(
        "GET /procedure",
        "GET /confirm",
        "POST /confirm",
        "GET /hide",
        "GET /seen",
        "GET /static/<path:filename>",
    ),
    *(one for one in ROUTES if one.endswith((" /", "/<path:anywhere>"))),
}
"""What is open to whoever is signed in, or to anybody, before they have proved who they are."""

ONLY_PROOF = {
    *("GET /forms", "GET /forms/<form>", "GET /forms/<form>/try", "POST /forms/<form>/try"),
    "GET /authority",
    "POST /authority",
    "GET /authority/<pack>",
    "POST /authority/<pack>",
    "GET /authority/<pack>/route",
    "POST /authority/<pack>/route",
    "GET /authority/<pack>/try",
    "GET /authority/<pack>/file",
    "GET /conduct",
    "POST /conduct",
}
"""What is open without the rules of conduct: what shows them, and what is of no case."""
