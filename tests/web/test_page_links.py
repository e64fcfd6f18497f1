"""What plugins add to our pages: a few links, escaped, and never at the cost of the page."""

import pytest

from tests.web.reading import Page
from yipplugin import PageLink
from yipplugin.marks import hookimpl

REPORT = "/safeguarding/report?pupil=pupil:1"


@pytest.fixture
def adds(app):
    """Return a function that has a plugin answer for each page what it is given."""

    def add(answer):
        class Adds:
            @hookimpl
            def yip_page_links(self, actor, page):
                return answer(actor, page)

        app.extensions["yipplugin"].manager.register(Adds())

    return add


def links(html):
    return [one for one in Page(html).links if "county" in one]


def test_yip_page_links_stand_on_each_of_their_pages(adds, as_, reported):
    case = reported()
    adds(
        lambda actor, page: [PageLink(f"{actor.name} on {page}", f"https://county.example/{page}")]
    )
    lead = as_("dsl")
    for page, path in (
        ("report", REPORT),
        ("contacts", "/safeguarding/contacts"),
        ("contacts", f"/safeguarding/cases/{case}/contacts"),
        ("case", f"/safeguarding/cases/{case}"),
    ):
        shown = lead.get(path).text
        assert links(shown) == [f"https://county.example/{page}"]
        assert f'rel="noreferrer">Amara Obi on {page}</a>' in shown


def test_what_a_plugin_says_is_words_and_only_so_many(adds, as_):
    adds(lambda *_: [PageLink("<b>Ours</b>", f"https://county.example/{n}") for n in range(40)])
    shown = as_("teacher").get(REPORT).text
    assert len(links(shown)) == 5
    assert "&lt;b&gt;Ours&lt;/b&gt;" in shown


@pytest.mark.parametrize(
    "answer",
    [
        lambda *_: 1 / 0,
        lambda *_: "https://county.example",
        lambda *_: [PageLink("Ours", "javascript:alert('county')")],
        lambda *_: [PageLink(" ", "https://county.example/")],
        lambda *_: [("Ours", "https://county.example/")],
    ],
)
def test_a_plugin_that_fails_costs_its_own_links_alone(adds, as_, answer):
    adds(answer)
    adds(lambda *_: [PageLink("Theirs", "https://other-county.example/")])
    answer = as_("teacher").get(REPORT)
    assert answer.status_code == 200
    assert links(answer.text) == ["https://other-county.example/"]
