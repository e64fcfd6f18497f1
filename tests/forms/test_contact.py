"""A contact that was called: chosen among those noted with the case, kept as it was then."""

from tests.builder.paper import KINDS, fill, page
from tests.forms.test_kinds import NOTED
from yipplugin.form import Question

ASKED = Question("q", "contact", "Which contact did you use?")
LATER = NOTED | {"note": "15", "contact": NOTED["contact"] | {"org": "Night team", "phone": "101"}}


def test_nothing_can_be_chosen_where_no_contact_was_noted_and_the_page_says_how_to():
    filling = fill(ASKED)
    assert not page(filling).inputs()
    assert "press “I called them” beside the number" in "".join(page(filling).text)
    assert filling.validate()
    needed = fill(Question("q", "contact", "Which?", required=True), posted=[])
    assert not needed.validate()
    ((anchor, _),) = needed.summary
    assert anchor in page(needed).ids()


def test_what_is_chosen_is_kept_whole_and_what_a_browser_makes_up_is_not():
    chosen = fill(ASKED, posted=[("q", "15")], contacts=[LATER, NOTED])
    assert chosen.answers() == {"q": LATER}
    made_up = fill(ASKED, posted=[("q", "16")], contacts=[LATER, NOTED])
    assert not made_up.validate()
    assert made_up.summary == [
        ("yip-q", "Choose one of the contacts for “Which contact did you use?”")
    ]


def test_none_of_them_is_an_answer():
    filling = fill(ASKED, posted=[("q", "")], contacts=[NOTED])
    assert filling.validate()
    assert filling.answers() == {}


def test_a_correction_offers_the_contact_of_the_record_though_newer_ones_hide_it():
    again = fill(ASKED, kept={"q": NOTED}, contacts=[LATER])
    assert [one.value for one in again.steps[0].questions[0].field.offers] == ["15", "12", ""]
    assert again.answers() == {"q": NOTED}


def test_it_says_when_it_was_called_and_who_had_checked_it():
    said = KINDS["contact"].show(ASKED, NOTED)
    assert said == (
        "Front door, duty desk, 0114 496 0001. "
        "Noted 3 Mar 2026, 2:10am; checked 20 Feb 2026 by Duty manager"
    )
    unchecked = NOTED | {"contact": NOTED["contact"] | {"verified_on": None, "phone": ""}}
    said = KINDS["contact"].show(ASKED, unchecked)
    assert said == "Front door, duty desk. Noted 3 Mar 2026, 2:10am; nobody had checked it"


def test_it_cannot_be_required_for_there_may_be_none():
    (problem,) = KINDS["contact"].problems(Question("q", "contact", "Which?", required=True))
    assert "cannot be required" in problem
