"""Times that answers set: named in a pack, and refused where no answer could set them."""

import pytest

from yipplugin.policy import Length

BACK, TALK = "clauses/02-until-they-are-back.yaml", "forms/police_call.yaml"
DUE = "due: {target: tell parents}"
EVERY = "every: {days: 1}"


def test_a_duty_is_due_when_an_answer_says(clean):
    policy = clean((BACK, DUE, "due: {answered: seen_last}\n    after: {hours: 2}"))
    (duty,) = [one for one in policy.duties if one.id == "MP-4"]
    assert duty.due == Length("answered", fact="seen_last")
    assert duty.after == Length("hours", 2)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (DUE, "due: {answered: seen_lats}", "", "Did you mean “seen_last”?"),
        (DUE, "due: {answered: found}", "due", "holds no dates"),
        (DUE, "due: {answered: seen_last, source: law}", "source", "Take out “source”"),
        (EVERY, "every: {answered: told_on}", "every", "No form asks for the fact told_on"),
        (DUE, "due: {answered: told_on}", "due", "No form asks"),
    ],
)
def test_a_time_that_no_answer_sets_is_told(told, old, new, key, words):
    fact = ("policy.yaml", "  found: {of", "  told_on: {of: case, answers: date}\n  found: {of")
    assert (BACK, "", key, words) in told(fact, (BACK, old, new))


def test_a_time_that_belongs_to_another_thing_is_told(told):
    facts = (
        "policy.yaml",
        "  found: {of",
        "  rings_on: {of: {record: police_call}, answers: date}\n  found: {of",
    )
    asked = (
        "forms/police_answer.yaml",
        "      - said:",
        "      - again: {ask: When?, kind: date, feeds: rings_on}\n      - said:",
    )
    edit = (BACK, DUE, "due: {answered: rings_on}")
    assert (BACK, "", "due", "belongs to each record of police_call") in told(facts, asked, edit)


def test_a_target_is_no_answer(told):
    edit = ("policy.yaml", "  tell parents: {school hours: 1}", "  tell parents: {answered: found}")
    assert ("policy.yaml", "tell parents", "", "A target is a length of time") in told(edit)


def test_a_warning_for_each_pupil_reads_one_person(clean, told):
    words = "MP-5:\n  warning: {act: 'case:close', says: Look., when: {age under: 12}, EACH}"
    edit = (BACK, "MP-5:", words.replace("EACH", "each: pupil"))
    assert [one.each for one in clean(edit).warnings if one.clause == "MP-5"] == ["pupil"]
    edit = (BACK, "MP-5:", words.replace(", EACH", ""))
    assert (BACK, "", "", "This reads one person") in told(edit)
