"""What a reading of a case finds, and because of which records."""

import pytest

from tests.rules.small import policy, pupil, records
from yipplugin.conditions import (
    AgeUnder,
    CountAtLeast,
    FactAnswered,
    FactEver,
    FactIs,
    Finding,
    FlagIs,
    HasRecord,
    PersonIs,
    Truth,
)
from yipplugin.rules.reading import Reader
from yipplugin.rules.state import State

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def reader(*signed, about=None):
    state = State(policy())
    for record in records(*signed):
        state.add(record)
    return Reader(state, about)


def note(id, risk):
    return (id, "note", {"risk": risk})


@pytest.mark.parametrize(
    ("signed", "latest_is_no", "ever_yes", "answered"),
    [
        ([], (UNKNOWN, ()), (UNKNOWN, ()), (NO, ())),
        ([note("r1", "no")], (YES, ("r1",)), (NO, ("r1",)), (YES, ("r1",))),
        ([note("r1", "yes")], (NO, ("r1",)), (YES, ("r1",)), (YES, ("r1",))),
        ([note("r1", "unknown")], (UNKNOWN, ("r1",)), (UNKNOWN, ("r1",)), (NO, ("r1",))),
        ([note("r1", "yes"), note("r2", "no")], (YES, ("r2",)), (YES, ("r1",)), (YES, ("r2",))),
        (
            [note("r1", "no"), note("r2", "unknown")],
            (UNKNOWN, ("r2",)),
            (UNKNOWN, ("r2",)),
            (NO, ("r2",)),
        ),
    ],
)
def test_a_fact_is_read_by_its_latest_answer_or_by_any(signed, latest_is_no, ever_yes, answered):
    found = reader(*signed)
    assert found.read(FactIs("risk", ("no",))) == Finding(*latest_is_no)
    assert found.read(FactEver("risk", ("yes",))) == Finding(*ever_yes)
    assert found.read(FactAnswered("risk")) == Finding(*answered)


def test_a_persons_fact_has_a_latest_answer_for_each_person():
    first = ("r1", "start", {"people": [{"who": pupil(1), "told": "yes"}]})
    second = ("r2", "start", {"people": [{"who": pupil(2), "told": "no"}]})
    whole = reader(first, second)
    assert whole.read(FactIs("told", ("yes",))) == Finding(YES, ("r1",))
    assert whole.read(FactIs("told", ("no",))) == Finding(YES, ("r2",))
    assert whole.about("pupil:1").read(FactIs("told", ("no",))) == Finding(NO, ("r1",))
    assert whole.about("pupil:1").read(FactAnswered("told")) == Finding(YES, ("r1",))
    assert whole.read(FactAnswered("told")) == Finding(YES, ("r1", "r2"))
    # The latest answer to a fact of the case is one, whoever the record is about.
    third = ("r3", "note", {"risk": "yes", "about": "pupil:1"})
    fourth = ("r4", "note", {"risk": "no", "about": "pupil:2"})
    assert reader(third, fourth).read(FactIs("risk", ("yes",))) == Finding(NO, ("r4",))


def test_a_records_fact_is_fed_by_the_record_itself_and_outlives_a_correction():
    letters = ("r1", "letter", {"sent": "yes"}), ("r2", "letter", {"sent": "no"})
    whole = reader(*letters)
    assert whole.about("record:r1").read(FactIs("sent", ("yes",))) == Finding(YES, ("r1",))
    assert whole.about("record:r2").read(FactIs("sent", ("yes",))) == Finding(NO, ("r2",))
    assert whole.read(FactIs("sent", ("yes",))) == Finding(YES, ("r1",))
    corrected = reader(*letters, ("r3", "letter", {"sent": "no", "supersedes": "r1"}))
    for known_as in ("record:r1", "record:r3"):
        assert corrected.about(known_as).read(FactIs("sent", ("yes",))) == Finding(NO, ("r3",))


