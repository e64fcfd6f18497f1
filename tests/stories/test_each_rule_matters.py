"""Removing any one rule from the Westcroft pack makes a story come out otherwise."""

import pytest

from tests.stories.replaying import first_difference, rules, without
from yipplugin.cli.host import library_of

WESTCROFT = library_of(None).policy("westcroft-2023")

pytestmark = pytest.mark.xdist_group("stories")


def test_the_records_alone_come_out_as_the_stories_were_told(played):
    assert [first_difference(one, one.policy) for one in played] == [None] * len(played)


@pytest.mark.parametrize(("kind", "rule"), rules(WESTCROFT), ids="-".join)
def test_a_story_differs_without(played, kind, rule):
    noticed = (first_difference(one, without(one.policy, kind, rule)) for one in played)
    assert any(noticed), f"No story notices that {rule} ({kind}) is gone."
