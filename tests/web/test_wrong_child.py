"""A record of the wrong child is corrected to be of the right one, and everything says so."""

import pytest

from tests.web.conftest import at
from tests.web.reading import Page, typed

CONTACT = {
    **at("contacted_at", time="9:25"),
    "whom": "Their mother",
    "relation": "Mother",
    "responsibility": "yes",
    "told_by": "school",
    "how": "phone",
    "told": "yes",
    "said": "What happened.",
    "response": "Calm.",
    "signature-password": "dsl-opens-it",
}
ROBIN, KIT = "pupil:1", "pupil:2"


@pytest.fixture
def both(reported, signed):
    """Return a case of two pupils that was reviewed, so that their parents may be told."""
    case = reported(**{"pupils-0-person": ROBIN})
    referral = {
        "purpose": ["police"],
        "left_out": "They know of nothing else.",
        **at("made_at"),
        "urgency": "today",
        "route": "p101",
        "spoke_to": "A call handler",
        "reference": "1",
        "reasons": "As reported.",
        "asked_for": "A call.",
        "parents_aware": "no",
    }
    assert signed(case, "referral", referral).status_code == 303
    added = {
        **at("learned_at"),
        "what": "Kit is in it too.",
        "people-0-person": KIT,
        "people-0-part": ["received_it"],
        "people-0-social_care": "no",
    }
    assert signed(case, "new_information", added).status_code == 303
    return case


@pytest.fixture
def corrected(both, as_, signed):
    """Return the case, once a contact about Robin was corrected to be about Kit."""
    assert signed(both, "parent_contact", CONTACT, about=ROBIN).status_code == 303
    dsl = as_("dsl")
    links = Page(dsl.get(f"/safeguarding/cases/{both}").text).links
    correct = next(one for one in links if one.endswith("/correct"))
    asked = Page(dsl.get(correct).text)
    assert "It was about somebody else?" in asked.words
    to_kit = next(one for one in asked.links if one.startswith(f"{correct}?about="))
    page = Page(dsl.get(to_kit).text)
    assert "This correction moves it to Kit Moss." in page.words
    assert page.text("whom") == "Their mother"
    why = {"_because": "I had opened the wrong child.", "signature-password": "dsl-opens-it"}
    answer = dsl.post(to_kit, data=typed(page, why))
    assert answer.status_code == 303, answer.text
    return both


def test_the_duty_goes_with_the_child(corrected, as_):
    words = Page(as_("dsl").get(f"/safeguarding/cases/{corrected}").text).words
    todo, done = words.split("Done (")
    assert "Tell the parents or carers of Robin Ash" in todo
    assert "Tell the parents or carers of Kit Moss" not in todo
    assert "Tell the parents or carers of Kit Moss" in done


def test_the_chronology_says_whom_it_was_about_before_and_why(corrected, as_):
    words = Page(as_("dsl").get(f"/safeguarding/cases/{corrected}").text).words
    assert "Contact with a parent or carer: Kit Moss" in words
    assert "about Robin Ash . Corrected because: I had opened the wrong child." in words


def test_only_a_pupil_of_the_case_can_be_meant(corrected, as_):
    dsl = as_("dsl")
    links = Page(dsl.get(f"/safeguarding/cases/{corrected}").text).links
    correct = next(one for one in links if one.endswith("/correct"))
    for other in ("pupil:3", "2", "record:1", "nobody"):
        words = Page(dsl.get(f"{correct}?about={other}").text).words
        assert "Correct: Contact with a parent or carer: Kit Moss" in words


def test_a_record_of_the_case_offers_nobody_else(corrected, as_):
    dsl = as_("dsl")
    links = Page(dsl.get(f"/safeguarding/cases/{corrected}").text).links
    pages = [Page(dsl.get(one).text) for one in links if one.endswith("/correct")]
    assert sum("It was about somebody else?" in page.words for page in pages) == 1


def test_a_child_who_was_named_wrongly_is_still_named_where_they_were_written_of(
    reported, signed, as_
):
    case = reported(**{"pupils-0-person": ROBIN})
    page = Page(as_("teacher").get(f"/safeguarding/reports/{case}").text)
    correct = next(one for one in page.links if one.endswith("/correct"))
    taken_up = {"safe_now": "With me.", "reporter_thanked": "yes"}
    assert signed(case, "taken_up", taken_up).status_code == 303
    teacher = as_("teacher")
    changed = {"pupils-0-person": KIT, "_because": "It was Kit."}
    answer = teacher.post(correct, data=typed(Page(teacher.get(correct).text), changed))
    assert answer.status_code == 303, answer.text
    dsl = as_("dsl")
    whole = Page(dsl.get(f"/safeguarding/cases/{case}").text)
    assert "People (1)" in whole.words
    older = [Page(dsl.get(one).text).words for one in whole.links if "/records/" in one]
    assert any("Robin Ash" in words and "This record was corrected" in words for words in older)
