"""With any hook answered badly: a report can be made, 999 is shown, and nothing is widened."""

import shutil
from contextlib import contextmanager

import pytest
import time_machine
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from tests.conftest import MORNING, _toy, password_of
from tests.hooks.badly import ALLOWS_EVERYTHING, HANGS, ROWS, Impatient, plugin
from tests.toy_host.models import db
from tests.toy_host.safeguarding import SchoolPlugin
from tests.web.conftest import REPORT
from tests.web.reading import Page, send, typed
from yipplugin.cli import yip
from yipplugin.store.cases import CaseRow
from yipplugin.store.sessions import store
from yipplugin.values import Everything

SHOWN = ("raises", "hangs", "nothing", "a list of anything", ALLOWS_EVERYTHING)
"""What the pages are tried with; each hook by itself is tried with every way there is."""

BESIDE, INSTEAD = "beside the school's own", "instead of the school's own"
SIGN_IN = "the school's page to sign in"
SCHOOLS = "tests.toy_host.safeguarding.SchoolPlugin"
REPORT_PAGE = "/safeguarding/report?pupil=pupil:1"
ASKED = [hook for hook, row in ROWS.items() if row.stops != "the start"]
"""A start that is refused says so itself: see test_bad_answers.py."""

CASES = [(hook, way, where) for hook in ASKED for way in SHOWN for where in (BESIDE, INSTEAD)]


def _waiting(hook, way):
    """Return what waits hardly at all for whoever hangs, and long for everybody else."""
    return Impatient(hook if way in HANGS else "")


def stopped(hook, way, where):
    """Return what a report is answered with where it cannot be made; nothing where it can.

    Whoever cannot be told from anybody else can do nothing here, and is sent to the lead in person.
    """
    stops = ROWS[hook].stops
    if stops == "identity" and way != ALLOWS_EVERYTHING:
        return 503 if ROWS[hook].fails(way) else SIGN_IN
    if stops == "roles" and way != ALLOWS_EVERYTHING and where == INSTEAD:
        return 403
    # A host that says that there is no such pupil is believed. The doctor finds that it contradicts
    # itself, for its own search found the pupil.
    if (hook, way, where) == ("yip_pupil", "nothing", INSTEAD):
        return 422
    return None


class School:
    """The toy school, with a case that names the deputy, and people signed in."""

    def __init__(self, app):
        self.app = app
        self.house = app.extensions["yipplugin"]
        self.good = self.house.manager.get_plugin(SCHOOLS)
        self.teacher, self.deputy = self.signed_in("teacher"), self.signed_in("deputy")
        named = {"adult_involved": "yes", "staff_named": "4", "staff_named-find": "Dev"}
        told = send(self.teacher, REPORT_PAGE, {**REPORT, **named})
        self.case = self.opened(told)
        self.reference = self.kept(self.case).reference
        # What a page sends is the same whatever becomes of the plugins meanwhile.
        self.page = Page(self.teacher.get(REPORT_PAGE).text)

    def signed_in(self, username):
        client = self.app.test_client()
        client.post("/sign-in", data={"username": username, "password": password_of(username)})
        return client

    def opened(self, answer):
        """Return the case that a report has opened, by where its receipt is."""
        return answer.location.rpartition("/")[2].partition("?")[0]

    def kept(self, case):
        """Return a case as the store has it."""
        with self.app.app_context(), store().reading(Everything("school")) as session:
            return session.scalar(select(CaseRow).where(CaseRow.id == case))

    def count(self):
        """Return how many cases are kept."""
        with self.app.app_context(), store().reading(Everything("school")) as session:
            return session.scalar(select(func.count()).select_from(CaseRow))

    @contextmanager
    def with_bad(self, hook, way, where):
        """Have ``hook`` answered badly, by a further plugin or by the school's own."""
        manager, hooks = self.house.manager, self.house.hooks
        bad = plugin(hook, ROWS[hook].way(way), SchoolPlugin if where == INSTEAD else object)
        patient, hooks._waiting = hooks._waiting, _waiting(hook, way)
        if where == INSTEAD:
            manager.unregister(self.good)
        manager.register(bad, "bad")
        try:
            yield
        finally:
            manager.unregister(bad)
            if where == INSTEAD:
                manager.register(self.good, SCHOOLS)
            hooks._waiting = patient
            hooks.failures.clear()

    def ask(self, hook):
        """Ask a hook as pages do that nobody has opened here."""
        with self.app.test_request_context():
            getattr(self.house.hooks, hook)(*ROWS[hook].asked)


