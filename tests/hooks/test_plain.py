"""What a plugin answers becomes plain values of our own, bounded, and shared with nobody."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from yipplugin import Actor, Calendar, FieldType, OnDuty, Person, Verdict, hookimpl, shipped
from yipplugin.hooking import open_house
from yipplugin.hooking.exact import Key, Role, Unfit, Url
from yipplugin.hooking.plain import MOST_INSIDE, items, maker
from yipplugin.values import OURS_TO_GIVE, ROLES

ROBIN = Person("pupil:3", "Robin Ash", born=date(2012, 2, 29), flags={"sen": "yes"})
TEACHER = Actor("12", "Amara Obi", frozenset({"staff"}))
SPECS = {
    name: spec
    for module in map(shipped.module, shipped.SPECS)
    for name, spec in vars(module).items()
    if hasattr(spec, "yip_mood")
}


def plain(value, shape):
    remarks = []
    made = maker(shape)(value, remarks)
    return made if not remarks else (made, remarks)


def refused(value, shape):
    with pytest.raises(Unfit) as told:
        maker(shape)(value, [])
    return str(told.value)


class Odd(str):
    """Text with a mind of its own."""

    __slots__ = ()

    def __str__(self):
        return "something else"

    def __html__(self):
        return "<script>"

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class OddNumber(int):
    def __int__(self):
        return 9


class OddDay(date):
    def isoformat(self):
        return "1999-01-01"


class OddMoment(datetime):
    def isoformat(self, *_):
        return "1999-01-01T00:00:00+00:00"


class Impostor:
    """Calls itself text and is none."""

    __class__ = str


class Wrong(tzinfo):
    def __init__(self, offset):
        self.offset = offset

    def utcoffset(self, at):
        return self.offset


MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("value", "shape", "made"),
    [
        (Odd("a"), str, "a"),
        (Markup("<b>a</b>"), str, "<b>a</b>"),
        ("Robin\x00 \u202eAsh\ud800\r\n\t!", str, "Robin Ash !"),
        ("Zoë O’Neill‑Ash 👋", str, "Zoë O’Neill‑Ash 👋"),
        (None, str | None, None),
        (True, bool, True),
        (OddNumber(3), int, 3),
        (0.5, float, 0.5),
        (OddDay(2026, 3, 2), date, date(2026, 3, 2)),
        (MOMENT, datetime, datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        (
            OddMoment(2026, 3, 2, 8, 30, tzinfo=Wrong(timedelta(hours=-1))),
            datetime,
            datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        ),
        (time(8, 40), time, time(8, 40)),
        (frozenset({Odd("dsl")}), frozenset[str], frozenset({"dsl"})),
        ({"sen": "yes"}, Mapping[str, str], MappingProxyType({"sen": "yes"})),
        (((1, 2), (3, 4)), tuple[tuple[int, int], ...], ((1, 2), (3, 4))),
        (FieldType, type[FieldType], FieldType),
        (Path("a"), Path, Path("a")),
        (ROBIN, Person, ROBIN),
        (Calendar(), Calendar, Calendar()),
        ("staff:12", Key, "staff:12"),
        ("dsl", Role, "dsl"),
        ("/sign-in?next=%2Fx", Url, "/sign-in?next=%2Fx"),
        ("https://sso.example/in", Url, "https://sso.example/in"),
    ],
)
def test_what_is_sound_becomes_a_value_of_the_exact_type(value, shape, made):
    found = plain(value, shape)
    assert found == made
    assert type(found) is type(made)


@pytest.mark.parametrize(
    ("value", "shape", "says"),
    [
        (3, str, "is int, not str"),
        ("a" * 1_001, str, "is text of more than 1000 characters"),
        (True, int, "is bool, not int"),
        (1, bool, "is int, not bool"),
        (float("nan"), float, "is not a finite number"),
        (float("inf"), float, "is not a finite number"),
        (datetime(2026, 3, 2, tzinfo=UTC), date, "is datetime, not date"),
        (datetime(2026, 3, 2), datetime, "is a datetime without a time zone"),
        (datetime(2026, 3, 2, tzinfo=Wrong(None)), datetime, "is a datetime without a time zone"),
        (time(8, 40, tzinfo=UTC), time, "is a time with a time zone"),
        (["dsl"], frozenset[str], "is list, not frozenset"),
        (frozenset({3}), frozenset[str], "holds something that is int, not str"),
        ({3: "yes"}, Mapping[str, str], "holds something that is int, not str"),
        ({"sen": True}, Mapping[str, str], "holds something that is bool, not str"),
        ([("sen", "yes")], Mapping[str, str], "is list, not Mapping"),
        (((1,),), tuple[tuple[int, int], ...], "holds something that has 1 items, not 2"),
        (tuple(range(MOST_INSIDE + 1)), tuple[int, ...], "holds more than 5000 items"),
        (FieldType(), type[FieldType], "is not a class made from FieldType"),
        ("a", Path, "is str, not Path"),
        (replace(ROBIN, born="x"), Person, "is Person whose born is str, not date"),
        (replace(ROBIN, kind="dog"), Person, "is Person whose kind is none of pupil, staff, other"),
        ("", Key, "is no reference: it is empty or has control characters"),
        (" ", Key, "is no reference: it is empty or has control characters"),
        ("12\0", Key, "is no reference: it is empty or has control characters"),
        ("1" * 191, Key, "is text of more than 190 characters"),
        ("god", Role, "is no role that a host may give"),
        ("case_team", Role, "is no role that a host may give"),
        ("javascript:alert(1)", Url, "is no address of a page"),
        ("/x\r\nSet-Cookie: a", Url, "is no address of a page"),
        (Verdict("yes", "because"), Verdict, "is Verdict whose allowed is str, not bool"),
        (
            Calendar(opens=time(16), closes=time(8)),
            Calendar,
            "is Calendar that closes before it has been open for an hour",
        ),
        (
            Calendar(holidays=frozenset(date(2026, 1, 1) + timedelta(n) for n in range(201))),
            Calendar,
            "is Calendar with more than 200 holidays in a year",
        ),
    ],
)
def test_what_is_not_is_refused_without_saying_the_value(value, shape, says):
    assert refused(value, shape) == says


@pytest.mark.parametrize("error", [OverflowError, ValueError])
def test_a_time_zone_of_nonsense_is_no_moment(error):
    offset = timedelta(days=2) if error is ValueError else timedelta(hours=-1)
    at = datetime(9999, 12, 31, 23, 59, tzinfo=Wrong(offset))
    with pytest.raises(error):
        maker(datetime)(at, [])


def test_nobody_is_taken_for_what_they_call_themselves():
    assert refused(Impostor(), str) == "is Impostor, not str"


def test_roles_that_a_host_cannot_give_are_left_out_and_told():
    actor, remarks = plain(replace(TEACHER, roles=frozenset({"staff", "god"})), Actor)
    assert actor == TEACHER
    assert remarks == ["is Actor whose roles holds something that is no role that a host may give"]


@pytest.mark.parametrize("role", sorted(OURS_TO_GIVE))
def test_no_host_gives_a_role_that_comes_of_a_grant(role):
    assert role in ROLES
    actor, _ = plain(replace(TEACHER, roles=frozenset({"staff", role})), Actor)
    assert actor.roles == {"staff"}


@pytest.mark.parametrize("roles", ["dsl", ["dsl"], None])
def test_roles_that_are_no_set_are_nobody(roles):
    assert "roles is" in refused(replace(TEACHER, roles=roles), Actor)


def test_of_a_list_the_sound_ones_are_kept_and_the_first_of_many():
    remarks = []
    assert items([ROBIN, "Robin", None, ROBIN], maker(Person), remarks) == [ROBIN, ROBIN]
    assert remarks == ["holds something that is str, not Person"] + [
        "holds something that is NoneType, not Person"
    ]
    assert len(items(iter(lambda: ROBIN, None), maker(Person), [])) == 500


def test_nothing_is_shared_with_the_answer():
    class Sub(Person):
        pass

    flags, days = {"sen": "yes"}, {date(2026, 3, 2)}
    given = Sub("pupil:3", Markup("Robin"), flags=flags)
    made = plain(given, Person)
    flags["sen"] = "no"
    object.__setattr__(given, "ref", "pupil:4")
    assert (type(made), made.ref, dict(made.flags)) == (Person, "pupil:3", {"sen": "yes"})
    assert escape(plain(Markup("<b>"), str)) == "&lt;b&gt;"
    calendar = plain(Calendar(closed=frozenset(days)), Calendar)
    days.add(date(2026, 3, 3))
    assert calendar.closed == {date(2026, 3, 2)}
    with pytest.raises(TypeError):
        made.flags["sen"] = "no"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.datetimes() | st.dates() | st.just(ROBIN) | st.just(TEACHER),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.frozensets(
        st.text()) | st.builds(Person, inner, inner, inner, inner) | st.builds(Actor, inner, inner),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)
@given(ANYTHING, st.sampled_from([Actor, Person, Verdict, OnDuty, Calendar, str, bool, datetime]))
def test_any_value_is_sound_or_unfit_and_nothing_else(value, shape):
    try:
        made = plain(value, shape)
    except Unfit:
        return
    made = made[0] if isinstance(made, tuple) else made
    assert type(made) is shape
    # What came out goes in again, and comes out as it is.
    assert plain(made, shape) == made


# What a plugin is given ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPECS)
def test_what_a_plugin_is_given_cannot_be_changed(name):
    hints = get_type_hints(SPECS[name])
    hints.pop("return")
    for hint in hints.values():
        assert hint is Any or _frozen(hint), f"{name}: {hint}"


def _frozen(hint):
    if is_dataclass(hint):
        inside = get_type_hints(hint)
        return hint.__dataclass_params__.frozen and all(
            _frozen(inside[f.name]) for f in fields(hint)
        )
    if get_args(hint):
        known = getattr(hint, "__origin__", None) in (frozenset, tuple, None)
        return known and all(_frozen(one) for one in get_args(hint) if one is not type(None))
    return hint in (str, int, bool, bytes, date, datetime, time)


def test_who_insists_changes_only_their_own():
    seen = []

    class Insists:
        @hookimpl(tryfirst=True)
        def yip_may(self, actor):
            object.__setattr__(actor, "roles", frozenset({"dsl"}))

    class Looks:
        @hookimpl
        def yip_may(self, actor):
            seen.append(actor)

    actor = replace(TEACHER)
    open_house([Looks(), Insists()]).hooks.yip_may(actor, "case:read", None)
    assert seen == [TEACHER]
    assert actor == TEACHER
    with pytest.raises(FrozenInstanceError):
        seen[0].roles = frozenset()


def test_a_hosts_own_object_is_given_as_it_is():
    @dataclass
    class User:
        job: str

    seen = []

    class Mis:
        @hookimpl
        def yip_roles(self, user):
            seen.append(user)
            return []

    user = User("teacher")
    open_house([Mis()]).hooks.yip_roles(user)
    assert seen[0] is user
