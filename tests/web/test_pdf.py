"""Papers as files: tagged, numbered, marked on each page, and made without fetching anything."""

import re
import socket
import zlib

import pytest

from tests.web.test_outside import TOLD, make
from tests.web.test_papers import prints, url
from yipplugin.web import pdf

pytestmark = pytest.mark.pdf


@pytest.fixture
def case(reported):
    return reported(account=TOLD, **{"pupils-1-person": "pupil:2", "pupils-1-part": ["told_us"]})


@pytest.fixture
def lead(as_):
    return as_("dsl")


def streams(document):
    """Return what a PDF holds, unpacked."""
    found = [document]
    for one in re.finditer(rb"stream\r?\n(.*?)endstream", document, re.DOTALL):
        try:
            found.append(zlib.decompress(one[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_a_paper_is_a_tagged_file_with_a_title_and_a_language(case, lead):
    answer = lead.get(url(case, "chronology") + "?as=pdf")
    assert answer.mimetype == "application/pdf"
    named = answer.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="YIP-2026-\d+-chronology\.pdf"', named)
    assert answer.headers["Cache-Control"] == "no-store"
    inside = streams(answer.data)
    assert answer.data.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in inside
    assert b"/StructTreeRoot" in inside
    assert b"pdfuaid" in inside
    assert b"/Lang (en-GB)" in inside
    assert b'<rdf:li xml:lang="x-default">YIP-2026-' in inside or b"Chronology" in inside
    assert prints(lead, case) == ["Chronology, as a file"]


def test_a_copy_for_outside_is_a_file_as_well(case, lead):
    answer = make(lead, case, "outside-file", **{"as": "pdf"})
    assert answer.mimetype == "application/pdf"
    assert prints(lead, case) == ["Case file for outside, as a file"]
    inside = streams(answer.data)
    for name in (b"Tess", b"Archer", b"Amara", b"Kit"):
        assert name not in inside


def test_a_file_is_given_only_to_who_has_just_proved_who_they_are(case, lead, clock):
    clock.shift(11 * 60)
    assert lead.get(url(case, "chronology")).status_code == 200
    assert "/confirm" in lead.get(url(case, "chronology") + "?as=pdf").location
    assert prints(lead, case) == ["Chronology"]


WANTS = """
<img src="http://127.0.0.1:9/x.png"> <img src="file:///etc/hostname"> <img src="x.png">
<link rel="stylesheet" href="http://127.0.0.1:9/x.css">
<link rel="attachment" href="file:///etc/hostname">
<style>
@import "file:///etc/hostname";
@font-face { font-family: f; src: url(http://127.0.0.1:9/f.woff) }
body { background: url(http://127.0.0.1:9/y); font-family: f }
</style>
<object data="http://127.0.0.1:9/x.svg"></object>
<img src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27/%3E">
<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>
"""


def test_nothing_is_fetched_whatever_a_page_asks_for(monkeypatch):
    opened, asked = [], []
    fetcher = type(pdf._nothing())
    refuse = fetcher.fetch
    monkeypatch.setattr(
        fetcher, "fetch", lambda self, url, headers=None: asked.append(url) or refuse(self, url)
    )
    monkeypatch.setattr(socket.socket, "connect", lambda *_: opened.append("a connection"))
    document = pdf.made(f"<html lang=en><title>T</title><body><p>Words</p>{WANTS}</body></html>")
    assert document.startswith(b"%PDF")
    assert len(asked) > 5
    assert opened == []
    inside = streams(document)
    assert b"/EmbeddedFile" not in inside
    assert b"/Subtype /Image" not in inside


def test_each_page_has_its_number_the_reference_and_the_marking(case, lead, monkeypatch):
    """The words of a PDF are glyphs: what is laid out is read before it is written."""
    pages = []
    weasyprint = pdf._weasyprint()
    write = weasyprint.HTML.write_pdf

    def laid_out(self, **options):
        pages.extend(texts(page._page_box) for page in self.render(
            stylesheets=options["stylesheets"]).pages)  # fmt: skip
        return write(self, **options)

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", laid_out)
    assert lead.get(f"/safeguarding/cases/{case}/print?as=pdf").status_code == 200
    assert len(pages) > 1
    for number, words in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in words
        assert re.search(r"YIP-2026-\d+: Case file", words)
        assert "Official: sensitive." in words
        assert "Printed Monday 2 March 2026, 9:30am by Amara Obi" in words
    # Each says with which record it begins, where that began on a page before.
    begun = next(number for number, words in enumerate(pages) if "1. Report" in words)
    assert pages[begun].count("1. Report") == pages[begun + 1].count("1. Report") == 1


def texts(box):
    """Return every word that is laid out in a box."""
    own = getattr(box, "text", "") or ""
    inside = getattr(box, "children", ())
    margin = " ".join(texts(one) for one in inside)
    return " ".join(f"{own} {margin}".split())
