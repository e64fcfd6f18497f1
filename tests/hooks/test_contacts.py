"""Whom to turn to, if the host says."""

from datetime import UTC, datetime

import pytest

from yipplugin import Actor, Hours, Need, OnDuty, Route, Span, WrongContact, hookimpl

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_yip_dsl_on_duty_is_the_hosts(hooks_with):
    lead = OnDuty("Amara Obi", "designated safeguarding lead", "ext. 204")

    class Mis:
        @hookimpl
        def yip_dsl_on_duty(self, school, at):
            return lead if at == NOW else None

    assert hooks_with(Mis()).yip_dsl_on_duty("school", NOW) == lead
    assert hooks_with().yip_dsl_on_duty("school", NOW) is None


@pytest.mark.parametrize("rubbish", ["Amara Obi", OnDuty("Amara Obi", "lead", 204), LookupError])
def test_yip_dsl_on_duty_of_a_failing_plugin_is_passed_over(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_dsl_on_duty(self):
            if rubbish is LookupError:
                raise rubbish
            return rubbish

    assert hooks_with(Broken()).yip_dsl_on_duty("school", NOW) is None


@pytest.mark.parametrize(
    ("hook", "asked"),
    [
        ("yip_school_authority", ("toy",)),
        ("yip_home_authority", ("pupil:1",)),
        ("yip_authority_at", ("OX1 1ND",)),
    ],
)
def test_yip_school_authority_and_the_like_are_answered_by_the_first_that_knows(
    hooks_with, hook, asked
):
    class Broken:
        pass

    class Knows:
        pass

    setattr(Broken, hook, hookimpl(lambda self: 931))
    setattr(Knows, hook, hookimpl(lambda self: "Oxfordshire"))
    assert getattr(hooks_with(Knows(), Broken()), hook)(*asked) == "Oxfordshire"
    assert getattr(hooks_with(), hook)(*asked) is None


def test_yip_home_authority_is_asked_by_the_pupils_reference(hooks_with):
    class Mis:
        @hookimpl
        def yip_home_authority(self, ref):
            return {"pupil:1": "372"}.get(ref)

    assert hooks_with(Mis()).yip_home_authority("pupil:1") == "372"
    assert hooks_with(Mis()).yip_home_authority("pupil:2") is None


def test_yip_authority_at_is_asked_by_postcode(hooks_with):
    class Mis:
        @hookimpl
        def yip_authority_at(self, postcode):
            return {"OX1 1ND": "931"}.get(postcode)

    assert hooks_with(Mis()).yip_authority_at("OX1 1ND") == "931"


def test_yip_authority_areas_are_those_of_everybody_who_can_say(hooks_with):
    class One:
        @hookimpl
        def yip_authority_areas(self, actor):
            return ["Oxfordshire"] if actor.ref == "council:7" else []

    class Other:
        @hookimpl
        def yip_authority_areas(self):
            return ["thames-valley", 931, "Elsewhere"]

    class Broken:
        @hookimpl
        def yip_authority_areas(self):
            raise LookupError

    who = Actor("council:7", "Cleo", frozenset({"authority"}), "county")
    found = hooks_with(One(), Other(), Broken()).yip_authority_areas(who)
    assert sorted(found) == ["Oxfordshire", "thames-valley"]
    assert hooks_with(Broken()).yip_authority_areas(who) == []


def test_yip_contact_routes_are_those_of_everybody_made_anew(hooks_with):
    hours = Hours(((Span(480, 960),),) * 7, None)
    route = Route("desk", "lado", "Duty desk", phone="0114 496 0009", hours=hours)

    class Mis:
        @hookimpl
        def yip_contact_routes(self, school, need):
            return [route]

    class Broken:
        @hookimpl
        def yip_contact_routes(self):
            raise LookupError

    hooks = hooks_with(Mis(), Broken())
    need = Need("lado", NOW)
    assert hooks.yip_contact_routes("toy", need) == [route]
    answers = hooks.each("yip_contact_routes", "toy", need)
    assert {one.plugin.rpartition(".")[2]: bool(one.failure) for one in answers} == {
        "Mis": False,
        "Broken": True,
    }


def test_yip_contact_wrong_is_told_to_everybody(hooks_with):
    told = []

    class Mis:
        @hookimpl
        def yip_contact_wrong(self, wrong):
            told.append(wrong)

    wrong = WrongContact("toy", "a/b", "MASH", "101", "A", "a@a.example", "", NOW)
    assert hooks_with(Mis()).yip_contact_wrong(wrong) == []
    assert told == [wrong]
