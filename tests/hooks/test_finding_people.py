"""Who the pupils and the staff are, with plugins that answer well, wrongly, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from yipplugin import Actor, Person, hookimpl

TEACHER = Actor("12", "Amara Obi", frozenset({"staff"}))
PUPIL = Person("pupil:3", "Robin Ash", "pupil", date(2012, 2, 29))


def test_yip_pupils_are_the_hosts(hooks_with):
    class Mis:
        @hookimpl
        def yip_pupils(self, text):
            return [PUPIL] if text in PUPIL.name else []

    hooks = hooks_with(Mis())
    assert hooks.yip_pupils("Robin", TEACHER) == [PUPIL]
    assert hooks.yip_pupils("Nobody", TEACHER) == []


def test_yip_pupils_are_none_without_a_host_that_knows(hooks_with):
    assert hooks_with().yip_pupils("Robin", TEACHER) == []


def test_yip_pupils_of_a_failing_plugin_are_passed_over(hooks_with):
    class Mis:
        @hookimpl
        def yip_pupils(self):
            return [PUPIL]

    class Broken:
        @hookimpl
        def yip_pupils(self):
            raise SystemExit

    assert hooks_with(Mis(), Broken()).yip_pupils("Robin", TEACHER) == [PUPIL]


@pytest.mark.parametrize(
    "rubbish",
    [
        "Robin",
        replace(PUPIL, born="2012-02-29"),
        replace(PUPIL, born=datetime(2012, 2, 29, tzinfo=UTC)),
        replace(PUPIL, flags={"sen": True}),
    ],
)
def test_yip_pupils_keep_the_sound_ones_of_a_list(hooks_with, rubbish):
    class Mis:
        @hookimpl
        def yip_pupils(self):
            return [rubbish, PUPIL]

    hooks = hooks_with(Mis())
    assert hooks.yip_pupils("Robin", TEACHER) == [PUPIL]
    assert sum(hooks.failures.values()) == 1


def test_yip_pupil_is_the_hosts(hooks_with):
    class Mis:
        @hookimpl
        def yip_pupil(self, ref):
            return PUPIL if ref == PUPIL.ref else None

    hooks = hooks_with(Mis())
    assert hooks.yip_pupil("pupil:3") == PUPIL
    assert hooks.yip_pupil("pupil:4") is None


@pytest.mark.parametrize("rubbish", [{"name": "Robin"}, replace(PUPIL, name=None)])
def test_yip_pupil_of_the_wrong_shape_is_nobody(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_pupil(self):
            return rubbish

    assert hooks_with(Broken()).yip_pupil("pupil:3") is None


def test_yip_staff_are_the_hosts(hooks_with):
    colleague = Person("12", "Amara Obi", "staff")

    class Mis:
        @hookimpl
        def yip_staff(self, text, actor):
            return [colleague]

    class Broken:
        @hookimpl
        def yip_staff(self):
            return colleague

    assert hooks_with(Mis(), Broken()).yip_staff("Amara", TEACHER) == [colleague]


def test_yip_staff_member_is_the_hosts(hooks_with):
    colleague = Person("12", "Amara Obi", "staff")

    class Mis:
        @hookimpl
        def yip_staff_member(self, ref):
            return colleague

    class Broken:
        @hookimpl
        def yip_staff_member(self):
            raise ValueError

    assert hooks_with(Mis(), Broken()).yip_staff_member("12") == colleague
    assert hooks_with(Broken()).yip_staff_member("12") is None
