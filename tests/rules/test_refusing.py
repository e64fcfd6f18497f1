"""A refusal says by which clause, because of which records, what is missing, and what lifts it."""

import pytest

from tests.rules.small import NOON, policy, pupil, records
from yipplugin.conditions import (
    AgeUnder,
    All,
    Always,
    Any_,
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
from yipplugin.policy import Refusal, Trigger, Warning_
from yipplugin.rules.outcome import Standing
from yipplugin.rules.refusing import choice_of
from yipplugin.rules.standing import standing

RISKY = Trigger("R", "C", "Risk", FactEver("risk", ("yes",)))
YOUNG = pupil(1, born="2014-01-01", flags={"sen": "no"})
OLDER = pupil(2, born="2010-01-01", flags={"sen": "yes"})
OTHER = {"ref": "other:1", "name": "O", "kind": "other"}
PEOPLE = [{"who": YOUNG, "told": "yes"}, {"who": OLDER}, {"who": OTHER}]
START = ("r1", "start", {"people": PEOPLE, "day": "2026-03-01", "risk": "yes"})


def refused(unless, *more, each=""):
    rule = Refusal("N", "C", ("a:one", "a:two"), "No.", unless, "Do this", each=each)
    rules = policy(refusals=(rule,), triggers=(RISKY,))
    return standing(rules, records(START, *more), NOON).refusals


@pytest.mark.parametrize(
    ("unless", "missing", "causes"),
    [
        (FactIs("risk", ("no",)), ("Risk: no",), ("r1",)),
        (FactEver("risk", ("no", "not_asked")), ("Risk: no or not asked",), ("r1",)),
        (Not(FactIs("risk", ("yes",))), ("Risk must not be: yes",), ("r1",)),
        (Not(FactEver("risk", ("yes",))), ("Risk must not be: yes",), ("r1",)),
        (FactAnswered("over"), ("answer needed: Over",), ()),
        (FactAnswered("nothing"), ("answer needed: nothing",), ()),
        (HasRecord("note"), ("a record is needed: note",), ()),
        (Not(HasRecord("start")), ("there is a record: start",), ("r1",)),
        (Not(HasRecord("elsewhere")), None, None),
        (Not(TriggerStands()), ("a reason for immediate referral stands",), ("r1",)),
        (Not(Anyone(AgeUnder(13))), ("under 13 on the day of the incident",), ("r1",)),
        (MayBe(FactIs("risk", ("no",))), ("Risk: no",), ("r1",)),
        (Not(Always()), (), ()),
        (PersonIs(("staff",)), ("what the clause asks for",), ()),
        (
            All((HasRecord("note"), FactIs("risk", ("no",)), HasRecord("start"))),
            ("a record is needed: note", "Risk: no"),
            ("r1",),
        ),
        (
            Any_((HasRecord("note"), All((HasRecord("act"), FactIs("risk", ("no",)))))),
            ("a record is needed: note — or a record is needed: act; Risk: no",),
            ("r1",),
        ),
        (EveryPupil(FactIs("told", ("yes",))), ("P2: Told: yes",), ()),
        (FactAnswered("told"), ("answer needed: Told",), ()),
    ],
)
def test_what_is_missing_is_said_in_words(unless, missing, causes):
    found = refused(unless)
    if missing is None:
        assert found == ()
        return
    assert [one.act for one in found] == ["a:one", "a:two"]
    for one in found:
        assert (one.id, one.clause, one.says, one.lifted_by) == ("N", "C", "No.", "Do this")
        assert one.missing == missing
        assert one.causes == causes


def test_a_refusal_for_each_pupil_names_the_pupil_and_leaves_out_those_it_is_lifted_for():
    found = refused(FactIs("told", ("yes",)), each="pupil")
    assert {(one.subject, one.act) for one in found} == {
        ("pupil:2", "a:one"),
        ("pupil:2", "a:two"),
    }


def test_a_refusal_for_each_record_is_of_that_record_and_of_what_is_about_it():
    letters = ("r2", "letter", {"sent": "yes"}), ("r3", "letter", {"sent": "no"})
    again = ("r4", "letter", {"sent": "no", "supersedes": "r2"})
    sent = FactIs("sent", ("yes",))
    found = refused(sent, *letters, each="record:letter")
    assert {one.subject for one in found} == {"record:r3"}
    found = refused(sent, *letters, again, each="record:letter")
    assert {one.subject for one in found} == {"record:r3", "record:r4"}
    assert refused(sent, each="record:letter") == ()
    whole = Standing("one", "One", refusals=found)
    assert [one.subject for one in whole.refused("a:one", about="record:r4")] == ["record:r4"]
    assert [one.subject for one in whole.refused("a:one", by="record:r3")] == ["record:r3"]
    assert whole.refused("a:one") == whole.refused("a:one", about="record:r2") == ()


@pytest.mark.parametrize(
    ("condition", "lifted"),
    [
        (Anyone(FlagIs("sen", ("yes",))), True),
        (Anyone(FlagIs("sen", ("unknown",))), True),
        (EveryPupil(FlagIs("sen", ("yes", "no"))), True),
        (EveryPupil(FlagIs("sen", ("yes",))), False),
        (Not(Anyone(FlagIs("care", ("yes",)))), False),
        (MayBe(Anyone(FlagIs("care", ("yes",)))), True),
        (FlagIs("sen", ("yes",)), False),
        (Not(FlagIs("sen", ("yes",))), False),
        (CountAtLeast(1, of=AgeUnder(13)), True),
        (CountAtLeast(2, of=AgeUnder(13)), False),
        (Not(CountAtLeast(2, of=AgeUnder(13))), False),
        (Not(CountAtLeast(3, of=AgeUnder(13))), True),
        (CountAtLeast(2, of=AgeUnder(17)), True),
        (Not(CountAtLeast(4, of=AgeUnder(17))), True),
        (CountAtLeast(1, form="start"), True),
        (CountAtLeast(2, form="start"), False),
        (Not(CountAtLeast(2, form="start")), True),
    ],
)
def test_counts_and_flags_leave_room_for_what_is_not_known(condition, lifted):
    """The person without a birth date may be under any age; a flag that is not given is unknown."""
    assert (refused(condition) == ()) is lifted


def test_the_override_form_names_a_refusal_by_a_key():
    assert choice_of("REF-0-school_led") == "ref_0_school_led"


def test_a_warning_for_each_pupil_is_told_of_those_whom_it_is_about():
    rule = Warning_("W", "C", ("a:one",), "Mind.", FactIs("told", ("yes",)), each="pupil")
    told = [{"who": YOUNG, "told": "yes"}, {"who": OLDER, "told": "no"}]
    signed = records(("r1", "start", {"people": told}))
    warnings = standing(policy(warnings=(rule,)), signed, NOON).warnings
    assert [(one.id, one.act, one.subject) for one in warnings] == [("W", "a:one", "pupil:1")]
