"""The stories of the second policy come out as told, and what is its own is noticed by one."""

from pathlib import Path

import pytest

from tests.stories.replaying import KINDS, first_difference, without
from yipplugin.cli.host import library_of

LIBRARY = library_of(None)
UKCIS, WESTCROFT = LIBRARY.policy("ukcis-2024"), LIBRARY.policy("westcroft-2023")
STORIES = sorted((Path(__file__).parent / "ukcis_2024").glob("*.yaml"))
OWN = ("ADU-", "MON-", "DEV-2", "VIE-7", "REC-1-move")
"""How the ids begin of the rules in which the advice differs from the older policy."""

RULES = [(kind, one.id) for kind in KINDS for one in getattr(UKCIS, kind) if one.id.startswith(OWN)]


@pytest.fixture(scope="module")
def told(play_once):
    return [play_once(path) for path in STORIES]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_comes_out_as_told(play_once, path):
    played = play_once(path)
    assert len(played.steps) == len(played.story.acts)


@pytest.mark.parametrize(("kind", "rule"), RULES, ids=map(" ".join, RULES))
def test_a_story_differs_without(told, kind, rule):
    noticed = (
        first_difference(one, without(one.policy, kind, rule))
        for one in told
        if one.policy.key == UKCIS.key
    )
    assert any(noticed), f"No story notices that {rule} ({kind}) is gone."


def test_a_case_that_was_moved_there_and_back_has_the_records_of_both(told):
    (moved,) = [one for one in told if one.story.policy == WESTCROFT.key]
    assert {one.under for one in moved.records} == {WESTCROFT.digest, UKCIS.digest}
    assert [*moved.policy.earlier] == [UKCIS.digest]
