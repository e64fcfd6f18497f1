"""flask yip doctor: what is missing, in plain words, and how to mend it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.cli import ScriptInfo

from yipplugin import YipPlugin, hookimpl
from yipplugin.cli import yip
from yipplugin.cli.doctor import examine
from yipplugin.services import conduct
from yipplugin.store.migrate import downgrade


def colours(app):
    """Return what the doctor finds, by what it is about."""
    with app.app_context():
        found = {}
        for one in examine():
            found.setdefault(one.about, []).append(one)
        return found


def test_a_school_that_is_set_up_has_nothing_red(flask_yip, app):
    told = flask_yip("doctor")
    assert told.exit_code == 0, told.output
    assert "red  " not in told.output
    assert "As headteacher: Hana Ford." in told.output
    assert "Amara Obi" in told.output
    assert max(map(len, told.output.splitlines())) <= 80


def test_the_seeds_review_date_has_lapsed_and_is_amber(app):
    (policy,) = colours(app)["Policy"]
    assert policy.colour == "amber"
    assert "01 September 2024" in policy.says


def test_tables_that_were_never_made_are_red_and_say_how_to_make_them(flask_yip, house):
    downgrade(house.store.engine, "base")
    told = flask_yip("doctor")
    assert told.exit_code == 1
    assert "There are no tables yet" in told.output
    assert "To mend it: flask yip init" in told.output


@pytest.mark.settings(YIP_CONTENT_BLOCK="body_of_the_page")
def test_a_base_template_that_would_show_nothing_is_red(app):
    (base,) = colours(app)["Base template"]
    assert (base.colour, "body_of_the_page" in base.says) == ("red", True)


@pytest.mark.settings(YIP_BASE_TEMPLATE="no_such.html")
def test_a_base_template_that_cannot_be_drawn_is_named(app):
    (base,) = colours(app)["Base template"]
    assert base.colour == "amber"
    assert "no_such.html" in base.says


@pytest.mark.settings(YIP_POLICY="west-croft")
def test_a_policy_that_is_not_there_is_named(app):
    (policy,) = colours(app)["Policy"]
    assert policy.colour == "red"
    assert "west-croft" in policy.says


def test_a_policy_without_rules_of_conduct_is_amber(app, monkeypatch):
    assert colours(app)["Rules of conduct"][0].colour == "green"
    monkeypatch.setattr(conduct, "PLACE", "nowhere")
    (rules,) = colours(app)["Rules of conduct"]
    assert (rules.colour, "conduct page" in rules.mend) == ("amber", True)


@pytest.mark.settings(SECRET_KEY=None)
def test_without_a_secret_key_nothing_can_be_sent(app):
    assert colours(app)["Secret key"][0].colour == "red"


@pytest.mark.settings(SECRET_KEY="short")
def test_a_short_secret_key_is_amber(app):
    assert colours(app)["Secret key"][0].colour == "amber"


class Broken:
    """A plugin of a host that has not got far yet."""

    @hookimpl
    def yip_pupils(self, text):
        raise RuntimeError("the pupils are elsewhere")

    @hookimpl
    def yip_pupil(self, ref):
        return None


@pytest.fixture
def bare(tmp_path):
    """Return a host without Flask-Login, and with a plugin that fails."""
    app = Flask(__name__, instance_path=str(tmp_path))
    app.config.update(SECRET_KEY="for this test only", YIP_DATABASE_URI=f"sqlite:///{tmp_path}/y")
    YipPlugin(app, Broken())
    yield app
    app.extensions["yipplugin"].store.engine.dispose()


def test_a_host_that_answers_nothing_is_told_what_to_write(bare):
    found = colours(bare)
    for about, hook in (
        ("Who is signed in", "yip_actor"),
        ("Roles", "yip_roles"),
        ("Staff", "yip_staff"),
        ("Signatures", "yip_password_is_right"),
    ):
        (one,) = found[about]
        assert one.colour == "red", about
        assert hook in one.mend, about
    for about in ("School calendar", "Notices", "School's name", "Pupils"):
        assert found[about][0].colour == "amber", about


def test_a_plugin_that_fails_is_named_with_its_hook(bare):
    found = colours(bare)["Plugins"]
    assert {one.colour for one in found} == {"red"}
    assert any("Broken failed" in one.says and "yip_pupils" in one.says for one in found)


def test_a_red_finding_is_the_exit_status(bare):
    runner = bare.test_cli_runner()
    told = runner.invoke(yip, ["doctor"], obj=ScriptInfo(create_app=lambda: bare))
    assert told.exit_code == 1


class Rude:
    """A plugin whose people have one ref in a search and another by themselves."""

    @hookimpl
    def yip_staff(self, text):
        from yipplugin import Person

        return [Person(f"{Path(text).name}-1", "Ada Lark", "staff")]

    @hookimpl
    def yip_staff_member(self, ref):
        return None


def test_a_ref_that_is_not_known_again_is_red(tmp_path):
    app = Flask(__name__, instance_path=str(tmp_path))
    app.config.update(SECRET_KEY="for this test only", YIP_DATABASE_URI=f"sqlite:///{tmp_path}/y")
    YipPlugin(app, Rude())
    (staff,) = colours(app)["Staff"]
    app.extensions["yipplugin"].store.engine.dispose()
    assert (staff.colour, "Ada Lark" in staff.says) == ("red", True)
