"""Every page for every role: one table. A page without a row here fails."""

import pytest

from tests.conftest import STAFF
from tests.web.conftest import REPORT, TAKEN_UP, at
from tests.web.reading import Page, send, typed

READERS = ["dsl", "deputy", "head", "executive"]
# Nobody let the team into this case, and it does not name the head.
LISTERS = [*READERS, "team", "governor"]
EVERYONE = ["teacher", "colleague", "dsl", "deputy", "team", "head", "executive", "governor", "it"]
STRANGERS = [one for one in EVERYONE if one != "teacher"] + ["parent", "council"]
ROLES = [*EVERYONE, "parent", "council"]
"""The council's is the only one at no school, and keeps no contacts yet."""


def rows(everybody, **others):
    """Return what each role is answered; ``others`` name the roles that are answered otherwise."""
    return {role: others.get(role, everybody) for role in ROLES}


def only(allowed, status, refused):
    return {role: status if role in allowed else refused for role in ROLES}


def asked_first(table):
    """Return a table in which whoever holds no role cannot even confirm that it is them."""
    return {**table, "parent": 303}


# The case was reported by the teacher; the parent is signed in and holds no role.
GET = {
    "home": ("/", rows(303)),
    "report": ("/report", only(EVERYONE, 200, 403)),
    "own_reports": ("/reports", only(EVERYONE, 200, 403)),
    "receipt": ("/reports/{case}", only(["teacher"], 200, 404)),
    "report_addition": ("/reports/{case}/add", only(["teacher"], 200, 404)),
    "case_list": ("/cases", asked_first(only(LISTERS, 200, 403))),
    "case_find": ("/cases/find", asked_first(only(LISTERS, 200, 403))),
    "widen": ("/emergency", asked_first(only(["team"], 200, 403))),
    "delegations": ("/delegations", asked_first(only(READERS, 200, 403))),
    "delegation_end": ("/delegations/{case}/end", rows(404)),
    "case": ("/cases/{case}", asked_first(only(READERS, 200, 404))),
    "team": ("/cases/{case}/team", asked_first(only(READERS, 200, 404))),
    "team_end": ("/cases/{case}/team/{record}/end", rows(404)),
    "case_print": ("/cases/{case}/print", asked_first(only(READERS, 200, 404))),
    "case_inspection": ("/cases/{case}/inspection", asked_first(only(READERS, 200, 404))),
    "case_person": ("/cases/{case}/person?about=pupil:1", asked_first(only(READERS, 200, 404))),
    "case_papers": ("/cases/{case}/papers", asked_first(only(READERS, 200, 404))),
    "case_paper": ("/cases/{case}/papers/chronology", asked_first(only(READERS, 200, 404))),
    "case_outside": (
        "/cases/{case}/outside?about=pupil:1",
        asked_first(only(READERS, 200, 404)),
    ),
    "case_file": ("/cases/{case}/file", asked_first(only(READERS, 200, 404))),
    "form": ("/cases/{case}/forms/taken_up", asked_first(only(READERS, 200, 404))),
    "record": ("/cases/{case}/records/{record}", asked_first(only(READERS, 200, 404))),
    # The DSL and a deputy may correct any record, and whoever wrote it their own.
    "correct": (
        "/cases/{case}/records/{record}/correct",
        only(["dsl", "deputy", "teacher"], 200, 404),
    ),
    "disposal": (
        "/cases/{case}/disposal",
        asked_first(only(["dsl", "deputy", "head", "executive"], 200, 404)),
    ),
    "hold": (
        "/cases/{case}/hold",
        asked_first(only(["dsl", "deputy", "head", "executive"], 200, 404)),
    ),
    "move": (
        "/cases/{case}/move",
        asked_first(only(["dsl", "deputy", "head", "executive"], 200, 404)),
    ),
    # Exactly for whoever answers for cases, and without small ones for governors.
    "numbers": ("/numbers", asked_first(only([*READERS, "governor"], 200, 403))),
    "numbers_file": ("/numbers.csv", asked_first(only([*READERS, "governor"], 200, 403))),
    # Who saw and did what is for the lead and the heads, and not for the deputies.
    "ledger": ("/ledger", asked_first(only(["dsl", "head", "executive"], 200, 403))),
    "ledger_file": ("/ledger.csv", asked_first(only(["dsl", "head", "executive"], 200, 403))),
    "case_ledger": (
        "/cases/{case}/ledger",
        asked_first(only(["dsl", "head", "executive"], 200, 404)),
    ),
    "case_ledger_file": (
        "/cases/{case}/ledger.csv",
        asked_first(only(["dsl", "head", "executive"], 200, 404)),
    ),
    # Whom to call is for whoever works there, before any proof; about a case, for its readers.
    "contacts": ("/contacts", only(EVERYONE, 200, 403)),
    "contact_wrong": ("/contacts/wrong", rows(404)),
    "case_contacts": ("/cases/{case}/contacts", asked_first(only(READERS, 200, 404))),
    # No pack brings a form here, and nothing was sent.
    "refer": ("/cases/{case}/refer/a/b", asked_first(rows(404))),
    "referral": ("/cases/{case}/referrals/none", asked_first(rows(404))),
    "referral_print": ("/cases/{case}/referrals/none/print", asked_first(rows(404))),
    "own_contacts": ("/contacts/own", asked_first(only(READERS, 200, 403))),
    "forms": ("/forms", asked_first(only(READERS, 200, 403))),
    "form_shown": ("/forms/taken_up", asked_first(only(READERS, 200, 403))),
    "form_try": ("/forms/taken_up/try", asked_first(only(READERS, 200, 403))),
    "authority": ("/authority", asked_first(only(["council"], 200, 403))),
    "authority_pack": ("/authority/rutland", asked_first(only(["council"], 404, 403))),
    "authority_route": ("/authority/rutland/route", asked_first(only(["council"], 404, 403))),
    "authority_try": ("/authority/rutland/try", asked_first(only(["council"], 404, 403))),
    "authority_publish": ("/authority/rutland/publish", asked_first(only(["council"], 404, 403))),
    "authority_file": ("/authority/rutland/file", asked_first(only(["council"], 404, 403))),
    "draft_save": ("/drafts", rows(404)),
    # Everybody else has just confirmed that it is them, and is sent on.
    "confirm": ("/confirm", rows(303, parent=403)),
    "conduct": ("/conduct", rows(200, parent=303, council=403)),
    "procedure": ("/procedure", only(EVERYONE, 200, 403)),
    "registers": ("/registers", asked_first(only([*READERS, "governor"], 200, 403))),
    # The chair signs a register of the governors' own.
    "register_form": (
        "/registers/staff_training",
        asked_first({**only(READERS, 200, 403), "governor": 404}),
    ),
    "seen": ("/seen", rows(204, parent=401)),
    "anywhere": ("/no/such/page", rows(404)),
    "hide": ("/hide", rows(303)),
}
POST = {
    "report": ("/report", only(EVERYONE, 303, 403)),
    "report_addition": ("/reports/{case}/add", only(["teacher"], 303, 404)),
    "form": (
        "/cases/{case}/forms/taken_up",
        {
            **only(["dsl", "deputy"], 303, 404),
            **{"head": 409, "executive": 409},
            # What they typed is given back to them: it cannot be kept with a case they do not know.
            "parent": 401,
        },
    ),
    "correct": (
        "/cases/{case}/records/{record}/correct",
        only(["dsl", "deputy", "teacher"], 303, 404),
    ),
    # Whoever holds no role has typed nothing, and is sent to say who they are.
    "case_outside": (
        "/cases/{case}/outside?about=pupil:1",
        asked_first(only(READERS, 200, 404)),
    ),
    # Nobody has asked for one, so there is nothing to press.
    "case_file": ("/cases/{case}/file", asked_first(only(READERS, 400, 404))),
    # The case is not closed, so the page has no form, and what is sent holds no token.
    "disposal": (
        "/cases/{case}/disposal",
        {**only(["dsl", "deputy", "head", "executive"], 400, 404), "parent": 401},
    ),
    # Nothing is typed: the page is shown anew.
    "contacts": ("/contacts", only(EVERYONE, 303, 403)),
    # There is no page to press it on, and so no token.
    "contact_wrong": ("/contacts/wrong", only(EVERYONE, 400, 403)),
    "case_contacts": ("/cases/{case}/contacts", asked_first(only(READERS, 303, 404))),
    "refer": ("/cases/{case}/refer/a/b", asked_first(rows(404))),
    "referral": ("/cases/{case}/referrals/none", asked_first(rows(404))),
    # Nothing is typed, so that everything is missing.
    "own_contacts": ("/contacts/own", asked_first(only(READERS, 422, 403))),
    "form_try": ("/forms/taken_up/try", {**only(READERS, 200, 403), "parent": 401}),
    # Without a place of theirs there is no button, and what is sent holds no token.
    "authority": ("/authority", {**only(["council"], 400, 403), "parent": 401}),
    "authority_pack": ("/authority/rutland", asked_first(only(["council"], 404, 403))),
    "authority_route": ("/authority/rutland/route", asked_first(only(["council"], 404, 403))),
    "authority_publish": ("/authority/rutland/publish", asked_first(only(["council"], 404, 403))),
    "hold": (
        "/cases/{case}/hold",
        {**only(["dsl", "deputy", "head", "executive"], 303, 404), "parent": 401},
    ),
    # There is no other policy to go to, so the page has no form and no token.
    "move": (
        "/cases/{case}/move",
        {**only(["dsl", "deputy", "head", "executive"], 400, 404), "parent": 401},
    ),
    "draft_save": ("/drafts", rows(400)),
    "case_find": ("/cases/find", {**only(LISTERS, 200, 403), "parent": 401}),
    # There is no case that has this reference.
    "widen": ("/emergency", {**only(["team"], 422, 403), "parent": 401}),
    # Whoever may see what is delegated and not delegate has no form for it.
    "delegations": (
        "/delegations",
        {**only(["head", "executive"], 303, 403), "dsl": 400, "deputy": 400, "parent": 401},
    ),
    "delegation_end": ("/delegations/{case}/end", asked_first(only(READERS, 400, 403))),
    "team": ("/cases/{case}/team", {**only(READERS, 303, 404), "parent": 401}),
    "team_end": (
        "/cases/{case}/team/{record}/end",
        asked_first(only(READERS, 400, 404)),
    ),
    # Nothing is answered in it, and nobody has signed.
    "register_form": (
        "/registers/staff_training",
        {**only(READERS, 422, 403), "governor": 404, "parent": 303},
    ),
    # What is sent holds no token of the page.
    "confirm": ("/confirm", rows(400, parent=403)),
    "conduct": ("/conduct", rows(400, parent=303, council=403)),
    "anywhere": ("/no/such/page", rows(404)),
}
GIVEN = {"holder": "2", "reason": "Their form tutor.", **at("last_day", day="9")}
SENT = {
    "report": REPORT,
    "report_addition": {"more": "One more thing.", "immediate_harm": "no"},
    "form": TAKEN_UP,
    "correct": {"_because": "I had the wrong day.", "account": "It was on Friday."},
    "case_outside": {"_do": "outside-file"},
    "case_file": {"_do": "take"},
    "disposal": {"_do": "propose", "ground": "time", "reason": "Read."},
    "hold": {"_do": "hold", "why": "claim", "reason": "Read."},
    "move": {"_do": "propose", "to": "x", "reason": "Read."},
    "draft_save": {},
    "contacts": {},
    "contact_wrong": {},
    "case_contacts": {},
    "refer": {},
    "referral": {},
    "own_contacts": {},
    "form_try": {**TAKEN_UP, "_try": "yes"},
    "authority": {"area": "la:857"},
    "authority_pack": {},
    "authority_route": {},
    "authority_publish": {},
    "case_find": {"who": "Robin"},
    "widen": {"reference": "YIP-2026-9999", "reason": "They are in my office."},
    "delegations": {"role": "deputy_dsl", **GIVEN},
    "delegation_end": {},
    "team": GIVEN,
    "team_end": {},
    "register_form": {},
    "confirm": {},
    "conduct": {},
    "anywhere": {},
}


