"""The pages of an authority's own referral form: filled in, signed, told, and answered."""

import pytest

from tests.services.contacts import Owner
from tests.web.reading import Page, typed
from yipplugin.values import Everything

SCHOOL = Everything("school")
HOSTILE = "<script>alert(1)</script>\"'><b onmouseover=y>{{7919*7}}"


@pytest.fixture
def case(app, tmp_path, reported):
    app.config["YIP_AUTHORITY"] = "Oxfordshire"
    with app.app_context():
        owner = Owner(tmp_path, "westhampton")
        owner.pin(SCHOOL)
        owner.install(who=SCHOOL)
    return reported()


def url(case, more="/refer/westhampton/front_door_form"):
    return f"/safeguarding/cases/{case}{more}"


def signs(client, case, **answers):
    page = Page(client.get(url(case)).text)
    return client.post(url(case), data=typed(page, answers, "_sign=yes"))


def test_the_way_leads_from_whom_to_call_to_the_form_with_what_is_known(case, as_):
    lead = as_("dsl")
    contacts = lead.get(url(case, "/contacts"))
    assert "Fill in their referral form: Request for help and protection" in contacts.text
    assert f"{url(case)}?about=pupil:1" in contacts.text
    page = lead.get(url(case)).text
    assert 'value="Robin' in page
    assert "Fill in what you know, and ring us." in page
    assert "Oxfordshire County Council’s own" in page


def test_what_was_signed_is_shown_as_it_is_and_answered(case, as_):
    lead, deputy = as_("dsl"), as_("deputy")
    answer = signs(lead, case, child="Robin Ash", told="no", why_not=HOSTILE)
    assert answer.status_code == 303, answer.text
    assert "/referrals/" in answer.location
    page = lead.get(answer.location)
    assert HOSTILE not in page.text
    words = Page(page.text).words
    assert HOSTILE in words
    assert "They do not have it yet." in words
    assert 'href="https://refer.example/start"' in page.text
    assert 'href="tel:+441144960001"' in page.text
    assert "Not sent yet" in Page(lead.get(url(case, "")).text).words
    shown = Page(deputy.get(answer.location).text)
    empty = deputy.post(answer.location, data=typed(shown, {"reference": HOSTILE}, "_do=answer"))
    assert empty.status_code == 409
    assert HOSTILE not in empty.text
    assert "Write down whom you spoke to" in Page(empty.text).words
    said = {"spoke_to": "Jo", "reference": "MASH-7"}
    assert deputy.post(answer.location, data=typed(shown, said, "_do=answer")).status_code == 303
    done = Page(lead.get(answer.location).text).words
    assert "MASH-7" in done
    assert "They do not have it yet." not in done
    assert "They have it" in Page(lead.get(url(case, "")).text).words


def test_nothing_typed_is_lost_where_an_answer_is_missing(case, as_):
    lead = as_("dsl")
    answer = signs(lead, case, child="", told="no", why_not="They are afraid.")
    assert answer.status_code == 422
    assert "They are afraid." in answer.text
    again = lead.get(url(case)).text
    assert "They are afraid." in again
    assert "You were filling this in." in again
    home = lead.get("/safeguarding/cases").text
    assert "Their referral form" in home
    assert f"{url(case)}?about=pupil:1" in home


def test_an_answer_that_no_choice_offers_is_refused(case, as_):
    assert signs(as_("dsl"), case, child="Robin", told="perhaps").status_code == 422


def test_pressing_twice_makes_one(case, as_):
    lead = as_("dsl")
    sent = typed(Page(lead.get(url(case)).text), {"child": "Robin"}, "_sign=yes")
    places = {lead.post(url(case), data=sent).location for _ in range(2)}
    assert len(places) == 1


def test_a_form_that_no_pack_brings_is_not_there(case, as_):
    assert as_("dsl").get(url(case, "/refer/westhampton/other")).status_code == 404
    assert as_("dsl").get(url(case, "/referrals/none")).status_code == 404
    assert as_("colleague").get(url(case)).status_code == 404
