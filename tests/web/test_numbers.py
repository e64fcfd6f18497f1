"""The page of numbers and its file: exact for who counts, without small ones for governors."""

import csv
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest

from tests.web.conftest import REPORT
from tests.web.reading import Page
from yipplugin.web.charts import LONGEST, ROOM, Bar, chart

AT = "/safeguarding/numbers"
A_YEAR = timedelta(days=210)


def rows(answer):
    """Return the rows of a file, by what is counted and the answer."""
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    head, *found = csv.reader(StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    assert head == ["number", "what is counted", "answer", "cases", "first day", "last day"]
    return {(row[0], row[2]): row[3] for row in found}


def drawings(text):
    """Return every chart of a page as a tree."""
    parts = text.split("<svg")[1:]
    whole = ["<svg" + one.split("</svg>")[0] + "</svg>" for one in parts]
    return [ElementTree.fromstring(one) for one in whole]  # noqa: S314 -- a page of ours


@pytest.fixture
def many(reported, clock):
    """Six reports in which an adult may be involved, and eight without."""
    for number in range(14):
        reported(adult_involved="suspected" if number < 6 else "no")
        clock.shift(timedelta(minutes=5))


def test_every_chart_says_what_it_shows_and_has_its_table_below(many, as_):
    text = as_("dsl").get(AT).text
    found = drawings(text)
    assert len(found) == text.count("<table>") >= 8
    ids = [one.get("id") for svg in found for one in svg.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for svg in found:
        assert svg.get("role") == "img"
        named = {one.get("id"): one.text for one in svg if one.tag in ("title", "desc")}
        assert svg.get("aria-labelledby").split() == list(named)
        assert all(named.values())
        assert not [one for one in svg.iter() if one.get("style")]
    assert "Bars. Of 14 cases: Yes: 0, Suspected: 6, No: 8 and Not known: 0." in text
    assert '<th scope="row">Suspected</th><td class="yip-count-number">6</td>' in text


def test_bars_are_as_long_as_their_share_of_all_cases():
    drawn = chart("one", "One", [Bar("All", 8), Bar("Half", 4), Bar("None", 0), Bar("-", None)], 8)
    assert [one.width for one in drawn.bars] == [ROOM, ROOM / 2, 0]
    assert drawn.says == "Bars. Of 8 cases: All: 8, Half: 4 and None: 0."
    assert drawn.height > max(one.bar_at for one in drawn.bars)


def test_a_long_label_is_cut_in_the_drawing_and_not_in_what_is_said():
    drawn = chart("one", "One", [Bar("w" * 99, 1)], 1)
    assert len(drawn.bars[0].label) == LONGEST
    assert "w" * 99 in drawn.says


def test_nothing_reported_is_said_and_nothing_drawn(as_):
    text = as_("dsl").get(AT).text
    assert "There is nothing to count" in text
    assert "<svg" not in text


def test_a_period_is_chosen_by_a_link_and_anything_else_in_the_address_shows_this_year(many, as_):
    client = as_("head")
    page = Page(client.get(AT).text)
    links = [one for one in page.links if "period=" in one]
    assert {one.partition("period=")[2] for one in links} >= {"year", "last-year", "months"}
    assert "There is nothing to count" in client.get(AT + "?period=last-year").text
    for odd in ("period=x", "period=%00", "period=2025", "show=x", "period=" + "9" * 4000):
        answer = client.get(f"{AT}?{odd}")
        assert answer.status_code in (200, 400, 414)
        if answer.status_code == 200:
            assert "<strong>14</strong> cases" in answer.text, odd


def test_governors_see_a_finished_year_without_small_numbers(many, as_, clock):
    clock.shift(A_YEAR)
    governor, lead = as_("governor").get(AT).text, as_("dsl").get(AT + "?show=governors").text
    for text in (governor, lead):
        assert "<strong>14</strong> cases" in text
        assert "exact and for you alone" not in text
    head, rest = (
        rows(as_("governor").get(AT + ".csv")),
        rows(as_("dsl").get(AT + ".csv?show=governors")),
    )
    assert head == rest
    assert head["cases", "all"] == "14"
    numbers = {int(one) for one in head.values() if one.isdecimal()}
    assert min(numbers) >= 5
    assert "not shown" in head.values()


def test_in_the_file_of_the_lead_every_number_stands(many, as_):
    found = rows(as_("dsl").get(AT + ".csv"))
    assert found["cases", "all"] == "14"
    assert found["adult_involved", "Suspected"] == "6"
    assert found["adult_involved", "Yes"] == "0"
    assert ("adult_involved", "Not answered") not in found


def test_of_few_cases_a_governor_is_told_that_they_are_few(reported, as_, clock):
    for _ in range(4):
        reported()
    clock.shift(A_YEAR)
    text = as_("governor").get(AT).text
    assert "Fewer than five cases" in text
    assert ".csv" not in text
    assert rows(as_("governor").get(AT + ".csv")) == {("cases", "all"): "fewer than 5"}


def test_a_file_is_given_only_to_who_has_just_proved_who_they_are(many, as_, clock):
    client = as_("dsl")
    clock.shift(timedelta(minutes=11))
    assert client.get(AT).status_code == 200
    answer = client.get(AT + ".csv")
    assert answer.status_code == 303
    assert "/confirm" in answer.location


@pytest.mark.parametrize(
    ("who", "leads"), [("dsl", True), ("deputy", True), ("governor", True), ("team", False)]
)
def test_the_list_leads_there_for_whom_it_is(as_, who, leads):
    assert (f'href="{AT}"' in as_(who).get("/safeguarding/cases").text) is leads


def test_a_case_that_names_the_deputy_is_in_no_number_of_theirs(reported, as_):
    named = {"adult_involved": "yes", "staff_named": "4", "staff_named-find": "Dev"}
    reported(**named)
    assert REPORT["adult_involved"] == "no"
    assert "There is nothing to count" in as_("deputy").get(AT).text
    assert "<strong>1</strong> case " in as_("dsl").get(AT).text


def test_a_number_alone_cannot_be_asked_for_by_who_does_not_count(many, as_, clock):
    text = as_("governor").get(AT + "?period=months").text
    assert "Fewer than five cases" in text
    assert "<strong>14</strong>" not in text
