"""Ashgrove MIS behind a real server, and people at browsers who were not doubted yet."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.people import Someone
from tests.browser.school import PASSWORD, School, seed

LEFT_OPEN = (
    r"ignore:Exception ignored in. <_io\.FileIO name='[^']*/static/"
    ":pytest.PytestUnraisableExceptionWarning"
)
"""A browser that is led on drops what it had asked for, and the server of the tests then leaves the
file that it was sending to be closed by the interpreter."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test in a browser fail for that."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(LEFT_OPEN))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the school's people, and no case."""
    folder = tmp_path_factory.mktemp("seeded") / "data"
    seed(folder)
    return folder


@pytest.fixture(scope="module")
def new_school(
    seeded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., School]]:
    """Return a function that opens a school of its own; settings are keywords.

    With ``vouches=True`` it says itself who has just signed in, as the demonstration does.
    """
    with ExitStack() as until_the_end:

        def opened(vouches: bool = False, **settings: object) -> School:
            folder = tmp_path_factory.mktemp("ashgrove") / "data"
            shutil.copytree(seeded, folder)
            return until_the_end.enter_context(School(folder, settings, vouches=vouches))

        yield opened


@pytest.fixture(scope="module")
def school(new_school: Callable[..., School]) -> School:
    """Return the school of this module, at its address."""
    return new_school()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, object]:
    """Return the cookies of those who have signed in; every school has the same key."""
    return {}


@pytest.fixture
def at_a_desk(
    browser: Browser, school: School, signed_in: dict[str, object]
) -> Iterator[Callable[..., Someone]]:
    """Return a function that seats somebody at a browser: ``at_a_desk("l.trevanion", width=390)``.

    When the test ends, nothing may have gone wrong in any of these browsers.
    """
    seated: list[Someone] = []

    def seat(
        username: str = "",
        width: int = 1280,
        javascript: bool = True,
        where: School | None = None,
    ) -> Someone:
        host = where or school
        context = browser.new_context(
            base_url=host.address,
            java_script_enabled=javascript,
            storage_state=signed_in.get(username),  # type: ignore[arg-type]
            viewport={"width": width, "height": 900},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(20_000)
        one = Someone(context, host)
        seated.append(one)
        if username and username not in signed_in:
            one.goes_to("/sign-in")
            one.signs_in(username, PASSWORD)
            one.confirms(PASSWORD)
            signed_in[username] = context.storage_state()
        return one

    yield seat
    for one in seated:
        one.context.close()
    troubles = [trouble for one in seated for trouble in one.troubles]
    assert troubles == []
