"""Runs ``flask yip ...`` as somebody would at a terminal."""

import pytest
from flask import Flask
from flask.cli import ScriptInfo

from yipplugin.cli import yip


@pytest.fixture
def flask_yip(app):
    """Return a function that runs a command in the toy school."""

    def run(*words):
        return app.test_cli_runner().invoke(yip, words, obj=ScriptInfo(create_app=lambda: app))

    return run


@pytest.fixture
def flask_yip_of():
    """Return a function that runs a command in any application, or in none."""

    def run(app, *words):
        made = ScriptInfo(create_app=lambda: app) if app else ScriptInfo(app_import_path="")
        return Flask(__name__).test_cli_runner().invoke(yip, words, obj=made)

    return run