@pytest.fixture
def make_places(as_):
    reporter, lead = as_("teacher"), as_("dsl")

    def make():
        answer = send(reporter, "/safeguarding/report?pupil=pupil:1", REPORT)
        case = answer.location.rpartition("/")[2].partition("?")[0]
        page = lead.get(f"/safeguarding/cases/{case}").text
        record = page.split(f"/safeguarding/cases/{case}/records/")[1][:32]
        return {"case": case, "record": record}

    return make


@pytest.fixture
def places(make_places):
    return make_places()


def test_every_page_has_a_row(app):
    ours = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("yipplugin.")]
    named = {one.endpoint.partition(".")[2] for one in ours} - {"static"}
    takes_posts = {one.endpoint.partition(".")[2] for one in ours if "POST" in one.methods}
    assert set(GET) == named
    assert set(POST) == takes_posts


@pytest.mark.parametrize("role", ROLES)
def test_each_page_answers_a_role_as_the_table_says(role, places, as_):
    client = as_(role)
    found = {
        page: client.get("/safeguarding" + path.format(**places)).status_code
        for page, (path, _) in GET.items()
    }
    assert found == {page: said[role] for page, (_, said) in GET.items()}


@pytest.mark.parametrize("page", POST)
def test_each_form_answers_every_role_as_the_table_says(page, make_places, as_):
    path, said = POST[page]
    found = {}
    for role in ROLES:
        client, url = as_(role), "/safeguarding" + path.format(**make_places())
        shown = Page(client.get(url).text)
        found[role] = client.post(url, data=typed(shown, SENT[page])).status_code
    assert found == said


