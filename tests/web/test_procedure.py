"""The procedure is there for everybody to read, clause by clause, with what is done for each."""

from dataclasses import replace

import pytest

from tests.web.conftest import at
from tests.web.reading import Page, send
from yipplugin.packs.coverage import coverage
from yipplugin.packs.library import Library

URL = "/safeguarding/procedure"


@pytest.fixture
def policy(house):
    return house.policies.policy("westcroft-2023")


@pytest.fixture
def read_by(as_):
    return lambda who: Page(as_(who).get(URL).text)


def test_every_clause_is_there_with_its_words_and_in_its_part(read_by, policy):
    page = read_by("teacher")
    for clause in policy.clauses.values():
        assert f"yip-{clause.id}" in page.ids
        assert f"{clause.id}: {clause.says}" in page.words
    assert page.words.index("DEF-1:") < page.words.index("REF-1:") < page.words.index("EDU-1:")
    assert "Reasons for immediate referral" in page.words


def test_what_carries_a_clause_is_told_in_words_that_people_read(read_by, policy):
    words = read_by("teacher").words
    assert (
        "Asked for: Contact children's social care, who are involved with each young person"
        in words
    )
    assert "{" not in words
    assert "Question: Is any young person in danger now? (in «Report a concern»)" in words
    assert "Protection of Children Act 1978" in words
    assert "Looked up on Sunday 22 November 2026" in words
    assert all(row.carried_by for row in coverage(policy))


@pytest.mark.parametrize(("asked", "found"), [("REF-1", "REF-1"), (" dec-3A ", "DEC-3a")])
def test_a_clause_is_found_by_its_number(as_, asked, found):
    answer = as_("teacher").get(URL, query_string={"clause": asked})
    assert (answer.status_code, answer.location) == (303, f"{URL}#yip-{found}")


def test_a_number_that_there_is_not_says_so(as_):
    page = Page(as_("teacher").get(f"{URL}?clause=REF-99%3Cb%3E").text)
    assert "There is no clause REF-99<B>." in page.words


def test_why_leads_to_the_clause(as_, reported):
    page = Page(as_("dsl").get(f"/safeguarding/cases/{reported()}").text)
    assert f"{URL}#yip-IR-3" in page.links


def test_a_review_that_is_overdue_is_told_to_those_who_see_to_it(as_, read_by):
    told = "was due for review by Sunday 1 September 2024"
    for who in ("dsl", "deputy", "head", "executive"):
        assert told in read_by(who).words
        assert told in Page(as_(who).get("/safeguarding/cases").text).words
    for who in ("teacher", "team", "governor", "it"):
        assert told not in read_by(who).words
    assert told not in Page(as_("team").get("/safeguarding/cases").text).words


@pytest.mark.parametrize(
    ("outcome", "year", "told"),
    [
        ("stays", "2026", ""),
        ("changed", "2025", "due for review by"),
        ("begun", "2026", "due for review by Sunday 1 September 2024"),
    ],
)
def test_a_review_on_the_register_ends_it_for_a_year(as_, clock, outcome, year, told):
    reviewed = {
        **at("reviewed_on", year=year, day="1"),
        "outcome": outcome,
        "sources_checked": "yes",
        **at("next_review", year="2027"),
        "signature-password": "dsl-opens-it",
    }
    if year == "2025":
        clock.move_to("2025-01-02T10:00:00+00:00")
        reviewed |= at("reviewed_on", year="2025", month="1", day="1")
    answer = send(as_("dsl"), "/safeguarding/registers/policy_reviewed", reviewed)
    assert answer.status_code == 303, answer.text
    clock.move_to("2026-03-02T10:00:00+00:00")
    words = Page(as_("dsl").get(URL).text).words
    assert told in words if told else "due for review" not in words


def test_a_policy_without_registers_goes_by_its_own_date(app, as_, policy, monkeypatch):
    monkeypatch.setattr(Library, "policy", lambda self, key: replace(policy, reviewed_with=""))
    assert "was due for review by Sunday 1 September 2024" in Page(as_("dsl").get(URL).text).words


def test_nothing_is_told_before_the_day(as_, read_by, policy, monkeypatch):
    later = policy.review_by.replace(year=2030)
    monkeypatch.setattr(Library, "policy", lambda self, key: replace(policy, review_by=later))
    assert "was due for review" not in read_by("dsl").words
