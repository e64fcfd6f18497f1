"""A case file of 300 records becomes a file, without a script: followed, stopped, and taken."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looks_well
from tests.browser.people import Someone
from tests.browser.school import School
from tests.browser.steps import LEAD, TEACHER, opens_case, reports
from tests.web.test_pdf import streams
from yipplugin.services import makings
from yipplugin.services.makings import LAYING
from yipplugin.store.base import new_id
from yipplugin.store.cases import lock_case
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.records import Signing, add_record, records_of
from yipplugin.values import Actor, Everything
from yipplugin.web import files, making

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

RECORDS = 300
NOTE = {"source": "Their tutor", "note": "They talked again, and are well.", "important": "no"}
A_WHILE = 120_000
"""Milliseconds: far longer than it takes."""


def fill_up(school: School, case_id: str) -> None:
    """Add notes to a case until it has 300 records."""
    app = school.app
    with app.app_context(), app.extensions["yipplugin"].store.writing(Everything()) as session:
        (report,) = records_of(session, case_id)
        row = lock_case(session, report.school, case_id)
        assert row is not None
        for seq in range(2, RECORDS + 1):
            add_record(
                session,
                school=row.school,
                case_id=case_id,
                seq=seq,
                submission=new_id(),
                record=replace(report.value, id=new_id(), form="file_note", answers=NOTE),
                signing=Signing("password", report.signed_at, {}),
            )
        entry = Entry(report.signed_at, report.by, "record:sign", f"case:{case_id}")
        append_to_case(session, row, entry)


@pytest.fixture
def reached() -> Event:
    """Return what is set once a file stands at the gate."""
    return Event()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, reached: Event) -> Iterator[Event]:
    """Have a file go no further than its 21st page until the gate is opened."""
    opened, tell = Event(), makings.tell

    def told(actor: Actor, making_id: str, step: str, pages: int) -> None:
        tell(actor, making_id, step, pages)
        if (step, pages) == (LAYING, 21):
            reached.set()
            opened.wait(A_WHILE / 1000)

    monkeypatch.setattr(makings, "tell", told)
    monkeypatch.setattr(files, "AGAIN", 1)
    yield opened
    opened.set()


def sees(someone: Someone, words: str) -> None:
    """Wait until a page says something, without touching it."""
    expect(someone.page.get_by_text(words)).to_be_visible(timeout=A_WHILE)


def takes(someone: Someone) -> bytes:
    """Take the file that is ready."""
    with someone.page.expect_download() as came:
        someone.page.get_by_role("button", name="Take the file (PDF)").click()
    assert re.fullmatch(r"YIP-\d+-\d+-case-file\.pdf", came.value.suggested_filename)
    return Path(came.value.path()).read_bytes()


def test_a_file_of_300_records_is_followed_and_taken_without_javascript(at_a_desk, school, gate):
    case_id = reports(at_a_desk(TEACHER), "The first of three hundred.")
    fill_up(school, case_id)
    lead = at_a_desk(LEAD, javascript=False, width=390)
    opens_case(lead, case_id)
    lead.follows("Print the case file")
    lead.follows("Take it as a file (PDF)")
    assert lead.heading == "Making the file"
    # Nobody presses anything: the page looks again by itself.
    sees(lead, "21 pages so far")
    gate.set()
    sees(lead, "Only you can take it, and once")
    said = re.search(r"It has (\d+) pages", lead.reads())
    document = takes(lead)
    assert document.startswith(b"%PDF-1.7")
    inside = streams(document)
    assert b"/StructTreeRoot" in inside
    assert said is not None
    assert int(said[1]) == len(re.findall(rb"/Type /Page(?!s)", inside)) > 50
    lead.goes_to(f"/safeguarding/cases/{case_id}/file")
    assert lead.heading == "You have taken the file"


def test_a_file_is_stopped_without_javascript(at_a_desk, school, gate, reached, monkeypatch):
    # Pressing is tried here, and not what happens where the page looks again at that very moment.
    monkeypatch.setattr(files, "AGAIN", 600)
    case_id = reports(at_a_desk(TEACHER), "One that nobody waits for.")
    fill_up(school, case_id)
    lead = at_a_desk(LEAD, javascript=False)
    lead.goes_to(f"/safeguarding/cases/{case_id}/print?as=pdf")
    assert reached.wait(A_WHILE / 1000)
    lead.goes_to(f"/safeguarding/cases/{case_id}/papers")
    lead.follows("The file that you asked for")
    sees(lead, "21 pages so far")
    lead.page.get_by_role("button", name="Stop making it").click()
    expect(lead.page.get_by_role("heading", name="Papers of")).to_be_visible()
    assert "The file that you asked for" not in lead.reads()
    lead.goes_to(f"/safeguarding/cases/{case_id}/file")
    assert lead.heading == "There is no file here"


def test_each_step_of_the_way_looks_well(at_a_desk, monkeypatch):
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(making, "beside", waiting.append)
    monkeypatch.setattr(making, "LONG", 10)
    monkeypatch.setattr(files, "AGAIN", 600)
    case_id = reports(at_a_desk(TEACHER), "Looked at on its way.")
    lead = at_a_desk(LEAD)
    there = f"/safeguarding/cases/{case_id}/file"
    for heading in ("There is no file here", "Making the file", "The file is ready"):
        lead.goes_to(there)
        assert lead.heading == heading
        looks_well(lead)
        if waiting:
            waiting.pop()()
        elif heading.startswith("There"):
            lead.goes_to(f"/safeguarding/cases/{case_id}/print?as=pdf")
