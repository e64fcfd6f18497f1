"""Everybody hears what has happened; nobody can keep it from the others."""

import logging

import pytest

from yipplugin import Event, hookimpl

EVENT = Event("school", "c1", "SG-2026-0001", "report", "r1", "12")


class Listening:
    def __init__(self):
        self.heard = []

    @hookimpl
    def yip_case_opened(self, event):
        self.heard.append(event)
        return "an answer that nobody looks at"

    @hookimpl
    def yip_record_signed(self, event):
        self.heard.append(event)


class Broken:
    @hookimpl
    def yip_case_opened(self):
        raise RuntimeError("Robin Ash told a teacher")

    @hookimpl
    def yip_record_signed(self):
        raise SystemExit("Robin Ash told a teacher")


def test_yip_case_opened_reaches_everybody(hooks_with):
    first, second = Listening(), Listening()
    assert hooks_with(first, second).yip_case_opened(EVENT) == []
    assert first.heard == second.heard == [EVENT]


def test_yip_record_signed_reaches_everybody(hooks_with):
    first, second = Listening(), Listening()
    assert hooks_with(first, second).yip_record_signed(EVENT) == []
    assert first.heard == second.heard == [EVENT]


@pytest.mark.parametrize("hook", ["yip_case_opened", "yip_record_signed"])
def test_a_listener_that_fails_costs_the_others_nothing(hooks_with, hook, caplog):
    before, after = Listening(), Listening()
    hooks = hooks_with(before, Broken(), after)
    with caplog.at_level(logging.ERROR, "yipplugin"):
        failures = getattr(hooks, hook)(EVENT)
    assert before.heard == after.heard == [EVENT]
    assert [(one.hook, one.plugin.rsplit(".")[-1]) for one in failures] == [(hook, "Broken")]
    # What an exception says may be what somebody wrote about a child.
    assert "Broken failed" in caplog.text
    assert "Robin" not in caplog.text
