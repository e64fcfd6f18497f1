"""What each year was taught, as the registers show it: tables, gaps, and what to do without any."""

import re

import pytest

from tests.web.conftest import at
from tests.web.reading import Page, send

URL = "/safeguarding/registers"
LESSONS = {
    **at("as_of", day="2"),
    "years": ["year_7", "year_8"],
    "where": ["computing", "assembly"],
    "lessons": "3",
    "facts": ["law", "harm"],
    "suited": "yes",
    "planned_with": "no",
    "replaces": "no",
}
ALL = {
    "facts": ["what", "likely", "consequences", "law", "harm"],
    "skills": ["requests", "received", "help"],
    "ground": ["communication", "relationships", "consent", "rights", "abuse", "others"],
}
LAW = "What the law says"


@pytest.fixture
def taught(as_):
    """Return a function by which the lead records lessons."""

    def teach(**changes):
        answers = {**LESSONS, "signature-password": "dsl-opens-it", **changes}
        answer = send(as_("dsl"), f"{URL}/teaching", answers)
        assert answer.status_code == 303, Page(answer.text).words
        return answer

    return teach


@pytest.fixture
def shown(as_):
    """Return a function that reads the page: its tables, and how much of each year is covered."""

    def read(who="dsl"):
        page = as_(who).get(URL).text
        cells = {}
        for table in re.findall(r'<table class="yip-overview">.*?</table>', page, re.DOTALL):
            columns = [bare(one) for one in re.findall(r'<th scope="col">(.*?)</th>', table)]
            body = table.partition("<tbody>")[2]
            for row, rest in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', body, re.DOTALL):
                found = [bare(one) for one in re.findall("<td>(.*?)</td>", rest, re.DOTALL)]
                cells |= dict(zip([(bare(row), one) for one in columns], found, strict=True))
        sums = re.findall(r"<li><strong>(Year \d+)</strong>(.*?)</li>", page, re.DOTALL)
        return cells, {year: bare(rest) for year, rest in sums}

    return read


def bare(html):
    return " ".join(re.sub("<[^>]*>|[●✓◆◐▲]", " ", html).split())


def test_a_cell_says_when_in_how_many_lessons_and_where(taught, shown):
    taught()
    taught(**at("as_of", day="1"), lessons="1", years="year_8", where="pshe", facts="law")
    cells, _ = shown()
    assert cells["Year 7", LAW].endswith("2 Mar 2026 3 lessons Computing, Assembly")
    where = "Personal, social and health education, Computing, Assembly"
    assert cells["Year 8", LAW].endswith(f"2 Mar 2026 4 lessons {where}")
    assert cells["Year 9", LAW].endswith("Not covered")
    assert cells["Year 7", "What consent is"].endswith("Not covered")
    assert len(cells) == 7 * 14


def test_each_year_says_how_much_of_it_is_covered_and_what_is_not(taught, shown):
    taught()
    taught(**ALL, years="year_9")
    _, sums = shown()
    assert sums["Year 9"] == "14 of 14 covered"
    assert "Not covered:" not in sums["Year 9"]
    assert "2 of 14 covered" in sums["Year 7"]
    assert "Not covered: What it is; How they are most likely" in sums["Year 7"]
    assert LAW not in sums["Year 7"]
    assert sums["Year 13"].endswith("Nothing covered")


def test_what_is_longer_ago_than_the_schools_target_is_covered_no_more(taught, shown, clock):
    taught()
    clock.move_to("2027-03-02T10:00:00+00:00")
    assert "3 lessons" in shown()[0]["Year 7", LAW]
    clock.move_to("2027-03-03T10:00:00+00:00")
    cells, sums = shown()
    assert cells["Year 7", LAW].endswith("Not covered Last on 2 Mar 2026")
    assert sums["Year 7"].endswith("Nothing covered")


def test_a_line_that_puts_right_what_was_recorded_takes_its_place(taught, shown, as_):
    taught()
    taught(years="year_7", facts="what", lessons="1", replaces="yes")
    cells, _ = shown()
    assert cells["Year 7", LAW].endswith("Not covered")
    assert "1 lesson " in cells["Year 7", "What it is"]
    assert "3 lessons" in cells["Year 8", LAW]
    assert as_("dsl").get(URL).text.count("Amara Obi") >= 2


def test_without_a_line_the_page_says_what_to_do(as_):
    page = Page(as_("dsl").get(URL).text)
    assert "Nothing is recorded yet, so nothing is covered. Write a line" in page.words
    assert ("table", {"class": "yip-overview"}) not in page.tags
    assert page.links.count(f"{URL}/teaching") == 3


def test_who_may_not_sign_it_is_offered_no_way_to(as_):
    page = Page(as_("governor").get(URL).text)
    assert "Once somebody who may has written a line" in page.words
    assert f"{URL}/teaching" not in page.links


def test_the_tables_can_be_read_without_seeing_them(taught, as_):
    taught()
    page = Page(as_("head").get(URL).text)
    regions = [about for _, about in page.tags if about.get("class") == "yip-table-scroll"]
    assert len(regions) == 3
    for one in regions:
        assert one["role"] == "region"
        assert one["tabindex"] == "0"
        assert one["aria-labelledby"] in page.ids
    captions = [about["id"] for tag, about in page.tags if tag == "caption"]
    assert captions == [one["aria-labelledby"] for one in regions]
    scopes = [about.get("scope") for tag, about in page.tags if tag == "th"]
    assert (scopes.count("row"), scopes.count("col")) == (21, 14)
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert "within 365 days" in page.words


@pytest.mark.parametrize("who", ["teacher", "it"])
def test_nobody_else_reads_it(taught, as_, who):
    taught()
    assert "yip-overview" not in as_(who).get(URL).text


def test_lessons_are_not_recorded_before_they_were_given(as_):
    answers = {**LESSONS, **at("as_of", day="9"), "signature-password": "dsl-opens-it"}
    answer = send(as_("dsl"), f"{URL}/teaching", answers)
    assert answer.status_code == 422
    assert "must be today or earlier" in answer.text
