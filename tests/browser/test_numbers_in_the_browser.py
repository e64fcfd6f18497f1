"""The numbers look well and read aloud, exact and as governors see them, on paper too."""

from datetime import timedelta

import pytest

from tests.browser.looking import looks_well, sticking_out
from tests.browser.steps import LEAD, earlier
from yipplugin.rules.periods import finished_years
from yipplugin.services.reports import report
from yipplugin.services.signing import Filled
from yipplugin.values import Actor

pytestmark = pytest.mark.browser

CHAIR = "g.hartsmere"
TEACHER = Actor("LTR", "Lucia Trevanion", frozenset({"staff"}), "school")


@pytest.fixture
def counted(school):
    """A year that is over, with eleven cases: an adult may be involved in five."""
    store = school.app.extensions["yipplugin"].store
    clock, begun = store.clock, finished_years(earlier().date(), 1)[0].since
    with school.app.app_context():
        for number in range(11):
            store.clock = lambda days=number: begun + timedelta(days=days, hours=10)
            young = {"ref": f"pupil:{number}", "name": "Made-Up", "kind": "pupil", "year": "9"}
            answers = {
                "pupils": [{"person": young, "part": ["in_imagery"]}],
                "adult_involved": "suspected" if number < 5 else "no",
                "immediate_harm": "no",
            }
            report(TEACHER, Filled(f"counted-{number}", "report", answers))
    store.clock = clock


@pytest.mark.parametrize("width", [1280, 390])
def test_the_numbers_look_well_and_are_read_aloud(at_a_desk, school, counted, width):
    lead = at_a_desk(LEAD, width)
    lead.goes_to("/safeguarding/numbers")
    looks_well(lead)
    lead.follows("Last school year")
    assert "11 cases" in lead.reads()
    looks_well(lead)
    drawn = lead.page.get_by_role("img", name="Whether an adult is involved")
    assert drawn.count() == 1
    assert "Suspected: 5" in drawn.text_content()
    lead.follows("what governors see")
    assert "Numbers for governors" in lead.reads()
    looks_well(lead)

    chair = at_a_desk(CHAIR, width)
    chair.goes_to("/safeguarding/numbers")
    assert "11 cases" in chair.reads()
    assert "Not shown" in chair.reads()
    looks_well(chair)
    chair.page.emulate_media(media="print")
    assert not sticking_out(chair.page)
    assert not chair.page.get_by_text("Download it").is_visible()
    assert chair.page.locator("svg.yip-chart").first.is_visible()


def test_nothing_to_count_looks_well(at_a_desk, new_school):
    quiet = new_school()
    for who in (LEAD, CHAIR):
        someone = at_a_desk(who, where=quiet)
        someone.goes_to("/safeguarding/numbers")
        looks_well(someone)
