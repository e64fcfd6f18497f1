"""What each year was taught looks well with and without lessons, on a phone and on paper too."""

from datetime import timedelta

import pytest

from tests.browser.looking import NARROW, looks_well, sticking_out
from tests.browser.school import PASSWORD
from tests.browser.steps import LEAD, earlier
from yipplugin.services.registers import sign
from yipplugin.services.signatures import Signature
from yipplugin.services.signing import Filled
from yipplugin.values import Actor

pytestmark = pytest.mark.browser

DSL = Actor("PSH", "Priya Shandilya", frozenset({"staff", "dsl"}), "school")
PAPER = 688
"""How many pixels a sheet of A4 is wide between its margins."""

PAGE = "/safeguarding/registers"
EVERYTHING = {
    "facts": ["what", "likely", "consequences", "law", "harm"],
    "skills": ["requests", "received", "help"],
    "ground": ["communication", "relationships", "consent", "rights", "abuse", "others"],
}


@pytest.fixture
def taught(school, at_a_desk):
    """Lessons in some years: all of it, some of it, long ago, and none."""
    lines = [
        (9, {"years": ["year_7", "year_8"], "lessons": 6, **EVERYTHING}),
        (40, {"years": ["year_8", "year_9"], "lessons": 1, "facts": ["law", "harm"]}),
        (500, {"years": ["year_9", "year_10"], "lessons": 2, "skills": ["help"]}),
    ]
    with school.app.app_context():
        for number, (days, said) in enumerate(lines):
            day = (earlier() - timedelta(days=days)).date().isoformat()
            where = ["pshe", "computing"] if number else ["pshe"]
            answers = {"as_of": day, "where": where, "replaces": "no", **said}
            filled = Filled(f"taught-{number}", "teaching", answers, signature=Signature(PASSWORD))
            sign(DSL, filled)
    return at_a_desk(LEAD)


def test_what_was_taught_looks_well_and_is_reached_by_the_keyboard(taught):
    lead = taught
    lead.goes_to(PAGE)
    looks_well(lead)
    lead.page.set_viewport_size({"width": NARROW, "height": 900})
    last = lead.page.get_by_role("region", name="What else is taught that protects them?")
    # It is wider than a phone: whoever has no pointer scrolls it with the arrow keys.
    last.focus()
    lead.page.keyboard.press("ArrowRight")
    lead.page.wait_for_function("one => one.scrollLeft > 0", arg=last.element_handle())
    year = last.get_by_role("rowheader", name="Year 9")
    assert year.bounding_box()["x"] >= last.bounding_box()["x"]
    assert "Year 9" in lead.reads()
    lead.page.set_viewport_size({"width": PAPER, "height": 900})
    lead.page.emulate_media(media="print")
    assert not sticking_out(lead.page)


def test_without_lessons_it_looks_well(at_a_desk, new_school):
    lead = at_a_desk(LEAD, where=new_school())
    lead.goes_to(PAGE)
    assert "Nothing is recorded yet" in lead.reads()
    looks_well(lead)
