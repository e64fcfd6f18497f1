"""What a page calls records and duties, and where a time comes from."""

import pytest

from tests.rules.casebook import BETH, DSL, Casebook, considered
from tests.web.viewing import view_of
from yipplugin.web.casepage import CasePage
from yipplugin.web.explaining import Explanations


@pytest.fixture
def asked(house):
    """Return a case in which Beth was asked to delete something, and has done so."""
    book = Casebook(house.policies.policy("westcroft-2023")).to_decision()
    book.sign("deletion_considered", **considered(BETH))
    ask = {"parents": "told", "delete_by": "2026-03-06T16:00"}
    about = f"record:{book.sign('deletion_request', about=BETH['ref'], **ask).id}"
    book.sign("deletion_outcome", about=about, result="places")
    return book


def test_what_is_about_a_record_about_somebody_is_about_them(asked):
    explain = Explanations(asked.policy, view_of(asked, DSL))
    outcome = asked.last("deletion_outcome")
    assert explain.title(outcome) == "What became of a request to delete: Beth Made-Up"
    decision = asked.last("decision")
    assert explain.about(f"record:{decision.id}") == "Decision"
    assert explain.about("record:none") == ""


def test_a_time_that_a_record_set_is_not_called_the_schools_target(app, asked):
    asked.records.remove(asked.last("deletion_outcome"))
    with app.test_request_context():
        page = CasePage(view_of(asked, DSL), asked.now)
        notes = {task.do: task.why.note for task in page.todo}
    assert notes["Ask Beth Made-Up what is deleted, place by place"] == (
        "The time was set in a record of this case."
    )
    assert notes["Assess the risks"].startswith("The time is the school's own target")
