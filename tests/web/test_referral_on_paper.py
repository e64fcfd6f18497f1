"""A signed referral on paper, in the chronology, in the case file and in copies for outside."""

import json

import pytest
from sqlalchemy import select

from tests.services.contacts import Owner
from tests.services.test_delivering import BY, PORTAL
from tests.web.reading import Page, send, typed
from tests.web.test_letting_in import lets_in
from tests.web.test_outside import make
from tests.web.test_papers import prints, words
from tests.web.test_papers import url as paper_url
from tests.web.test_referral_that_goes_by_itself import ticked
from tests.web.test_referring import HOSTILE, SCHOOL, url
from yipplugin import Receipt
from yipplugin.services.cases import look
from yipplugin.services.papers import OURS, REFERRAL
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.referrals import ReferralRow
from yipplugin.store.sessions import store
from yipplugin.values import Actor
from yipplugin.web import making, pdf
from yipplugin.web.paperwork import entries_of

TITLE = "Request for help and protection, for Oxfordshire County Council"
SAID = {"spoke_to": "Jo Made-Up", "reference": "MASH-7", "says": "Jo will ring Kit’s mother."}
AMARA = Actor("4", "Amara Obi", frozenset({"staff", "dsl"}), "school")
MAIL = [(PORTAL, BY["mail"])]


@pytest.fixture
def owner(app, tmp_path):
    app.config["YIP_AUTHORITY"] = "Oxfordshire"
    with app.app_context():
        found = Owner(tmp_path, "westhampton")
        found.pin(SCHOOL)
    return found


@pytest.fixture
def install(app, owner):
    def installed(version=1, swaps=()):
        with app.app_context():
            owner.install(version, who=SCHOOL, swaps=swaps)

    return installed


@pytest.fixture
def lead(as_):
    return as_("dsl")


@pytest.fixture
def case(reported, install):
    install()
    return reported(**{"pupils-1-person": "pupil:2", "pupils-1-part": ["received_it"]})


def signed(client, case, about="pupil:1", **answers):
    at = f"{url(case)}?about={about}"
    page = Page(client.get(at).text)
    answer = client.post(at, data=typed(page, answers, "_sign=yes"))
    assert answer.status_code == 303, answer.text
    return answer.location


def answered(client, at):
    page = Page(client.get(at).text)
    assert client.post(at, data=typed(page, SAID, "_do=answer")).status_code == 303


def rows(app, kind):
    with app.app_context(), store().reading(SCHOOL) as session:
        return session.scalars(select(kind)).all()


def test_its_page_leads_to_a_paper_with_all_that_was_signed(case, lead, as_, install):
    at = signed(lead, case, child="Robin Ash", told="no", why_not=HOSTILE)
    install(2, swaps=[("0114 496 0001", "0114 496 0002"), ("Full name", "Name in full")])
    answered(as_("deputy"), at)
    assert f"{at}/print" in Page(lead.get(at).text).links
    answer = lead.get(f"{at}/print")
    assert HOSTILE not in answer.text
    page = words(answer)
    for said in (
        "Signed Monday 2 March 2026, 9:30am by Amara Obi",
        "For Oxfordshire County Council, through their web page",
        "Where it was to go https://refer.example/start",
        "Oxfordshire MASH: 0114 496 0001",
        "westhampton/front_door_form, version 1 of their contacts",
        "Full name Robin Ash",
        "Do the parents know? No",
        " ".join(f"Why not? {HOSTILE}".split()),
        "Spoke to, or was told Jo Made-Up",
        "Their reference MASH-7",
        "What they will do Jo will ring Kit’s mother.",
        "Printed Monday 2 March 2026, 9:30am by Amara Obi, designated safeguarding lead",
    ):
        assert said in page
    assert Page(answer.text).words.count("Official: sensitive.") == 2


def test_its_paper_has_the_whole_checksum_of_the_pack(case, lead, app):
    at = signed(lead, case, child="Robin")
    (row,) = rows(app, ReferralRow)
    assert f"Checksum of that version {row.digest}" in words(lead.get(f"{at}/print"))


def test_the_ledger_says_who_took_which_referral_to_paper(case, lead, app):
    at = signed(lead, case, child="Robin")
    lead.get(f"{at}/print")
    assert prints(lead, case) == [OURS[REFERRAL]]
    said = [json.loads(one.payload) for one in rows(app, LedgerRow)]
    (entry,) = [one for one in said if one["act"] == "case:print"]
    assert entry["detail"] == {"paper": REFERRAL, "referral": at.rpartition("/")[2]}


def test_it_is_for_those_alone_who_may_take_the_case_to_paper(case, lead, as_, reported):
    at = signed(lead, case, child="Robin")
    assert lets_in(lead, case, "colleague").status_code == 303
    colleague = as_("colleague")
    assert f"{at}/print" not in colleague.get(at).text
    for who in (colleague, as_("teacher")):
        assert who.get(f"{at}/print").status_code == 404
    other = at.replace(case, reported())
    assert lead.get(f"{other}/print").status_code == 404
    assert prints(lead, case) == []


def test_it_becomes_a_file_where_files_are_made(case, lead):
    at = signed(lead, case, child="Robin")
    answer = lead.get(f"{at}/print?as=pdf")
    if not pdf.available():
        assert answer.status_code == 404
        return
    assert answer.data.startswith(b"%PDF-")
    assert "-signed-referral.pdf" in answer.headers["Content-Disposition"]
    assert prints(lead, case) == [f"{OURS[REFERRAL]}, as a file"]


