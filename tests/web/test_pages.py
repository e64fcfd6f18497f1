"""Every page, in the life of one case: sound HTML, names where they belong, and plain words."""

import re

import pytest

from tests.web.conftest import TAKEN_UP, at
from tests.web.reading import Page, send, typed

NAMES = ("Robin", "Ash", "Tess", "Archer")
SHOUTS = re.compile(r"[a-z]!(\s|$)")
JUDGES = re.compile(r"\b(victim|perpetrator|offender)", re.IGNORECASE)
TAGS = ("html", "title", "main", "h1")


SEEN = {}


@pytest.fixture
def pages(request):
    """Return pages by what they are; nothing changes them, so they are fetched once."""
    if not SEEN:
        SEEN.update(_seen(*map(request.getfixturevalue, ("as_", "reported", "signed"))))
    return SEEN


def _seen(as_, reported, signed):
    case = reported(immediate_harm="yes", **at("incident_on", day="1"))
    signed(case, "taken_up", TAKEN_UP)
    teacher, dsl, head = as_("teacher"), as_("dsl"), as_("head")
    shown = Page(dsl.get(f"/safeguarding/cases/{case}").text)
    record = next(link for link in shown.links if "/records/" in link)
    found = {
        "report": teacher.get("/safeguarding/report?pupil=pupil:1"),
        "report with mistakes": send(teacher, "/safeguarding/report", {"account": ""}),
        "receipt": teacher.get(f"/safeguarding/reports/{case}?new=yes"),
        "addition": teacher.get(f"/safeguarding/reports/{case}/add"),
        "own reports": teacher.get("/safeguarding/reports"),
        "refused": teacher.get("/safeguarding/cases"),
        "missing": teacher.get("/safeguarding/cases/none"),
        "list": dsl.get("/safeguarding/cases"),
        "empty list": dsl.get("/safeguarding/cases?stage=closed"),
        "case": dsl.get(f"/safeguarding/cases/{case}"),
        "case of the head": head.get(f"/safeguarding/cases/{case}"),
        "print": dsl.get(f"/safeguarding/cases/{case}/print"),
        "record": dsl.get(record),
        "correction": dsl.get(f"{record}/correct"),
        "refused form": dsl.get(f"/safeguarding/cases/{case}/forms/closure"),
    }
    for form in ("first_review", "decision", "referral", "risk_assessment"):
        found[form] = dsl.get(f"/safeguarding/cases/{case}/forms/{form}")
    about = f"/safeguarding/cases/{case}/forms/conversation?about=pupil:1"
    found["conversation"] = dsl.get(about)
    return {name: Page(answer.text) for name, answer in found.items()}


def test_every_page_is_sound_html(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), f"{name}: an id stands twice"
        assert page.headings.count(1) == 1, f"{name}: one heading says what the page is"
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after - before <= 1 for before, after in steps), f"{name}: {page.headings}"
        for one in page.inputs:
            if one.get("type") != "hidden":
                assert one["id"] in page.labelled, f"{name}: {one['name']} has no label"
        assert set(page.labelled) <= set(page.ids), f"{name}: a label leads nowhere"
        described = [about.get("aria-describedby", "") for _, about in page.tags]
        assert set(" ".join(described).split()) <= set(page.ids), name
        anchors = {link[1:] for link in page.links if link.startswith("#")}
        assert anchors <= set(page.ids), f"{name}: {anchors - set(page.ids)}"


def test_no_page_carries_a_script_or_a_style_of_its_own(pages):
    for name, page in pages.items():
        assert [tag for tag, _ in page.tags if tag == "style"] == [], name
        assert all(about.get("src") for tag, about in page.tags if tag == "script"), name
        assert [key for _, about in page.tags for key in about if key[:2] == "on"] == [], name
        assert [about for _, about in page.tags if "style" in about] == [], name


def test_no_title_and_no_address_names_anybody(pages):
    for name, page in pages.items():
        assert page.title, name
        assert not any(one in page.title for one in NAMES), f"{name}: {page.title}"
        assert not any(one in link for one in NAMES for link in page.links), name


def test_no_page_shouts_or_judges_a_child(pages):
    for name, page in pages.items():
        assert not SHOUTS.search(page.words), name
        assert not JUDGES.search(page.words), name


def test_no_question_about_risk_is_answered_before_anybody_answers_it(pages):
    for name in ("first_review", "decision", "referral", "risk_assessment", "conversation"):
        chosen = [
            one for one in pages[name].inputs
            if one.get("type") in ("radio", "checkbox") and "checked" in one
        ]  # fmt: skip
        assert chosen == [], name


def test_the_alarm_comes_before_everything_else_and_says_999_first(pages):
    words = pages["case"].words
    assert words.index("Call 999") < words.index("Record: Referral")
    assert words.index("Record: Referral") < words.index("What to do next")
    assert "tel:999" in pages["case"].links


def test_nobody_who_may_refer_has_to_wait_for_another_to_do_it(pages):
    assert any(link.endswith("/forms/referral") for link in pages["case of the head"].links)


