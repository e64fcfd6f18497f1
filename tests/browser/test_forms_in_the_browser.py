"""The forms of the procedure, as whoever answers for them looks at one and tries it."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import LEAD

pytestmark = pytest.mark.browser


def test_a_form_is_found_looked_at_and_tried(at_a_desk):
    lead = at_a_desk(LEAD)
    lead.goes_to("/safeguarding/procedure")
    lead.follows("Its forms")
    looks_well(lead)
    lead.follows("Risk assessment")
    assert "Held by" in lead.reads()
    looks_well(lead)
    lead.follows("Try it")
    assert lead.presses("_try") == 422
    assert lead.problems()
    looks_well(lead)
