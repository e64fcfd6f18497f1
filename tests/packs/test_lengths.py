"""A school may change its own targets, and nothing else."""

import pytest

from yipplugin.packs.lengths import BadTarget, with_targets
from yipplugin.packs.reading import read_policy
from yipplugin.policy import Length


@pytest.fixture
def policy(folder, kinds):
    return read_policy(folder, kinds)


def dues(policy):
    return {duty.id: duty.due for duty in policy.duties}


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ({"hours": 2}, Length("hours", 2, "school", "tell parents")),
        ({"school days": 1}, Length("school days", 1, "school", "tell parents")),
        ("end of school day", Length("end of school day", 0, "school", "tell parents")),
        ("at once", Length("at once", 0, "school", "tell parents")),
    ],
)
def test_a_school_sets_its_own_target(policy, said, length):
    ours = with_targets(policy, {"tell parents": said})
    assert ours.targets["tell parents"] == length
    assert dues(ours)["MP-4"] == length
    assert {**dues(ours), "MP-4": None} == {**dues(policy), "MP-4": None}


def test_no_targets_leave_the_policy_as_it_is(policy):
    assert with_targets(policy, {}) == policy


def test_a_target_that_the_policy_does_not_have_is_refused(policy):
    with pytest.raises(BadTarget, match="Did you mean “tell parents”?"):
        with_targets(policy, {"tell the parents": {"hours": 1}})


@pytest.mark.parametrize(
    "said", ["soon", 4, {}, {"hours": "2"}, {"hours": 0}, {"hours": True}, {"weeks": 1}, None,
             {"hours": 1, "days": 1}],
)  # fmt: skip
def test_a_target_that_is_no_length_of_time_is_refused(policy, said):
    with pytest.raises(BadTarget, match="no length of time"):
        with_targets(policy, {"tell parents": said})
