"""A file under way: who may see and take it, how far it is, and when it is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.conftest import AMARA, COLIN, DEV, HANA, SAL, TESS, filled, staff, with_school
from tests.services.disposing import REFERENCE, WHY, close_a_case, kept
from yipplugin.errors import NotFound
from yipplugin.services import makings
from yipplugin.services.disposal import dispose, propose
from yipplugin.services.makings import (
    FAILED,
    JOINING,
    KEPT,
    LAYING,
    NONE,
    READY,
    SILENCE,
    STOPPED,
    TAKEN,
    WAITING,
    Ended,
)
from yipplugin.services.papers import FILE
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.makings import MakingRow
from yipplugin.store.sealing import Sealed
from yipplugin.values import Everything

PDF = b"%PDF-1.7 \x00\xff not text"
ELSEWHERE = with_school(AMARA, "other")


@pytest.fixture
def case(app):
    return report(TESS, filled("report")).case_id


@pytest.fixture
def making(case):
    return makings.begin(AMARA, case, FILE)


def ready(case, who=AMARA):
    makings.finish(who, makings.begin(who, case, FILE), PDF)


def test_a_file_is_followed_from_its_turn_to_its_taking(case, making, clock):
    seen = makings.look(AMARA, case)
    assert (seen.title, seen.step, seen.under_way) == ("Case file", WAITING, True)
    clock.move(seconds=9)
    makings.tell(AMARA, making, LAYING, 21)
    seen = makings.look(AMARA, case)
    assert (seen.step, seen.pages, seen.moved_at) == (LAYING, 21, clock())
    assert makings.take(AMARA, case) is None
    makings.tell(AMARA, making, JOINING, 30)
    makings.finish(AMARA, making, PDF)
    seen = makings.look(AMARA, case)
    assert (seen.step, seen.pages, seen.under_way) == (READY, 30, False)
    taken = makings.take(AMARA, case)
    assert (taken.name, taken.content) == (f"{seen.reference}-case-file", PDF)


def test_it_is_taken_once_and_nothing_of_it_is_kept(case, store):
    ready(case)
    assert makings.take(AMARA, case)
    (row,) = kept(store, MakingRow)
    assert row.file is None
    assert makings.look(AMARA, case).step == TAKEN
    assert makings.take(AMARA, case) is None


def test_what_is_kept_is_sealed_with_the_case(case, store):
    ready(case)
    with store.reading(Everything()) as session:
        row = session.scalars(select(MakingRow)).one()
        assert isinstance(row.file, Sealed)
        assert PDF not in row.file
        assert row._place("file").case == case


def test_only_whoever_asked_sees_and_takes_it(case):
    ready(case)
    for other in (DEV, HANA):
        assert makings.look(other, case).step == NONE
        assert makings.take(other, case) is None
        makings.cancel(other, case)
    assert makings.look(AMARA, case).step == READY


@pytest.mark.parametrize(
    "who", [TESS, COLIN, SAL, ELSEWHERE], ids=["reporter", "colleague", "team", "other school"]
)
def test_whoever_may_not_print_the_case_finds_what_they_find_of_one_that_there_is_not(case, who):
    ready(case)
    for act in (makings.look, makings.take, makings.cancel):
        said = []
        for asked in (case, "0" * 32):
            with pytest.raises(NotFound) as refused:
                act(who, asked)
            said.append(str(refused.value))
        assert said[0] == said[1]
    with pytest.raises(NotFound):
        makings.begin(who, case, FILE)
    assert makings.take(AMARA, case)


def test_somebody_whom_the_case_names_meanwhile_takes_nothing_more(case):
    making = makings.begin(DEV, case, FILE)
    sign(AMARA, case, filled("look", {"danger": "no", "adult": staff(DEV)}))
    for act in (makings.look, makings.take, makings.cancel):
        with pytest.raises(NotFound):
            act(DEV, case)
    with pytest.raises(Ended):
        makings.finish(DEV, making, PDF)


def test_asking_again_takes_the_place_of_what_was_asked_before(case, making, store):
    again = makings.begin(AMARA, case, "outside-file")
    with pytest.raises(Ended):
        makings.tell(AMARA, making, LAYING, 11)
    makings.tell(AMARA, again, LAYING, 1)
    assert [row.id for row in kept(store, MakingRow)] == [again]
    assert makings.look(AMARA, case).title == "Case file for outside"


@pytest.mark.parametrize("finished", [False, True])
def test_what_is_cancelled_is_gone_and_ends(case, making, store, finished):
    if finished:
        makings.finish(AMARA, making, PDF)
    makings.cancel(AMARA, case)
    assert kept(store, MakingRow) == []
    assert makings.look(AMARA, case).step == NONE
    for act in (makings.tell, makings.finish, makings.fail):
        with pytest.raises(Ended):
            act(AMARA, making, *{makings.tell: (LAYING, 1), makings.finish: (PDF,)}.get(act, ()))


def test_a_file_of_which_nothing_is_heard_has_stopped(case, making, clock):
    makings.tell(AMARA, making, LAYING, 31)
    clock.move(seconds=SILENCE.total_seconds())
    assert makings.look(AMARA, case).step == LAYING
    clock.move(seconds=1)
    seen = makings.look(AMARA, case)
    assert (seen.step, seen.under_way) == (STOPPED, False)
    # It was only slow after all.
    makings.finish(AMARA, making, PDF)
    assert makings.look(AMARA, case).step == READY


def test_what_is_ready_does_not_stop_and_what_failed_says_so(case, making, clock):
    makings.fail(AMARA, making)
    clock.move(seconds=2 * SILENCE.total_seconds())
    assert makings.look(AMARA, case).step == FAILED
    ready(case)
    clock.move(seconds=2 * SILENCE.total_seconds())
    assert makings.look(AMARA, case).step == READY


def test_after_its_time_it_is_not_there_though_nobody_cleared_it_away(case, clock):
    ready(case)
    clock.move(seconds=KEPT.total_seconds())
    assert makings.look(AMARA, case).step == READY
    clock.move(seconds=1)
    assert makings.look(AMARA, case).step == NONE
    assert makings.take(AMARA, case) is None


@pytest.mark.parametrize("clears", ["what the tick does", "whoever asks next"])
def test_what_nobody_takes_in_time_is_cleared_away(case, store, clock, clears):
    other = report(TESS, filled("report")).case_id
    ready(case)
    clock.move(seconds=KEPT.total_seconds() / 2)
    makings.begin(DEV, case, FILE)
    clock.move(seconds=KEPT.total_seconds() / 2 + 1)
    makings.begin(HANA, other, FILE) if "asks" in clears else makings.clear_away()
    assert [row.asked_by for row in kept(store, MakingRow) if row.case_id == case] == [DEV.ref]


def test_it_goes_with_its_case_whoever_asked_for_it(app, store):
    case, other = close_a_case(), report(TESS, filled("report")).case_id
    ready(case, DEV)
    ready(other, DEV)
    making = makings.begin(AMARA, case, FILE)
    propose(AMARA, case, "time", WHY)
    dispose(HANA, case, REFERENCE)
    assert [row.case_id for row in kept(store, MakingRow)] == [other]
    with pytest.raises(Ended):
        makings.finish(AMARA, making, PDF)
    with pytest.raises(NotFound):
        makings.take(DEV, case)


def test_times_are_far_apart():
    assert timedelta(minutes=1) < SILENCE < KEPT
