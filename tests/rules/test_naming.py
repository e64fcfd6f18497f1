"""Whom a record concerns, and what of it is said of one person alone."""

from tests.rules.small import FORMS, form, policy, pupil, records
from yipplugin.form import Question
from yipplugin.rules.naming import concerned, said_of

A, B, C = "pupil:1", "pupil:2", "pupil:3"
PEOPLE = {A, B, C}
ROWS = {"people": [{"who": pupil(1), "part": ["in"]}, {"who": pupil(2), "told": "yes"}]}


def about(*signed, of=None):
    """Return whom the last of these records concerns."""
    kept = records(*signed)
    return concerned(policy(), {one.id: one for one in kept}, kept[-1], of or PEOPLE)


def test_a_record_concerns_whom_it_is_about_and_whom_it_names():
    assert about(("r1", "talk", {"about": A})) == {A}
    assert about(("r1", "start", ROWS)) == {A, B}
    assert about(("r1", "note", {"risk": "yes"})) == set()


def test_who_is_none_of_the_cases_people_is_left_out():
    assert about(("r1", "start", ROWS), of={B}) == {B}


def test_a_row_that_was_made_for_somebody_names_them():
    rows = {"people": [{"row_for": C, "part": ["in"]}]}
    assert about(("r1", "start", rows)) == {C}


def test_a_record_about_another_concerns_whom_that_one_concerns_corrected_or_not():
    letter = ("r1", "start", ROWS)
    assert about(letter, ("r2", "reply", {"about": "record:r1"})) == {A, B}
    corrected = ("r2", "start", {"people": ROWS["people"][:1], "supersedes": "r1"})
    assert about(letter, corrected, ("r3", "reply", {"about": "record:r1"})) == {A, B}
    assert about(letter, corrected, ("r3", "reply", {"about": "record:r2"})) == {A}
    assert about(("r1", "reply", {"about": "record:gone"})) == set()


def test_a_record_of_a_form_that_the_policy_no_longer_has_names_nobody():
    assert about(("r1", "gone", ROWS)) == set()


def test_only_somebodys_own_rows_are_said_of_them():
    (record,) = records(("r1", "start", {**ROWS, "risk": "yes"}))
    asked, answers = said_of(FORMS[0], record, B)
    assert [one.key for one in asked.questions] == ["people"]
    assert answers == {"people": ROWS["people"][1:]}
    asked, answers = said_of(FORMS[0], record, C)
    assert (asked.steps, answers) == ((), {})


def test_a_question_that_names_them_is_said_of_them():
    single = form("single", Question("who", "person"), Question("said", "long text"))
    (record,) = records(("r1", "single", {"who": pupil(1), "said": "About others too"}))
    asked, answers = said_of(single, record, A)
    assert [one.key for one in asked.questions] == ["who"]
    assert set(answers) == {"who"}
