"""What the pages say of a referral that is mailed or posted: how far it is, and when to ring."""

import pytest

from tests.services.contacts import Owner
from tests.services.test_delivering import BY, PORTAL, Sender
from tests.web.reading import Page
from tests.web.test_referring import SCHOOL, signs, url
from yipplugin import Receipt, tick

RING = "Oxfordshire MASH: 0114 496 0001"


@pytest.fixture
def case(app, tmp_path, reported):
    app.config["YIP_AUTHORITY"] = "Oxfordshire"
    with app.app_context():
        owner = Owner(tmp_path, "westhampton")
        owner.pin(SCHOOL)
        owner.install(who=SCHOOL, swaps=[(PORTAL, BY["mail"])])
    return reported()


def ticked(app, *answers):
    sender = Sender(*answers)
    app.extensions["yipplugin"].manager.register(sender, f"sender {len(answers)}")
    with app.app_context():
        tick()
    return sender


def pages(lead, case, at):
    return Page(lead.get(at).text).words, Page(lead.get(url(case, "")).text).words


def test_it_waits_then_it_is_sent_and_then_they_answer(case, app, as_):
    lead = as_("dsl")
    form = Page(lead.get(url(case)).text).words
    assert "Once it is signed, it is sent to them by mail over an encrypted connection." in form
    assert "Sign, and send it" in form
    at = signs(lead, case, child="Robin Ash").location
    page, whole = pages(lead, case, at)
    assert "It is waiting to be sent to referrals@county.example" in page
    assert f"If it cannot wait, ring {RING}" in page
    assert "Waiting to be sent" in whole
    ticked(app)
    page, whole = pages(lead, case, at)
    assert "It was sent to referrals@county.example. Monday 2 March 2026, 9:30am" in page
    assert "250 fine, Q1. That somebody has read it is not known until they say so." in page
    assert "Sent; they have not answered yet" in whole
    assert "They have it: write this down" in page


@pytest.mark.parametrize(
    ("answer", "says", "listed"),
    [
        (Receipt("not taken", "450 later"), "It could not be sent yet.", "Not sent yet: ring them"),
        (None, "It did not reach them, and is not tried again.", "Not sent: ring them"),
        (LookupError(), "Nobody knows whether it reached them.", "Not known whether it arrived"),
    ],
)
def test_what_goes_wrong_is_said_plainly_with_the_number_to_ring(
    case, app, as_, answer, says, listed
):
    lead = as_("dsl")
    at = signs(lead, case, child="Robin Ash").location
    ticked(app, answer)
    page, whole = pages(lead, case, at)
    assert says in page
    assert RING in page.partition(says)[2]
    assert listed in whole


def test_what_their_side_says_is_text(case, app, as_):
    lead = as_("dsl")
    at = signs(lead, case, child="Robin Ash").location
    ticked(app, Receipt("taken", "<script>alert(1)</script>", "<b>Q1</b>"))
    assert "<script>alert" not in lead.get(at).text
    assert "<b>Q1" not in lead.get(at).text
    assert "<b>Q1</b>" in Page(lead.get(at).text).words


def test_the_ledger_of_the_case_says_that_it_was_passed_on(case, app, as_):
    lead = as_("dsl")
    signs(lead, case, child="Robin Ash")
    ticked(app)
    assert "Passed a referral on" in lead.get(url(case, "/ledger")).text
