"""The plugin is found once installed, and answers as its hook promises."""

from datetime import UTC, datetime

from flask import Flask

from yipplugin import OnDuty, YipPlugin

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def asked(**settings):
    app = Flask("test")
    app.config.update(SECRET_KEY="for tests only", YIP_PLUGINS=["template"], **settings)
    YipPlugin(app)
    house = app.extensions["yipplugin"]
    with app.app_context():
        answer = house.hooks.yip_dsl_on_duty("school", NOW)
    assert not house.failures
    return answer


def test_the_lead_is_the_one_in_the_settings():
    found = asked(DSL_NAME="Amara Obi", DSL_PHONE="0114 496 0204")
    assert found == OnDuty("Amara Obi", "designated safeguarding lead", "0114 496 0204")


def test_where_nobody_is_named_the_question_is_left_open():
    assert asked() is None
