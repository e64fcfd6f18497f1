import re
from datetime import datetime, timedelta

import pytest
import yaml

from yipplugin.demo.calendar import LONDON, school_dates
from yipplugin.demo.cases import WRITTEN, stories
from yipplugin.demo.school import FOLDER

MOMENTS = [
    "2026-11-23T08:10",  # a Monday before the day is over
    "2026-11-25T17:00",  # a Wednesday after it is
    "2026-11-22T12:00",  # a Sunday
    "2026-10-28T09:00",  # half term
    "2027-01-04T09:00",  # an INSET day after Christmas
    "2027-03-29T10:00",  # a bank holiday, just after the clocks went forward
    "2027-05-07T03:00",  # the week of a bank holiday
    "2027-08-10T15:00",  # beyond what the office has typed
]


def acts_of(text):
    return yaml.load(text, yaml.BaseLoader)["acts"]  # noqa: S506 - it makes nothing but text


def times_of(text):
    return [datetime.fromisoformat(act["at"]).replace(tzinfo=LONDON) for act in acts_of(text)]


def test_there_are_eight_cases():
    assert len(list(stories(WRITTEN))) == 8


def test_everyone_in_a_case_is_in_the_school():
    rows = yaml.safe_load((FOLDER / "staff.yaml").read_text("utf-8"))
    staff = {f"{row['first_name']} {row['last_name']}" for row in rows}
    rows = yaml.safe_load((FOLDER / "pupils.yaml").read_text("utf-8"))
    everyone = staff | {f"{row['first']} {row['last']}" for row in rows}
    for text in stories(WRITTEN):
        assert {act["who"] for act in acts_of(text)} <= staff
        named = re.findall(r"(?:person|row_for|owner): ([^,}\n]+)", text)
        assert named
        assert set(named) <= everyone


def test_at_the_moment_they_were_written_for_only_the_fresh_case_moves():
    *others, fresh = stories(WRITTEN)
    assert times_of(fresh)[-1] == WRITTEN - timedelta(minutes=12)
    assert times_of(others[0])[-1] == datetime(2026, 11, 10, 16, 0, tzinfo=LONDON)


@pytest.mark.parametrize("moment", MOMENTS)
def test_whenever_it_starts_every_case_is_over_and_the_oldest_comes_first(moment):
    now = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    *others, _ = cases = list(stories(now))
    assert [times_of(text)[0] for text in cases] == sorted(times_of(text)[0] for text in cases)
    for text in cases:
        times = times_of(text)
        assert times == sorted(times)
        assert times[-1] < now
        assert now - times[-1] < timedelta(days=60)
        assert text not in others or all(school_dates().open_on(one.date()) for one in times)
        for act in acts_of(text):  # nothing happened after it was written down
            for key in ("became_aware_at", "incident_on", "held_at", "made_at", "contacted_at"):
                assert act["answers"].get(key, "") <= act["at"]
