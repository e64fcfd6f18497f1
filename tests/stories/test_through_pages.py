"""The same stories come out the same through the real pages, as people read and fill them in."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.stories.browsing import open_school
from tests.stories.through_pages import ThroughPages
from yipplugin.store.migrate import upgrade
from yipplugin.story.reading import read_story

HERE = Path(__file__).parent
STORIES = (
    "01_school_led",
    "03_suspected_adult",
    "05_parents_not_told",
    "06_agency_leads",
    "09_set_aside",
    "16_the_wrong_child",
    "22_seen_by_accident",
    "23_device_to_the_police",
    "31_deletion_refused",
)
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""Before any of the stories begins: nothing can be older than the school's own clock."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return a database without anything in it, made by the migrations once for every story."""
    path = tmp_path_factory.mktemp("empty") / "school.sqlite"
    app = open_school(read_story(HERE / f"{STORIES[0]}.yaml"), path)
    store = app.extensions["yipplugin"].store
    upgrade(store.engine)
    store.engine.dispose()
    return path


@pytest.fixture
def told(empty, tmp_path):
    """Return a function that plays a story through the pages of a school of its own."""

    def play(path):
        story = read_story(path)
        app = open_school(story, shutil.copy(empty, tmp_path))
        try:
            with time_machine.travel(NOW, tick=False) as clock, app.app_context():
                return ThroughPages(app, story, clock).play()
        finally:
            app.extensions["yipplugin"].store.engine.dispose()

    return play


@pytest.mark.parametrize("name", STORIES)
def test_the_story_comes_out_as_told_through_the_pages(told, name):
    played = told(HERE / f"{name}.yaml")
    assert len(played.steps) == len(played.story.acts)
    assert played.reference
