"""What a pack has counted is read as it was meant, and every mistake is told where it stands."""

import pytest

from yipplugin.conditions import All, HasRecord, Not
from yipplugin.packs.lengths import with_targets
from yipplugin.packs.reading import read_pack
from yipplugin.policy import Length

NUMBERS = """
numbers:
  - {key: stage, says: Where cases stand, by: stage}
  - {key: years, says: Year groups, by: year group}
  - key: danger
    says: Whether they were in danger
    fact: in_danger
    answers: {yes: 'Yes', no: 'No'}
  - {key: part, says: How people were involved, fact: part}
  - key: to_call
    says: Until the police were called
    from: alarm
    to: police_call
    within: [at once, {target: tell parents}, {school days: 2}]
  - key: no_search
    says: Called without a search
    when: {all: [{record: police_call}, {not: {record: site_search}}]}
"""


@pytest.fixture
def counting(texts, kinds):
    """Return a function that reads the pack with numbers at its end."""

    def read(numbers):
        policy = texts["policy.yaml"] + numbers
        return read_pack({**texts, "policy.yaml": policy}, kinds)

    return read


def test_numbers_are_read_in_their_order(counting):
    found = {one.key: one for one in counting(NUMBERS).numbers}
    assert list(found) == ["stage", "years", "danger", "part", "to_call", "no_search"]
    assert (found["stage"].by, found["stage"].several) == ("stage", False)
    assert found["years"].several
    assert dict(found["danger"].answers) == {"yes": "Yes", "no": "No"}
    assert (found["danger"].several, found["part"].several) == (False, True)
    call = found["to_call"]
    assert (call.begins, call.ends) == ("alarm", "police_call")
    assert call.within[0] == Length("at once")
    assert found["no_search"].when == All((HasRecord("police_call"), Not(HasRecord("site_search"))))


def test_a_policy_need_not_have_any(texts, kinds):
    assert read_pack(texts, kinds).numbers == ()


def test_a_target_that_the_school_sets_tells_times_apart_too(counting):
    policy = with_targets(counting(NUMBERS), {"tell parents": {"hours": 9}})
    (call,) = [one for one in policy.numbers if one.key == "to_call"]
    assert call.within[1] == Length("hours", 9, target="tell parents")


ONE = "\nnumbers:\n  - {key: one, says: One, by: stage}\n"


@pytest.mark.parametrize(
    ("instead", "line", "key", "words"),
    [
        ("by: weather", "by: weather", "by", ("weather",)),
        ("by: stage, fact: part", "key: one", "", ("counts one thing",)),
        ("within: [at once]", "key: one", "", ("counts one thing",)),
        ("by: stage, answers: {yes: 'Yes'}", "answers", "answers", ("belongs to `fact`",)),
        ("by: stage, to: alarm", "to: alarm", "to", ("belongs to `from`",)),
        ("fact: weather", "fact: weather", "fact", ("weather",)),
        ("fact: seen_last", "seen_last", "fact", ("no answers to count",)),
        ("fact: part, answers: {}", "answers", "answers", ("names no answer",)),
        ("fact: part, answers: {sunny: Sun}", "sunny", "sunny", ("sunny",)),
        ("from: alarm", "from: alarm", "from", ("needs `to`",)),
        ("from: alarm, to: police_call", "from: alarm", "from", ("needs `within`",)),
        ("from: alarm, to: alarm, within: [at once]", "to: alarm", "to", ("Name two",)),
        ("from: alarm, to: weather, within: [at once]", "to: weather", "to", ("weather",)),
        (
            "from: alarm, to: police_call, within: [{hours: 2}, {hours: 2}]",
            "hours: 2",
            "",
            ("shortest first",),
        ),
        ("when: {trigger: any}", "trigger", "when", ("no trigger",)),
        ("when: {is: {weather: yes}}", "weather", "weather", ("weather",)),
    ],
)
def test_a_mistake_is_told_where_it_stands(told, instead, line, key, words):
    found = told(("policy.yaml", "", ONE.replace("by: stage", instead)))
    assert ("policy.yaml", line, key, *words) in found, found.problems
    assert len(found) <= 2


def test_a_number_that_stands_twice_is_told(told):
    found = told(("policy.yaml", "", ONE + "  - {key: one, says: Two, by: late}\n"))
    assert ("policy.yaml", "says: Two", "key", "stands twice") in found


def test_a_fact_that_no_form_asks_for_cannot_be_counted(told):
    number = ONE.replace("by: stage", "fact: weather")
    fact = "facts:\n  weather: {of: case, answers: [dry, wet]}"
    found = told(("policy.yaml", "facts:", fact), ("policy.yaml", "", number))
    assert ("policy.yaml", "fact: weather", "fact", "No form asks for") in found
