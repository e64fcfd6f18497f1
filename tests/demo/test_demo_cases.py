"""The stories of the demo are told of the school's own people, and come out as they say."""

from datetime import datetime

import pytest
import yaml
from sqlalchemy import select

from yipplugin.cli import yip
from yipplugin.demo import create_app
from yipplugin.demo.cases import STORIES
from yipplugin.demo.models import Pupil, Staff, db
from yipplugin.demo.plugin import roles_of
from yipplugin.demo.school import PASSWORD, make_school
from yipplugin.story.playing import play_into
from yipplugin.values import LONDON

MOMENTS = [
    "2026-11-22T12:00",  # a Sunday
    "2027-01-05T07:30",  # the first morning after Christmas and an INSET day
]


@pytest.fixture
def ashgrove(tmp_path):
    app = create_app(tmp_path)
    with app.app_context():
        make_school(lambda line: None)
        engine = app.extensions["yipplugin"].store.engine
        done = app.test_cli_runner().invoke(yip, ["init"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    engine.dispose()


def test_there_are_eight_cases():
    assert len(STORIES) == 8


@pytest.mark.usefixtures("in_school")
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_people_are_in_the_story_as_they_are_in_the_school(path):
    staff = {one.name: roles_of(one) - {"staff"} for one in db.session.scalars(select(Staff))}
    pupils = {one.name: one for one in db.session.scalars(select(Pupil))}
    people = yaml.safe_load(path.read_text("utf-8"))["people"]
    for name, said in people.items():
        if "staff" in said:
            assert set(filter(None, said["staff"])) == staff[name]
        else:
            assert (said["pupil"], said["born"]) == (pupils[name].form.year, pupils[name].born)


@pytest.mark.parametrize("moment", MOMENTS)
def test_whenever_the_demo_first_starts_every_case_comes_out_as_told(ashgrove, moment):
    now = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    references = [play_into(ashgrove, path, now, PASSWORD) for path in STORIES]
    assert len(set(references)) == len(STORIES)
