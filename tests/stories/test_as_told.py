"""Every story comes out as it is told, through everything that a real case goes through."""

import pytest

from tests.stories.conftest import STORIES


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_comes_out_as_told(play_once, path):
    played = play_once(path)
    assert len(played.steps) == len(played.story.acts)
    assert played.reference


def test_there_are_twelve_stories_at_least():
    assert len(STORIES) >= 12