def test_each_duty_says_by_when_and_why_and_has_its_button(pages):
    page = pages["case"]
    assert "Hold the first review" in page.words
    assert "today by 4pm" in page.words
    assert any(link.endswith("/forms/first_review") for link in page.links)
    assert "The safeguarding lead holds a first review meeting" in page.words
    assert "school's own target, not the law" in page.words


def test_whoever_a_duty_is_not_for_sees_whom_it_waits_for(pages):
    page = pages["case of the head"]
    waits = "for the designated safeguarding lead or deputy designated safeguarding lead"
    assert waits in page.words
    assert not any(link.endswith("/forms/first_review") for link in page.links)


def test_a_refused_act_stands_where_its_button_would_be(pages):
    page = pages["case"]
    assert "Not now: Close the case." in page.words
    assert "Hold the first review and record it" in page.words
    assert not any(link.endswith("/forms/closure") for link in page.links)


def test_people_stand_with_their_parts_and_their_age_on_the_day(pages):
    words = pages["case"].words
    assert "Robin Ash" in words
    assert "Young person in the imagery and shared or sent it" in words
    # Born on 29 February 2012: fourteen from 1 March in a year without that day.
    assert "14 when it happened" in words
    assert "Special educational needs" in words


def test_the_list_names_nobody(pages):
    words = pages["list"].words
    assert "YIP-2026-" in words
    assert "Refer now" in words
    assert not any(name in words for name in NAMES)
    assert "{" not in words


def test_the_receipt_shows_what_was_told_and_nothing_that_came_after(pages):
    words = pages["receipt"].words
    assert "A friend of theirs told me" in words
    assert "took it up" in words
    assert TAKEN_UP["safe_now"] not in words


def test_the_paper_says_who_printed_it_and_when_and_how_it_must_be_kept(pages):
    words = pages["print"].words
    assert "Printed Monday 2 March 2026, 9:30am by Amara Obi" in words
    assert "Official: sensitive" in words
    assert TAKEN_UP["safe_now"] in words


def test_not_known_looks_different_from_no(pages, as_, reported):
    case = reported(adult_involved="unknown")
    dsl = as_("dsl")
    link = next(
        one for one in Page(dsl.get(f"/safeguarding/cases/{case}").text).links if "/records/" in one
    )
    html = dsl.get(link).text
    assert re.search(r'yip-unknown"><span aria-hidden="true">\?</span> Not known', html)


def test_a_warning_asks_for_a_reason_and_keeps_it(as_, reported, signed):
    case = reported(**{"pupils-0-person": "pupil:3"}, **at("incident_on", day="1"))
    review = {
        **at("held_at"),
        "attended-0-person": "3",
        "sources-0-what": "The report",
        "sources-0-how": "told",
        "risk_now-0-at_risk": "no",
        "risk_now-0-vulnerable": "None known",
        "risk_now-0-social_care": "no",
        "incident_type": ["shared_own"],
        "produced_by": "self",
        "recipient_age": "under_18",
        **dict.fromkeys(FIVE, "no"),
        "spread": "none",
        **dict.fromkeys(("view_needed", "remove_now", "other_setting", "harmed"), "no"),
        **dict.fromkeys(("refer_police", "refer_social_care", "parents-0-tell"), "no"),
        "parents-0-why_not": "Not yet.",
        "refer_police_why": "No need.",
        "refer_social_care_why": "No need.",
        "proposed": "further_review",
    }
    assert signed(case, "first_review", review).status_code == 303
    view = {"view": "agree", "reasons": "It is right."}
    assert _view(as_, case, view).status_code == 303
    first = signed(case, "decision", DECISION)
    assert first.status_code == 422
    page = Page(first.text)
    assert "Someone in the imagery is, or may be, under 13" in page.words
    field = next(one["name"] for one in page.inputs if one["name"].startswith("_answer-"))
    answered = typed(page, {field: "A social worker ruled it out.", **PASSWORD})
    dsl = as_("dsl")
    answer = dsl.post(f"/safeguarding/cases/{case}/forms/decision", data=answered)
    assert answer.status_code == 303, answer.text
    assert "A social worker ruled it out." in dsl.get(f"/safeguarding/cases/{case}/print").text


FIVE = ("adult_involved", "pressure", "capacity_doubt", "unusual_or_violent", "sexual_acts")
PASSWORD = {"signature-password": "dsl-opens-it"}
DECISION = {
    "doubt": "no",
    "route": "school_led",
    "reason": "It is small.",
    "enough": "yes",
    "managed_by-0-support": "Form tutor",
    "aggravating": ["none"],
    "response_needs": ["support"],
    **dict.fromkeys(("procedure", "best_interests", "proportionality", "welfare"), "Because."),
}


def _view(as_, case, answers):
    url = f"/safeguarding/cases/{case}/forms/head_view"
    password = {"signature-password": "executive-opens-it"}
    return send(as_("executive"), url, {**answers, **password})