def test_a_form_may_be_about_a_record_of_either_of_two_forms():
    signed = ("r1", "letter", {}), ("r2", "note", {}), ("r3", "either", {"about": "record:r2"})
    found = reader(*signed)
    assert found.about("record:r2").read(HasRecord("either")) == Finding(YES, ("r3",))
    assert found.about("record:r1").read(HasRecord("either")) == Finding(NO)


BORN = {"born": "2013-03-01"}


@pytest.mark.parametrize(
    ("who", "day", "years", "expected"),
    [
        (pupil(1, **BORN), "2026-02-28", 13, YES),
        (pupil(1, **BORN), "2026-03-01", 13, NO),
        # Without a date it was by the day of the report, 3 March 2026, at the latest.
        (pupil(1, **BORN), None, 14, YES),
        (pupil(1, **BORN), None, 13, UNKNOWN),
        (pupil(1), "2026-02-28", 13, UNKNOWN),
        (pupil(1, age_band="10_12"), None, 13, YES),
        (pupil(1, age_band="10_12"), None, 12, UNKNOWN),
        (pupil(1, age_band="13_15"), None, 13, NO),
        (pupil(1, age_band="13_15"), None, 14, UNKNOWN),
        (pupil(1, age_band="18_over"), None, 18, NO),
        (pupil(1, age_band="unknown"), None, 18, UNKNOWN),
    ],
)
def test_an_age_is_known_as_far_as_the_dates_or_the_band_allow(who, day, years, expected):
    answers = {"people": [{"who": who}]} | ({"day": day} if day else {})
    found = reader(("r1", "start", answers), about="pupil:1")
    assert found.read(AgeUnder(years)) == Finding(expected, ("r1",))


def test_readings_of_a_person_are_unknown_where_there_is_none():
    nobody = reader(("r1", "start", {}))
    for reading in (AgeUnder(13), PersonIs(("pupil",)), FlagIs("sen", ("yes",))):
        assert nobody.read(reading) == Finding(UNKNOWN)


def test_what_a_person_is_and_has_is_because_of_the_records_that_name_them():
    people = [{"who": pupil(1, flags={"sen": "yes"})}]
    found = reader(("r1", "start", {"people": people}), about="pupil:1")
    assert found.read(PersonIs(("pupil",))) == Finding(YES, ("r1",))
    assert found.read(PersonIs(("staff",))) == Finding(NO, ("r1",))
    assert found.read(FlagIs("sen", ("yes",))) == Finding(YES, ("r1",))
    assert found.read(FlagIs("sen", ("no",))) == Finding(NO, ("r1",))
    assert found.read(FlagIs("care", ("no",))) == Finding(UNKNOWN, ("r1",))


def test_a_count_is_because_of_what_was_counted():
    people = [{"who": pupil(1, **BORN)}, {"who": pupil(2)}]
    found = reader(("r1", "start", {"people": people, "day": "2026-03-01"}), note("r2", "no"))
    assert found.read(CountAtLeast(1, form="note")) == Finding(YES, ("r2",))
    assert found.read(CountAtLeast(2, form="note")) == Finding(NO, ("r2",))
    assert found.read(CountAtLeast(1, of=AgeUnder(14))) == Finding(YES, ("r1",))
    assert found.read(CountAtLeast(2, of=AgeUnder(14))) == Finding(UNKNOWN, ("r1",))
    assert found.read(CountAtLeast(3, of=AgeUnder(14))) == Finding(NO, ("r1",))


def test_what_a_form_says_of_its_own_record_is_read_for_that_record_alone():
    signed = [("r1", "letter", {"urgent": "yes"}), ("r2", "letter", {"urgent": "no"})]
    urgent = FactIs("urgent", ("yes",))
    assert reader(*signed, about="record:r1").read(urgent) == Finding(YES, ("r1",))
    assert reader(*signed, about="record:r2").read(urgent) == Finding(NO, ("r2",))
    corrected = [*signed, ("r3", "letter", {"urgent": "yes", "supersedes": "r2"})]
    assert reader(*corrected, about="record:r2").read(urgent) == Finding(YES, ("r3",))
