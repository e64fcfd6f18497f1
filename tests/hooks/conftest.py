import pytest
from flask import Flask

from tests.hooks.badly import COME_BACK
from yipplugin.hooking import house, open_house


@pytest.fixture(scope="session", autouse=True)
def nobody_hangs_for_ever():
    """Let every plugin come back that was left hanging, once the tests are over."""
    yield
    COME_BACK.set()


@pytest.fixture
def hooks_with():
    """Return the hooks of a bare application with these plugins, in a request of its own."""
    contexts = []

    def make(*plugins):
        app = Flask("bare")
        app.secret_key = "for tests only"
        app.extensions["yipplugin"] = open_house(plugins)
        contexts.append(app.test_request_context())
        contexts[-1].push()
        return house().hooks

    yield make
    for context in reversed(contexts):
        context.pop()
