"""A PostgreSQL of the tests' own, made for the run and reached by a socket in its folder alone."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from sqlalchemy import URL, create_engine

from yipplugin.store.migrate import VERSIONS, upgrade

WITHOUT_POSTGRES = "no PostgreSQL was found: apt-get install postgresql, or set POSTGRES_BIN"
PROGRAMS = ("initdb", "postgres")
ADMIN, OWNER, APP = "postgres", "yip_owner", "yip_app"
"""The roles: the server's own, who owns our tables, and who works on them and may do no more."""

ALWAYS = ("listen_addresses=", "max_connections=50", "shared_buffers=16MB")
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
STARTS, WAITS, PAUSE = 20, 1200, 0.05
"""How often a start is tried, how often we then look whether it is ready, and seconds between."""

# It waits for the end of its input, which comes however the run ends: a killed one leaves nothing.
GUARD = """
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
for _ in 1 2 3 4 5; do rm -rf "$1" 2>/dev/null && break; sleep 0.2; done
"""


def programs() -> Path | None:
    """Return the folder of the server's programs, or nothing; ``POSTGRES_BIN`` may name it."""
    named = os.environ.get("POSTGRES_BIN")
    folders = [Path(named)] if named else list(_usual_folders())
    whole = (one for one in folders if all((one / name).exists() for name in PROGRAMS))
    return next(whole, None)


def _usual_folders() -> Iterator[Path]:
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        if asked.returncode == 0:
            yield Path(asked.stdout.strip())
    versions = Path("/usr/lib/postgresql").glob("[0-9]*")
    yield from (one / "bin" for one in sorted(versions, key=lambda one: -float(one.name)))
    found = shutil.which("postgres")
    if found:
        yield Path(found).resolve().parent


def _account() -> dict[str, object]:
    """Return whose processes the server's are: it refuses to be root's."""
    if os.geteuid() != 0:
        return {}
    known = {one.pw_name: one for one in pwd.getpwall()}
    other = known.get("postgres") or known["nobody"]
    return {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}


