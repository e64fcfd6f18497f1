"""The eight cases of the demonstration: eight stages, whatever the day on which it starts."""

from datetime import datetime
from pathlib import Path

import pytest

import yipplugin
from yipplugin.story.playing import play
from yipplugin.values import LONDON

CASES = sorted((Path(yipplugin.__file__).parent / "demo" / "cases").glob("*.yaml"))

TERM = datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)
NEW_YEAR = datetime(2027, 1, 3, 0, 5, tzinfo=LONDON)  # a Sunday, after bank holidays

COMES_TO = {
    "1-closed": ("closed", []),
    "2-reopened": ("referred", ["REF-0"]),
    "3-referred": ("referred", ["RM-4", "REC-3-plan", "REC-6-chase", "REC-6-outcome"]),
    "4-waiting-for-the-head": ("school_led", ["REC-12", "REC-3-risk", "DEC-7-regularly"]),
    "5-ready-to-close": ("school_led", ["REC-3-risk", "DEC-7-regularly"]),
    "6-under-review": ("under_review", ["DEC-4", "DEC-5", "PAR-1", "RM-4"]),
    "7-refer-now": ("reported", ["REF-0", "IR-3"]),
    "8-just-reported": ("reported", ["CSC-2", "IR-2", "IR-3"]),
}


def test_there_are_eight_in_order_of_time():
    assert [path.stem for path in CASES] == sorted(COMES_TO)


@pytest.mark.parametrize("now", [TERM, NEW_YEAR], ids=["term", "new year"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_case_stands_where_the_demonstration_needs_it(path, now):
    played = play(path, now=now)
    standing = played.standing(now)
    stage, waits = COMES_TO[path.stem]
    assert standing.stage == stage
    assert sorted(one.id for one in standing.outstanding) == sorted(waits)


def test_what_was_referred_waits_to_be_asked_about_again():
    played = play(next(path for path in CASES if path.stem == "3-referred"), now=TERM)
    late = {one.id for one in played.standing(TERM).duties if one.status == "overdue"}
    assert "REC-6-chase" in late


def test_what_was_just_reported_is_not_late_yet():
    played = play(next(path for path in CASES if path.stem == "8-just-reported"), now=TERM)
    assert not [one for one in played.standing(TERM).duties if one.status == "overdue"]


def test_references_will_run_with_time():
    begun = [play(path, now=TERM).records[0].signed_at for path in CASES]
    assert begun == sorted(begun)
