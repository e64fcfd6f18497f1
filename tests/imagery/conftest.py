"""A toy school that every picture is sent to, and everything that it keeps and says."""

import html
import shutil
from pathlib import Path

import pytest
import time_machine

from tests.conftest import MORNING, _through_the_door, _toy, password_of
from tests.imagery.pictures import KINDS, traces
from yipplugin.services import drafts
from yipplugin.services.reports import own_reports
from yipplugin.values import Actor

TEACHER = Actor("1", "Tess Archer", frozenset({"staff"}))
OFTEN = [100_000, 1]


class School:
    """The toy school with a teacher who is signed in, and the folder of its database."""

    def __init__(self, app, folder):
        self.app, self.folder = app, folder
        self.browser = app.test_client()
        sent = {"username": "teacher", "password": password_of("teacher")}
        assert self.browser.post("/sign-in", data=sent).status_code == 302
        _through_the_door(app, self.browser, "teacher")

    def files(self):
        """Return all bytes of the database."""
        return b"\n".join(one.read_bytes() for one in sorted(self.folder.iterdir()))

    def opened(self):
        """Return what the services open of the teacher's drafts and reports."""
        with self.app.test_request_context():
            typed = [[one.raw, one.apart] for one in drafts.mine(TEACHER)]
            told = [one for receipt in own_reports(TEACHER) for one in receipt.records]
        return "\n".join(_texts([typed, [vars(one) for one in told]]))


def _texts(value):
    """Yield every text within ``value``, as it is and not as ``repr`` writes it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _texts(list(pair))
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _texts(one)


@pytest.fixture(scope="module")
def school(built_database, tmp_path_factory):
    folder = Path(tmp_path_factory.mktemp("imagery"))
    shutil.copy(built_database, folder / "school.sqlite")
    with time_machine.travel(MORNING, tick=False):
        app = _toy(folder / "school.sqlite", YIP_LIMITS={"report:make": OFTEN})
        yield School(app, folder)
        from tests.toy_host.models import db

        with app.app_context():
            db.session.remove()
            db.engine.dispose()
            app.extensions["yipplugin"].store.engine.dispose()


@pytest.fixture
def nothing_of(school, caplog):
    """Return a function that fails where anything that was kept, said or logged is of a file."""

    def check(kind, *given_back):
        said = [school.opened(), caplog.text, *given_back]
        said += [html.unescape(one) for one in said]
        there = b"\n".join([school.files(), *(one.encode() for one in said)])
        assert [one for one in traces(kind) if one in there] == []

    return check


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param
