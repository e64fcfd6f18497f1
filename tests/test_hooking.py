"""Plugins are looked at before anybody relies on them; a failure is told without content."""

import pluggy
import pytest
from flask import Flask

from yipplugin import Verdict, hookimpl
from yipplugin.errors import SetupRefused
from yipplugin.hooking import house, open_house


class Misspelt:
    @hookimpl
    def yip_mya(self):
        return None


class Unmarked:
    def yip_may(self):
        return None


class Silent:
    pass


class Wrapping:
    @pluggy.HookimplMarker("yipplugin")(wrapper=True)
    def yip_may(self):
        yield
        return Verdict(True, "turned round")


class OldWrapping:
    @pluggy.HookimplMarker("yipplugin")(hookwrapper=True)
    def yip_may(self):
        yield


class Curious:
    @hookimpl
    def yip_may(self, actor, password):
        return None


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (Misspelt(), "did you mean yip_may"),
        (Unmarked(), "put @hookimpl above it"),
        (Silent(), "implements no hook"),
        (Silent, "pass an instance"),
        (Wrapping(), "is a wrapper"),
        (OldWrapping(), "is a wrapper"),
        (Curious(), "Curious cannot be used"),
    ],
)
def test_a_plugin_that_cannot_work_is_refused_at_start_up(plugin, words):
    with pytest.raises(SetupRefused, match=words):
        open_house([plugin])


def test_one_plugin_given_twice_is_refused():
    class Mis:
        @hookimpl
        def yip_may(self):
            return None

    plugin = Mis()
    with pytest.raises(SetupRefused, match="Mis cannot be used"):
        open_house([plugin, plugin])


def test_two_plugins_of_one_class_are_both_asked():
    class Mis:
        @hookimpl
        def yip_may(self):
            return None

    names = open_house([Mis(), Mis()]).hooks.answered_by("yip_may")
    assert len(set(names)) == 2


def test_a_house_shares_nothing_with_another():
    class Mis:
        @hookimpl
        def yip_roles(self):
            raise LookupError

    one, other = open_house([Mis()]), open_house()
    one.hooks.yip_roles(object())
    assert one.failures
    assert not other.failures
    assert not other.hooks.answered_by("yip_roles")


def test_a_hook_that_there_is_not_is_named_with_the_nearest():
    with pytest.raises(AttributeError, match="did you mean yip_pupil"):
        open_house().hooks.yip_pupl("pupil:3")


def test_an_application_without_a_house_is_told_what_to_do():
    with Flask("bare").app_context(), pytest.raises(SetupRefused, match="call YipPlugin"):
        house()


def test_a_failure_is_counted_by_what_happened_and_where():
    class Broken:
        @hookimpl
        def yip_roles(self):
            raise LookupError("Robin Ash")

    hooks = open_house([Broken()]).hooks
    hooks.yip_roles(object())
    hooks.yip_roles(object())
    [(failure, times)] = hooks.failures.items()
    assert times == 2
    assert failure.what.startswith("LookupError at test_hooking.py:")
