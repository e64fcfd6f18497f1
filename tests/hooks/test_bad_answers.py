"""Whatever a plugin answers, and whether it answers at all: the hook gives what it should."""

import logging

import pytest
from flask import Flask

from tests.hooks.badly import (
    ALLOWS_EVERYTHING,
    HANGS,
    ROWS,
    SECRET,
    WAYS,
    plugin,
)
from yipplugin import Verdict
from yipplugin.errors import SetupRefused
from yipplugin.hooking import open_house

EVERY_WAY = [*WAYS, ALLOWS_EVERYTHING]
AT_START = [hook for hook, row in ROWS.items() if row.stops == "the start"]
TELLING = (
    "yip_case_opened",
    "yip_record_signed",
    "yip_notify",
    "yip_keep_checkpoint",
    "yip_contact_wrong",
)
ASKED = [hook for hook in ROWS if hook not in AT_START]


@pytest.fixture
def bare():
    """Return an application with nothing in it, in a request of its own."""
    app = Flask("bare")
    with app.test_request_context():
        yield app


def opened(bare, hook, way, seconds):
    bare.extensions["yipplugin"] = open_house([plugin(hook, ROWS[hook].way(way))], seconds)
    return bare.extensions["yipplugin"]


def test_every_hook_point_has_a_row():
    assert set(ROWS) == set(open_house().hooks)


@pytest.mark.parametrize("way", EVERY_WAY)
@pytest.mark.parametrize("hook", ASKED)
def test_a_bad_answer_costs_what_the_row_says(bare, hook, way, caplog):
    row = ROWS[hook]
    house = opened(bare, hook, way, 0.05 if way in HANGS else 30)
    with caplog.at_level(logging.ERROR, "yipplugin"):
        found = getattr(house.hooks, hook)(*row.asked)
    failures = list(house.failures)
    assert [one.hook for one in failures] == ([hook] if row.fails(way) else [])
    assert SECRET not in f"{failures} {caplog.text}"
    assert bool(caplog.text) is row.fails(way)
    if hook == "yip_may" and row.fails(way):
        assert isinstance(found, Verdict)
        assert not found.allowed
    elif way == ALLOWS_EVERYTHING and row.taken is not None:
        assert found == row.taken
    elif way in row.sound and failures == []:
        assert found in (None, SECRET, f"<b>{SECRET}</b>", [])
        assert type(found) in (type(None), str, list)
    elif hook in TELLING:
        assert found == failures
    elif hook == "yip_send_referral" and failures:
        # It may have been sent, so that nobody else is asked.
        assert found == failures[0]
    else:
        assert found == without(hook)


def without(hook):
    """Return what the hook gives where no host answers it."""
    return getattr(open_house().hooks, hook)(*ROWS[hook].asked)


def start(bare, hook, way):
    getattr(opened(bare, hook, way, 30).hooks, hook)()


@pytest.mark.parametrize("way", [one for one in EVERY_WAY if one not in HANGS])
@pytest.mark.parametrize("hook", AT_START)
def test_what_is_asked_at_the_start_stops_it(bare, hook, way):
    # A start that hangs is not bounded: it serves nobody, and whoever starts it is looking.
    stopped = KeyboardInterrupt if way == "interrupts" else SetupRefused
    with pytest.raises(stopped) as told:
        start(bare, hook, way)
    if stopped is SetupRefused:
        assert f"Bad failed in {hook}: " in str(told.value)
        assert SECRET not in str(told.value)


def test_only_what_the_host_alone_can_know_is_taken_on_its_word():
    assert {hook for hook, row in ROWS.items() if row.trusted} == {
        "yip_actor",
        "yip_roles",
        "yip_password_is_right",
        "yip_confirmed_at",
        "yip_send_referral",
    }
