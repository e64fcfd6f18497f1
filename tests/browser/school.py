"""A school that is open: the demonstration's application, served from a data folder of its own.

``python -m tests.browser.school FOLDER PORT`` serves one from a process that can be killed.
"""

import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.serving import WSGIRequestHandler, make_server

from yipplugin.demo.factory import create_app
from yipplugin.demo.models import Staff, db
from yipplugin.demo.plugin import AshgrovePlugin, roles_of
from yipplugin.demo.school import PASSWORD, make_school
from yipplugin.keyfile import key_file, make_key_file
from yipplugin.services.conduct import acknowledge, digest, rules
from yipplugin.store.cases import CaseRow
from yipplugin.store.drafts import DraftRow
from yipplugin.store.migrate import upgrade
from yipplugin.store.records import RecordRow, records_of
from yipplugin.values import Actor, Everything, Record

__all__ = ["PASSWORD", "School", "seed", "serve"]


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_request(self, *_: object) -> None:
        pass


A_LONG_TIME = 10 * 365 * 24 * 60
OPEN_DOOR = {f"YIP_{one}_MINUTES": A_LONG_TIME for one in ("READ", "IDLE", "CONFIRM")}
"""Whoever confirmed once that it is them is not asked again: most tests are not about the door."""


class School:
    """The application, and what its database holds. As a context it is also served.

    The school vouches for nobody by itself unless ``vouches`` is set: signing asks for a password.
    """

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, Any],
        address: str = "",
        vouches: bool = False,
    ) -> None:
        self.folder = folder
        with pytest.MonkeyPatch.context() as patch:
            if not vouches:
                patch.delattr(AshgrovePlugin, "yip_confirmed_at")
            self.app = create_app(folder, {**OPEN_DOOR, **settings})
        self.address = address

    def __enter__(self) -> "School":
        self.server = make_server("127.0.0.1", 0, self.app, True, request_handler=Quiet)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        forget(self.app)

    def records(self, case_id: str, form: str = "") -> list[Record]:
        """Return a case's records in order of signing, or those of one form."""
        with self.app.app_context(), self._store.reading(Everything()) as session:
            found = [row.value for row in records_of(session, case_id)]
        return [one for one in found if form in ("", one.form)]

    def reports(self, account: str) -> list[Record]:
        """Return the reports in which exactly this was told."""
        with self.app.app_context(), self._store.reading(Everything()) as session:
            rows = session.scalars(select(RecordRow).where(RecordRow.form == "report"))
            return [row.value for row in rows if row.value.answers["account"] == account]

    def case_count(self) -> int:
        """Return how many cases there are."""
        with self.app.app_context(), self._store.reading(Everything()) as session:
            return len(session.scalars(select(CaseRow.id)).all())

    def drafts(self) -> list[str]:
        """Return every draft as it is kept, its texts and those that stand apart."""
        with self.app.app_context(), self._store.reading(Everything()) as session:
            rows: Sequence[DraftRow] = session.scalars(select(DraftRow)).all()
            return [row.opened("raw") + row.opened("apart") for row in rows]

    def forget_drafts(self) -> None:
        """Throw every draft away, so that the next test begins with an empty form."""
        with self.app.app_context(), self._store.writing(Everything()) as session:
            session.execute(delete(DraftRow))

    def everything_kept(self) -> bytes:
        """Return the bytes of the database's files, where nothing that was written can hide."""
        found = sorted(self.folder.glob("*.sqlite*"))
        return b"".join(path.read_bytes() for path in found)

    @property
    def _store(self) -> Any:
        return self.app.extensions["yipplugin"].store


def seed(folder: Path) -> None:
    """Make a data folder with the school's people, who know the rules, our tables, and no case."""
    app = create_app(folder)
    with app.app_context():
        make_school(lambda line: None)
        make_key_file(key_file(app.config["YIP_KEY_FILE"], app.instance_path))
        upgrade(app.extensions["yipplugin"].store.engine)
        for one in db.session.scalars(select(Staff)):
            roles = frozenset(roles_of(one))
            if one.is_outside:
                continue
            acknowledge(Actor(one.code, one.name, roles), digest(rules()))
    forget(app)


def forget(app: Flask) -> None:
    """Close every connection of an application."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        app.extensions["yipplugin"].store.engine.dispose()


def serve(folder: Path, port: int) -> None:
    """Serve until killed, and say at which port."""
    server = make_server("127.0.0.1", port, School(folder, {}).app, True, request_handler=Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
