"""The toy school that tests run in, with its clock stopped."""

import shutil
from datetime import date, datetime

import pytest
import time_machine
from werkzeug.security import generate_password_hash

from yipplugin.values import LONDON

pytest_plugins = [
    "tests.chromium",
    "tests.postgres",
    "tests.databases",
    "tests.needs",
    "tests.sharing",
]

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=LONDON)
"""A Monday in term, when every test begins."""

A_LONG_TIME = 10 * 365 * 24 * 60
"""Minutes."""

STAFF = {
    "teacher": "Tess Archer",
    "colleague": "Colin Marsh",
    "dsl": "Amara Obi",
    "deputy": "Dev Kapoor",
    "team": "Sal Meadows",
    "head": "Hana Ford",
    "executive": "Ezra Stone",
    "governor": "Grace Lund",
    "it": "Ivo Tern",
    "parent": "Pat Ash",
    "council": "Cleo Barnes",
}
JOBS = {
    "colleague": "teacher",
    "team": "safeguarding team",
    "executive": "executive head",
    "governor": "chair of governors",
}
PUPILS = (
    ("Robin Ash", date(2012, 2, 29), 9, True),
    ("Kit Moss", date(2010, 6, 14), 11, False),
    ("Jo Birch", date(2014, 11, 3), 7, None),
    ("Lee Rowan", None, 8, None),
)


@pytest.fixture
def clock():
    """Stop the clock on a Monday morning; ``clock.shift(minutes)`` and ``move_to`` move it."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def built_database(tmp_path_factory):
    """Return a database with the school's people and our tables, made by the migrations."""
    from tests.toy_host.models import Pupil, Staff, db
    from yipplugin.store.migrate import upgrade

    path = tmp_path_factory.mktemp("built") / "school.sqlite"
    app = _toy(path)
    with app.app_context():
        db.create_all()
        for username, name in STAFF.items():
            # One round: the real number of them would take a minute over the whole suite.
            hashed = generate_password_hash(password_of(username), "pbkdf2:sha256:1")
            job = JOBS.get(username, username)
            db.session.add(Staff(username=username, name=name, job=job, password_hash=hashed))
        for name, born, year, sen in PUPILS:
            db.session.add(Pupil(name=name, born=born, year=year, sen=sen))
        db.session.commit()
        store = app.extensions["yipplugin"].store
        upgrade(store.engine)
        store.engine.dispose()
        db.engine.dispose()
    return path


@pytest.fixture
def app(built_database, tmp_path, request, clock):
    """Return the toy school; ``@pytest.mark.settings(YIP_...=...)`` sets it up otherwise."""
    path = tmp_path / "school.sqlite"
    shutil.copy(built_database, path)
    marks = reversed(list(request.node.iter_markers("settings")))
    app = _toy(path, **{name: value for mark in marks for name, value in mark.kwargs.items()})
    yield app
    from tests.toy_host.models import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        app.extensions["yipplugin"].store.engine.dispose()


@pytest.fixture
def client(app):
    """Return a browser of nobody in particular."""
    return app.test_client()


@pytest.fixture
def as_(app):
    """Return a function that signs somebody in: ``as_("dsl").get("/safeguarding/")``.

    They have just confirmed that it is them and acknowledged the rules of conduct, as far as they
    may; with ``through_the_door=False`` they have only signed in.
    """

    def sign_in(username, through_the_door=True):
        client = app.test_client()
        answer = client.post(
            "/sign-in", data={"username": username, "password": password_of(username)}
        )
        assert answer.status_code == 302, f"{username} could not sign in"
        if through_the_door and username != "parent":
            _through_the_door(app, client, username)
        return client

    return sign_in


def _through_the_door(app, client, username):
    from yipplugin.services import conduct
    from yipplugin.values import Actor
    from yipplugin.web import tokens

    actor = Actor(str(list(STAFF).index(username) + 1), STAFF[username])
    prefix = app.config["YIP_URL_PREFIX"]
    with app.test_request_context():
        confirm, keep_to = (tokens.for_button(actor, page) for page in ("confirm", "conduct"))
        rules, done = conduct.digest(conduct.rules()), conduct.acknowledged(actor)
    sent = {"_token": confirm, "your-password": password_of(username)}
    assert client.post(f"{prefix}/confirm", data=sent).status_code == 303
    # Of an authority's people nothing is asked that is for work on cases.
    if not done and username != "council":
        sent = {"_token": keep_to, "_rules": rules}
        assert client.post(f"{prefix}/conduct", data=sent).status_code == 303


@pytest.fixture
def house(app):
    """Return the toy school's house, within the application."""
    with app.app_context():
        yield app.extensions["yipplugin"]


def password_of(username):
    """Return the password of one of ``STAFF``."""
    return f"{username}-opens-it"


def _toy(path, **settings):
    from tests.toy_host import create_app

    path.with_name("master.key").write_text(f"test: {'6b' * 32}\n")
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "for tests only",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}",
            "YIP_BASE_TEMPLATE": "base.html",
            "YIP_SCHOOL_NAME": "Toy School",
            # Most tests move the clock about and are not about the door.
            "YIP_READ_MINUTES": A_LONG_TIME,
            "YIP_IDLE_MINUTES": A_LONG_TIME,
            "YIP_KEY_FILE": str(path.with_name("master.key")),
            **settings,
        }
    )
