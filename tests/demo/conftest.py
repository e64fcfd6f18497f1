"""One Ashgrove MIS for all its tests; its people are only read."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from yipplugin.demo import create_app
from yipplugin.demo.models import db
from yipplugin.demo.school import PASSWORD, make_school


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords so that a test has no time to wait; how well is not ours to test."""
    quick = partial(generate_password_hash, method="pbkdf2:sha256:1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("yipplugin.demo.school.generate_password_hash", quick)
        yield


@pytest.fixture(scope="session")
def mis(_quick_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(tmp_path_factory.mktemp("ashgrove"), {"TESTING": True})
    with app.app_context():
        make_school(lambda line: None)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def in_school(mis: Flask) -> Iterator[None]:
    with mis.app_context():
        yield


@pytest.fixture
def token_on() -> Callable[[str], str]:
    def found(page: str) -> str:
        return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    return found


@pytest.fixture
def sign_in(token_on: Callable[[str], str]) -> Callable[..., TestResponse]:
    def signed_in(
        client: FlaskClient, username: str, password: str = PASSWORD, query: str = ""
    ) -> TestResponse:
        token = token_on(client.get("/sign-in").text)
        typed = {"username": username, "password": password, "csrf_token": token}
        return client.post(f"/sign-in{query}", data=typed)

    return signed_in


@pytest.fixture
def as_(mis: Flask, sign_in: Callable[..., TestResponse]) -> Callable[[str], FlaskClient]:
    def client_of(username: str) -> FlaskClient:
        client = mis.test_client()
        assert sign_in(client, username).status_code == 302
        return client

    return client_of
