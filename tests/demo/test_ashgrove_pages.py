from collections import Counter
from html.parser import HTMLParser

import pytest
import time_machine
import yaml

from yipplugin.demo.school import FOLDER

PAGES = ["/", "/pupils/", "/pupils/?q=eze&year=7", "/pupils/002616", "/staff/?q=zzz", "/notices/"]
WHO = [
    "r.okonjo-hart",
    "t.beresford-nkemelu",
    "p.shandilya",
    "c.macdarragh",
    "z.al-hadidi",
    "l.trevanion",
    "n.seabright",
    "o.brannigan-lund",
    "d.wexmere",
    "g.hartsmere",
]
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """Reads a page, failing where tags do not nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.labelled, self.fields = [], Counter(), [], set(), []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert len(given) == len(attrs)
        self.tags[tag] += 1
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labelled.add(given["for"])
        if tag in ("input", "select") and given.get("type") not in ("hidden", "submit"):
            self.fields.append(given["id"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("who", WHO)
def test_every_page_opens_for_everyone(as_, who):
    client = as_(who)
    assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)


@pytest.mark.parametrize("path", [*PAGES, "/pupils/nobody"])
def test_a_page_is_sound_and_has_its_landmarks(as_, path):
    page = Page(as_("p.shandilya").get(path).text)
    for tag in ("main", "h1", "header", "nav", "footer", "title"):
        assert page.tags[tag] == 1, tag
    assert len(page.ids) == len(set(page.ids))
    assert set(page.fields) <= page.labelled


def test_the_sign_in_page_is_sound(mis):
    page = Page(mis.test_client().get("/sign-in").text)
    assert page.tags["main"] == page.tags["h1"] == 1
    assert page.fields == ["username", "password"]
    assert set(page.fields) <= page.labelled


@time_machine.travel("2026-11-23 08:00+00:00", tick=False)
def test_a_teacher_sees_the_lessons_of_today(as_):
    page = as_("l.trevanion").get("/").text
    assert "Monday 23 November 2026" in page
    assert "10B English" in page
    assert "closed today" not in page


@time_machine.travel("2026-10-24 08:00+00:00", tick=False)
def test_in_the_holidays_the_next_school_day_is_shown(as_):
    page = as_("d.wexmere").get("/").text
    assert "Monday 2 November 2026" in page
    assert "closed today" in page


def test_pupils_are_found_by_any_part_of_name_form_and_number(as_):
    client = as_("l.trevanion")
    for text in ("thistle", "AMARA eze", "002701", "7a amara"):
        found = client.get("/pupils/", query_string={"q": text}).text
        assert "Thistlewood-Eze, Amara" in found
        assert ">1 pupil found" in found


def test_a_percent_sign_is_searched_for_and_finds_nobody(as_):
    assert ">0 pupils found" in as_("l.trevanion").get("/pupils/?q=%25").text


def test_a_year_narrows_the_list(as_):
    page = as_("l.trevanion").get("/pupils/?year=13").text
    assert ">4 pupils found" in page
    assert '<option value="13" selected>' in page


@time_machine.travel("2027-02-28 12:00+00:00", tick=False)
def test_someone_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(as_):
    client = as_("l.trevanion")
    assert "29 February 2012 (14)" in client.get("/pupils/002431").text
    with time_machine.travel("2027-03-01 12:00+00:00", tick=False):
        assert "29 February 2012 (15)" in as_("l.trevanion").get("/pupils/002431").text


@time_machine.travel("2027-01-04 12:00+00:00", tick=False)
def test_a_birthday_makes_a_pupil_a_year_older(as_):
    assert "4 January 2014 (13)" in as_("l.trevanion").get("/pupils/002612").text


def test_social_care_is_shown_to_those_who_need_it(as_):
    seen = {who: "Social care" in as_(who).get("/pupils/002616").text for who in WHO}
    assert [who for who in WHO if seen[who]] == WHO[:5]


def test_the_pupil_page_leads_to_a_report_about_them(as_):
    page = as_("n.seabright").get("/pupils/002611").text
    assert 'href="/safeguarding/report?pupil=002611"' in page


def test_no_title_names_a_pupil(as_):
    rows = yaml.safe_load((FOLDER / "pupils.yaml").read_text("utf-8"))
    client = as_("p.shandilya")
    for row in rows:
        title = client.get(f"/pupils/{row['number']}").text.split("<title>")[1].split("<")[0]
        assert row["last"] not in title


def test_the_menu_leads_to_safeguarding(as_):
    assert '<a href="/safeguarding/">Safeguarding</a>' in as_("o.brannigan-lund").get("/").text