@pytest.fixture(scope="module")
def school(built_database, tmp_path_factory):
    path = shutil.copy(built_database, tmp_path_factory.mktemp("badly") / "school.sqlite")
    often = {act: [100_000, 1] for act in ("report:make", "person:find", "case:read")}
    with time_machine.travel(MORNING, tick=False):
        app = _toy(path, YIP_LIMITS=often)
        yield School(app)
    close(app)


def close(app):
    with app.app_context():
        db.engine.dispose()
        app.extensions["yipplugin"].store.engine.dispose()


@pytest.mark.parametrize(("hook", "way", "where"), CASES)
def test_a_report_can_be_made_and_999_is_shown(school, hook, way, where):
    expected, before = stopped(hook, way, where), school.count()
    with school.with_bad(hook, way, where):
        asked = school.teacher.get(REPORT_PAGE)
        told = send_anew(school, asked) if asked.status_code == 200 else send_old(school)
        shown = told if expected else school.teacher.get(told.location)
    assert school.count() - before == (not expected)
    if expected == SIGN_IN:
        # The school's own page asks them to; what they sent is a draft when they have.
        assert asked.location.startswith("/sign-in?")
        assert told.location.startswith("/sign-in?")
        return
    for page in (asked, shown):
        assert "tel:999" in page.text
    assert told.status_code == (expected or 303), Page(told.text).words
    if expected:
        assert "in person" in Page(told.text).words
        assert REPORT["account"] in told.text, "what was typed is given back"
    else:
        assert school.kept(school.opened(told)).opened_by == "1"


def send_anew(school, asked):
    return school.teacher.post(REPORT_PAGE, data=typed(Page(asked.text), REPORT))


def send_old(school):
    return school.teacher.post(REPORT_PAGE, data=typed(school.page, REPORT))


@pytest.mark.parametrize(
    ("hook", "way", "where"),
    [one for one in CASES if not (ROWS[one[0]].trusted and one[1] == ALLOWS_EVERYTHING)],
)
def test_nothing_is_widened(school, hook, way, where):
    cases = "/safeguarding/cases"
    with school.with_bad(hook, way, where):
        for somebody in (school.teacher, school.deputy):
            theirs, none = somebody.get(f"{cases}/{school.case}"), somebody.get(f"{cases}/none")
            assert theirs.status_code == none.status_code
            assert theirs.text.replace(school.case, "none") == none.text
            assert theirs.status_code != 200
            listed = somebody.get(cases)
            assert school.reference not in listed.text
            assert somebody is school.deputy or listed.status_code != 200
            assert listed.status_code in (302, 303) or "tel:999" in theirs.text


@pytest.mark.parametrize("hook", ASKED)
def test_it_sees_what_failed_and_where(school, hook):
    with school.with_bad(hook, "raises", BESIDE):
        school.ask(hook)
        made = ScriptInfo(create_app=lambda: school.app)
        told = school.app.test_cli_runner().invoke(yip, ["doctor"], obj=made)
    assert told.exit_code == 1, told.output
    found = [" ".join(one.split()) for one in told.output.split("\nred ")[1:]]
    assert any(
        "bad failed" in one and f"in {hook}: LookupError at badly.py:" in one for one in found
    )
    assert "Robin Ash" not in " ".join(found)


@pytest.mark.parametrize("way", SHOWN)
def test_without_keys_nothing_is_kept_and_999_is_shown(built_database, tmp_path, clock, way):
    app = _toy(shutil.copy(built_database, tmp_path / "school.sqlite"))
    house = app.extensions["yipplugin"]
    house.manager.register(plugin("yip_key_provider", ROWS["yip_key_provider"].way(way)), "bad")
    house.hooks._waiting = _waiting("yip_key_provider", way)
    teacher = app.test_client()
    signed_in = {"username": "teacher", "password": password_of("teacher")}
    assert teacher.post("/sign-in", data=signed_in).status_code == 302
    told = teacher.get(REPORT_PAGE)
    if told.status_code == 200:
        told = teacher.post(REPORT_PAGE, data=typed(Page(told.text), REPORT))
    assert told.status_code in (500, 503)
    assert "tel:999" in told.text
    assert "in person" in Page(told.text).words
    with app.app_context(), house.store.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(CaseRow)) == 0
    close(app)
