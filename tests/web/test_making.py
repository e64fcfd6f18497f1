"""A long paper as a file: how far it is, for whoever asked alone, and taken once."""

import re
import threading

import pytest

from tests.web.reading import Page, send
from tests.web.test_outside import TOLD, make
from tests.web.test_papers import prints, words
from tests.web.test_pdf import streams
from yipplugin.services import makings
from yipplugin.services.makings import KEPT, SILENCE
from yipplugin.web import making, pdf

PDF = b"%PDF-1.7 of a test"
MINUTE = 60


@pytest.fixture
def case(reported):
    return reported(account=TOLD, **{"pupils-1-person": "pupil:2", "pupils-1-part": ["told_us"]})


@pytest.fixture
def lead(as_):
    return as_("dsl")


@pytest.fixture
def long(monkeypatch):
    """Have every paper be a long one."""
    monkeypatch.setattr(making, "LONG", 10)


@pytest.fixture
def later(monkeypatch, long):
    """Have files be made only when a test says so, and by no WeasyPrint; return what waits."""
    waiting = []
    monkeypatch.setattr(making, "beside", waiting.append)
    monkeypatch.setattr(pdf, "_weasyprint", lambda: pdf)
    monkeypatch.setattr(pdf, "made", made)
    return waiting


def made(html, tell):
    """Stand in for WeasyPrint, and lay 12 pages out."""
    assert "YIP-2026" in html
    for step in (1, 4):
        tell(step, 0)
    for page in range(1, 13):
        tell(pdf.LAYING, page)
    for step in (6, 7):
        tell(step, 0)
    return PDF


def url(case):
    return f"/safeguarding/cases/{case}/file"


def papers_of(case):
    return f"/safeguarding/cases/{case}/papers"


def asks(client, case):
    answer = client.get(f"/safeguarding/cases/{case}/print?as=pdf")
    assert (answer.status_code, answer.location) == (303, url(case)), answer.text
    return client.get(url(case))


def presses(client, case, do="take"):
    return send(client, url(case), {"_do": do})


def heading(answer):
    return re.search("<h1>(.*?)</h1>", answer.text)[1]


def test_a_long_paper_is_followed_and_taken(case, lead, later):
    shown = asks(lead, case)
    assert heading(shown) == "Making the file"
    assert "It waits its turn." in shown.text
    assert shown.headers["Refresh"] == f"5; url={url(case)}"
    assert shown.headers["Cache-Control"] == "no-store"
    assert url(case) in Page(lead.get(papers_of(case)).text).links
    later.pop()()
    shown = lead.get(url(case))
    assert heading(shown) == "The file is ready"
    assert "It has 12 pages." in shown.text
    assert "Refresh" not in shown.headers
    taken = presses(lead, case)
    assert (taken.status_code, taken.mimetype, taken.data) == (200, "application/pdf", PDF)
    named = taken.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="YIP-2026-\d+-case-file\.pdf"', named)
    assert taken.headers["Cache-Control"] == "no-store"
    again = lead.get(url(case))
    assert heading(again) == "You have taken the file"
    assert "ask for it again" in again.text
    assert prints(lead, case) == ["Case file, as a file"]


def test_how_far_it_is_is_said_at_every_step(case, lead, later, monkeypatch):
    said = []
    tell = makings.tell

    def told(*what):
        tell(*what)
        said.append(re.search("<strong>(.*?)</strong>", lead.get(url(case)).text)[1])

    monkeypatch.setattr(makings, "tell", told)
    asks(lead, case)
    later.pop()()
    assert list(dict.fromkeys(said)) == [
        "Step 1 of 3: the records are read.",
        "Step 2 of 3: pages are laid out. 1 page so far.",
        "Step 2 of 3: pages are laid out. 11 pages so far.",
        "Step 3 of 3: all 12 pages are laid out and put together.",
    ]


def test_a_short_paper_is_made_at_once(case, lead, later, monkeypatch):
    monkeypatch.setattr(making, "LONG", 10**6)
    monkeypatch.setattr(pdf, "made", lambda html: PDF)
    answer = lead.get(f"/safeguarding/cases/{case}/print?as=pdf")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert heading(lead.get(url(case))) == "There is no file here"


def test_a_copy_for_outside_is_made_the_same_way(case, lead, later):
    answer = make(lead, case, "outside-file", **{"as": "pdf"})
    assert (answer.status_code, answer.location) == (303, url(case))
    later.pop()()
    assert "Case file for outside of YIP-2026" in words(lead.get(url(case)))
    assert presses(lead, case).data == PDF
    assert prints(lead, case) == ["Case file for outside, as a file"]


def test_nobody_else_sees_or_takes_it(case, lead, later, as_):
    asks(lead, case)
    later.pop()()
    head = as_("head")
    assert heading(head.get(url(case))) == "There is no file here"
    token = Page(lead.get(url(case)).text).sent["_token"]
    for client in (head, as_("colleague")):
        answer = client.post(url(case), data={"_do": "take", "_token": token})
        assert answer.status_code in (400, 404)
        assert answer.mimetype == "text/html"
    assert presses(lead, case).data == PDF


