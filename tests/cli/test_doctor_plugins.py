"""flask yip doctor asks the host's plugin itself, and says how long it would wait."""

from importlib.metadata import EntryPoint

import pytest

from tests.cli.test_doctor import colours
from yipplugin import hookimpl


@pytest.mark.parametrize(
    "hook",
    [
        "yip_may",
        "yip_dsl_on_duty",
        "yip_roles_of",
        "yip_school_authority",
        "yip_contact_routes",
        "yip_page_links",
    ],
)
def test_a_hook_that_no_other_check_asks_is_asked_all_the_same(app, hook):
    def fails(self):
        raise LookupError

    bad = type("Bad", (), {hook: hookimpl(fails)})()
    app.extensions["yipplugin"].manager.register(bad, "bad")
    found = colours(app)["Plugins"]
    assert [(one.colour, hook in one.says) for one in found] == [("red", True)]


def test_what_is_installed_is_listed_whether_it_is_used_or_not(app, monkeypatch):
    points = [EntryPoint(name, "desk:Desk", "yipplugin.plugins") for name in ("one", "two")]
    monkeypatch.setattr("yipplugin.hooking.distributions.entry_points", lambda group: points)
    app.config["YIP_PLUGINS"] = ["one"]
    used, spare = colours(app)["Installed plugins"]
    assert (used.colour, used.says.endswith("is used.")) == ("green", True)
    assert (spare.colour, "YIP_PLUGINS does not name it" in spare.says) == ("green", True)


def test_a_host_whose_session_goes_along_has_a_limit(app):
    (limit,) = colours(app)["Time limit"]
    assert (limit.colour, "5 seconds" in limit.says) == ("green", True)


@pytest.mark.settings(YIP_HOOK_SECONDS=0)
def test_no_limit_is_amber(app):
    (limit,) = colours(app)["Time limit"]
    assert (limit.colour, "YIP_HOOK_SECONDS" in limit.mend) == ("amber", True)
