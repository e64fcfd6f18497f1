"""Where packs are found: ours and the host's, all of them or no start."""

from pathlib import Path

import pytest
from flask import Flask, current_app

from yipplugin import YipPlugin, hookimpl
from yipplugin.errors import SetupRefused


def test_yip_policy_folders_are_ours_and_the_hosts(hooks_with):
    class Mis:
        @hookimpl
        def yip_policy_folders(self):
            return [Path("policies")]

    found = hooks_with(Mis()).yip_policy_folders()
    assert found[0] == Path("policies")
    assert found[-1].name == "policies"
    assert found[-1].is_dir()


def test_yip_policy_folders_are_asked_for_within_the_application():
    asked = []

    class Mis:
        @hookimpl
        def yip_policy_folders(self):
            asked.append(current_app.name)
            return []

    YipPlugin(Flask("host"), Mis())
    assert asked == ["host"]


@pytest.mark.parametrize("rubbish", [None, "policies", ["policies"], LookupError])
def test_yip_policy_folders_that_fail_stop_the_start(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_policy_folders(self):
            if rubbish is LookupError:
                raise rubbish
            return rubbish

    hooks = hooks_with(Broken())
    with pytest.raises(SetupRefused, match=r"Broken failed in yip_policy_folders"):
        hooks.yip_policy_folders()
