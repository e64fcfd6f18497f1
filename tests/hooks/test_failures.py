"""A failure says which plugin, which hook, what kind of error and where, and nothing of content."""

import logging
import sqlite3

import pytest

from yipplugin import hookimpl
from yipplugin.errors import SetupRefused
from yipplugin.hooking import Failure, open_house
from yipplugin.hooking.failures import MOST_KINDS, Failures, happened, type_name

SECRET = "Robin Ash told a teacher"


def error_of(work):
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError("nothing was raised")


def asks_a_library():
    sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")


def calls_another():
    asks_a_library()


def test_the_place_is_the_plugins_own_line():
    said = happened(error_of(calls_another), calls_another)
    line = asks_a_library.__code__.co_firstlineno + 1
    assert said == f"OperationalError at test_failures.py:{line}"


def test_the_place_is_the_last_line_where_none_is_the_plugins():
    assert happened(error_of(calls_another), print).startswith("OperationalError at test_failures")
    assert happened(LookupError(SECRET)) == "LookupError"


def test_a_name_that_somebody_made_up_is_not_told():
    made = type(SECRET, (Exception,), {})
    assert happened(made()) == "something"
    assert type_name(type("x" * 81, (), {})()) == "something"

    class Meta(type):
        @property
        def __name__(cls):
            return SECRET

    class Odd(Exception, metaclass=Meta):
        pass

    assert happened(Odd()) == "Odd"


def test_a_file_that_somebody_made_up_is_not_told():
    scope = {}
    exec(compile("def f():\n    raise LookupError", SECRET, "exec"), scope)  # noqa: S102
    assert happened(error_of(scope["f"]), scope["f"]) == "LookupError at a file:2"


def test_different_failures_beyond_many_are_only_counted(caplog):
    failures = Failures()
    with caplog.at_level(logging.ERROR, "yipplugin"):
        for number in range(MOST_KINDS + 3):
            failures.note(Failure("yip_may", "bad", f"KeyError at a.py:{number}"))
    assert len(failures) == MOST_KINDS + 1
    assert failures["yip_may", "bad", "failed in further ways"] == 3
    assert len(caplog.records) == MOST_KINDS + 3


def test_what_is_not_asked_again_is_counted_and_does_not_fill_the_log(caplog):
    class Bad:
        @hookimpl
        def yip_pupil(self):
            raise LookupError(SECRET)

    hooks = open_house([Bad()], 60).hooks
    hooks._waiting.ask = lambda *_: (None, "was not asked, for it had taken too long before")
    with caplog.at_level(logging.ERROR, "yipplugin"):
        hooks.yip_pupil("pupil:1")
    assert sum(hooks.failures.values()) == 1
    assert not caplog.records


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_a_number_of_seconds_that_is_none_stops_the_start(seconds):
    with pytest.raises(SetupRefused, match="YIP_HOOK_SECONDS is not 0 or a number above it"):
        open_house([], seconds)
