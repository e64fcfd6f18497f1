"""How tests are shared out among workers: a file goes to one worker, so that it sets up once.

Groups of pytest-xdist would say it mark by mark, but with pytest 9.2 they do nothing.
"""

from pathlib import Path

import pytest

TOGETHER = ("tests/browser/", "tests/stories/")
"""Folders that one worker takes as a whole, first of all: what their tests share takes long."""


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        # Whatever takes longest begins first, so that no worker is left with it alone at the end.
        items.sort(key=lambda item: unit_of(item.nodeid) not in TOGETHER)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return unit_of(nodeid)

    config.option.loadscopereorder = False
    return ByFile(config, log)


def unit_of(nodeid):
    """Return what a test is handed to a worker with: its file, or its folder."""
    file = Path(nodeid.partition("::")[0]).as_posix()
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)
