"""Whatever is killed and whenever: what was acknowledged is there, and nothing is there in part.

``YIP_CRASH_ROUNDS`` and ``YIP_CRASH_SEED`` make it longer, or another one.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest
from sqlalchemy import make_url

from tests.crash.host import opened
from tests.crash.journal import Journal
from tests.crash.looking import counts, faults
from tests.postgres import Cluster, Databases
from yipplugin.store.engine import engine_on
from yipplugin.store.migrate import upgrade

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("YIP_CRASH_ROUNDS", "12"))
SEED = os.environ.get("YIP_CRASH_SEED", "1")
PROCESSES, THREADS = 2, 3
ACTS = (40, 130)
"""Between how many acknowledged acts the next kill comes."""

SPREAD = 0.04
"""Within how many seconds after that: as long as an act takes, so that it falls anywhere in one."""

LOOKS, PAUSE = 12000, 0.005
"""How often we look in vain whether there is more, and the seconds in between: after a minute, the
writers hang.
"""


class Writers:
    """The writing processes, which are started again after each kill."""

    def __init__(self, url: str, journal: Journal, said: Path) -> None:
        self.journal, self.said = journal, said
        self.group, self.kills = 0, 0
        self.random = Random(SEED)  # noqa: S311 -- drawn alike in every run
        arguments = [url, str(journal.path), str(PROCESSES), str(THREADS), SEED]
        with said.open("ab") as errors:
            self.starter = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.writer", *arguments],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def start(self) -> None:
        """Start them, in a group of their own."""
        self.starter.stdin.write("start\n")
        self.starter.stdin.flush()
        self.group = int(self.starter.stdout.readline() or self.failed("do not start"))

    def write(self, acts: int) -> None:
        """Wait until so many more acts were acknowledged."""
        before = self.journal.count()
        enough, in_vain = before + acts, 0
        while (now := self.journal.count()) < enough:
            in_vain = in_vain + 1 if now == before else 0
            before = now
            if self.said.stat().st_size:
                self.failed("failed")
            if in_vain > LOOKS:
                self.failed("hang")
            time.sleep(PAUSE)
        time.sleep(self.random.random() * SPREAD)

    def kill(self) -> None:
        """Kill all of them at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)
        assert self.starter.stdout.readline() == "ended\n"
        self.group = 0
        self.kills += 1

    def close(self) -> None:
        """End the group, where there is one, and whoever starts it."""
        if self.group:
            self.kill()
        self.starter.communicate()

    def failed(self, how: str) -> NoReturn:
        """Fail, with what they said."""
        raise AssertionError(f"The writers {how}.\n{self.said.read_text()}")


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "journal")
    yield journal
    journal.close()


@pytest.fixture
def writers(journal, tmp_path):
    """Return a function that gives the writers to a database; none of them outlives the test."""
    made = []

    def give(url):
        made.append(Writers(url.render_as_string(hide_password=False), journal, tmp_path / "said"))
        return made[-1]

    yield give
    for one in made:
        one.close()


def look(url, told, since):
    """Hold the database to what was told; return how many rows of what there are."""
    app = opened(url)
    found, there = faults(app, told, since), counts(app)
    app.extensions["yipplugin"].store.engine.dispose()
    assert found == []
    return there


def crash(url, writers, journal, between=lambda number: 0):
    """Write, kill and look, round by round; return what is to be said of it."""
    servers, cut_off, since = 0, 0, set()
    for number in range(ROUNDS):
        writers.start()
        writers.write(writers.random.randint(*ACTS))
        servers += between(number)
        writers.kill()
        told = journal.read()
        there = look(url, told, since)
        since = told.done.keys()
        cut_off += len(told.intents) - len(told.done)
    failures = ", ".join(f"{times} {why}" for why, times in told.failures.items()) or "none"
    return told, (
        f"{len(told.done)} acts acknowledged and {cut_off} cut off;"
        f" {writers.kills} kills of the writers, {servers} of the server; failures: {failures};"
        f" kept: {', '.join(f'{rows} {table}' for table, rows in there.items())}"
    )


def test_nothing_is_lost_or_half_written_on_sqlite(tmp_path, journal, writers, say):
    url = make_url(f"sqlite:///{tmp_path / 'yip.sqlite'}")
    engine = engine_on(url)
    upgrade(engine)
    engine.dispose()
    told, said = crash(url, writers(url), journal)
    say(f"Crash test on SQLite: {said}")
    assert len(told.done) >= ROUNDS * ACTS[0], said


@pytest.fixture
def durable():
    cluster = Cluster(durable=True)
    yield cluster
    cluster.close()


@pytest.mark.postgres
def test_nothing_is_lost_or_half_written_on_postgres(durable, journal, writers, say):
    url = Databases(durable).make().app
    crew = writers(url)

    def server_too(number):
        """Every third round the server goes down under the writers, who then write on."""
        if number % 3:
            return 0
        (durable.kill if number % 2 else durable.crash)()
        durable.start()
        crew.write(ACTS[0] // 2)
        return 1

    told, said = crash(url, crew, journal, server_too)
    say(f"Crash test on PostgreSQL: {said}")
    assert len(told.done) >= ROUNDS * ACTS[0], said
    assert "DeadlockDetected" not in told.failures
