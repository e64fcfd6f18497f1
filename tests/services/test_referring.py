"""A referral on an authority's own form is kept exactly as it was signed, and answered once."""

import pytest
from sqlalchemy import select

from tests.services.conftest import AMARA, DEV, HANA, PAT, TESS
from tests.services.contacts import TOY, Owner, at
from tests.services.disposing import REFERENCE, close_a_case
from yipplugin.contact import Need
from yipplugin.errors import FormChanged, ImageryRefused, NotAnswered, NotFound, SealRefused
from yipplugin.services import disposal, entries, referring
from yipplugin.services.cases import look
from yipplugin.services.drafts import REFERRAL, DraftKey, keep, mine
from yipplugin.services.prefilling import prefilled
from yipplugin.services.signing import Filled
from yipplugin.store.referrals import ReferralRow
from yipplugin.store.verify import verify
from yipplugin.values import Everything

FORM = "westhampton/front_door_form"
ANSWERS = {"child": "Robin", "told": "no", "why_not": "It would put them at risk."}
NEED = Need("csc_front_door", at("2026-11-26T10:00"), "931", "931")


@pytest.fixture
def owner(app, tmp_path):
    found = Owner(tmp_path, "westhampton")
    found.pin()
    found.install()
    return found


@pytest.fixture
def offer(owner):
    return referring.offered("toy", NEED, FORM)


def filled(submission="s1", version=1, **answers):
    return Filled(submission, FORM, ANSWERS | answers, version=version)


def sent(actor, case_id):
    return look(actor, case_id).referrals


def test_a_form_is_offered_where_it_serves_and_by_its_own_name_alone(offer):
    assert offer.route.phone == "0114 496 0001"
    assert referring.offered("toy", NEED, "westhampton/other") is None
    elsewhere = Need("csc_front_door", NEED.at, "372", "931")
    assert referring.offered("toy", elsewhere, FORM) is None


def test_what_was_signed_is_kept_word_for_word_with_the_route_and_the_pack(case_id, offer, owner):
    referring.send(AMARA, case_id, offer, filled())
    owner.install(2, swaps=[("0114 496 0001", "0114 496 0002"), ("Full name", "Name")])
    (one,) = sent(AMARA, case_id)
    assert one.text == (
        "Request for help and protection\n\nThe child\n\nFull name\nRobin\n\n"
        "The parents\n\nDo the parents know?\nNo\n\nWhy not?\nIt would put them at risk."
    )
    assert one.copied == (("Full name", "Robin"),)
    assert (one.route.phone, one.version, one.digest) == ("0114 496 0001", 1, offer.pack.digest)
    assert (one.owner, one.way, one.by_name) == ("Oxfordshire County Council", "portal", "Amara")
    assert one.answered_at is None


def test_sent_twice_it_is_one_and_nobody_else_can_use_its_name(case_id, offer):
    first = referring.send(AMARA, case_id, offer, filled())
    assert referring.send(AMARA, case_id, offer, filled(child="Other")) == first
    assert len(sent(AMARA, case_id)) == 1
    with pytest.raises(NotFound):
        referring.send(HANA, case_id, offer, filled())
    assert referring.send(HANA, case_id, offer, filled("s2")) != first


def test_its_draft_is_laid_aside_and_what_comes_late_is_told_that_it_was_signed(case_id, offer):
    key = DraftKey(REFERRAL, case_id, FORM)
    keep(HANA, key, "s1", [["child", "Rob"]])
    assert [one.key for one in mine(HANA)] == [key]
    referring.send(HANA, case_id, offer, filled())
    assert mine(HANA) == ()
    assert keep(HANA, key, "s1", [["child", "Robi"]]).signed


def test_a_form_of_another_version_is_not_signed(case_id, offer):
    with pytest.raises(FormChanged):
        referring.send(AMARA, case_id, offer, filled(version=2))
    assert sent(AMARA, case_id) == ()


def test_no_image_gets_into_it(case_id, offer):
    with pytest.raises(ImageryRefused):
        referring.send(AMARA, case_id, offer, filled(why_not="https://example.org/a.jpg"))
    one = referring.send(AMARA, case_id, offer, filled())
    with pytest.raises(ImageryRefused):
        referring.answer(AMARA, case_id, one, {"spoke_to": "https://example.org/a.jpg"})
    assert sent(AMARA, case_id)[0].answered_at is None


@pytest.mark.parametrize("who", [TESS, PAT], ids=["teacher", "parent"])
def test_whoever_may_not_read_the_case_finds_none(case_id, offer, who):
    one = referring.send(AMARA, case_id, offer, filled())
    with pytest.raises(NotFound):
        referring.send(who, case_id, offer, filled("s2"))
    with pytest.raises(NotFound):
        referring.answer(who, case_id, one, {"spoke_to": "Somebody"})
    assert len(sent(AMARA, case_id)) == 1


def test_what_came_of_it_is_written_down_once(case_id, offer):
    one = referring.send(AMARA, case_id, offer, filled())
    with pytest.raises(NotAnswered, match="whom you spoke to"):
        referring.answer(AMARA, case_id, one, {"reference": "MASH-7"})
    said = {"spoke_to": " Jo, duty worker ", "reference": "MASH-7", "says": "Today"}
    referring.answer(DEV, case_id, one, said)
    with pytest.raises(NotAnswered, match="already"):
        referring.answer(AMARA, case_id, one, {"spoke_to": "Somebody else"})
    with pytest.raises(NotFound):
        referring.answer(AMARA, case_id, "none", said)
    (kept,) = sent(AMARA, case_id)
    assert (kept.answer["spoke_to"], kept.answer["reference"]) == ("Jo, duty worker", "MASH-7")
    assert kept.answered_by == "Dev"


def test_the_ledger_says_that_and_never_what(case_id, offer, store):
    one = referring.send(AMARA, case_id, offer, filled())
    referring.answer(AMARA, case_id, one, {"spoke_to": "Jo"})
    lines = [x for x in entries.all_of_case(AMARA, case_id)[1] if x.act.startswith("referral:")]
    assert {x.act for x in lines} == {"referral:send", "referral:answer"}
    assert all(dict(x.detail) == {"form": FORM, "version": 1, "way": "portal"} for x in lines)
    with store.reading(Everything()) as session:
        assert verify(session, case_id) is None


def test_with_the_case_goes_what_was_sent(app, owner, store):
    case_id = close_a_case()
    offer = referring.offered("toy", NEED, FORM)
    referring.send(AMARA, case_id, offer, filled())
    disposal.propose(AMARA, case_id, "time", "Read.")
    disposal.dispose(HANA, case_id, REFERENCE)
    with store.reading(TOY) as session:
        row = session.scalars(select(ReferralRow)).one()
        with pytest.raises(SealRefused):
            row.opened("content")


def test_what_the_case_knows_is_filled_in_and_what_it_does_not_is_left(case_id, offer):
    case = look(AMARA, case_id)
    (robin,) = [one.person for one in case.standing.people if one.person.kind == "pupil"]
    found = prefilled(offer.form, AMARA, case, robin)
    assert found == {"child": "Robin Ash", "born": "2012-02-29"}
    assert prefilled(offer.form, AMARA, case, None) == {}
