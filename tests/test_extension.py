"""How the extension goes into a host: once, in any order, beside others, without its weight."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from yipplugin import YipPlugin, hookimpl
from yipplugin.errors import SetupRefused

ROOT = Path(__file__).parents[1]


class Mis:
    @hookimpl
    def yip_roles(self, user):
        return ["staff"]


def bare(**settings):
    app = Flask("bare")
    app.config.update(SECRET_KEY="for tests only", **settings)
    return app


def test_it_can_be_made_before_its_application():
    extension, app = YipPlugin(), bare()
    extension.init_app(app, Mis())
    assert app.extensions["yipplugin"].hooks.answered_by("yip_roles") == [
        "tests.test_extension.Mis"
    ]
    assert "yipplugin" in app.blueprints


def test_one_extension_serves_two_applications_that_share_nothing():
    extension, one, other = YipPlugin(), bare(YIP_URL_PREFIX="/care"), bare()
    extension.init_app(one, Mis())
    extension.init_app(other)
    houses = one.extensions["yipplugin"], other.extensions["yipplugin"]
    assert houses[0].hooks.answered_by("yip_roles")
    assert not houses[1].hooks.answered_by("yip_roles")
    assert houses[0].store is not houses[1].store
    assert not [name for name, value in vars(extension).items() if value is not None]
    assert "/care/" in {str(rule) for rule in one.url_map.iter_rules()}
    assert "/care/" not in {str(rule) for rule in other.url_map.iter_rules()}


def test_a_second_registration_is_refused_and_says_what_to_do():
    app = bare()
    YipPlugin(app)
    with pytest.raises(SetupRefused, match="pass every plugin to it"):
        YipPlugin(app)


def test_a_misspelt_setting_is_refused_with_what_was_meant():
    with pytest.raises(SetupRefused, match="no setting YIP_URL_PREFX; did you mean YIP_URL_PREFIX"):
        YipPlugin(bare(YIP_URL_PREFX="/care"))


@pytest.mark.parametrize(
    ("name", "value"), [("YIP_FORM_HOURS", "12"), ("YIP_TARGETS", []), ("YIP_POLICY", None)]
)
def test_a_setting_of_the_wrong_kind_is_refused(name, value):
    with pytest.raises(SetupRefused, match=f"The setting {name} is "):
        YipPlugin(bare(**{name: value}))


def test_a_refused_plugin_leaves_nothing_behind():
    app = bare()
    with pytest.raises(SetupRefused):
        YipPlugin(app, object())
    assert "yipplugin" not in app.extensions
    YipPlugin(app, Mis())


@pytest.mark.parametrize("first", [True, False])
def test_a_hosts_csrf_check_leaves_our_pages_to_our_own(first):
    app = bare()
    if first:
        CSRFProtect(app)
    YipPlugin(app, Mis())
    if not first:
        CSRFProtect(app)
    app.add_url_rule("/theirs", "theirs", lambda: "", methods=["POST"])
    client = app.test_client()
    assert client.post("/theirs").status_code == 400
    # Ours answers for itself, and not by the host's bare page.
    assert b"CSRF" not in client.post("/safeguarding/report").data


def test_a_hosts_migrations_do_not_see_our_tables():
    app = bare(SQLALCHEMY_DATABASE_URI="sqlite://")
    db = SQLAlchemy(app)
    Migrate(app, db, include_name=lambda name, kind, parents: name != "hidden")
    YipPlugin(app)
    included = app.extensions["migrate"].configure_args["include_name"]
    assert not included("yip_case", "table", {})
    assert not included("yip_alembic_version", "table", {})
    assert not included("hidden", "table", {})
    assert included("pupil", "table", {})


def loaded_after(code):
    """Return what is loaded in a fresh Python once ``code`` has run."""
    script = f"import sys\n{code}\nprint(*sys.modules)"
    ran = [sys.executable, "-c", script]
    done = subprocess.run(ran, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_value_costs_no_framework():
    loaded = loaded_after("import yipplugin; yipplugin.Person")
    assert not loaded & {"flask", "sqlalchemy", "wtforms", "yaml", "alembic", "holidays"}
    assert not loaded & {"cryptography", "psycopg"}


def test_a_host_starts_without_what_is_heavy():
    loaded = loaded_after(
        "from flask import Flask; from yipplugin import YipPlugin\n"
        "app = Flask('bare', instance_path='/nowhere'); app.secret_key = 'x'; YipPlugin(app)"
    )
    assert "yipplugin.web.blueprint" in loaded
    assert not loaded & {"alembic", "holidays", "flask_login", "flask_sqlalchemy"}
    assert not loaded & {"cryptography", "psycopg", "rfc3161_client"}


def test_the_commands_cost_a_host_no_migration_library():
    """Flask imports them before each command of the host's own."""
    loaded = loaded_after("import yipplugin.cli")
    assert "yipplugin.cli.story" in loaded
    assert not loaded & {"alembic", "mako", "holidays"}
