"""An answer that a clause refuses for one young person stands refused on the form about them."""

import pytest

from tests.stories.case_page import Marked
from tests.web.conftest import at

ROBIN, KIT = "pupil:1", "pupil:2"
WITHHELD = {
    "stands": "yes",
    "risk": "Harm at home.",
    "agency_consulted": "both",
    "agency_reference": "Ms Made-Up, 12",
    **at("review_on", day="9"),
}


@pytest.fixture
def choice(reported, signed, as_):
    """Return a function that looks up «the school told them» on the form about a pupil.

    Robin's parents are not to be told; of Kit's nothing was decided.
    """
    case = reported(**{"pupils-1-person": KIT, "pupils-1-part": ["received_it"]})
    assert signed(case, "parent_exception", WITHHELD, about=ROBIN).status_code == 303

    def look(about):
        url = f"/safeguarding/cases/{case}/forms/parent_contact?about={about}"
        page = Marked(as_("dsl").get(url).text)
        (box,) = [
            one
            for one in page.elements
            if (one.attrs.get("name"), one.attrs.get("value")) == ("told_by", "school")
        ]
        return box.attrs, [one.words for one in page.of("yip-clause", box.inside[-1])]

    return look


def test_it_cannot_be_chosen_and_the_clause_stands_beside_it(choice):
    attrs, clauses = choice(ROBIN)
    assert "disabled" in attrs
    assert clauses == ["PAR-2"]


def test_it_is_free_for_anybody_else(choice):
    attrs, clauses = choice(KIT)
    assert "disabled" not in attrs
    assert clauses == []