def test_it_is_taken_only_by_who_has_just_proved_who_they_are(case, lead, later, clock):
    asks(lead, case)
    later.pop()()
    clock.shift(11 * MINUTE)
    answer = presses(lead, case)
    assert answer.status_code == 303
    assert answer.location.startswith("/safeguarding/confirm?")
    assert heading(lead.get(url(case))) == "The file is ready"


@pytest.mark.parametrize("done", [False, True])
def test_what_is_stopped_is_gone_and_its_making_ends(case, lead, later, done):
    asks(lead, case)
    if done:
        later[0]()
    answer = presses(lead, case, "cancel")
    assert answer.status_code == 303
    assert answer.location.endswith("/papers")
    assert heading(lead.get(url(case))) == "There is no file here"
    assert url(case) not in lead.get(papers_of(case)).text
    if not done:
        later[0]()
        assert heading(lead.get(url(case))) == "There is no file here"
        assert not making._turn.locked()


def test_a_process_that_died_on_the_way_has_stopped(case, lead, later, clock):
    asks(lead, case)
    clock.shift(SILENCE.total_seconds() + 1)
    shown = lead.get(url(case))
    assert heading(shown) == "It stopped"
    assert "Refresh" not in shown.headers
    assert "start again" in shown.text
    assert heading(asks(lead, case)) == "Making the file"
    later.pop()()
    assert heading(lead.get(url(case))) == "The file is ready"


def test_after_an_hour_nothing_is_there(case, lead, later, clock, as_):
    asks(lead, case)
    later.pop()()
    clock.shift(KEPT.total_seconds())
    assert heading(as_("dsl").get(url(case))) == "The file is ready"
    clock.shift(1)
    assert heading(as_("dsl").get(url(case))) == "There is no file here"


def test_a_page_from_before_takes_nothing(case, lead, later):
    asks(lead, case)
    later.pop()()
    answer = lead.post(url(case), data={"_do": "take"})
    assert answer.status_code == 400
    assert "Nothing was done" in answer.text
    assert heading(lead.get(url(case))) == "The file is ready"
    token = Page(lead.get(url(case)).text).sent["_token"]
    assert presses(lead, case).data == PDF
    answer = lead.post(url(case), data={"_do": "take", "_token": token})
    assert answer.status_code == 409
    assert "There is no file to take just now." in answer.text


def test_what_breaks_in_making_it_is_said_and_quoted_nowhere(
    case, lead, later, monkeypatch, caplog
):
    def breaks(html, tell):
        tell(pdf.LAYING, 1)
        raise ValueError(html)

    monkeypatch.setattr(pdf, "made", breaks)
    asks(lead, case)
    later.pop()()
    shown = lead.get(url(case))
    assert heading(shown) == "The file could not be made"
    assert "Refresh" not in shown.headers
    assert not making._turn.locked()
    assert "ValueError in making a paper at " in caplog.text
    assert "YIP-2026" not in caplog.text


def test_files_are_made_one_after_the_other(case, lead, later, monkeypatch):
    class Turn:
        """Has somebody wait twice."""

        def __init__(self):
            self.asked, self.held = 0, False

        def acquire(self, timeout):
            self.asked += 1
            if self.asked == 3:
                self.held = True
            else:
                seen.append(words(lead.get(url(case))))
            return self.held

        def release(self):
            self.held = False

    seen, turn = [], Turn()
    monkeypatch.setattr(making, "_turn", turn)
    asks(lead, case)
    later.pop()()
    assert len(seen) == 2
    assert all("It waits its turn" in one for one in seen)
    assert not turn.held
    assert heading(lead.get(url(case))) == "The file is ready"


@pytest.mark.pdf
def test_it_is_made_beside_the_request_as_it_is_within_it(case, lead, long, monkeypatch):
    threads, begin = [], threading.Thread.start

    def started(thread):
        threads.append(thread)
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", started)
    shown = asks(lead, case)
    assert heading(shown) in ("Making the file", "The file is ready")
    (thread,) = [one for one in threads if one.name == "yipplugin paper"]
    thread.join()
    shown = lead.get(url(case))
    assert heading(shown) == "The file is ready"
    pages = int(re.search(r"It has (\d+) page", shown.text)[1])
    taken = presses(lead, case)
    assert taken.data.startswith(b"%PDF-1.7")
    assert pages == len(re.findall(rb"/Type /Page(?!s)", streams(taken.data)))


@pytest.mark.pdf
def test_weasyprint_says_how_far_it_is_to_whoever_has_it_made():
    said = []
    pdf.made("<html lang=en><title>T</title><p>A page<p style='break-before: page'>Another")
    assert said == []
    pdf.made(
        "<html lang=en><title>T</title><p>A page<p style='break-before: page'>Another",
        lambda step, page: said.append((step, page)),
    )
    assert [one for one in said if one[0] == pdf.LAYING][:2] == [(5, 1), (5, 2)]
    steps = [step for step, _ in said]
    assert steps[-1] > pdf.LAYING
    assert min(steps) < pdf.LAYING
    assert all(page == 0 for step, page in said if step != pdf.LAYING)
