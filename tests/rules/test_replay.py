"""Duties and triggers over time: when they open, why, what meets them, and what undoes that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.rules.small import NOON, duty, hour, policy, pupil, records, seen
from yipplugin.conditions import (
    AgeUnder,
    All,
    AnswerIs,
    Anyone,
    CountAtLeast,
    FactEver,
    FactIs,
    FlagIs,
    HasRecord,
    Not,
    PersonIs,
    TriggerStands,
)
from yipplugin.policy import Length, MetBy, Trigger, TwoPeople
from yipplugin.rules.standing import standing, without_names


def test_a_duty_opens_when_its_condition_first_holds_because_of_what_made_it_hold():
    rules = policy(duty(opens=FactEver("risk", ("yes",)), where=HasRecord("note")))
    assert seen(rules, ("r1", "start", {"risk": "yes"})) == ()
    (one,) = seen(rules, ("r1", "start", {"risk": "yes"}), ("r2", "note", {}), ("r3", "letter", {}))
    assert (one.opened_at, one.causes, one.status) == (hour(1), ("r1", "r2"), "open")
    (always,) = seen(policy(duty()), ("r1", "start", {}), ("r2", "note", {}))
    assert (always.opened_at, always.causes) == (hour(0), ("r1",))


def test_a_duty_that_no_longer_applies_says_since_when_and_by_which_record_and_may_open_again():
    rules = policy(duty(opens=FactIs("risk", ("yes",))))
    signed = [("r1", "start", {"risk": "yes"}), ("r2", "note", {"risk": "no"})]
    (gone,) = seen(rules, *signed, ("r3", "letter", {}))
    assert (gone.status, gone.closed_at, gone.closed_by) == ("no longer applies", hour(1), "r2")
    again, before = seen(rules, *signed, ("r3", "note", {"risk": "yes"}))
    assert (again.status, again.opened_at, again.causes) == ("open", hour(2), ("r3",))
    assert (before.status, before.closed_by) == ("no longer applies", "r2")


def test_a_duty_is_met_by_the_first_record_that_counts_even_one_from_before_it_opened():
    rules = policy(duty(opens=HasRecord("note"), due=Length("hours", 2)))
    (early,) = seen(rules, ("r1", "start", {}), ("r2", "act", {}), ("r3", "note", {}))
    assert (early.status, early.closed_at, early.closed_by) == ("met", hour(1), "r2")
    signed = [("r1", "note", {}), ("r2", "letter", {}), ("r3", "act", {}), ("r4", "act", {})]
    (met,) = seen(rules, *signed)
    assert (met.status, met.closed_at, met.closed_by, met.due_at) == ("met", hour(2), "r3", hour(2))
    (late,) = seen(rules, *signed[:2], ("rx", "letter", {}), *signed[2:])
    assert (late.status, late.closed_at) == ("met late", hour(3))
    (overdue,) = seen(rules, *signed[:1], at=hour(2) + timedelta(minutes=1))
    assert overdue.status == "overdue"
    (just,) = seen(rules, *signed[:1], at=hour(2))
    assert just.status == "open"


def test_since_opened_counts_only_what_was_signed_afterwards():
    rules = policy(duty(opens=HasRecord("act"), met_by=(MetBy("act", since=True),)))
    (own,) = seen(rules, ("r1", "act", {}))
    assert own.status == "open", "what opens it does not meet it"
    (met,) = seen(rules, ("r1", "act", {}), ("r2", "act", {}))
    assert (met.status, met.closed_by) == ("met", "r2")
    (corrected,) = seen(rules, ("r1", "act", {}), ("r2", "act", {"supersedes": "r1"}))
    assert corrected.status == "open", "a correction is not a new record"


def test_what_meets_a_duty_may_ask_for_answers_and_for_the_last_record_only():
    way = MetBy("act", where=AnswerIs("done", ("yes",)))
    yes, no = {"done": "yes"}, {"done": "no"}
    signed = [("r1", "start", {}), ("r2", "act", no), ("r3", "act", yes), ("r4", "act", no)]
    (met,) = seen(policy(duty(met_by=(way,))), *signed)
    assert (met.status, met.closed_by) == ("met", "r3")
    last = policy(duty(met_by=(replace(way, latest=True),)))
    assert [one.status for one in seen(last, *signed[:3])] == ["met"]
    (undone,) = seen(last, *signed)
    assert (undone.status, undone.opened_at, undone.closed_by) == ("open", hour(3), None)


def test_a_correction_that_makes_a_record_count_meets_the_duty_when_it_is_signed():
    rules = policy(duty(met_by=(MetBy("act", where=AnswerIs("done", ("yes",))),)))
    signed = [("r1", "start", {}), ("r2", "act", {"done": "no"}), ("r3", "letter", {})]
    (met,) = seen(rules, *signed, ("r4", "act", {"done": "yes", "supersedes": "r2"}))
    assert (met.status, met.closed_at, met.closed_by) == ("met", hour(3), "r4")


def test_a_condition_can_meet_a_duty_and_keeps_the_time_at_which_it_first_did():
    rules = policy(duty(met_by=(MetBy(condition=FactIs("risk", ("no",))),), due=Length("hours", 1)))
    signed = [("r1", "start", {}), ("r2", "note", {"risk": "no"}), ("r3", "note", {"risk": "no"})]
    (met,) = seen(rules, *signed)
    assert (met.status, met.closed_at, met.closed_by) == ("met", hour(1), "r2")
    (open_again,) = seen(rules, *signed, ("r4", "note", {"risk": "yes"}))
    assert (open_again.status, open_again.due_at) == ("open", hour(4))


def test_a_waived_duty_is_waived_unless_it_was_met_and_is_never_late():
    rules = policy(duty(waived_by=(MetBy("letter"),), due=Length("hours", 0)))
    signed = [("r1", "start", {}), ("r2", "letter", {})]
    (waived,) = seen(rules, *signed)
    assert (waived.status, waived.closed_by) == ("waived", "r2")
    (met,) = seen(rules, *signed, ("r3", "act", {}))
    assert met.status == "met late"
    assert waived.forms == ("act", "letter")


def test_time_stands_still_while_a_duty_is_paused():
    rules = policy(duty(paused=FactIs("risk", ("yes",)), due=Length("hours", 1)))
    signed = [("r1", "start", {"risk": "yes"}), ("r2", "letter", {}), ("r3", "letter", {})]
    (paused,) = seen(rules, *signed)
    assert paused.status == "paused"
    (resumed,) = seen(rules, *signed, ("r4", "note", {"risk": "no"}), ("r5", "letter", {}))
    assert (resumed.status, resumed.due_at) == ("open", hour(4))


def test_a_round_is_due_again_after_each_time_and_ends():
    ends = FactIs("risk", ("no",))
    rules = policy(duty(every=Length("hours", 2), ends=ends))
    signed = [("r1", "start", {}), ("r2", "act", {}), ("r3", "act", {})]
    (running,) = seen(rules, *signed)
    assert (running.status, running.due_at, running.closed_by) == ("open", hour(4), "r3")
    (late,) = seen(rules, *signed, at=hour(5))
    assert late.status == "overdue"
    (corrected,) = seen(rules, *signed, ("r4", "act", {"supersedes": "r2"}))
    assert corrected.due_at == hour(4)
    (ended,) = seen(rules, *signed, ("r4", "note", {"risk": "no"}))
    assert (ended.status, ended.closed_at) == ("met", hour(2))


def test_a_duty_for_each_person_pupil_record_or_the_latest_one_has_its_own_subject():
    other = {"ref": "other:1", "name": "O", "kind": "other"}
    people = [{"who": pupil(1), "part": ["in"]}, {"who": pupil(2)}, {"who": other}]
    signed = [("r1", "start", {"people": people}), ("r2", "letter", {}), ("r3", "letter", {})]

    def subjects(each):
        return {one.subject for one in seen(policy(duty(each=each)), *signed)}

    assert subjects("") == {""}
    assert subjects("pupil") == {"pupil:1", "pupil:2"}
    assert subjects("person") == {"pupil:1", "pupil:2", "other:1"}
    assert subjects("record:letter") == {"record:r2", "record:r3"}
    latest = seen(policy(duty(each="latest:letter")), *signed)
    assert {(one.subject, one.status) for one in latest} == {
        ("record:r2", "no longer applies"),
        ("record:r3", "open"),
    }
    chosen = policy(duty(each="person", opens=FactEver("part", ("in",))))
    assert [one.subject for one in seen(chosen, *signed)] == ["pupil:1"]


def test_what_is_about_one_meets_the_duty_for_that_one_only():
    people = [{"who": pupil(1)}, {"who": pupil(2)}]
    rules = policy(duty(each="pupil", do="Talk with {person}", met_by=(MetBy("talk"),)))
    found = seen(rules, ("r1", "start", {"people": people}), ("r2", "talk", {"about": "pupil:2"}))
    assert {(one.do, one.status) for one in found} == {
        ("Talk with P1", "open"),
        ("Talk with P2", "met"),
    }
    letters = policy(duty(each="record:letter", met_by=(MetBy("reply"),)))
    signed = [("r1", "letter", {}), ("r2", "letter", {}), ("r3", "reply", {"about": "record:r1"})]
    signed.append(("r4", "letter", {"supersedes": "r1"}))
    assert {(one.subject, one.status) for one in seen(letters, *signed)} == {
        ("record:r4", "met"),
        ("record:r2", "open"),
    }
    ending = policy(
        duty(each="record:letter", every=Length("hours", 1), ends=FactIs("over", ("yes",)))
    )
    signed[2] = ("r3", "reply", {"about": "record:r1", "end": "yes"})
    assert {(one.subject, one.status) for one in seen(ending, *signed, at=hour(3))} == {
        ("record:r4", "met"),
        ("record:r2", "overdue"),
    }


def test_a_check_of_one_version_does_not_outlive_it_and_nobody_checks_their_own():
    way = MetBy("check", exact=True)
    two = TwoPeople("T", "C", "check", "letter", "Another checks")
    rules = policy(duty(each="record:letter", met_by=(way,)), two_people=(two,))
    letter, check = (
        ("r1", "letter", {"by": "a"}),
        ("r2", "check", {"by": "b", "about": "record:r1"}),
    )
    assert [one.status for one in seen(rules, letter, check)] == ["met"]
    own = ("r2", "check", {"by": "a", "about": "record:r1"})
    assert [one.status for one in seen(rules, letter, own)] == ["open"]
    (again,) = seen(rules, letter, check, ("r3", "letter", {"by": "a", "supersedes": "r1"}))
    assert (again.status, again.opened_at, again.subject) == ("open", hour(2), "record:r3")
    other = ("r0", "letter", {"by": "b"})
    assert "met" in {one.status for one in seen(rules, other, letter, check)}, "b wrote another one"


def test_newer_asks_only_for_records_signed_after_what_opens_it():
    rules = policy(duty(each="record:letter", opens=FactIs("risk", ("yes",)), newer=True))
    signed = [("r1", "letter", {}), ("r2", "note", {"risk": "yes"}), ("r3", "letter", {})]
    assert [one.subject for one in seen(rules, *signed)] == ["record:r3"]
    corrected = ("r4", "note", {"risk": "yes", "supersedes": "r2"})
    assert [(one.subject, one.status) for one in seen(rules, *signed, corrected)] == [
        ("record:r3", "open")
    ]


RISKY = Trigger("R", "C", "Risk", FactEver("risk", ("yes",)))
REFER = duty(
    id="REFER", each="trigger", do="Refer: {trigger}", met_by=(MetBy("letter", since=True),)
)


def test_a_trigger_fires_once_stands_until_acted_on_and_is_withdrawn_by_a_correction():
    rules = policy(REFER, triggers=(RISKY,))
    signed = [("r1", "start", {}), ("r2", "note", {"risk": "yes"}), ("r3", "note", {"risk": "yes"})]

    def fired(*more):
        every = records(*signed, *more)
        return standing(rules, every, every[-1].signed_at).triggers

    (one,) = fired()
    assert (one.state, one.fired_at, one.causes) == ("stands", hour(1), ("r2", "r3"))
    assert [one.state for one in fired(("r4", "letter", {}))] == ["acted on"]
    half = ("r4", "note", {"supersedes": "r2"})
    assert [(one.state, one.causes) for one in fired(half)] == [("stands", ("r3",))]
    whole = ("r5", "note", {"supersedes": "r3"})
    assert [one.state for one in fired(half, whole)] == ["withdrawn"]
    (again,) = fired(half, whole, ("r6", "note", {"risk": "yes"}))
    assert (again.state, again.fired_at) == ("stands", hour(5))
    (refer,) = seen(rules, *signed)
    assert (refer.do, refer.subject, refer.causes) == ("Refer: Risk", "R", ("r2",))


def test_a_trigger_that_nothing_acts_on_stands():
    (one,) = standing(
        policy(triggers=(RISKY,)), records(("r1", "note", {"risk": "yes"})), NOON
    ).triggers
    assert one.state == "stands"


@pytest.mark.parametrize("order", ["before", "after"])
def test_whether_a_trigger_waits_is_known_to_duties_wherever_they_stand(order):
    waits = duty(id="WAITS", opens=TriggerStands(unmet=True), met_by=(MetBy("act"),))
    rules = policy(*((waits, REFER) if order == "before" else (REFER, waits)), triggers=(RISKY,))
    signed = [("r1", "note", {"risk": "yes"}), ("r2", "letter", {})]
    by_id = {one.id: one for one in seen(rules, *signed)}
    assert by_id["WAITS"].opened_at == hour(0)
    assert by_id["WAITS"].status == "no longer applies"
    named = duty(id="NAMED", opens=TriggerStands("R"), met_by=(MetBy("act"),))
    elsewhere = duty(id="ELSE", opens=TriggerStands("X"), met_by=(MetBy("act"),))
    found = seen(policy(named, elsewhere, REFER, triggers=(RISKY,)), *signed)
    assert {one.id: one.status for one in found} == {"NAMED": "open", "REFER": "met"}


@pytest.mark.parametrize(
    ("condition", "subjects"),
    [
        (AgeUnder(13), {"pupil:1"}),
        (Not(AgeUnder(13)), {"pupil:2"}),
        (PersonIs(("other",)), {"other:1"}),
        (FlagIs("sen", ("yes",)), {"pupil:2"}),
        (Not(FlagIs("sen", ("yes",))), {"pupil:1"}),
        (CountAtLeast(2, of=PersonIs(("pupil",))), {"pupil:1", "pupil:2", "other:1"}),
        (CountAtLeast(3, of=PersonIs(("pupil",))), set()),
        (CountAtLeast(1, form="start"), {"pupil:1", "pupil:2", "other:1"}),
        (CountAtLeast(2, form="start"), set()),
        (Anyone(All((PersonIs(("pupil",)), AgeUnder(13)))), {"pupil:1", "pupil:2", "other:1"}),
    ],
)
def test_a_duty_may_ask_about_the_person(condition, subjects):
    young = pupil(1, born="2014-01-01", flags={"sen": "no"})
    older = pupil(2, born="2010-01-01", flags={"sen": "yes"})
    other = {"ref": "other:1", "name": "O", "kind": "other"}
    people = [{"who": young}, {"who": older}, {"who": other}]
    found = seen(
        policy(duty(each="person", opens=condition)),
        ("r1", "start", {"people": people, "day": "2026-03-01"}),
    )
    assert {one.subject for one in found} == subjects
    assert all(one.causes == ("r1",) for one in found)


def test_a_duty_for_a_record_names_it_as_it_is_called_now_and_nothing_that_looks_like_a_name():
    rules = policy(duty(each="record:parcel", do="Fetch {record}"))
    signed = [("r1", "parcel", {"called": "{person}"}), ("r2", "parcel", {"called": "the box"})]
    assert [one.do for one in seen(rules, *signed)] == ["Fetch {person}", "Fetch the box"]
    again = ("r3", "parcel", {"called": "the crate", "supersedes": "r2"})
    assert [one.do for one in seen(rules, *signed, again)][1] == "Fetch the crate"
    assert seen(rules, ("r1", "parcel", {}))[0].do == "Fetch "


@pytest.mark.parametrize(
    ("words", "unnamed"),
    [
        ("Talk with {person}", "Talk with a young person"),
        ("Refer: {trigger}", "Refer"),
        ("Fetch the letter: {record}", "Fetch the letter"),
        ("Close the case", "Close the case"),
    ],
)
def test_a_list_says_what_is_asked_for_and_names_nobody(words, unnamed):
    assert without_names(words) == unnamed
