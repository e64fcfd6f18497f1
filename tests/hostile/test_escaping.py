"""Every word of a school's, a host's or a person's is text on every page, and nothing else."""

import re
from random import Random
from urllib.parse import quote

import pytest

from tests.fuzz.filling import as_a_person
from tests.fuzz.garbage import body_of
from tests.hostile.conftest import AMARA, HANA, PHONE, REF, TESS
from tests.hostile.reading import Danger
from tests.hostile.words import SCRIPT, TYPED, hostile
from tests.web.reading import Page
from yipplugin.rules import access
from yipplugin.shipped import folder
from yipplugin.values import Verdict

PREFIX = "/safeguarding"
FORM = "application/x-www-form-urlencoded"
RESULT = "55433"
"""What stands on a page that has worked out ``{{7919*7}}``."""

MADE = re.compile(r"[0-9a-f]{32}|[0-9A-Za-z_.-]{60,}")
"""Ids and tokens, which may hold any digits."""


class Visitor:
    """Goes through the pages as one person, and looks at each that it is given."""

    def __init__(self, site):
        self.site, self.seen, self.statuses = site, set(), set()

    def be(self, who):
        self.site.host.who = who
        return self

    def looked_at(self, answer, where):
        """Hold an answer to being harmless, and return it."""
        assert answer.status_code < 500, where
        self.statuses.add(answer.status_code)
        if answer.mimetype in ("text/csv", "application/pdf"):
            # What a browser saves and never shows as a page.
            assert answer.headers["Content-Disposition"].startswith("attachment"), where
            assert answer.headers["X-Content-Type-Options"] == "nosniff", where
            return answer
        if answer.mimetype != "text/html":
            assert "<script" not in answer.text, where
            return answer
        page = Danger(answer.text)
        assert page.found == [], where
        rest = page.text.replace(SCRIPT, "").replace(TYPED, "").replace(PHONE, "")
        assert "alert(1)" not in rest, where
        assert RESULT not in MADE.sub("", page.text), where
        return answer

    def get(self, path):
        self.seen.add(path)
        return self.looked_at(self.site.app.test_client().get(path), path)

    def follow(self, path):
        """Look at a page, and at every page that it leads to."""
        if path in self.seen:
            return
        answer = self.get(path)
        links = Page(answer.text).links if answer.mimetype == "text/html" else ()
        for link in (*links, answer.headers.get("Location", "")):
            here = link.partition("#")[0]
            if here.startswith(PREFIX) and "/hide" not in here:
                self.follow(here)

    def fill_in(self, path, chance):
        """Fill a form in with what nobody should write; look somebody up, and sign it."""
        page = Page(self.get(path).text)
        pairs = as_a_person(chance, page, TYPED)
        for button in ("_enter", "_sign"):
            data = body_of([*pairs, (button, "yes")])
            answer = self.site.app.test_client().post(path, data=data, content_type=FORM)
            self.looked_at(answer, path)
        return answer


@pytest.fixture(scope="module")
def visitor(site):
    return Visitor(site)


@pytest.fixture(scope="module")
def case(visitor):
    """Return a case that was reported in such words."""
    path = f"{PREFIX}/report?pupil={quote(REF, safe='')}"
    visitor.be(TESS)
    for chance in map(Random, range(40)):
        answer = visitor.fill_in(path, chance)
        if answer.status_code == 303 and "/reports/" in answer.location:
            return answer.location.rpartition("/")[2].partition("?")[0]
    return pytest.fail("no report was taken")


@pytest.fixture(scope="module")
def records(site, visitor, case):
    """Return the records of the case once every form was filled in so: what was there, and now."""
    before = site.signed(case)
    for who in (AMARA, HANA):
        visitor.be(who)
        for form in site.forms:
            for chance in map(Random, range(2)):
                visitor.fill_in(f"{PREFIX}/cases/{case}/forms/{form}", chance)
    return before, site.signed(case)


def test_every_form_filled_in_with_code_is_shown_as_text(visitor, records):
    before, after = records
    assert {303, 422, 409} <= visitor.statuses
    assert len(after) >= len(before) + 5