@pytest.mark.parametrize("page", sorted({*GET} - {"hide", "seen"}))
def test_whoever_is_not_signed_in_is_sent_to_the_hosts_page(page, places, client):
    path = "/safeguarding" + GET[page][0].format(**places)
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


HIDDEN = [
    *("receipt", "report_addition", "case", "case_print", "case_papers", "case_paper"),
    *(
        "case_outside",
        "case_file",
        "case_contacts",
        "refer",
        "referral",
        "referral_print",
        "case_inspection",
        "case_person",
        "team",
        "form",
        "record",
        "correct",
    ),
]


@pytest.mark.parametrize("role", STRANGERS)
def test_a_case_that_one_may_not_know_of_is_as_one_that_does_not_exist(role, places, as_):
    client = as_(role)
    nowhere = {name: "0" * len(value) for name, value in places.items()}
    for path in (GET[page][0] for page in HIDDEN if GET[page][1][role] == 404):
        there = client.get("/safeguarding" + path.format(**places))
        missing = client.get("/safeguarding" + path.format(**nowhere))
        assert (there.status_code, missing.status_code) == (404, 404)
        assert there.data == missing.data
        assert dict(there.headers) == dict(missing.headers)


@pytest.mark.parametrize("page", ["form", "correct"])
def test_sending_a_form_into_a_hidden_case_is_as_into_a_missing_one(page, places, as_):
    client, path = as_("colleague"), POST[page][0]
    nowhere = {name: "0" * len(value) for name, value in places.items()}
    there = client.post("/safeguarding" + path.format(**places), data={"_sign": "yes"})
    missing = client.post("/safeguarding" + path.format(**nowhere), data={"_sign": "yes"})
    assert there.status_code == 404
    assert there.data == missing.data


def test_a_named_adult_never_learns_of_the_case(reported, as_):
    ref = str(list(STAFF).index("deputy") + 1)
    case = reported(adult_involved="yes", **{"staff_named": ref, "staff_named-find": "Dev"})
    deputy = as_("deputy")
    assert deputy.get(f"/safeguarding/cases/{case}").status_code == 404
    assert case not in deputy.get("/safeguarding/cases").text
    assert as_("dsl").get(f"/safeguarding/cases/{case}").status_code == 200
