"""A referral keeps the contact that was called as it was at that moment."""

import re

from tests.services.contacts import Owner
from tests.web.conftest import at
from tests.web.reading import Page
from tests.web.test_contacts import SCHOOL, form_of, installed

__all__ = ["installed"]

SAID = {
    "purpose": ["social_care"],
    "left_out": "The police know.",
    "urgency": "today",
    "route": "front_door",
    "spoke_to": "A duty worker",
    "reference": "1",
    "reasons": "As reported.",
    "asked_for": "A call.",
    "parents_aware": "no",
}
PAGE = "/safeguarding/cases/{}/forms/referral"


def test_a_referral_keeps_whom_it_went_to_whatever_becomes_of_their_number(
    installed, reported, signed, as_, app, tmp_path
):
    case = reported()
    lead = as_("dsl")
    assert "No contact is noted with this case." in lead.get(PAGE.format(case)).text
    shown = lead.get(f"/safeguarding/cases/{case}/contacts?for=csc_front_door").text
    url, fields = form_of(shown, "I called them")
    lead.post(url, data=fields)
    asked = lead.get(PAGE.format(case)).text
    assert "Rotherham MASH, 01709 336080" in Page(asked).words
    note = re.search(r'name="contact"[^>]*value="(\d+)"', asked)[1]

    answer = signed(case, "referral", {**SAID, **at("made_at"), "contact": note})
    assert answer.status_code == 303
    with app.app_context():
        (tmp_path / "anew").mkdir()
        owner = Owner(tmp_path / "anew", "rotherham", ("la:372",))
        owner.pin(SCHOOL)
        owner.install(2, SCHOOL, swaps=[("01709 336080", "01709 111222")])
    now = lead.get(f"/safeguarding/cases/{case}/contacts?for=csc_front_door").text
    assert "01709 111222" in now
    page = Page(lead.get(f"/safeguarding/cases/{case}").text)
    (kept,) = [
        words
        for words in (
            Page(lead.get(one).text).words
            for one in set(page.links)
            if re.search(r"/records/\w+$", one)
        )
        if "Which contact did you use?" in words
    ]
    assert "Rotherham MASH, 01709 336080. Noted 2 Mar 2026, 9:30am; nobody had checked it" in kept
    assert "01709 111222" not in kept
