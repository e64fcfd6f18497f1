"""What only the configuration may know is on no page, in no log, and in nothing that IT is told."""

import logging

import pytest

from yipplugin.cli import yip
from yipplugin.store.sessions import Store

KEY = "6b" * 32
SECRET = "for tests only"  # of the toy school's configuration
PASSWORD = "hunter2-of-the-database"


@pytest.fixture
def told(app, pages, as_, caplog):
    """Return everything that pages, cookies and logs say to whoever looks at them."""
    caplog.set_level(logging.DEBUG)
    found = []
    for who in ("dsl", "head", "it", "teacher", "parent"):
        client = as_(who)
        for path in pages:
            answer = client.get(path)
            found += [answer.text, str(answer.headers)]
    return found + [caplog.text]


def test_no_page_and_no_log_holds_a_key_or_a_path(told, app):
    place = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///").rpartition("/")[0]
    for secret in (SECRET, KEY, "kkkkkkkk", place, "master.key", "pbkdf2:"):
        assert not [text for text in told if secret in text], secret


def test_the_doctor_tells_no_key(app):
    output = app.test_cli_runner().invoke(yip, ["doctor"]).output
    assert "Secret" in output or "key" in output
    assert SECRET not in output
    assert KEY not in output


def test_a_fault_that_quotes_a_secret_is_logged_without_it(app, as_, monkeypatch, caplog):
    client = as_("dsl")

    def fail(*_):
        raise RuntimeError(f"cannot reach postgresql://school:{PASSWORD}@db and {SECRET}")

    monkeypatch.setattr(Store, "reading", fail)
    monkeypatch.setattr(Store, "writing", fail)
    for path in ("/safeguarding/cases", "/safeguarding/reports", "/safeguarding/report"):
        answer = client.get(path)
        assert answer.status_code >= 500
        assert PASSWORD not in answer.text
        assert "Traceback" not in answer.text
    assert "RuntimeError" in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.settings(YIP_DATABASE_URI=f"postgresql+psycopg://school:{PASSWORD}@nowhere.invalid/db")
def test_a_database_that_cannot_be_reached_is_named_without_its_password(app):
    output = app.test_cli_runner().invoke(yip, ["doctor"]).output
    assert PASSWORD not in output
