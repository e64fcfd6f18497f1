"""The page on which a case answers inspectors, and the chronology of one young person."""

import pytest

from tests.web.conftest import REPORT, TAKEN_UP, at
from tests.web.reading import Page

AT, PERSON = "/safeguarding/cases/{}/inspection", "/safeguarding/cases/{}/person?about={}"
ROBIN, JO = "Robin Ash", "Jo Birch"
TOLD = {
    **at("contacted_at"),
    "whom": "Mrs Ash",
    "relation": "Mother",
    "responsibility": "yes",
    "told_by": "school",
    "how": "phone",
    "told": "yes",
    "said": "What we know so far.",
    "response": "She wants to come in.",
}
REFERRED = {
    "purpose": ["police"],
    "left_out": "They know of nothing else.",
    **at("made_at", time="9:20"),
    "urgency": "today",
    "route": "p101",
    "spoke_to": "A call handler",
    "reference": "MB-1",
    "reasons": "A picture goes round.",
    "asked_for": "Advice.",
    "parents_aware": "no",
}


def page_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def test_the_page_asks_the_eight_questions_and_says_what_is_missing(as_, reported):
    case = reported()
    page = page_of(as_("dsl"), AT.format(case))
    assert [tag for tag, about in page.tags if about.get("id", "").startswith("yip-rec-")] == [
        "h2"
    ] * 8
    assert "To do or missing (2)" in page.words
    assert "Hold the first review IR-3" in page.words
    assert "0 of the 2 things that the policy has asked for so far" in page.words
    assert "just now" in page.words
    assert "Complete" not in page.words
    assert "nothing is rated" in page.words


def test_what_was_missing_becomes_evidence_once_it_is_signed(as_, reported, signed):
    case = reported(immediate_harm="yes")
    dsl = as_("dsl")
    before = page_of(dsl, AT.format(case)).words
    assert "Take up the report" in before
    assert "Met" not in before
    signed(case, "taken_up", TAKEN_UP)
    answer = signed(case, "referral", {**REFERRED})
    assert answer.status_code == 303, answer.text
    after = page_of(dsl, AT.format(case)).words
    assert "Report taken up" not in before
    assert "Report taken up" in after
    assert "From a reason for immediate referral to the referral" in after
    assert "Not ended" in after, "the referral waits for an outcome"


def test_a_table_says_what_each_column_and_row_is(as_, reported, signed):
    case = reported()
    signed(case, "taken_up", TAKEN_UP)
    page = page_of(as_("dsl"), AT.format(case))
    heads = [about.get("scope") for tag, about in page.tags if tag == "th"]
    assert set(heads) == {"col", "row"}
    assert page.headings.count(1) == 1
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    assert len(page.ids) == len(set(page.ids))
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors <= set(page.ids)


def test_the_ledger_says_that_it_was_laid_out_and_not_whose_chronology_it_was(as_, reported):
    case = reported()
    dsl = as_("dsl")
    dsl.get(AT.format(case))
    dsl.get(PERSON.format(case, "pupil:1"))
    as_("colleague").get(AT.format(case))
    text = as_("dsl").get(f"/safeguarding/cases/{case}/ledger").text
    assert text.count("Laid the case out for an inspection") == 2
    assert "one young person’s chronology" in text
    assert "Tried to lay the case out for an inspection" in text
    rows = as_("dsl").get(f"/safeguarding/cases/{case}/ledger.csv").text
    assert "pupil:1" not in rows


@pytest.mark.settings(YIP_LIMITS={"case:inspect": [1, 60]})
def test_it_is_laid_out_only_so_often(as_, reported):
    case = reported()
    dsl = as_("dsl")
    assert dsl.get(AT.format(case)).status_code == 200
    assert dsl.get(PERSON.format(case, "pupil:1")).status_code == 429


def test_the_case_leads_there_for_whom_it_is(as_, reported):
    case = reported()
    for who in ("dsl", "deputy", "head"):
        links = Page(as_(who).get(f"/safeguarding/cases/{case}").text).links
        assert AT.format(case) in links, who
        assert PERSON.format(case, "pupil:1") in links, who


# One young person ------------------------------------------------------------------------------


@pytest.fixture
def two(reported):
    """Return a case with two pupils."""
    return reported(**{"pupils-1-person": "pupil:3", "pupils-1-part": ["received_it"]})


def test_a_chronology_tells_of_one_person_and_of_nobody_else(as_, two, signed):
    assert signed(two, "parent_contact", TOLD, about="pupil:1").status_code == 303
    assert signed(two, "taken_up", TAKEN_UP).status_code == 303
    first, other = (page_of(as_("dsl"), PERSON.format(two, ref)) for ref in ("pupil:1", "pupil:3"))
    assert ROBIN in first.words
    assert JO not in first.words
    assert ROBIN not in other.words
    assert "She wants to come in." in first.words
    assert "She wants to come in." not in other.words
    assert "Contact with a parent" not in other.words
    for page in (first, other):
        assert "Only what it says of them" in page.words
        assert REPORT["account"] not in page.words
        assert "Steps of the case that name nobody" in page.words
        assert "Report taken up" in page.words
        assert TAKEN_UP["safe_now"] not in page.words
        assert ROBIN not in page.title
        assert JO not in page.title


def test_a_record_that_names_one_person_alone_is_told_whole(as_, reported):
    page = page_of(as_("dsl"), PERSON.format(reported(), "pupil:1"))
    assert REPORT["account"] in page.words
    assert "Only what it says" not in page.words
    assert "Steps of the case" not in page.words


@pytest.mark.parametrize("ref", ["", "pupil:2", "7", "record:1", "pupil:1x"])
def test_whoever_is_no_pupil_of_the_case_has_no_chronology(as_, reported, ref):
    case = reported(adult_involved="yes", **{"staff_named": "7", "staff_named-find": "x"})
    assert as_("dsl").get(PERSON.format(case, ref)).status_code == 404
