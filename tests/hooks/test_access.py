"""A plugin may narrow what people may do, and never widen it."""

import pytest

from yipplugin import Actor, CaseKnown, Verdict, hookimpl

TEACHER = Actor("12", "Amara Obi", frozenset({"staff"}))
CASE = CaseKnown("school", "12")


class Content:
    @hookimpl
    def yip_may(self):
        return Verdict(True, "a plugin cannot allow")


class Objecting:
    @hookimpl
    def yip_may(self, actor, act, case):
        if act == "case:read" and case.reporter == actor.ref:
            return Verdict(False, "On leave.")
        return None


def test_yip_may_says_nothing_without_an_objection(hooks_with):
    assert hooks_with().yip_may(TEACHER, "case:read", CASE) is None
    assert hooks_with(Content(), Objecting()).yip_may(TEACHER, "case:list", None) is None


@pytest.mark.parametrize("order", [(Content, Objecting), (Objecting, Content)])
def test_yip_may_refuses_by_a_single_objection(hooks_with, order):
    hooks = hooks_with(*(plugin() for plugin in order))
    assert hooks.yip_may(TEACHER, "case:read", CASE) == Verdict(False, "On leave.")


@pytest.mark.parametrize("rubbish", [True, False, "yes", (True, "yes"), RuntimeError, SystemExit])
@pytest.mark.parametrize("first", [True, False])
def test_yip_may_refuses_by_a_failure(hooks_with, rubbish, first):
    class Broken:
        @hookimpl(tryfirst=first)
        def yip_may(self):
            if isinstance(rubbish, type):
                raise rubbish
            return rubbish

    verdict = hooks_with(Broken(), Content()).yip_may(TEACHER, "case:read", CASE)
    assert not verdict.allowed
    assert "Broken" in verdict.reason
