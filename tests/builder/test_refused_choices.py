"""Choices that a clause refuses now: shown with the reason, and not taken."""

from dataclasses import dataclass

import pytest

from tests.builder.paper import fill, page
from yipplugin.form import Choice, Question

CHOICES = (Choice("refer", "Refer"), Choice("close", "Close it", act="case:close"))


@dataclass
class Refusal:
    says: str = "A referral is open."
    lifted_by: str = "An outcome of the referral lifts this."
    clause: str = "G3"


REFUSED = {"next": {"close": (Refusal(),)}}


@pytest.mark.parametrize("kind", ["one of", "several of"])
def test_a_refused_choice_stands_disabled_with_its_reason_below(kind):
    shown = page(fill(Question("next", kind, "What next?", choices=CHOICES), refused=REFUSED))
    refused = shown.by_id("yip-next-2")
    assert "disabled" in refused.attrs
    assert "disabled" not in shown.by_id("yip-next").attrs
    (says,) = shown.of("yip-refusal")
    assert says.text.split() == (
        "Not possible now: A referral is open. An outcome of the referral lifts this. G3".split()
    )
    assert "yip-choice-refused" in refused.inside[-1].attrs["class"]


@pytest.mark.parametrize("kind", ["one of", "several of"])
def test_the_server_does_not_take_it_and_says_why(kind):
    question = Question("next", kind, "What next?", choices=CHOICES)
    filling = fill(question, posted=[("next", "close")], refused=REFUSED)
    assert not filling.validate()
    assert filling.summary == [("yip-next", "A referral is open.")]
    assert filling.answers() == {}
    assert fill(question, posted=[("next", "refer")], refused=REFUSED).validate()


def test_it_is_refused_within_a_table_too():
    question = Question("next", "one of", "What next?", choices=CHOICES)
    table = Question("plan", "table", "Plan", questions=(question,))
    filling = fill(table, posted=[("plan-0-next", "close")], refused=REFUSED)
    assert not filling.validate()


def test_with_every_choice_refused_the_error_leads_to_the_question():
    question = Question("next", "one of", "What next?", choices=CHOICES[1:], required=True)
    filling = fill(question, posted=[], refused=REFUSED)
    assert not filling.validate()
    ((anchor, _),) = filling.summary
    assert page(filling).by_id(anchor).tag == "fieldset"
