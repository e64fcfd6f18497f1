"""Whom to contact: the right authority, whoever is there now, and 999 before everything."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipplugin.authorities import authorities
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import EMERGENCY, PURPOSES, SCHOOL, Hours, Need, Route, Span
from yipplugin.policy import Calendar, Length
from yipplugin.rules.contacts import confirm_by, resolve
from yipplugin.rules.directory import Directory
from yipplugin.rules.trust import trust
from yipplugin.values import LONDON

WEEKDAYS = (Span(510, 1020),)
OFFICE = Hours((WEEKDAYS,) * 5 + ((),) * 2, ())
NIGHT = replace(OFFICE, outside=True)

MASH = Route(
    "a/mash", "csc_front_door", "MASH A", phone="01632 960001", hours=OFFICE, areas=("la:372",)
)
TEAM = Route(
    "a/team",
    "csc_out_of_hours",
    "Duty team A",
    phone="01632 960002",
    hours=NIGHT,
    areas=("la:372",),
)
OTHER = Route("b/mash", "csc_front_door", "MASH B", phone="01632 960003", areas=("la:931",))
LADO_A = Route("a/lado", "lado", "LADO A", phone="01632 960004", hours=OFFICE, areas=("la:372",))
LADO_B = Route("b/lado", "lado", "LADO B", phone="01632 960005", hours=OFFICE, areas=("la:931",))
POLICE = Route("england/101", "police_non_emergency", "Police", phone="101")
ALL = (MASH, TEAM, OTHER, LADO_A, LADO_B, POLICE)
DAYTIME, NIGHTTIME = "2026-03-02T10:00", "2026-12-26T02:10"
"""A Monday in term, and a Saturday on which Boxing Day falls."""


def asked(purpose, moment=DAYTIME, routes=ALL, home="372", school="931", **more):
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    return resolve(Directory(routes), Need(purpose, at, home, school, **more), is_bank_holiday)


def refs(choices):
    return [one.route.ref for one in choices]


def test_social_care_is_that_of_where_the_child_lives_and_the_lado_that_of_the_school():
    care, lado = asked("csc_front_door"), asked("lado")
    assert refs(care.now) == ["a/mash"]
    assert refs(lado.now) == ["b/lado"]
    assert "the child lives in Rotherham" in care.why[0]
    assert "the school is in Oxfordshire" in lado.why[0]


def test_at_night_on_a_bank_holiday_the_duty_team_comes_first_and_the_office_says_when():
    care = asked("csc_front_door", NIGHTTIME)
    assert refs(care.now) == ["a/team"]
    assert refs(care.later) == ["a/mash"]
    assert care.now[0].says == "open now until Tue 29 December, 8:30am"
    assert care.later[0].says == "closed; opens Tue 29 December, 8:30am"
    assert "Saturday 26 December 2026" in care.why[1]
    assert "a bank holiday" in asked("csc_front_door", "2026-12-28T02:10").why[1]


def test_where_nobody_is_there_others_are_named_who_are():
    lado = asked("lado", NIGHTTIME)
    assert lado.now == ()
    assert refs(lado.later) == ["b/lado"]
    assert refs(lado.instead) == ["a/team", "england/101"]
    assert lado.first.route.ref == "a/team"


def test_nothing_installed_leaves_the_police_and_999_and_says_so():
    care = asked("csc_front_door", routes=(POLICE,))
    assert refs(care.instead) == ["england/101"]
    assert care.missing == (
        "No contacts of Rotherham are installed here. Their website has the number.",
    )
    bare = asked("csc_front_door", routes=())
    assert bare.first.route == EMERGENCY


def test_where_the_child_lives_not_known_is_said_and_the_schools_authority_is_asked():
    care = asked("csc_front_door", home="")
    assert refs(care.now) == ["b/mash"]
    assert care.missing == (
        "Where the child lives is not known. This is Oxfordshire: ask them to pass it on.",
    )
    nowhere = asked("csc_front_door", home="", school="")
    assert (nowhere.now, nowhere.later) == ((), ())
    assert "so no contacts of an authority are shown" in nowhere.missing[0]


routes = st.builds(
    Route,
    ref=st.text("abc", min_size=1, max_size=4),
    purpose=st.sampled_from(list(PURPOSES)),
    org=st.just("Anybody"),
    phone=st.sampled_from(("", "999", "112", "101")),
    order=st.integers(-5, 5),
    layer=st.sampled_from(("national", "authority", "school", "computed")),
)


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(st.lists(routes, max_size=6), st.sampled_from(list(PURPOSES)), st.booleans())
def test_999_is_always_first_and_nobody_gives_another(given_routes, purpose, urgent):
    answer = asked(purpose, routes=given_routes, urgent=urgent)
    assert answer.emergency.route is EMERGENCY
    assert answer.emergency.open
    listed = (*answer.now, *answer.later, *answer.instead)
    assert all(one.route.purpose != "emergency" for one in listed)
    known = [one for one in Directory(given_routes) if one.purpose == "emergency"]
    assert known == [EMERGENCY]


def test_one_number_for_day_and_night_stands_once():
    same = replace(TEAM, phone=MASH.phone)
    for moment in (DAYTIME, NIGHTTIME):
        care = asked("csc_front_door", moment, routes=(MASH, same))
        assert len(care.now) == 1
        assert care.later == ()
        assert len(care.now[0].also) == 1


def test_what_serves_immediate_risk_alone_is_left_out_unless_there_is_one():
    risk = replace(TEAM, ref="a/risk", hours=Hours(), at_risk_only=True, order=90)
    assert refs(asked("csc_front_door", routes=(MASH, risk)).now) == ["a/mash"]
    assert refs(asked("csc_front_door", routes=(MASH, risk), urgent=True).now)[0] == "a/risk"


def test_whoever_can_only_be_written_to_comes_last_when_a_child_is_at_risk():
    letter = replace(MASH, ref="a/form", phone="", email="mash@example.org", order=1)
    assert refs(asked("csc_front_door", routes=(MASH, letter)).now) == ["a/form", "a/mash"]
    urgent = asked("csc_front_door", routes=(MASH, letter), urgent=True)
    assert refs(urgent.now) == ["a/mash", "a/form"]


@pytest.mark.parametrize(("age", "found"), [(None, True), (15, True), (17, True), (18, False)])
def test_a_route_serves_those_of_its_ages(age, found):
    answer = asked("csc_front_door", routes=(replace(MASH, under_age=18),), age=age)
    assert bool(answer.now) is found
    older = asked("csc_front_door", routes=(replace(MASH, from_age=18),), age=age)
    assert bool(older.now) is (age is None or age >= 18)


@pytest.mark.parametrize(
    ("moment", "found"),
    [("2027-03-31T10:00", ["a/old"]), ("2027-04-01T10:00", ["a/new"])],
)
def test_an_authority_that_is_reorganised_changes_its_routes_on_the_day(moment, found):
    old = replace(MASH, ref="a/old", hours=Hours(), valid_until=date(2027, 3, 31))
    new = replace(MASH, ref="a/new", hours=Hours(), valid_from=date(2027, 4, 1))
    assert refs(asked("csc_front_door", moment, routes=(old, new)).now) == found


def test_an_authority_that_is_no_more_says_who_took_its_place():
    care = asked("csc_front_door", home="909")
    assert "Cumbria is no longer there. It is Cumberland or Westmorland and Furness now." in (
        care.missing
    )


def test_the_owners_order_holds_and_the_school_may_come_first():
    pcso = replace(POLICE, ref="school/1", org="PCSO", phone="01632 960006", order=30, layer=SCHOOL)
    force = replace(
        POLICE, ref="tvp/1", phone="01632 960007", areas=("force:south-yorkshire",), order=40
    )
    police = asked("police_non_emergency", routes=(POLICE, force, pcso))
    assert refs(police.now) == ["school/1", "tvp/1", "england/101"]
    assert "South Yorkshire Police" in police.why[0]
    assert "The school has added contacts of its own." in police.why
    other = asked("police_non_emergency", routes=(force,), force="thames-valley")
    assert other.now == ()


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("on", "by", "state"),
    [
        (None, "", "unverified"),
        (TODAY, "", "unverified"),
        (None, "A. Officer", "unverified"),
        (TODAY + timedelta(days=1), "A. Officer", "unverified"),
        (TODAY, "A. Officer", "verified"),
        (TODAY - timedelta(days=335), "A. Officer", "verified"),
        (TODAY - timedelta(days=336), "A. Officer", "due"),
        (TODAY - timedelta(days=365), "A. Officer", "due"),
        (TODAY - timedelta(days=366), "A. Officer", "stale"),
    ],
)
def test_how_far_a_route_can_be_relied_on(on, by, state):
    found = trust(replace(MASH, verified_on=on, verified_by=by), TODAY)
    assert found.state == state
    assert state in ("verified", "due") or "Checked on" not in found.says


def test_999_needs_no_check_and_nothing_else_escapes_one():
    assert trust(EMERGENCY, TODAY).state == "fixed"
    assert trust(replace(EMERGENCY, layer="authority"), TODAY).state == "unverified"
    assert trust(replace(EMERGENCY, phone="101"), TODAY).state == "unverified"


@pytest.mark.parametrize(
    ("length", "due"),
    [
        (Length("hours", 24), "2026-12-25T15:00"),
        (Length("hours", 48), "2026-12-26T15:00"),
        # Christmas Day, Boxing Day and its substitute, and the weekend do not count.
        (Length("working days", 2), "2026-12-30T16:00"),
    ],
)
def test_when_a_call_is_to_be_confirmed_is_the_authoritys_to_say(length, due):
    told = datetime(2026, 12, 24, 15, tzinfo=LONDON)
    holidays = frozenset(
        day
        for day in (date(2026, 12, 1) + timedelta(days=n) for n in range(31))
        if is_bank_holiday(day)
    )
    found = confirm_by(replace(MASH, confirm=length), told, Calendar(holidays=holidays))
    assert found.astimezone(LONDON).isoformat()[:16] == due
    assert confirm_by(MASH, told, Calendar()) is None


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(st.sampled_from(list(PURPOSES)), st.sampled_from(["", *list(authorities())[:20]]))
def test_every_purpose_is_answered_wherever_a_child_lives(purpose, home):
    answer = asked(purpose, home=home)
    assert answer.first.open
    assert all(answer.why)
