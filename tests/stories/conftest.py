"""The stories: each is played once, and its records serve every test."""

from functools import cache
from pathlib import Path

import pytest

from yipplugin.story.playing import play

STORIES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.fixture(scope="session")
def play_once():
    """Return what plays a story, or remembers how it came out."""
    return cache(play)


@pytest.fixture(scope="session")
def played(play_once):
    """Return every story as it was played, with the records that came of it."""
    return [play_once(path) for path in STORIES]
