"""A host's database session goes with the request into a plugin's thread, and stays usable."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from tests.hooks.badly import Impatient
from yipplugin import Person, hookimpl
from yipplugin.hooking import house, open_house

ON_FILE, IN_MEMORY = "a file", "memory"
ON_POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture(params=[ON_FILE, IN_MEMORY, ON_POSTGRES])
def address(request, tmp_path):
    """Return the address of a host's database."""
    if request.param == "postgres":
        made = request.getfixturevalue("postgres")
        return made.owner.render_as_string(hide_password=False)
    return "sqlite:///" + ("" if request.param == IN_MEMORY else f"{tmp_path}/host.sqlite")


class Host:
    """A host with pupils, and a plugin that reads them in the session of the request."""

    def __init__(self, address):
        self.db = db = SQLAlchemy()
        self.over, self.back = Event(), Event()

        class Pupil(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(80))

        self.Pupil, self.app = Pupil, Flask("host")
        self.app.config.update(SQLALCHEMY_DATABASE_URI=address, SECRET_KEY="for tests only")
        db.init_app(self.app)
        made = self.app.extensions["yipplugin"] = open_house([Mis(self)], 60)
        made.hooks._waiting = Impatient("yip_staff_member", f"{__name__}.Mis")
        with self.app.app_context():
            if db.engine.dialect.name == "sqlite":
                event.listen(db.engine, "connect", self._can_hang)
            db.drop_all()
            db.create_all()
            db.session.add(Pupil(id=1, name="Robin Ash"))
            db.session.commit()

    def _can_hang(self, connection, _):
        connection.create_function("hang", 0, lambda: self.over.wait(60) and None)

    @property
    def hanging(self):
        """Return a query that does not come back until ``over``."""
        on_sqlite = self.db.engine.dialect.name == "sqlite"
        return self.db.text("SELECT hang()" if on_sqlite else "SELECT pg_advisory_xact_lock(7)")

    @contextmanager
    def held_up(self):
        """Hold up what hangs, and let it come back at the end."""
        with self.app.app_context():
            engine = self.db.engine
        try:
            if engine.dialect.name == "sqlite":
                yield
            else:
                with engine.connect() as connection:
                    connection.execute(self.db.text("SELECT pg_advisory_xact_lock(7)"))
                    yield
        finally:
            self.over.set()
        assert self.back.wait(60)

    def close(self):
        with self.app.app_context():
            self.db.engine.dispose()


class Mis:
    def __init__(self, host):
        self.host = host

    @hookimpl
    def yip_pupil(self, ref):
        found = self.host.db.session.get(self.host.Pupil, int(ref))
        return found and Person(ref, found.name)

    @hookimpl
    def yip_staff_member(self, ref):
        theirs = self.host.db.session()
        theirs.get(self.host.Pupil, 1)
        try:
            theirs.execute(self.host.hanging)
        finally:
            # Nobody else does: the request has ended, or has a session anew.
            theirs.close()
            self.host.back.set()


def served(host, view):
    """Return what a page answers; it is asked for in a thread, so that it may be found hanging."""
    found = []
    host.app.add_url_rule("/", view_func=view)
    page = Thread(target=lambda: found.append(host.app.test_client().get("/").text), daemon=True)
    page.start()
    page.join(30)
    assert found, "the page did not come back"
    return found[0]


def test_a_plugin_sees_what_the_page_has_not_committed(address):
    host = Host(address)

    def page():
        host.db.session.add(host.Pupil(id=2, name="Kit Moss"))
        host.db.session.flush()
        theirs = host.db.session()
        names = [house().hooks.yip_pupil(ref).name for ref in ("1", "2")]
        assert host.db.session() is theirs
        host.db.session.rollback()
        return f"{names} {house().hooks.yip_pupil('2')} {sum(house().failures.values())}"

    assert served(host, page) == "['Robin Ash', 'Kit Moss'] None 0"
    host.close()


# A database in memory has one connection, and while that is busy nobody has a database.
@pytest.mark.parametrize("address", [ON_FILE, ON_POSTGRES], indirect=True)
def test_a_query_that_hangs_keeps_neither_the_page_nor_the_next_plugin_waiting(address):
    host = Host(address)

    def page():
        before = host.db.session.get(host.Pupil, 1)
        assert house().hooks.yip_staff_member("1") is None
        after = house().hooks.yip_pupil("1")
        return f"{before.name} {after.name} {[one.hook for one in house().failures]}"

    with host.held_up():
        assert served(host, page) == "Robin Ash Robin Ash ['yip_staff_member']"
    host.close()
