"""The toy school that tests run in, with its clock stopped, and the browser that looks at it."""

import os
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from werkzeug.security import generate_password_hash

from yipplugin.values import LONDON

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=LONDON)
"""A Monday in term, when every test begins."""

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
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--no-first-run",
]
WITHOUT_CHROMIUM = "no Chromium was found: apt-get install chromium, or set CHROMIUM to its path"


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
    """Return a function that signs somebody in: ``as_("dsl").get("/safeguarding/")``."""

    def sign_in(username):
        client = app.test_client()
        answer = client.post(
            "/sign-in", data={"username": username, "password": password_of(username)}
        )
        assert answer.status_code == 302, f"{username} could not sign in"
        return client

    return sign_in


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

    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "for tests only",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}",
            "YIP_BASE_TEMPLATE": "base.html",
            "YIP_SCHOOL_NAME": "Toy School",
            **settings,
        }
    )


# The browser -----------------------------------------------------------------------------------


def chromium():
    """Return the path of a Chromium, or nothing."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def browser_is_required():
    """Say whether leaving out the browser is a failure, as it is in .ci/run."""
    return os.environ.get("YIP_REQUIRE_BROWSER") == "1"


@pytest.fixture(scope="session")
def browser():
    """Return a Chromium that was started once for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_ARGUMENTS)
        yield started
        started.close()


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("browser"):
            # One worker drives the browser; the others get on with the rest.
            item.add_marker(pytest.mark.xdist_group("browser"))


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not chromium():
        pytest.skip(WITHOUT_CHROMIUM)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.skipped and item.get_closest_marker("browser") and browser_is_required():
        report.outcome = "failed"
        report.longrepr = f"A browser test was left out, and it must not be: {report.longrepr}"


def pytest_sessionfinish(session):
    """Fail a run that was to look through a browser and had no test that does."""
    if hasattr(session.config, "workerinput") or not browser_is_required():
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    passed = reporter.stats.get("passed", [])
    if not any("browser" in report.keywords for report in passed):
        reporter.write_line("\nNo browser test passed, and YIP_REQUIRE_BROWSER asks for them.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config):
    """Say at the very end what was not tested, so that nobody takes silence for a pass."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if hasattr(config, "workerinput") or reporter is None:
        return
    skipped = [one for one in reporter.stats.get("skipped", []) if "browser" in one.keywords]
    if skipped:
        reporter.write_line(f"NOT TESTED: {len(skipped)} tests in a browser; {WITHOUT_CHROMIUM}.")
