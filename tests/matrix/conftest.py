"""The world of the matrix: built once, and copied for each test that acts in it."""

import shutil

import pytest
import time_machine

from tests.matrix.host import START, make_app
from tests.matrix.visiting import Site, carelessly
from tests.matrix.world import build
from tests.services.conftest import PACK
from yipplugin.store.migrate import upgrade
from yipplugin.values import ROLES

TEAM_NOTE = """\
form: team_note
version: 1
title: A note of the team
who: [case_team]
steps:
  - title: Note
    questions:
      - said: {ask: What did you see?, kind: long text, required: yes}
"""
REGISTER = """\
form: training
version: 1
title: A training
about: school
who: [dsl, deputy_dsl, head, executive_head, chair_of_governors, alternate]
steps:
  - title: Training
    questions:
      - held: {ask: Was it held?, kind: yes no, required: yes}
"""
CONDUCT = """A-5:
  says: A case is opened for work on it.
  kind: obliged
  text: {at: conduct page, says: Open a case only for your work on it.}
"""


@pytest.fixture(scope="session")
def packs(tmp_path_factory):
    """Return a folder with the services' pack, in which anybody may report, and the team write.

    It has a register, which is signed by whoever may sign any; and a rule of conduct, which
    everybody in the world has acknowledged.
    """
    pack = shutil.copytree(PACK, tmp_path_factory.mktemp("packs") / "toy")
    (pack / "forms" / "team_note.yaml").write_text(TEAM_NOTE)
    (pack / "forms" / "training.yaml").write_text(REGISTER)
    (pack / "clauses" / "02-conduct.yaml").write_text(CONDUCT)
    form = pack / "forms" / "report.yaml"
    lines = form.read_text().splitlines()
    who = next(at for at, line in enumerate(lines) if line.startswith("who:"))
    lines[who] = f"who: [{', '.join(ROLES)}]"
    form.write_text("\n".join(lines) + "\n")
    return pack.parent


@pytest.fixture(scope="session")
def built(tmp_path_factory, packs):
    """Return the world and the database that it was built in."""
    path = tmp_path_factory.mktemp("world") / "world.sqlite"
    app, _ = make_app(path, packs)
    with time_machine.travel(START, tick=False), app.app_context():
        store = app.extensions["yipplugin"].store
        carelessly(store.engine)
        upgrade(store.engine)
        world = build()
        store.engine.dispose()
    return world, path


@pytest.fixture(scope="session")
def school(built, tmp_path_factory, packs):
    """Return the world in a copy to act in, made once: an application takes longer than a copy."""
    site = Site(*built, tmp_path_factory.mktemp("copy") / "world.sqlite", packs)
    yield site
    site.store.engine.dispose()


@pytest.fixture
def site(school):
    """Return the world as it was built, to be visited by a browser."""
    school.begin_again()
    with time_machine.travel(START, tick=False):
        yield school


@pytest.fixture
def world(site):
    """Return the same within the application, for the services."""
    with site.app.app_context():
        yield site