def test_the_chronology_has_it_signed_sent_and_answered_in_time_order(
    reported, install, lead, as_, app, clock
):
    install(swaps=MAIL)
    case = reported()
    clock.shift(2 * 60)
    at = signed(lead, case, child="Robin")
    assert "Referral sent" not in words(lead.get(url(case, "")))
    clock.shift(2 * 60)
    ticked(app, Receipt("taken", "250 fine", "Q1"))
    clock.shift(2 * 60)
    answered(as_("deputy"), at)
    steps = (
        f"9:36am What came of the referral: {TITLE} Dev Kapoor, wrote it down.",
        f"9:34am Referral sent: {TITLE} yipplugin itself.",
        f"9:32am Referral signed: {TITLE} Amara Obi, signed.",
    )
    page = words(lead.get(url(case, ""))).partition(" Chronology ")[2]
    found = [page.index(step) for step in steps]
    assert found == sorted(found)
    paper = words(lead.get(paper_url(case, "chronology")))
    order = [paper.index(f"{says}: {TITLE}") for says in
             ("Referral signed", "Referral sent", "What came of the referral")]  # fmt: skip
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("receipt", "says"),
    [
        (Receipt("not taken", "450 later"), "Referral could not be sent yet"),
        (None, "Referral could not be sent"),
        (LookupError(), "Not known whether the referral arrived"),
    ],
)
def test_what_went_wrong_stands_in_the_chronology_and_in_the_file(
    reported, install, lead, app, receipt, says
):
    install(swaps=MAIL)
    case = reported()
    signed(lead, case, child="Robin")
    ticked(app, receipt)
    assert f"{says}: {TITLE} yipplugin itself." in words(lead.get(url(case, "")))
    assert f"{says} Monday 2 March 2026, 9:30am: " in words(lead.get(url(case, "/print")))


def test_the_case_file_has_every_referral_whole(case, lead):
    assert "Referrals on authorities’ own forms" not in words(lead.get(url(case, "/print")))
    answered(lead, signed(lead, case, child="Robin Ash", routes="By Kit’s aunt."))
    signed(lead, case, "pupil:2", child="Kit Moss")
    page = words(lead.get(url(case, "/print")))
    first, second = page.partition("Referral 1. ")[2].split("Referral 2. ")
    assert "Full name Robin Ash" in first
    assert "By Kit’s aunt." in first
    assert "Their reference MASH-7" in first
    assert "Full name Kit Moss" in second
    assert "Stands at Not sent yet" in second


def test_the_long_file_that_is_made_beside_the_request_has_them_too(case, lead, monkeypatch):
    monkeypatch.setattr(making, "LONG", 10)
    monkeypatch.setattr(making, "beside", lambda work: work())
    monkeypatch.setattr(pdf, "_weasyprint", lambda: pdf)
    monkeypatch.setattr(pdf, "made", lambda html, tell: html.encode())
    signed(lead, case, child="Robin Ash", routes="Through the school office.")
    lead.get(url(case, "/print?as=pdf"))
    made = send(lead, url(case, "/file"), {"_do": "take"}).text
    assert "Through the school office." in made.partition("Referral 1. Request for help")[2]


def test_a_chronology_of_one_young_person_has_none_of_the_others(case, lead):
    signed(lead, case, "pupil:2", child="Kit Moss")
    assert "Referral signed" in words(lead.get(paper_url(case, "chronology")))
    assert "Referral signed" not in words(make(lead, case, "outside-chronology"))


@pytest.mark.parametrize(("pupil", "count"), [("", 2), ("pupil:1", 1), ("pupil:2", 1)])
def test_the_entries_about_one_young_person_have_their_own_referral_alone(
    app, case, lead, pupil, count
):
    signed(lead, case, child="Robin Ash")
    signed(lead, case, "pupil:2", child="Kit Moss")
    with app.test_request_context():
        found = entries_of(look(AMARA, case), pupil)
    assert [one.title for one in found].count(f"Referral signed: {TITLE}") == count


def test_a_copy_for_outside_has_what_is_about_its_subject_without_the_names(case, lead, as_):
    text = "Kit Moss and Amara Obi met Robin."
    answered(as_("deputy"), signed(lead, case, child="Robin Ash", routes=text))
    signed(lead, case, "pupil:2", child="Kit Moss", routes="About the second alone.")
    page = words(lead.get(f"/safeguarding/cases/{case}/outside?about=pupil:1"))
    left = "1 referral on an authority’s own form, not known to be about"
    assert f"{left} Robin Ash, is left out." in page
    copy = words(make(lead, case))
    assert f"{left} them, is left out." in copy
    assert "Young person A and member of staff 2 met Robin." in copy
    assert "What was signed, without the names of others" in copy
    assert "Exactly what was signed" not in copy
    assert "MASH-7" in copy
    for name in ("Kit", "Moss", "Amara", "Obi", "Dev", "Kapoor", "Jo Made-Up", "second alone"):
        assert name not in copy, name
    assert "Referral signed" in words(make(lead, case, "outside-chronology"))


def test_what_a_server_said_is_in_no_copy_for_outside(reported, install, lead, app):
    install(swaps=MAIL)
    case = reported()
    signed(lead, case, child="Robin")
    ticked(app, Receipt("taken", "250 taken by Somebody Unseen", "Q1"))
    assert "Somebody Unseen" in words(lead.get(url(case, "/print")))
    copy = words(make(lead, case))
    assert "Referral sent Monday 2 March 2026, 9:30am" in copy
    assert "Somebody Unseen" not in copy
