"""What a rule reads: every reading of a condition names what can change it."""

import pytest

from yipplugin.conditions import (
    AgeUnder,
    All,
    Always,
    Anyone,
    CountAtLeast,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    FlagIs,
    HasRecord,
    MayBe,
    Not,
    PersonIs,
    TriggerStands,
)
from yipplugin.form import Form, Question, Step
from yipplugin.policy import Duty, MetBy
from yipplugin.rules.touching import reads, touches


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Always(), set()),
        (FactIs("a", ("yes",)), {"fact:a"}),
        (FactEver("a", ("yes",)), {"fact:a"}),
        (FactAnswered("a"), {"fact:a", "people"}),
        (HasRecord("report"), {"form:report"}),
        (TriggerStands("REF-1"), {"triggers"}),
        (AgeUnder(13), {"people", "fact:incident_on"}),
        (PersonIs(("pupil",)), {"people"}),
        (FlagIs("sen", ("yes",)), {"people"}),
        (CountAtLeast(2, form="report"), {"form:report"}),
        (CountAtLeast(2, of=FactIs("a", ("yes",))), {"people", "fact:a"}),
        (Anyone(FactIs("a", ("yes",))), {"people", "fact:a"}),
        (EveryPupil(Always()), {"people"}),
        (All((Not(FactIs("a", ("no",))), MayBe(HasRecord("b")))), {"fact:a", "form:b"}),
    ],
)
def test_a_condition_names_what_it_reads_wherever_it_stands(condition, expected):
    def duty(**where):
        return Duty("X-1", "X-1", "Do it", **({"opens": Always(), "met_by": ()} | where), who=())

    for place in ("opens", "where", "ends", "paused"):
        assert reads(duty(**{place: condition})) == expected
    assert reads(duty(met_by=(MetBy(condition=condition),))) == expected
    assert reads(duty(waived_by=(MetBy(form="w"), MetBy(condition=condition)))) == {
        "form:w",
        *expected,
    }


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        ("", set()),
        ("pupil", {"people"}),
        ("person", {"people"}),
        ("trigger", {"triggers"}),
        ("record:referral", {"form:referral"}),
        ("latest:decision", {"form:decision"}),
    ],
)
def test_whom_a_duty_is_asked_for_counts_too(each, expected):
    assert reads(Duty("X-1", "X-1", "Do it", Always(), (), (), each=each)) == expected


def test_a_record_touches_its_form_its_facts_and_the_people_it_names():
    column = Question("who", "person", joins=True, feeds="part")
    table = Question("people", "table", questions=(column,))
    form = Form(
        "closure",
        1,
        "Close",
        (Step("S", (table, Question("how", "yes no", feeds="how"))),),
        ("dsl",),
        states={"closed": "yes"},
    )
    assert touches(form) == {"form:closure", "fact:closed", "fact:part", "fact:how", "people"}
