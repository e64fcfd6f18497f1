from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from yipplugin.demo.calendar import school_dates
from yipplugin.demo.models import FormGroup, Lesson, Pupil, Staff, db
from yipplugin.demo.plugin import ROLES
from yipplugin.demo.school import make_school

pytestmark = pytest.mark.usefixtures("in_school")
YEAR_STARTS = date(2026, 9, 1)


def everyone(model):
    return db.session.scalars(select(model)).all()


def test_there_are_forty_pupils_in_every_year_from_7_to_13():
    pupils = everyone(Pupil)
    assert len(pupils) == 40
    assert {one.form.year for one in pupils} == set(range(7, 14))


def test_every_pupil_is_in_the_year_of_their_age():
    for one in everyone(Pupil):
        starts_at = YEAR_STARTS.year - one.form.year - 4
        assert date(starts_at - 1, 9, 1) <= one.born <= date(starts_at, 8, 31), one.name


def test_somebody_was_born_on_a_leap_day():
    assert [one.name for one in everyone(Pupil) if (one.born.month, one.born.day) == (2, 29)]


def test_one_learner_is_eighteen_in_the_autumn():
    assert sum(one.born <= date(2008, 11, 1) for one in everyone(Pupil)) == 1


def test_two_pupils_reach_thirteen_on_the_first_or_last_day_of_a_term():
    edges = {day for term in school_dates().terms for day in term}
    assert (
        sum(
            one.born.replace(year=one.born.year + 13) in edges
            for one in everyone(Pupil)
            if (one.born.month, one.born.day) != (2, 29)
        )
        == 2
    )


def test_pupils_differ_in_what_bears_on_safeguarding():
    pupils = everyone(Pupil)
    assert {one.social_care for one in pupils} == {"none", "past", "current", None}
    assert {one.sen for one in pupils} == {"", "K", "E"}
    assert len({one.authority for one in pupils}) == 2


def test_there_is_somebody_for_every_role():
    staff = everyone(Staff)
    assert len(staff) == 15
    assert set(ROLES) <= {one.duty for one in staff}


def test_telephone_numbers_are_from_the_range_kept_for_fiction():
    assert all(one.phone.startswith("01632 960") for one in everyone(Staff))


def test_no_group_and_no_teacher_is_in_two_places_at_once():
    lessons = everyone(Lesson)
    for who in ("form_name", "teacher_code"):
        places = Counter((one.weekday, one.period, getattr(one, who)) for one in lessons)
        assert max(places.values()) == 1


def test_every_form_group_has_pupils():
    assert all(group.pupils for group in everyone(FormGroup))


def test_a_school_that_is_made_stays_as_it_is():
    said = []
    make_school(said.append)
    assert said == []
    assert len(everyone(Pupil)) == 40