class Cluster:
    """A server with a folder of its own. ``durable`` makes it keep what it has said it keeps."""

    def __init__(self, *, durable: bool = False) -> None:
        found = programs()
        assert found, WITHOUT_POSTGRES
        self.programs = found
        self.settings = (*ALWAYS, *(DURABLE if durable else QUICK))
        # Pytest's own folders are closed to other accounts, and too long for the name of a socket.
        self.folder = Path(mkdtemp(prefix="yip-postgres-", dir="/tmp"))
        self._as = _account()
        self._server: subprocess.Popen[bytes] | None = None
        self._data, self._log = self.folder / "data", self.folder / "log"
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        self._guard = subprocess.Popen(
            ["sh", "-c", GUARD, "guard", str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            made = ("--auth=trust", f"--username={ADMIN}", "--encoding=UTF8", "--locale=C")
            self._make(*made, "--no-sync")
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        for _ in range(STARTS):
            if self._started():
                return
        raise AssertionError(f"PostgreSQL does not start:\n{self._log.read_text()}")

    def crash(self) -> None:
        """Stop the server as a failing machine would: nothing is finished or written down."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """Kill the server's first process; the others find out by themselves."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Stop the server, and take its folder away."""
        self._end(signal.SIGQUIT)
        self._guard.communicate()

    def url(self, database: str, role: str) -> URL:
        """Return the address of a database, for somebody."""
        where = {"host": str(self.folder)}
        return URL.create("postgresql+psycopg", role, database=database, query=where)

    @contextmanager
    def admin(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """Return a connection of the server's own role; each statement is kept at once."""
        with psycopg.connect(
            host=str(self.folder), user=ADMIN, dbname=database, autocommit=True
        ) as connection:
            yield connection

    def _make(self, *options: str) -> None:
        ran = [str(self.programs / "initdb"), "-D", str(self._data), *options]
        done = subprocess.run(ran, capture_output=True, text=True, cwd=self.folder, **self._as)
        assert done.returncode == 0, f"initdb failed:\n{done.stdout}{done.stderr}"

    def _started(self) -> bool:
        """Say whether the server came up. After a kill, its last processes may still be leaving."""
        set_to = [f"-c{one}" for one in (*self.settings, f"unix_socket_directories={self.folder}")]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self._data), *set_to],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **self._as,
            )
        for _ in range(WAITS):
            if self._says_ready():
                return True
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(PAUSE)
                return False
        self._end(signal.SIGKILL)
        return False

    def _says_ready(self) -> bool:
        written = self._data / "postmaster.pid"
        lines = written.read_text().splitlines() if written.exists() else []
        ours = self._server is not None and lines[:1] == [str(self._server.pid)]
        return ours and lines[-1].strip() == "ready"

    def _end(self, how: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait()
            self._server = None


@dataclass(frozen=True)
class Database:
    """A database with our tables and nothing in them, as two roles reach it.

    ``owner`` owns the tables; ``app`` may read, add, change and remove rows. Neither is a
    superuser, and neither is exempt from row-level security.
    """

    name: str
    owner: URL
    app: URL


class Databases:
    """Databases of one cluster, each a copy of one that the migrations built."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._numbers = count(1)
        with cluster.admin() as admin:
            for role in (OWNER, APP):
                admin.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS")
            admin.execute(f"CREATE DATABASE empty OWNER {OWNER}")
        with cluster.admin("empty") as admin:
            admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            admin.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}")
            admin.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
            theirs = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT"
            admin.execute(f"{theirs} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}")
            admin.execute(f"{theirs} USAGE, SELECT ON SEQUENCES TO {APP}")
        with cluster.admin() as admin:
            self._copied(admin, "migrated", "empty")
        self._migrate()

    def _migrate(self) -> None:
        engine = create_engine(self.cluster.url("migrated", OWNER))
        upgrade(engine)
        engine.dispose()

    def make(self, template: str = "migrated") -> Database:
        """Return a new database with our tables; ``template="empty"``: without them."""
        name = f"school_{next(self._numbers)}"
        with self.cluster.admin() as admin:
            self._copied(admin, name, template)
        return Database(name, self.cluster.url(name, OWNER), self.cluster.url(name, APP))

    def _copied(self, admin: psycopg.Connection, name: str, template: str) -> None:
        # By files is the quicker way, and the only one before PostgreSQL 15.
        how = "STRATEGY file_copy" if admin.info.server_version >= 150000 else ""
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER} {how}")

    @cached_property
    def shared(self) -> Database:
        """Return the database that tests have one after another; ``empty`` it before each."""
        return self.make()

    def empty(self, database: Database) -> None:
        """Take every row out of our tables, whoever is still at it. It is quicker than a copy."""
        with self.cluster.admin(database.name) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            ours = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> %s"
            names = ", ".join(name for (name,) in admin.execute(ours, [VERSIONS]))
            # Triggers that keep rows from being removed are not asked.
            admin.execute("SET session_replication_role = replica")
            admin.execute(f"TRUNCATE {names} RESTART IDENTITY")

    def drop(self, database: Database) -> None:
        """Take a database away, whoever is connected to it."""
        with self.cluster.admin() as admin:
            admin.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[Databases]:
    """Return the databases of a server that is there for the whole run of this worker."""
    cluster = Cluster()
    try:
        yield Databases(cluster)
    finally:
        cluster.close()


@pytest.fixture
def postgres(postgres_databases: Databases) -> Iterator[Database]:
    """Return a database with our tables and nothing in them, made for one test."""
    database = postgres_databases.make()
    yield database
    postgres_databases.drop(database)


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> URL:
    """Return the address of an empty database, as the application reaches it.

    Tests have it one after another. Who changes more than rows asks for ``postgres``.
    """
    postgres_databases.empty(postgres_databases.shared)
    return postgres_databases.shared.app
