"""The one object a host creates, and the one place where the floors are joined."""

from functools import partial
from typing import Any

from flask import Blueprint, Flask

from yipplugin.errors import SealRefused, SetupRefused
from yipplugin.hooking import installed, open_house
from yipplugin.keys import KeyProvider
from yipplugin.packs.library import Library
from yipplugin.settings import settle
from yipplugin.store.engine import engine_for
from yipplugin.store.sessions import Store
from yipplugin.web.blueprint import blueprint


class YipPlugin:
    """Embed yipplugin in a Flask application, with what the host knows as ``plugins``.

    ``YipPlugin(app, SchoolPlugin())``, or ``YipPlugin()`` and later ``init_app``: once the host is
    complete and before its first request. A plugin is an instance of a class of the host, whose
    methods marked with ``hookimpl`` answer hooks. Nothing is kept on this object: everything is in
    ``app.extensions["yipplugin"]``, so two applications in one process share nothing.
    """

    def __init__(self, app: Flask | None = None, *plugins: object) -> None:
        if app is not None:
            self.init_app(app, *plugins)

    def init_app(self, app: Flask, *plugins: object) -> None:
        """Add settings, hooks, tables and pages to ``app``."""
        if "yipplugin" in app.extensions:
            raise SetupRefused(
                "This application has yipplugin already: create YipPlugin once, and pass every"
                " plugin to it: YipPlugin(app, FirstPlugin(), SecondPlugin())."
            )
        settle(app.config)
        with app.app_context():
            # The last is asked first: what the host wrote itself comes before what it installed.
            all_plugins = [*installed(app.config["YIP_PLUGINS"]), *plugins]
            house = open_house(all_plugins, app.config["YIP_HOOK_SECONDS"])
            house.policies = Library(house.hooks.yip_policy_folders(), house.kinds)
        house.store = Store(partial(engine_for, app), partial(_keys, app))
        app.extensions["yipplugin"] = house
        pages = blueprint(app.config)
        app.register_blueprint(pages, url_prefix=app.config["YIP_URL_PREFIX"])
        _keep_our_own_csrf_check(app, pages)
        _keep_our_tables(app)


def _keep_our_own_csrf_check(app: Flask, pages: Blueprint) -> None:
    """Exempt our pages from a host's ``CSRFProtect``.

    They carry a check of their own, always on. A host's would answer a page that stood open too
    long with a bare 400, and what was typed would be lost.
    """

    def exempt() -> None:
        theirs: Any = app.extensions.get("csrf")
        if hasattr(theirs, "exempt"):
            theirs.exempt(pages)

    exempt()
    # A host may add its protection after us; then our own check still stands before it.
    app.before_request(exempt)


def _keys(app: Flask) -> KeyProvider:
    """Return what wraps the schools' keys, as a plugin says or as the settings do."""
    with app.app_context():
        found: KeyProvider | None = app.extensions["yipplugin"].hooks.yip_key_provider()
    if found is None:
        raise SealRefused("Nothing gives the master key. See: flask yip doctor")
    return found


def _keep_our_tables(app: Flask) -> None:
    """Keep a host's Flask-Migrate from proposing to drop our tables."""
    if "migrate" in app.extensions:
        # Alembic is heavy, and only a host that has loaded it already needs this.
        from yipplugin.store.migrate import protect

        protect(app)
