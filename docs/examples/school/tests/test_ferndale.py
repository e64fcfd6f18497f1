"""The school's plugin answers as installed, through its entry point."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from yip_ferndale import Pupil, Staff, db

from yipplugin import Actor, Event, Person, YipPlugin

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 9, 30, tzinfo=UTC)


@pytest.fixture
def hooks():
    app = Flask("test")
    app.config.update(SECRET_KEY="for tests only", SQLALCHEMY_DATABASE_URI="sqlite://")
    app.config["YIP_PLUGINS"] = ["ferndale"]
    db.init_app(app)
    YipPlugin(app)
    house = app.extensions["yipplugin"]
    with app.app_context():
        db.create_all()
        db.session.add(Pupil(name="Robin Ash", born=date(2012, 2, 29), year=9, postcode="OX1 1ND"))
        db.session.add(Pupil(name="Kit Moss", year=11))
        staff = Staff(name="Tess Archer", job="teacher", email="t@f.example", password_hash="x")
        db.session.add(staff)
        db.session.commit()
        yield house.hooks
        db.session.remove()
        db.engine.dispose()
    assert not house.failures


def test_pupils_are_found_and_known_by_reference(hooks):
    actor = Actor("1", "Tess Archer")
    robin = Person("pupil:1", "Robin Ash", "pupil", date(2012, 2, 29), year="Year 9")
    assert hooks.yip_pupils("robin", actor) == [robin]
    assert hooks.yip_pupil("pupil:1") == robin
    assert hooks.yip_pupil("1") is None


def test_staff_are_known_by_reference(hooks):
    assert hooks.yip_staff_member("1").name == "Tess Archer"
    assert hooks.yip_staff_member("pupil:1") is None


def test_where_nobody_knows_where_a_pupil_lives_it_stays_open(hooks):
    assert hooks.yip_home_authority("pupil:1") == "OX1 1ND"
    assert hooks.yip_home_authority("pupil:2") is None


def test_the_calendar_has_half_term_and_training_days(hooks):
    calendar = hooks.yip_calendar("school")
    assert {date(2026, 2, 16), date(2026, 2, 20), date(2026, 3, 3)} <= calendar.closed
    assert date(2026, 2, 21) not in calendar.closed
    assert calendar.terms[0] == (date(2026, 1, 5), date(2026, 3, 27))


def test_nobody_is_on_duty_at_the_weekend(hooks):
    assert hooks.yip_dsl_on_duty("school", MONDAY).name == "Amara Obi"
    assert hooks.yip_dsl_on_duty("school", SATURDAY) is None


def test_what_is_signed_is_counted(hooks):
    hooks.yip_record_signed(Event("school", "c1", "SG-2026-0001", "report", "r1", "1"))