@pytest.mark.parametrize("who", [AMARA, HANA, TESS], ids=["lead", "head", "reporter"])
def test_no_page_runs_loads_or_leads_to_anything_that_was_written(
    who, visitor, case, site, records
):
    visitor.be(who).seen.clear()
    visitor.follow(PREFIX + "/")
    visitor.follow(PREFIX + "/report")
    visitor.follow(f"{PREFIX}/cases/{case}")
    visitor.follow(f"{PREFIX}/reports/{case}")
    visitor.follow(f"{PREFIX}/cases/{case}/print")
    visitor.follow(f"{PREFIX}/cases/{case}/inspection")
    visitor.follow(f"{PREFIX}/cases/{case}/person?about=pupil:1")
    for record in records[1]:
        visitor.follow(f"{PREFIX}/cases/{case}/records/{record}")
        visitor.follow(f"{PREFIX}/cases/{case}/records/{record}/correct")
    for form in site.forms:
        visitor.follow(f"{PREFIX}/cases/{case}/forms/{form}?about={quote(SCRIPT, safe='')}")
    assert len(visitor.seen) > 40


@pytest.mark.parametrize("page", ["cases", "report", "confirm", "conduct", "nowhere", "drafts"])
@pytest.mark.parametrize("name", ["after", "stage", "show", "next", "pupil", "q", "about", "new"])
def test_an_address_is_no_way_in_either(page, name, visitor):
    visitor.be(AMARA)
    visitor.get(f"{PREFIX}/{page}?{name}={quote(SCRIPT, safe='')}")
    visitor.get(f"{PREFIX}/{page}?{name}=javascript:alert(1)")
    visitor.get(f"{PREFIX}/{page}/{quote(SCRIPT, safe='')}")


def test_the_reason_that_a_plugin_gives_is_text(visitor, monkeypatch):
    objection = Verdict(False, SCRIPT)
    monkeypatch.setattr(access, "may", lambda *_: objection)
    answer = visitor.be(AMARA).get(f"{PREFIX}/report")
    assert answer.status_code == 403
    assert SCRIPT in Danger(answer.text).text


def test_what_a_page_says_while_somebody_types_is_no_page(visitor, case):
    path = f"{PREFIX}/cases/{case}/forms/new_information"
    token = Page(visitor.be(AMARA).get(path).text).text("_token")
    answer = visitor.site.app.test_client().post(
        f"{PREFIX}/drafts", data={"_token": token, "what": TYPED, "_page": SCRIPT}
    )
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script" not in answer.text


def test_the_words_of_a_policy_are_all_tried(site):
    policy = site.house.policies.policy("westcroft-2023")
    plain = site.house.policies.library.policy("westcroft-2023")
    assert policy.forms["report"].steps[0].title == SCRIPT
    assert policy.forms["report"].questions[0].ask == SCRIPT
    assert policy.texts[0].says == policy.clauses["IR-2"].says == policy.stages[0].label == SCRIPT
    assert [one.key for one in policy.forms["report"].questions] == [
        one.key for one in plain.forms["report"].questions
    ]
    assert hostile(plain) == policy


def test_danger_is_seen(visitor):
    """What is looked for is found where a page does let it through."""
    for page in (
        SCRIPT,
        f'<p title="{SCRIPT}">',
        "<a href=javascript:alert(1)>x</a>",
        "<a href=//evil.example>x</a>",
        "<a href=https://evil.example>x</a>",
        "<p onclick=x>",
        "<iframe>",
        "<svg/onload=x>",
        "<script>var x = 1</script>",
        "<!-- x -->",
        "<form action=http://evil.example>",
    ):
        assert Danger(page).found, page
    assert not Danger("<p class=x>alert(1)</p><a href='/safeguarding/'>x</a>").found


@pytest.mark.parametrize(
    "path", sorted(folder("templates").rglob("*.*")), ids=lambda path: path.name
)
def test_a_template_is_escaped_by_its_name_and_nowhere_lets_go_of_it(path):
    if path.suffix not in {".py", ".pyc"}:
        assert path.suffix == ".html"
        assert not re.search(
            r"\|\s*(safe|attr|xmlattr)\b|autoescape|Markup|<%|from_string", path.read_text()
        )


def test_every_page_is_made_of_a_template_of_such_a_name():
    names = []
    for path in folder("web").rglob("*.py"):
        names += re.findall(r"\"(yipplugin/[^\"]+)\"", path.read_text())
    assert len(names) > 10
    assert all(name.endswith(".html") for name in names)
