"""A distribution's plugin is used where the host names it, and nowhere else."""

from importlib.metadata import EntryPoint

import pytest
from flask import Flask

from yipplugin import YipPlugin, hookimpl
from yipplugin.errors import SetupRefused
from yipplugin.hooking.distributions import GROUP

OFFERED = {"desk": "Desk", "other-desk": "OtherDesk", "broken": "Broken", "gone": "NotThere"}


class Desk:
    @hookimpl
    def yip_school_authority(self):
        return "Oxfordshire"


class OtherDesk:
    @hookimpl
    def yip_school_authority(self):
        return "Rotherham"


class Broken:
    def __init__(self):
        raise LookupError("Robin Ash")


@pytest.fixture
def offered(monkeypatch):
    """Return the list of what distributions offer, to which a test may add."""
    points = [EntryPoint(name, f"{__name__}:{what}", GROUP) for name, what in OFFERED.items()]
    monkeypatch.setattr("yipplugin.hooking.distributions.entry_points", lambda group: points)
    return points


def started(*plugins, **settings):
    app = Flask("bare")
    app.config.update(SECRET_KEY="for tests only", **settings)
    YipPlugin(app, *plugins)
    return app.extensions["yipplugin"].hooks


def asked(hooks):
    with Flask("bare").app_context():
        return hooks.yip_school_authority("school")


def test_what_is_installed_is_not_used_until_it_is_named(offered):
    assert asked(started()) is None
    assert asked(started(YIP_PLUGINS=["desk"])) == "Oxfordshire"


def test_the_last_named_is_asked_first_and_the_hosts_own_before_it(offered):
    assert asked(started(YIP_PLUGINS=["desk", "other-desk"])) == "Rotherham"
    assert asked(started(YIP_PLUGINS=["other-desk", "desk"])) == "Oxfordshire"
    assert asked(started(OtherDesk(), YIP_PLUGINS=["desk"])) == "Rotherham"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["desc"], "did you mean desk"),
        (["broken"], "broken of .* cannot be made from .*: LookupError"),
        (["gone"], "gone of .* cannot be made from .*: AttributeError"),
        (["desk", "desk"], "names desk twice"),
        ("desk", "YIP_PLUGINS"),
    ],
)
def test_one_that_cannot_be_had_stops_the_start(offered, names, words):
    with pytest.raises(SetupRefused, match=words) as refused:
        started(YIP_PLUGINS=names)
    assert "Robin Ash" not in str(refused.value)


def test_two_distributions_with_one_name_stop_the_start(offered):
    offered.append(EntryPoint("desk", f"{__name__}:OtherDesk", GROUP))
    with pytest.raises(SetupRefused, match="both offer the plugin desk"):
        started(YIP_PLUGINS=["desk"])
