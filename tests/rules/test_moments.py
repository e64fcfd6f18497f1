"""Times that the records of a case set themselves, and duties that are asked for only later."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.rules.small import NOON, duty, hour, policy, pupil, seen
from yipplugin.conditions import FactIs
from yipplugin.policy import Calendar, Length, MetBy
from yipplugin.rules.worktime import answered

BY = Length("answered", fact="by")
START = ("r0", "start", {"people": [{"who": pupil(1)}, {"who": pupil(2)}]})


def errand(id, number, by):
    return (id, "errand", {"about": f"pupil:{number}", "until": by})


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-03-03T15:30", datetime(2026, 3, 3, 15, 30, tzinfo=UTC)),
        ("2026-07-03T15:30", datetime(2026, 7, 3, 14, 30, tzinfo=UTC)),
        ("2026-07-03", datetime(2026, 7, 3, 15, 0, tzinfo=UTC)),
        ("soon", None),
    ],
)
def test_an_answer_is_a_time_in_england_and_a_date_lasts_until_school_closes(said, moment):
    assert answered(Calendar(), said) == moment


def test_a_duty_for_a_record_is_due_when_that_record_says():
    rules = policy(duty(each="record:errand", due=BY))
    signed = [START, errand("r1", 1, "2026-03-03T15:00"), errand("r2", 2, "2026-03-04T09:00")]
    assert {one.subject: one.due_at for one in seen(rules, *signed)} == {
        "record:r1": hour(3),
        "record:r2": hour(21),
    }
    late = seen(rules, *signed, at=hour(4))
    assert [one.status for one in late] == ["overdue", "open"]


def test_a_later_record_moves_the_time_and_a_correction_takes_the_place_of_the_first():
    rules = policy(duty(each="record:errand", due=BY))
    signed = [START, errand("r1", 1, "2026-03-03T15:00")]
    moved = ("r2", "told_more", {"about": "record:r1", "until": "2026-03-09"})
    (one,) = seen(rules, *signed, moved)
    assert one.due_at == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    corrected = (
        "r2",
        "errand",
        {"about": "pupil:1", "until": "2026-03-05T10:00", "supersedes": "r1"},
    )
    (one,) = seen(rules, *signed, corrected)
    assert (one.subject, one.due_at) == ("record:r2", hour(46))


def test_a_duty_whose_time_nobody_gave_has_none():
    rules = policy(duty(each="record:errand", due=BY))
    (one,) = seen(rules, START, ("r1", "errand", {"about": "pupil:1"}))
    assert (one.due_at, one.status) == (None, "open")


def test_a_round_comes_when_the_last_answer_says():
    rules = policy(duty(each="record:errand", every=BY, met_by=(MetBy("told_more"),)))
    signed = [START, errand("r1", 1, "2026-03-03T15:00")]
    assert seen(rules, *signed)[0].due_at == hour(3)
    more = ("r2", "told_more", {"about": "record:r1", "until": "2026-03-04"})
    assert seen(rules, *signed, more)[0].due_at == hour(28)


def test_a_duty_for_a_record_names_whom_the_record_is_about_in_the_end():
    rules = policy(
        duty(id="A", do="Ask {person}", each="record:errand"),
        duty(id="B", do="Tell {person}", each="record:told_more"),
    )
    signed = [START, errand("r1", 2, "2026-03-03T15:00")]
    more = ("r2", "told_more", {"about": "record:r1", "until": "2026-03-09"})
    assert [one.do for one in seen(rules, *signed, more)] == ["Ask P2", "Tell P2"]


# Asked for only after a time -------------------------------------------------------------------

LATER = {"after": Length("hours", 3), "due": Length("hours", 1)}


def test_nothing_is_asked_before_its_time_and_the_time_to_do_it_counts_from_there():
    rules = policy(duty(**LATER, binds=("case:close",)))
    assert seen(rules, START, at=hour(2)) == ()
    (one,) = seen(rules, START, at=hour(3))
    assert (one.status, one.opened_at, one.due_at) == ("open", hour(3), hour(4))
    assert seen(rules, START, at=hour(5))[0].status == "overdue"


def test_what_is_met_before_its_time_was_never_asked_for_and_what_is_met_later_was():
    rules = policy(duty(**LATER))
    assert seen(rules, START, ("r1", "act", {}), at=hour(9)) == ()
    between = [(f"r{n}", "letter", {}) for n in range(1, 4)]
    (one,) = seen(rules, START, *between, ("r9", "act", {}))
    assert (one.status, one.closed_by) == ("met", "r9")


def test_what_fell_away_before_its_time_was_never_asked_for():
    rules = policy(duty(opens=FactIs("risk", ("yes",)), **LATER))
    signed = [("r0", "start", {"risk": "yes"}), ("r1", "note", {"risk": "no"})]
    assert seen(rules, *signed, at=hour(9)) == ()


def test_a_record_since_it_opened_is_one_since_it_was_asked_for():
    rules = policy(duty(**LATER, met_by=(MetBy("act", since=True),)))
    early, between = ("r1", "act", {}), [(f"r{n}", "letter", {}) for n in range(2, 4)]
    (one,) = seen(rules, START, early, *between, at=hour(4))
    assert one.status == "open"
    (one,) = seen(rules, START, early, *between, ("r9", "act", {}))
    assert (one.status, one.closed_by) == ("met", "r9")


def test_a_duty_can_be_asked_for_once_a_moment_in_a_record_has_passed():
    rules = policy(duty(each="record:errand", after=BY))
    signed = [START, errand("r1", 1, "2026-03-03T15:00"), errand("r2", 2, "2026-03-04T09:00")]
    assert seen(rules, *signed, at=hour(3) - timedelta(seconds=1)) == ()
    assert [one.subject for one in seen(rules, *signed, at=hour(3))] == ["record:r1"]


def test_a_record_meets_a_duty_only_while_a_condition_holds():
    way = MetBy("act", condition=FactIs("risk", ("no",)))
    rules = policy(duty(met_by=(way,)))
    signed = [("r0", "start", {"risk": "no"}), ("r1", "act", {})]
    assert seen(rules, *signed[:1])[0].status == "open"
    assert seen(rules, *signed)[0].closed_by == "r1"
    (again,) = seen(rules, *signed, ("r2", "note", {"risk": "yes"}))
    assert (again.status, again.opened_at) == ("open", NOON + timedelta(hours=2))


def test_a_moment_that_moves_is_asked_about_again():
    rules = policy(duty(each="record:errand", after=BY, met_by=(MetBy("act", since=True),)))
    signed = [START, errand("r1", 1, "2026-03-03T13:30"), ("r2", "act", {})]
    assert seen(rules, *signed)[0].status == "met"
    moved = ("r3", "told_more", {"about": "record:r1", "until": "2026-03-04"})
    assert [one.status for one in seen(rules, *signed, moved, at=hour(48))] == ["open"]
