"""The page on which a case is put on hold, and what is seen of that elsewhere."""

import pytest

from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page, typed

NEEDS = "A solicitor wrote on behalf of the family."


@pytest.fixture
def case(reported, signed):
    found = reported()
    signed(found, "taken_up", TAKEN_UP)
    return found


def url(case):
    return f"/safeguarding/cases/{case}/hold"


def decides(client, case, do, **sent):
    """Press one of the page's buttons."""
    page = Page(client.get(url(case)).text)
    return client.post(url(case), data=typed(page, sent, f"_do={do}"))


def test_a_case_is_put_on_hold_and_the_hold_is_lifted(case, as_):
    lead, head = as_("dsl"), as_("head")
    assert "It is not on hold" in Page(lead.get(url(case)).text).words
    answer = decides(lead, case, "hold", why="claim", reason=NEEDS)
    assert (answer.status_code, answer.location) == (303, url(case))
    page = Page(head.get(f"/safeguarding/cases/{case}").text).words
    assert "There is a claim, or one is to be expected" in page
    assert NEEDS in page
    assert NEEDS in Page(head.get(f"/safeguarding/cases/{case}/disposal").text).words
    assert decides(head, case, "lift", reason="It was settled.").status_code == 303
    words = Page(lead.get(url(case)).text).words
    assert "It was on hold before" in words
    assert "It was settled." in words
    assert NEEDS not in Page(lead.get(f"/safeguarding/cases/{case}").text).words


def test_a_closed_case_on_hold_offers_no_disposal(case, as_, monkeypatch):
    for place in ("services.disposal", "web.casepage"):
        monkeypatch.setattr(f"yipplugin.{place}.is_closed", lambda *_: True)
    lead = as_("dsl")
    disposal = f"/safeguarding/cases/{case}/disposal"
    assert "Propose it" in Page(lead.get(disposal).text).words
    decides(lead, case, "hold", why="access", reason=NEEDS)
    words = Page(lead.get(disposal).text).words
    assert "Propose it" not in words
    assert "Until the hold is lifted nobody can dispose of it" in words


def test_what_is_missing_is_said_and_what_was_typed_stays(case, as_):
    lead = as_("dsl")
    answer = decides(lead, case, "hold", reason=NEEDS)
    assert answer.status_code == 409
    assert "Choose why it must be kept." in answer.text
    assert NEEDS in answer.text
    answer = decides(lead, case, "hold", why="claim", reason=" ")
    assert "Write down what needs it" in answer.text
    assert lead.post(url(case), data={"_do": "hold", "reason": NEEDS}).status_code == 400


def test_what_was_done_reads_in_words(case, as_):
    decides(as_("dsl"), case, "hold", why="inquiry", reason=NEEDS)
    words = Page(as_("head").get(f"/safeguarding/cases/{case}/ledger").text).words
    assert "Put the case on hold" in words
    assert "An inquiry or a review needs it" in words
    assert NEEDS not in words
