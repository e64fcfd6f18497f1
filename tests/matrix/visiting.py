"""The world's school as the services and a browser reach it, in a copy that a test may spoil."""

import shutil

from sqlalchemy import event

from tests.matrix.host import make_app


def carelessly(engine):
    """Have a database file be written without waiting for the disk: no test here pulls the plug."""

    @event.listens_for(engine, "connect")
    def connected(connection, record):
        for how in ("synchronous = OFF", "journal_mode = MEMORY"):
            connection.execute(f"PRAGMA {how}")


class Site:
    """An application around a copy of the world; ``begin_again`` makes the copy anew.

    ``corrected`` is what stands now in place of a record, where a test has corrected it.
    """

    def __init__(self, world, built, path, packs):
        self.world, self.place = world, world.place
        self._built, self._path = built, path
        self.app, self.host = make_app(path, packs)
        self.store = self.app.extensions["yipplugin"].store
        carelessly(self.store.engine)

    def begin_again(self):
        self.host.who, self.host.sure, self.corrected = None, True, {}
        self.store.engine.dispose()
        shutil.copy(self._built, self._path)

    def visit(self, who, method, at, sent=None):
        """Return what whoever is signed in, or nobody, is answered at an address of ours."""
        self.host.who = who
        browser = self.app.test_client(use_cookies=False)
        return browser.open(f"/safeguarding{at}", method=method, data=sent)
