import pytest
from flask import Flask

from yipplugin.hooking import house, open_house


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
