"""The papers of a case: which there are, what stands on them, and that they are on the ledger."""

import re

import pytest

from tests.web.conftest import TAKEN_UP, at
from tests.web.reading import Page
from tests.web.test_letting_in import lets_in
from yipplugin.web import pdf

HIS = "pupil:1"
REFERRAL = {
    "purpose": ["police"],
    "left_out": "They know of nothing else.",
    **at("made_at"),
    "urgency": "today",
    "route": "p101",
    "spoke_to": "Constable Made-Up",
    "reference_none": "They will send one.",
    "reasons": "A threat <b>of</b> {reference} harm.",
    "asked_for": "Advice by tomorrow.",
    "parents_aware": "no",
}


def words(answer):
    return " ".join(Page(answer.text).words.split())


@pytest.fixture
def case(reported, signed):
    case = reported()
    assert signed(case, "taken_up", TAKEN_UP).status_code == 303
    return case


@pytest.fixture
def lead(as_):
    return as_("dsl")


def url(case, paper="", about=""):
    found = f"/safeguarding/cases/{case}/papers" + (f"/{paper}" if paper else "")
    return found + (f"?about={about}" if about else "")


def test_the_case_leads_to_its_papers_and_they_to_each_paper(case, lead):
    assert url(case) in Page(lead.get(f"/safeguarding/cases/{case}").text).links
    page = Page(lead.get(url(case)).text)
    assert f"/safeguarding/cases/{case}/print" in page.links
    assert url(case, "chronology") in page.links
    assert url(case, "parent_letter", HIS) in page.links
    assert f"/safeguarding/cases/{case}/outside?about={HIS}" in page.links
    assert "Referral summary" not in page.words


def test_papers_are_not_for_whoever_may_read_the_case_and_not_print_it(case, as_, lead):
    assert lets_in(lead, case, "colleague").status_code == 303
    colleague = as_("colleague")
    page = colleague.get(f"/safeguarding/cases/{case}")
    assert page.status_code == 200
    assert url(case) not in page.text
    for path in (url(case), url(case, "chronology"), f"/safeguarding/cases/{case}/outside"):
        assert colleague.get(path).status_code == 404


def test_every_paper_says_what_it_is_whose_and_who_printed_it_when(case, lead):
    for path in (f"/safeguarding/cases/{case}/print", url(case, "chronology")):
        page = words(lead.get(path))
        assert "Official: sensitive." in page
        assert "Printed Monday 2 March 2026, 9:30am by Amara Obi, designated safeguarding lead" in (
            page
        )
        assert len(re.findall(r"YIP-2026-\d+", page)) > 2


def test_a_chronology_has_what_was_recorded_oldest_first(case, lead):
    page = words(lead.get(url(case, "chronology")))
    assert "Robin Ash" in page
    assert page.index("Report Tess Archer") < page.index("Amara Obi, designated safeguarding lead")


def test_a_letter_is_to_the_family_of_one_pupil_and_signed_by_whoever_makes_it(case, lead):
    page = words(lead.get(url(case, "parent_letter", HIS)))
    assert "Dear parent or carer of Robin Ash" in page
    assert "Amara Obi, designated safeguarding lead, Toy School" in page
    assert "Tess" not in page


def test_a_letter_is_not_made_while_the_policy_refuses_what_it_does(case, lead, signed):
    withheld = {
        "stands": "yes", "risk": "Harm at home.", "agency_consulted": "both",
        "agency_reference": "Ms Made-Up, 12", **at("review_on", day="9"),
    }  # fmt: skip
    assert signed(case, "parent_exception", withheld, about=HIS).status_code == 303
    shown = words(lead.get(url(case)))
    assert "Not now: Letter to parents or carers." in shown
    assert url(case, "parent_letter", HIS) not in lead.get(url(case)).text
    answer = lead.get(url(case, "parent_letter", HIS))
    assert answer.status_code == 409
    assert "It was said that these parents are not to be told for now" in answer.text
    ledger = words(lead.get(f"/safeguarding/cases/{case}/ledger?show=refused"))
    assert "Tried to take the case to paper: Letter to parents or carers; PAR-2" in ledger


def test_a_summary_is_made_from_one_referral_and_what_was_typed_stays_text(case, lead, signed):
    assert signed(case, "referral", REFERRAL).status_code == 303
    (link,) = [one for one in Page(lead.get(url(case)).text).links if "referral_summary" in one]
    answer = lead.get(link)
    page = words(answer)
    assert "A threat <b>of</b> {reference} harm." in page
    assert "&lt;b&gt;of&lt;/b&gt;" in answer.text
    assert "How urgent: Today" in page
    assert "The parents or carers know of this referral: Not yet" in page
    assert "An adult is involved: No" in page
    assert "How far it has spread: not known" in page
    assert "It happened: not known" in page
    assert "Your reference:" not in page
    assert "What the young person wants" not in page


@pytest.mark.parametrize(
    "path",
    ["no_such", "parent_letter", f"chronology?about={HIS}", "parent_letter?about=pupil:4",
     "referral_summary", "referral_summary?about=record:1", "case-file", "outside-file",
     "outside-chronology?about=pupil:1", "chronology%00"],
)  # fmt: skip
def test_a_paper_that_there_is_not_is_not_found_and_not_on_paper(case, lead, path):
    before = prints(lead, case)
    assert lead.get(f"{url(case)}/{path}").status_code in (400, 404)
    assert prints(lead, case) == before


def test_each_paper_is_on_the_ledger_by_its_title(case, lead):
    lead.get(f"/safeguarding/cases/{case}/print")
    lead.get(url(case, "parent_letter", HIS))
    assert prints(lead, case) == ["Letter to parents or carers", "Case file"]


def test_where_no_file_can_be_made_the_pages_say_what_it_installs(case, lead, monkeypatch):
    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)
    for path in (url(case), url(case, "chronology"), f"/safeguarding/cases/{case}/print"):
        answer = lead.get(path)
        assert answer.status_code == 200
        assert "yipplugin[pdf]" in answer.text
        assert "as=pdf" not in answer.text
    assert lead.get(url(case, "chronology") + "?as=pdf").status_code == 404
    assert prints(lead, case) == ["Case file", "Chronology"]


def prints(client, case):
    """Return the papers that the ledger knows of, newest first."""
    text = words(client.get(f"/safeguarding/cases/{case}/ledger?show=seen"))
    return re.findall(r"Took the case to paper: (.*?) From", text)
