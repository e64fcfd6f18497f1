"""The pages on which the lead and the heads read who saw and did what, and the files of it."""

import ast
import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

import yipplugin
from tests.conftest import MORNING
from tests.web.reading import Page
from yipplugin.rules.access import PERMITS
from yipplugin.services.entries import Line
from yipplugin.web.doings import ACTS, doing

AT = "/safeguarding/cases/{}/ledger"
SERVICES = Path(yipplugin.__file__).parent / "services"


def acts_of_the_engine():
    """Return every act that a service writes down by name."""
    texts = [
        node.value
        for path in SERVICES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    nouns = {act.partition(":")[0] for act in PERMITS} | {"policy", "keys"}
    parts = (text.partition(":") for text in texts)
    return {f"{noun}:{verb}" for noun, _, verb in parts if noun in nouns and verb.isalpha()}


def test_every_act_has_words():
    assert acts_of_the_engine() >= {"policy:keep", "keys:rotate", "ledger:checkpoint"}
    assert set(ACTS) == set(PERMITS) | acts_of_the_engine()


def test_the_page_of_a_case_says_who_did_what_and_who_tried(as_, reported):
    case = reported()
    assert as_("team").get(f"/safeguarding/cases/{case}").status_code == 404
    answer = as_("dsl").get(AT.format(case))
    assert answer.status_code == 200
    text = answer.text
    for said in ("Reported a concern", "Tried to look at the case", "Read who saw and did what"):
        assert said in text
    assert "Every look" in text
    assert f"/safeguarding/cases/{case}/records/" in text


def test_a_page_is_narrowed_by_a_link_and_anything_else_in_its_address_shows_all(as_, reported):
    case = reported()
    client = as_("dsl")
    changed = client.get(AT.format(case) + "?show=changed").text
    assert "Reported a concern" in changed
    assert "Read who saw" not in changed.partition("Which entries")[2]
    for odd in ("show=x", "before=x", "before=-1", f"before={'9' * 40}", "before=%00"):
        answer = client.get(AT.format(case) + f"?{odd}")
        assert answer.status_code in (200, 400)
        if answer.status_code == 200:
            assert "Reported a concern" in answer.text, odd


def test_older_entries_are_behind_a_link(as_, reported, monkeypatch):
    monkeypatch.setattr("yipplugin.services.entries.PAGE", 2)
    case = reported()
    client = as_("dsl")
    for _ in range(3):
        client.get(f"/safeguarding/cases/{case}")
    page = Page(client.get(AT.format(case)).text)
    (older,) = [one for one in page.links if "before=" in one]
    assert "Back to the newest" in client.get(older).text


def test_the_file_of_a_case_has_every_entry(as_, reported):
    case = reported()
    answer = as_("dsl").get(AT.format(case) + ".csv")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="YIP-')
    assert answer.headers["Cache-Control"] == "no-store"
    head, *rows = csv.reader(StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    acts = [row[head.index("act")] for row in rows]
    assert acts == ["ledger:export", "report:make"]


def test_a_file_is_given_only_to_who_has_just_proved_who_they_are(as_, reported, clock):
    case = reported()
    client = as_("dsl")
    clock.shift(timedelta(minutes=11))
    assert client.get(AT.format(case)).status_code == 200
    answer = client.get(AT.format(case) + ".csv")
    assert answer.status_code == 303
    assert "/confirm" in answer.location


def test_the_page_of_the_school_says_what_was_done_in_no_one_case(as_, reported):
    reported()
    text = as_("dsl").get("/safeguarding/ledger").text
    assert "Kept a policy" in text
    assert "Reported a concern" not in text
    assert "has not been signed yet" in text


def test_a_case_and_the_list_lead_there_only_for_whom_it_is(as_, reported):
    case = reported()
    for who, leads in (("dsl", True), ("deputy", False), ("head", True)):
        client = as_(who)
        assert ("/ledger" in client.get(f"/safeguarding/cases/{case}").text) is leads, who
        assert ("/safeguarding/ledger" in client.get("/safeguarding/cases").text) is leads, who


@pytest.mark.parametrize(
    ("detail", "says"),
    [
        ({"reason": "password"}, "the password was wrong"),
        ({"reason": "limit"}, "done too often in a short time"),
        ({"form": "decision", "refusals": ["DEC-1"]}, "decision; DEC-1"),
        ({}, ""),
    ],
)
def test_why_something_was_refused_is_said(detail, says):
    line = Line(1, MORNING, "7", "", "record:sign", "", "refused", "", detail, "", "")
    found = doing(line)
    assert (found.did, found.more) == ("Tried to sign a record", says)
    assert found.who == "somebody who is known no longer"
