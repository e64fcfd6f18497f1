"""What a case answers inspectors: evidence, gaps that close with it, and how long things took."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.small import NOON, duty, hour, policy, records
from yipplugin.conditions import AnswerIs, FactAnswered, FactEver, FactIs, HasRecord
from yipplugin.evidence import (
    ACCESS,
    CORRECTIONS,
    EVERY_DUTY,
    OVERRIDES,
    TRIGGERS,
    InspectionQuestion,
    Kept,
    Point,
    Records,
    Settled,
    Stretch,
    Whole,
)
from yipplugin.policy import Length, Trigger
from yipplugin.rules.inspection import inspection

YES, NO = {"done": "yes"}, {"done": "no"}
DONE = AnswerIs("done", ("yes",))
WANTED = Records("act", DONE, HasRecord("note"), "No act is recorded.")
KNOWN = Settled("known", FactAnswered("risk"), "The risk is known.", "The risk is not known.")


def asking(*evidence, rules=None):
    """Return the small policy with one question that these answer."""
    question = InspectionQuestion("Q", "C", "Is it so?", evidence)
    return replace(rules or policy(), inspection=(question,))


def answer(rules, *signed, at=None):
    """Return the answer to the one question, and the whole inspection."""
    kept = records(*signed)
    found = inspection(rules, kept, at or kept[-1].signed_at)
    return found.answers[0], found


def test_records_answer_that_stand_and_say_what_is_asked_in_order_of_signing():
    rules = asking(Records("act", DONE), Records("note"))
    signed = [("r1", "act", YES), ("r2", "note", {}), ("r3", "act", NO), ("r4", "act", YES)]
    assert answer(rules, *signed)[0].records == ("r1", "r2", "r4")
    corrected = ("r5", "act", {"done": "no", "supersedes": "r1"})
    assert answer(rules, *signed, corrected)[0].records == ("r2", "r4")


def test_what_is_wanted_is_missing_from_when_it_is_wanted_until_it_is_there():
    rules = asking(WANTED)
    assert answer(rules, ("r1", "start", {}))[0].gaps == ()
    signed = [("r1", "start", {}), ("r2", "note", {}), ("r3", "act", NO)]
    (gap,) = answer(rules, *signed)[0].gaps
    assert (gap.key, gap.clause, gap.says) == ("act", "C", "No act is recorded.")
    assert answer(rules, *signed, ("r4", "act", YES))[0].gaps == ()


def test_what_must_be_so_is_evidence_once_it_is_and_says_what_lacks_before():
    rules = asking(replace(KNOWN, wanted=HasRecord("note")))
    silent, _ = answer(rules, ("r1", "start", {}))
    assert (silent.settled, silent.gaps) == ((), ())
    lacks, found = answer(rules, ("r1", "start", {}), ("r2", "note", {}))
    assert [(one.key, one.says, one.lacking) for one in lacks.gaps] == [
        ("known", "The risk is not known.", ("answer needed: Risk",))
    ]
    assert found.missing == lacks.gaps
    known, found = answer(rules, ("r1", "start", {}), ("r2", "note", {"risk": "no"}))
    assert (known.settled, known.gaps, found.complete) == (("The risk is known.",), (), True)


def test_a_duty_is_a_gap_until_it_is_over_and_evidence_from_then():
    met = duty(id="D1", opens=HasRecord("note"), due=Length("hours", 1))
    rules = asking(Kept("D1"), rules=policy(met, duty(id="D2", opens=HasRecord("letter"))))
    waits, found = answer(rules, ("r1", "start", {}), ("r2", "note", {}), at=hour(3))
    assert [(one.key, one.duty.status) for one in waits.gaps] == [("D1", "overdue")]
    assert (waits.duties, found.done, len(found.asked)) == ((), (), 1)
    over, found = answer(
        rules, ("r1", "start", {}), ("r2", "note", {}), ("r3", "letter", {}), ("r4", "act", {})
    )
    assert [(one.id, one.status) for one in over.duties] == [("D1", "met late")]
    assert over.gaps == ()
    assert len(found.done) == len(found.asked) == 2
    assert found.complete


def test_a_duty_that_no_question_names_is_missing_all_the_same():
    rules = asking(Records("note"), rules=policy(duty(opens=HasRecord("note"))))
    found_answer, found = answer(rules, ("r1", "note", {}))
    assert found_answer.gaps == ()
    assert [one.key for one in found.missing] == ["D"]
    assert not found.complete


def test_what_waits_for_an_agency_is_not_over():
    rules = asking(Whole(EVERY_DUTY), rules=policy(duty(paused=FactIs("risk", ("yes",)))))
    found_answer, found = answer(rules, ("r1", "start", {"risk": "yes"}))
    assert [one.duty.status for one in found_answer.gaps] == ["paused"]
    assert not found.complete


def test_a_duty_that_fell_away_was_not_asked_for():
    rules = asking(Whole(EVERY_DUTY), rules=policy(duty(opens=FactIs("risk", ("yes",)))))
    gone, found = answer(rules, ("r1", "start", {"risk": "yes"}), ("r2", "note", {"risk": "no"}))
    assert [one.status for one in gone.duties] == ["no longer applies"]
    assert (found.asked, found.complete) == ((), True)


def test_a_gap_of_two_questions_is_missing_once_and_duties_come_first():
    rules = asking(WANTED, KNOWN, Kept("D"), rules=policy(duty(met_by=())))
    twice = replace(
        rules, inspection=(*rules.inspection, replace(rules.inspection[0], id="Q2", clause="C"))
    )
    found = inspection(twice, records(("r1", "note", {})), NOON)
    assert [one.key for one in found.missing] == ["D", "act", "known"]


def test_corrections_triggers_and_who_can_see_it_are_shown_where_they_are_asked_for():
    trigger = Trigger("T", "C", "Risk", FactEver("risk", ("yes",)))
    rules = policy(triggers=(trigger,))
    every = asking(
        Whole(CORRECTIONS), Whole(TRIGGERS), Whole(OVERRIDES), Whole(ACCESS), rules=rules
    )
    signed = [("r1", "start", {"risk": "yes"}), ("r2", "start", {"risk": "no", "supersedes": "r1"})]
    full, _ = answer(every, *signed)
    assert full.corrections == ("r2",)
    assert [(one.id, one.state) for one in full.triggers] == [("T", "withdrawn")]
    assert (full.overrides, full.access) == ((), True)
    none, _ = answer(asking(Records("start"), rules=rules), *signed)
    assert (none.corrections, none.triggers, none.access) == ((), (), False)


def test_the_last_entry_is_the_last_that_was_signed():
    _, found = answer(asking(WANTED), ("r1", "start", {}), ("r2", "note", {}), at=hour(9))
    assert found.last_entry == hour(1)
    assert inspection(asking(WANTED), (), NOON).last_entry is None


# How long things took ---------------------------------------------------------------------------


def times(rules, *signed, happened=()):
    kept = [replace(one, happened_at=dict(happened).get(one.id)) for one in records(*signed)]
    found = inspection(rules, kept, kept[-1].signed_at)
    return [(one.started_by, one.ended_by, one.length) for one in found.answers[0].times]


def test_a_time_runs_to_the_first_end_that_was_signed_after_its_start():
    rules = asking(Stretch("S", Point("note"), (Point("act", DONE), Point("letter"))))
    signed = [("r1", "act", YES), ("r2", "note", {}), ("r3", "act", NO)]
    assert times(rules, *signed) == [("r2", None, None)]
    ended = [*signed, ("r4", "letter", {}), ("r5", "act", YES)]
    assert times(rules, *ended) == [("r2", "r4", timedelta(hours=2))]


def test_a_time_is_of_what_happened_and_not_of_when_it_was_typed():
    rules = asking(Stretch("S", Point("note"), (Point("letter"),)))
    signed = [("r1", "note", {}), ("r2", "letter", {})]
    early = [("r1", NOON - timedelta(hours=3)), ("r2", NOON + timedelta(minutes=10))]
    assert times(rules, *signed, happened=early) == [("r1", "r2", timedelta(hours=3, minutes=10))]
    before = [("r2", NOON - timedelta(hours=1))]
    assert times(rules, *signed, happened=before) == [("r1", "r2", timedelta())]


def test_a_correction_does_not_move_an_end_or_a_start():
    rules = asking(Stretch("S", Point("note"), (Point("letter"),)))
    signed = [
        ("r1", "note", {}),
        ("r2", "letter", {}),
        ("r3", "note", {"supersedes": "r1"}),
        ("r4", "letter", {"supersedes": "r2"}),
    ]
    assert times(rules, *signed) == [("r3", "r4", timedelta(hours=1))]


def test_what_is_about_something_else_ends_nothing():
    replies = asking(Stretch("S", Point("letter"), (Point("reply"),)))
    signed = [
        ("r1", "letter", {}),
        ("r2", "letter", {}),
        ("r3", "reply", {"about": "record:r2"}),
        ("r4", "letter", {"supersedes": "r1"}),
        ("r5", "reply", {"about": "record:r4"}),
    ]
    assert times(replies, *signed) == [
        ("r4", "r5", timedelta(hours=4)),
        ("r2", "r3", timedelta(hours=1)),
    ]
    talks = asking(Stretch("S", Point("talk"), (Point("talk"),)))
    signed = [("r1", "talk", {"about": "a"}), ("r2", "talk", {"about": "b"})]
    assert times(talks, *signed) == [("r1", None, None), ("r2", None, None)]


def test_a_reason_that_fired_starts_a_time_unless_it_was_withdrawn():
    trigger = Trigger("T", "C", "Risk", FactEver("risk", ("yes",)))
    rules = asking(Stretch("S", Point(), (Point("letter"),)), rules=policy(triggers=(trigger,)))
    signed = [("r1", "start", {"risk": "yes"}), ("r2", "letter", {})]
    assert times(rules, *signed) == [("T", "r2", timedelta(hours=1))]
    gone = ("r3", "start", {"risk": "no", "supersedes": "r1"})
    assert times(rules, *signed, gone) == []


# Whatever is signed -------------------------------------------------------------------------------

SIGNED = st.lists(
    st.tuples(
        st.sampled_from(["start", "note", "act", "letter"]),
        st.sampled_from([{}, YES, NO, {"risk": "yes"}, {"risk": "no"}]),
        st.integers(-1, 5),
    ),
    min_size=1,
    max_size=8,
)


def as_records(drawn):
    """Return drawn records; some correct the one of their form that was signed before them."""
    signed, last = [], {}
    for number, (form, answers, corrects) in enumerate(drawn):
        supersedes = {"supersedes": last[form]} if corrects == 0 and form in last else {}
        signed.append((f"r{number}", form, {**answers, **supersedes}))
        last[form] = f"r{number}"
    return records(*signed)


@given(SIGNED)
def test_a_gap_is_there_exactly_while_its_evidence_is_wanted_and_is_not(drawn):
    rules = asking(WANTED, replace(KNOWN, wanted=HasRecord("letter")))
    signed = as_records(drawn)
    for count in range(1, len(signed) + 1):
        so_far = signed[:count]
        gone = {one.supersedes for one in so_far}
        stands = [one for one in so_far if one.id not in gone]
        forms = {one.form for one in stands}
        acted = any(one.form == "act" and one.answers.get("done") == "yes" for one in stands)
        known = any(one.form in ("start", "note") and "risk" in one.answers for one in stands)
        expected = [
            *(["act"] if "note" in forms and not acted else []),
            *(["known"] if "letter" in forms and not known else []),
        ]
        found = inspection(rules, so_far, so_far[-1].signed_at)
        assert [one.key for one in found.answers[0].gaps] == expected
        assert found.complete is (not expected)


@given(SIGNED, st.integers(0, 30))
def test_nothing_is_complete_while_a_duty_is_open(drawn, later):
    asked = duty(opens=HasRecord("note"), met_by=KNOWN_BY_ACT, due=Length("hours", 2))
    comes_round = duty(id="E", opens=HasRecord("letter"), every=Length("hours", 3))
    rules = asking(Records("start"), rules=policy(asked, comes_round))
    found = inspection(rules, as_records(drawn), hour(later))
    open_ones = {one.id for one in found.standing.duties if one.status in ("open", "overdue")}
    assert {one.key for one in found.missing} == open_ones
    assert found.complete is (not open_ones)
    assert len(found.asked) == len(found.done) + len(open_ones)


KNOWN_BY_ACT = duty().met_by


@pytest.mark.parametrize("evidence", [WANTED, KNOWN, Kept("D"), Whole(EVERY_DUTY)])
def test_a_case_without_records_is_answered_too(evidence):
    assert inspection(asking(evidence), (), NOON).answers[0].records == ()
