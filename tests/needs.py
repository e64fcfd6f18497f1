"""What some tests need of the machine: left out and named where it is missing, or a failure.

``YIP_REQUIRE_BROWSER=1``, ``YIP_REQUIRE_POSTGRES=1`` and ``YIP_REQUIRE_PDF=1`` ask for them, as
.ci/run does: a test that is left out then fails, and so does a run in which no such test passed.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from tests.chromium import WITHOUT_CHROMIUM, chromium
from tests.paper import WITHOUT_WEASYPRINT, weasyprint
from tests.postgres import WITHOUT_POSTGRES, programs

SAID = "said"
"""The property of a test's report that is shown at the end of the run."""


@dataclass(frozen=True)
class Need:
    """What the tests with a ``marker`` need: ``find`` finds it, ``missing`` says how to get it."""

    marker: str
    name: str
    find: Callable[[], Any]
    missing: str

    @property
    def variable(self) -> str:
        """Return the name of the variable that makes leaving such a test out a failure."""
        return f"YIP_REQUIRE_{self.marker.upper()}"

    @property
    def required(self) -> bool:
        """Say whether leaving such a test out is a failure."""
        return os.environ.get(self.variable) == "1"


NEEDS = (
    Need("browser", "a browser", cache(chromium), WITHOUT_CHROMIUM),
    Need("pdf", "PDF", weasyprint, WITHOUT_WEASYPRINT),
    Need("postgres", "PostgreSQL", cache(programs), WITHOUT_POSTGRES),
)


def needed_by(item: pytest.Item) -> list[Need]:
    """Return what a test needs."""
    return [need for need in NEEDS if item.get_closest_marker(need.marker)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    for need in needed_by(item):
        if not need.find():
            pytest.skip(need.missing)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    for need in needed_by(item):
        if report.skipped and need.required:
            report.outcome = "failed"
            said = f"A test with {need.name} was left out, and it must not be"
            report.longrepr = f"{said}: {report.longrepr}"


def pytest_sessionfinish(session):
    """Fail a run that was to test with something and had no test that does."""
    if hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    passed = reporter.stats.get("passed", [])
    for need in NEEDS:
        if need.required and not any(need.marker in one.keywords for one in passed):
            said = f"No test with {need.name} passed, and {need.variable} asks for them."
            reporter.write_line(f"\n{said}")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def say(record_property):
    """Return a function that has something said at the end of the run, whatever the outcome."""
    return lambda words: record_property(SAID, words)


def pytest_terminal_summary(terminalreporter):
    """Say what tests found worth saying."""
    for report in terminalreporter.getreports("passed"):
        for name, words in report.user_properties:
            if name == SAID and report.when == "call":
                terminalreporter.write_line(words)


def pytest_unconfigure(config):
    """Say at the very end what was not tested, so that nobody takes silence for a pass."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if hasattr(config, "workerinput") or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    for need in NEEDS:
        left_out = [one for one in skipped if need.marker in one.keywords]
        if left_out:
            said = f"NOT TESTED: {len(left_out)} tests with {need.name}; {need.missing}."
            reporter.write_line(said)
