"""The application that the writers write through, and that is looked into afterwards."""

from flask import Flask
from sqlalchemy import make_url

from tests.services.conftest import PACK, School
from yipplugin.hooking import open_house
from yipplugin.keys import LocalKeys
from yipplugin.packs.library import Library
from yipplugin.settings import USUAL_LIMITS, settle
from yipplugin.store.engine import engine_on
from yipplugin.store.sessions import Store

KEYS = {"test": b"k" * 32}


def opened(url: str) -> Flask:
    """Return an application of its own on the database at ``url``."""
    app = Flask("host")
    app.config.update(YIP_POLICY="toy", SECRET_KEY="for tests only", SERVER_NAME="school.test")
    # Whoever writes here does it more often than a person may.
    app.config["YIP_LIMITS"] = {act: [10**6, 1] for act in USUAL_LIMITS}
    settle(app.config)
    house = app.extensions["yipplugin"] = open_house([School()])
    house.policies = Library([PACK], house.kinds)
    engine = engine_on(make_url(url))
    house.store = Store(lambda: engine, lambda: LocalKeys(KEYS))
    return app
