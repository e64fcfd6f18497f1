"""Removing any one rule from the Westcroft pack makes a story come out otherwise."""

from pathlib import Path

import pytest

from tests.stories.replaying import first_difference, rules, without
from yipplugin.cli.host import library_of

WESTCROFT = library_of(None).policy("westcroft-2023")
RULES = rules(WESTCROFT)


def test_the_records_alone_come_out_as_the_stories_were_told(played):
    assert [first_difference(one, one.policy) for one in played] == [None] * len(played)


@pytest.mark.parametrize(("kind", "rule"), RULES, ids=map(" ".join, RULES))
def test_a_story_differs_without(played, kind, rule):
    # Those that speak of the rule are asked first: most often the first of them answers.
    likely = sorted(played, key=lambda one: rule not in Path(one.story.path).read_text())
    noticed = (first_difference(one, without(one.policy, kind, rule)) for one in likely)
    assert any(noticed), f"No story notices that {rule} ({kind}) is gone."
