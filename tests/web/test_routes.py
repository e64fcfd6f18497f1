"""Every page for every role: one table. A page without a row here fails."""

import pytest

from tests.conftest import STAFF
from tests.web.conftest import REPORT, TAKEN_UP
from tests.web.reading import Page, typed

READERS = ["dsl", "deputy", "team", "head", "executive"]
EVERYONE = ["teacher", "colleague", "dsl", "deputy", "team", "head", "executive", "governor", "it"]
STRANGERS = [one for one in EVERYONE if one != "teacher"] + ["parent"]
ROLES = [*EVERYONE, "parent"]


def rows(everybody, **others):
    """Return what each role is answered; ``others`` name the roles that are answered otherwise."""
    return {role: others.get(role, everybody) for role in ROLES}


def only(allowed, status, refused):
    return {role: status if role in allowed else refused for role in ROLES}


# The case was reported by the teacher; the parent is signed in and holds no role.
GET = {
    "home": ("/", rows(303)),
    "report": ("/report", only(EVERYONE, 200, 403)),
    "own_reports": ("/reports", only(EVERYONE, 200, 403)),
    "receipt": ("/reports/{case}", only(["teacher"], 200, 404)),
    "report_addition": ("/reports/{case}/add", only(["teacher"], 200, 404)),
    "case_list": ("/cases", only(READERS, 200, 403)),
    "case": ("/cases/{case}", only(READERS, 200, 404)),
    "case_print": ("/cases/{case}/print", only(READERS, 200, 404)),
    "form": ("/cases/{case}/forms/taken_up", only(READERS, 200, 404)),
    "record": ("/cases/{case}/records/{record}", only(READERS, 200, 404)),
    # The DSL and a deputy may correct any record, and whoever wrote it their own.
    "correct": (
        "/cases/{case}/records/{record}/correct",
        only(["dsl", "deputy", "teacher"], 200, 404),
    ),
    "draft_save": ("/drafts", rows(404)),
    "anywhere": ("/no/such/page", rows(404)),
}
POST = {
    "report": ("/report", only(EVERYONE, 303, 403)),
    "report_addition": ("/reports/{case}/add", only(["teacher"], 303, 404)),
    "form": (
        "/cases/{case}/forms/taken_up",
        {**only(["dsl", "deputy"], 303, 404), "team": 409, "head": 409, "executive": 409},
    ),
    "correct": (
        "/cases/{case}/records/{record}/correct",
        only(["dsl", "deputy", "teacher"], 303, 404),
    ),
    "draft_save": ("/drafts", rows(400)),
}
SENT = {
    "report": REPORT,
    "report_addition": {"more": "One more thing.", "immediate_harm": "no"},
    "form": TAKEN_UP,
    "correct": {"_because": "I had the wrong day.", "account": "It was on Friday."},
    "draft_save": {},
}


@pytest.fixture
def make_places(reported, as_):
    def make():
        case = reported()
        page = as_("dsl").get(f"/safeguarding/cases/{case}").text
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


@pytest.mark.parametrize("page", GET)
def test_whoever_is_not_signed_in_is_sent_to_the_hosts_page(page, places, client):
    path = "/safeguarding" + GET[page][0].format(**places)
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


HIDDEN = ["receipt", "report_addition", "case", "case_print", "form", "record", "correct"]


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
