"""What the tests need of the machine: a server of their own, and no silence where it is missing."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.databases import ALSO_ON_POSTGRES
from tests.needs import NEEDS

ROOT = Path(__file__).parents[1]
HOLDS = """
import sys
from tests.postgres import Cluster
cluster = Cluster()
print(cluster.folder, flush=True)
sys.stdin.read()
"""
TRIES = """
import pytest

@pytest.mark.{marker}
def test_it():
    pass
"""


def test_every_module_that_also_runs_on_postgres_is_there():
    assert [one for one in ALSO_ON_POSTGRES if not (ROOT / "tests" / one).exists()] == []


@pytest.mark.postgres
class TestServer:
    def asked(self, url, statement):
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                return connection.execute(text(statement)).scalar_one()
        finally:
            engine.dispose()

    def test_it_listens_to_nobody_outside(self, postgres):
        assert self.asked(postgres.app, "SHOW listen_addresses") == ""

    @pytest.mark.parametrize("role", ["owner", "app"])
    def test_row_level_security_would_bind_both_roles(self, postgres, role):
        free = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert self.asked(getattr(postgres, role), free) is False

    def test_our_tables_are_the_owners_and_the_application_works_on_them(self, postgres):
        owner = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        assert self.asked(postgres.app, owner) == "yip_owner"
        assert self.asked(postgres.app, "SELECT count(*) FROM yip_case") == 0
        with pytest.raises(DBAPIError, match="must be owner"):
            self.asked(postgres.app, "ALTER TABLE yip_case DISABLE TRIGGER ALL")

    def test_each_test_has_a_database_of_its_own(self, postgres, postgres_databases):
        other = postgres_databases.make()
        assert other.name != postgres.name
        postgres_databases.drop(other)

    def test_a_run_that_is_killed_leaves_no_server_and_no_folder(self, tmp_path):
        run = subprocess.Popen(
            [sys.executable, "-c", HOLDS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        folder = Path(run.stdout.readline().decode().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        run.kill()
        run.communicate()
        assert gone(folder)
        assert gone(Path(f"/proc/{server}/exe"))


def gone(path):
    """Say whether ``path`` goes away, within a few seconds."""
    waits = ["sh", "-c", 'for _ in $(seq 200); do [ -e "$1" ] || exit 0; sleep 0.05; done; exit 1']
    return subprocess.run([*waits, "sh", str(path)]).returncode == 0


@pytest.mark.parametrize(
    ("marker", "place"), [("browser", "CHROMIUM"), ("postgres", "POSTGRES_BIN")]
)
class TestLeftOut:
    """Runs of one test, in a machine that has not what the test needs."""

    @pytest.fixture
    def run(self, tmp_path, monkeypatch, marker, place):
        """Return a function that runs the test and returns the run."""
        test = tmp_path / "test_it.py"
        test.write_text(TRIES.format(marker=marker))
        monkeypatch.setenv(place, "/nowhere")

        def run(required):
            for need in NEEDS:
                monkeypatch.setenv(need.variable, required if need.marker == marker else "")
            ran = [sys.executable, "-m", "pytest", "-c", "setup.cfg", "-p", "no:cacheprovider"]
            ran += ["--rootdir", str(ROOT), "--confcutdir", str(ROOT)]
            ran += ["-p", "tests.needs", str(test)]
            return subprocess.run(ran, cwd=ROOT, capture_output=True, text=True)

        return run

    def test_a_test_that_is_left_out_is_named_in_the_last_line(self, run, place):
        done = run("")
        assert done.returncode == 0, done.stdout
        last = done.stdout.splitlines()[-1]
        assert last.startswith("NOT TESTED: 1 tests with")
        assert place in last

    def test_a_test_that_is_left_out_fails_where_it_is_asked_for(self, run):
        done = run("1")
        assert done.returncode == 1, done.stdout
        assert "was left out, and it must not be" in done.stdout
