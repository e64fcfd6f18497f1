"""The page on which a closed case is disposed of."""

import pytest
from sqlalchemy import select

from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page, typed
from yipplugin.imagery import without_images
from yipplugin.store.cases import CaseRow
from yipplugin.store.keys import KeyRow
from yipplugin.values import Actor, Everything
from yipplugin.web import tokens

WHY = "Six years are over. I read the file from beginning to end."
PROPOSAL = {"ground": "time", "reason": WHY}


@pytest.fixture
def closed(reported, signed, monkeypatch):
    """Return a case that is taken for a closed one, whatever is still to be done in it."""
    for place in ("services.disposal", "web.casepage"):
        monkeypatch.setattr(f"yipplugin.{place}.is_closed", lambda *_: True)
    case = reported()
    signed(case, "taken_up", TAKEN_UP)
    return case


def url(case):
    return f"/safeguarding/cases/{case}/disposal"


def words(client, case):
    return Page(client.get(url(case)).text).words


def decides(client, case, do, **sent):
    """Press one of the page's buttons."""
    page = Page(client.get(url(case)).text)
    return client.post(url(case), data=typed(page, sent, f"_do={do}"))


def test_what_is_ours_in_a_form_is_never_taken_for_image_data(closed, as_, app, monkeypatch):
    with app.app_context():
        # Long enough to read as a file does, in any school whose system has such long names.
        actor = Actor("staff:amara.obi@school.example.org", "Amara Obi")
        sent = tokens.for_button(actor, f"disposal {closed}")
    assert without_images(sent) != sent
    lead = as_("dsl")
    monkeypatch.setattr(tokens, "is_for_button", lambda token, *_: token == sent)
    answer = lead.post(url(closed), data={"_token": sent, "_do": "propose", **PROPOSAL})
    assert (answer.status_code, answer.location) == (303, url(closed))
    assert row(app, closed).proposal


def row(app, case):
    with app.extensions["yipplugin"].store.reading(Everything()) as session:
        return session.get(CaseRow, case)


def test_a_case_that_is_open_says_so_and_takes_no_proposal(reported, as_):
    case, lead = reported(), as_("dsl")
    assert "This case is not closed, so it cannot be disposed of." in words(lead, case)
    # The page has no form then, and so no token that anything could be sent with.
    assert decides(lead, case, "propose", **PROPOSAL).status_code == 400
    assert url(case) not in lead.get(f"/safeguarding/cases/{case}").text


def test_the_case_leads_to_the_page_for_those_who_have_a_part_in_it(closed, as_):
    for who in ("dsl", "deputy", "head", "executive"):
        assert url(closed) in as_(who).get(f"/safeguarding/cases/{closed}").text


def test_one_person_proposes_and_another_disposes(closed, as_, app):
    lead, head = as_("dsl"), as_("head")
    assert decides(lead, closed, "propose", **PROPOSAL).location == url(closed)
    waiting = words(lead, closed)
    assert "It now waits for a headteacher who did not propose it." in waiting
    assert "Dispose of it for good" not in waiting
    seen = words(head, closed)
    assert WHY in seen
    assert "The time for which the school keeps it is over." in seen
    assert "Amara Obi proposed it on Monday 2 March 2026" in seen
    answer = decides(head, closed, "dispose", reference=row(app, closed).reference)
    assert answer.status_code == 200
    assert "Nothing that was written in it can be read any more." in Page(answer.text).words
    assert row(app, closed).disposed_at
    for client in (lead, head, as_("teacher")):
        assert client.get(f"/safeguarding/cases/{closed}").status_code == 404
        assert client.get(url(closed)).status_code == 404
        assert client.get(f"/safeguarding/reports/{closed}").status_code == 404
    assert closed not in head.get("/safeguarding/cases").text


def test_the_same_case_is_meant_or_nothing_is_destroyed(closed, as_, app):
    decides(as_("dsl"), closed, "propose", **PROPOSAL)
    head = as_("head")
    answer = decides(head, closed, "dispose", reference="YIP-2026-0099")
    page = Page(answer.text)
    assert answer.status_code == 409
    assert "#yip-reference" in page.links
    assert page.text("reference") == "YIP-2026-0099"
    assert row(app, closed).disposed_at is None


@pytest.mark.parametrize(
    ("sent", "at"),
    [({"reason": WHY}, "#yip-ground-1"), ({"ground": "time"}, "#yip-reason")],
)
def test_what_is_missing_is_said_where_it_is_and_what_was_typed_stays(closed, as_, sent, at):
    answer = decides(as_("dsl"), closed, "propose", **sent)
    page = Page(answer.text)
    assert answer.status_code == 409
    assert at in page.links
    assert page.title.startswith("Error: ")
    assert page.text("reason") == sent.get("reason", "")
    assert page.sent.get("ground") == sent.get("ground")


def test_a_proposal_is_taken_back(closed, as_, app):
    decides(as_("dsl"), closed, "propose", **PROPOSAL)
    assert decides(as_("head"), closed, "withdraw").status_code == 303
    assert row(app, closed).proposal is None
    assert "Nobody has proposed it." in words(as_("head"), closed)


def test_a_page_that_stood_open_too_long_destroys_nothing_and_gives_the_text_back(
    closed, as_, clock, app
):
    lead = as_("dsl")
    page = Page(lead.get(url(closed)).text)
    clock.shift(13 * 3600)
    lead = as_("dsl")
    answer = lead.post(url(closed), data=typed(page, PROPOSAL, "_do=propose"))
    assert answer.status_code == 400
    assert Page(answer.text).text("reason") == WHY
    assert row(app, closed).proposal is None


def test_a_page_that_was_served_for_another_case_destroys_nothing(closed, reported, as_, app):
    decides(as_("dsl"), closed, "propose", **PROPOSAL)
    head, other = as_("head"), reported()
    page = Page(head.get(url(other)).text)
    reference = row(app, closed).reference
    sent = typed(page, {"reference": reference}, "_do=dispose")
    assert head.post(url(closed), data=sent).status_code == 400
    without = {"_do": "dispose", "reference": reference}
    assert head.post(url(closed), data=without).status_code == 400

    assert row(app, closed).disposed_at is None


def test_a_button_that_there_is_not_does_nothing_and_loses_nothing(closed, as_, app):
    answer = decides(as_("dsl"), closed, "delete", reason="It was read by both of us.")
    assert answer.status_code == 400
    assert "Press the button that says what you decide" in answer.text
    assert "It was read by both of us." in answer.text
    with app.extensions["yipplugin"].store.reading(Everything()) as session:
        assert session.scalars(select(KeyRow).where(KeyRow.case_id == closed)).one()


def test_image_data_in_a_reason_is_never_kept(closed, as_):
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    lead = as_("dsl")
    decides(lead, closed, "propose", ground="time", reason=f"Read it. {image}")
    assert "base64" not in lead.get(url(closed)).text


def test_it_is_asked_who_it_is_just_before(closed, as_, clock):
    head = as_("head")
    assert head.get(url(closed)).status_code == 200
    clock.shift(11 * 60)
    assert "/confirm?" in head.get(url(closed)).location
