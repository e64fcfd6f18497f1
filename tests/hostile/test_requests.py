"""What a request says of itself opens nothing and leads nowhere: hosts, paths, methods, headers."""

import json

import pytest
from sqlalchemy import select

from tests.hostile.reading import LEADS
from tests.web.reading import Page
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.records import RecordRow
from yipplugin.values import Everything

EVIL, PREFIX = "evil.example", "/safeguarding"
FORWARDED = {
    "Host": EVIL,
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "ftp",
    "X-Forwarded-Prefix": f"//{EVIL}",
    "X-Original-URL": "/safeguarding/cases",
    "X-Rewrite-URL": "/safeguarding/cases",
    "X-Script-Name": f"//{EVIL}",
    "Forwarded": f"for=203.0.113.9;host={EVIL};proto=https",
    "X-Real-IP": "203.0.113.9",
    "X-Remote-User": "dsl",
    "Remote-User": "dsl",
    "Referer": f"https://{EVIL}/",
    "Origin": f"https://{EVIL}",
}


def kept(app, column):
    """Return what stands in one column of everything that is kept."""
    with app.app_context():
        with app.extensions["yipplugin"].store.reading(Everything()) as session:
            return session.scalars(select(column)).all()


@pytest.mark.parametrize("who", ["dsl", "teacher", "parent", ""])
def test_no_page_believes_what_a_request_says_of_where_it_came_to(who, pages, app, as_):
    client = as_(who) if who else app.test_client()
    doubled = [path.replace(f"{PREFIX}/", f"{PREFIX}//") for path in pages]
    for path in (*pages, *doubled, PREFIX):
        answer = client.get(path, headers=FORWARDED)
        assert EVIL not in answer.text, path
        assert EVIL not in str(answer.headers), path
        assert LEADS.fullmatch(answer.headers.get("Location", "")), path
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "Domain" not in cookie, path


def test_the_ledger_has_where_a_request_came_from_and_not_what_it_says(as_, reported, app):
    case = reported()
    as_("dsl").get(f"/safeguarding/cases/{case}", headers=FORWARDED)
    payloads = kept(app, LedgerRow.payload)
    origins = {json.loads(one)["origin"] for one in payloads}
    assert origins == {"127.0.0.1"}


@pytest.mark.parametrize(
    "around",
    [
        "/safeguarding/../safeguarding/cases/{}",
        "/safeguarding/./cases/{}",
        "/safeguarding/x/../cases/{}",
        "/safeguarding/%2e%2e/safeguarding/cases/{}",
        "/safeguarding//cases/{}",
        "//safeguarding/cases/{}",
        f"//{EVIL}/safeguarding/cases/{{}}",
        f"//{EVIL}//safeguarding//cases//{{}}",
        "/safeguarding;x=y/cases/{}",
        "/safeguarding/cases;x=y/{}",
        "/safeguarding/cases/{};x=y",
        "/safeguarding/cases%2f{}",
        "/safeguarding%2fcases/{}",
        "/safeguarding/cases/{}%00",
        "/safeguarding/cases/{}%00.css",
        "/safeguarding/cases/{}/.",
        "/safeguarding/cases/{}.",
        "/safeguarding/cases/{}/",
        "/safeguarding/cases/{}%20",
        "/safeguarding/cases/{}%0a",
        "/safeguarding/static/../cases/{}",
        "/safeguarding/static/..%2fcases/{}",
        "/safeguarding/report/../cases/{}",
        "/safeguarding/\\cases\\{}",
        "/SAFEGUARDING/cases/{}",
        "/safeguarding/Cases/{}",
        "/safeguarding/cases/{}?x=/../../report",
    ],
)
def test_no_spelling_of_an_address_goes_round_the_door(around, app, as_, reported, clock):
    case = reported()
    path, there = around.format(case), f"/safeguarding/cases/{case}"
    # A server decodes these before anybody sees them: it is the same address.
    straight = "?" in path or "safeguarding%2f" in path or path.startswith(f"{PREFIX}/cases%2f")
    for who in ("dsl", "teacher", "parent", ""):
        client = as_(who) if who else app.test_client()
        answer = client.get(path)
        assert answer.status_code in (200, 303, 308, 400, 401, 403, 404), (who, answer.status_code)
        if not straight or who != "dsl":
            assert "What to do next" not in answer.text, who
            assert answer.status_code != 200, who
        to = answer.headers.get("Location", "")
        assert LEADS.fullmatch(to) or to.startswith(f"http://localhost{there}"), to
        assert EVIL not in to.split("?")[0].removeprefix("/sign-in")


@pytest.mark.parametrize(
    "static", ["/../../frame.py", "/%2e%2e/frame.py", "//etc/passwd", "/..%5cframe.py"]
)
def test_what_is_served_as_it_stands_is_our_own_folder_and_no_more(static, as_):
    answer = as_("dsl").get(f"/safeguarding/static{static}")
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_page_that_is_read_is_only_read_whatever_a_request_calls_itself(header, as_, app):
    before = kept(app, RecordRow.id)
    client = as_("teacher")
    page = Page(client.get("/safeguarding/report").text)
    for method in ("POST", "DELETE", "PUT"):
        client.get("/safeguarding/report", headers={header: method}, query_string=page.sent)
        client.get("/safeguarding/report?_method=" + method)
    assert kept(app, RecordRow.id) == before


def test_pages_of_the_host_are_the_hosts(as_, client):
    for answer in (as_("teacher").get("/"), client.get("/sign-in"), client.get("/nowhere")):
        ours = {"Content-Security-Policy", "Cache-Control", "X-Robots-Tag", "Permissions-Policy"}
        assert not ours & set(answer.headers.keys())
    assert "Content-Security-Policy" in as_("teacher").get("/safeguarding/report").headers
