"""What is typed stays in the page and with the server: the browser keeps nothing of it."""

import re

import pytest

from tests.browser.steps import TEACHER, begins_report, reports

pytestmark = pytest.mark.browser

WORDS = "She said that she is afraid of Monday."
KEPT = """async () => ({
    local: {...localStorage},
    session: {...sessionStorage},
    state: history.state,
    databases: indexedDB.databases ? (await indexedDB.databases()).length : 0,
    caches: window.caches ? (await caches.keys()).length : 0,
    workers: (await (navigator.serviceWorker?.getRegistrations() ?? [])).length,
    name: window.name,
    cookie: document.cookie,
})"""


def kept_by(someone):
    """Return what the browser keeps; of its storage only what is no moment."""
    kept = someone.page.evaluate(KEPT)
    for name, value in list(kept["local"].items()):
        assert re.fullmatch(r"yip-\w+", name)
        assert re.fullmatch(r"\d{13}", value)
        del kept["local"][name]
    return kept


NOTHING = {
    "local": {},
    "session": {},
    "state": None,
    "databases": 0,
    "caches": 0,
    "workers": 0,
    "name": "",
    "cookie": "",
}


def test_what_is_typed_is_in_none_of_the_browsers_stores(at_a_desk):
    teacher = at_a_desk(TEACHER)
    begins_report(teacher)
    with teacher.page.expect_response(re.compile("/drafts$")):
        teacher.answers({"account": WORDS})
    assert kept_by(teacher) == NOTHING
    teacher.goes_to("/safeguarding/reports")
    assert kept_by(teacher) == NOTHING


def test_what_was_signed_is_in_none_of_them_either(at_a_desk):
    teacher = at_a_desk(TEACHER)
    reports(teacher, WORDS)
    assert kept_by(teacher) == NOTHING
    assert WORDS not in str(teacher.context.storage_state())
