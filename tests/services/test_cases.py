"""A case is read by who may, and the list shows what waits, in order."""

import pytest

from tests.services.conftest import (
    AMARA,
    COLIN,
    DEV,
    GRACE,
    HANA,
    IVO,
    PAT,
    SAL,
    TESS,
    filled,
    staff,
    with_school,
)
from yipplugin.errors import NotAllowed, NotFound
from yipplugin.services.cases import CaseFilter, look, page
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.values import Verdict


@pytest.mark.parametrize("actor", [AMARA, DEV, HANA], ids=lambda one: one.name)
def test_reading_a_case_is_written_down(app, case_id, ledger, actor):
    view = look(actor, case_id)
    assert (view.reference, view.opened_by_name) == ("YIP-2026-0001", "Tess")
    assert view.standing.stage == "reported"
    assert [one.form for one in view.records] == ["report"]
    assert view.policy.key == "toy"
    assert ledger()[-1] == (actor.ref, "case:read", "done")


@pytest.mark.parametrize("actor", [TESS, COLIN, GRACE, SAL, IVO, PAT], ids=lambda one: one.name)
def test_asking_in_vain_is_written_down_too(app, case_id, ledger, actor):
    for wanted in (case_id, "nowhere", "x" * 5000):
        with pytest.raises(NotFound):
            look(actor, wanted)
        assert ledger()[-1] == (actor.ref, "case:read", "refused")


def test_what_cannot_be_written_down_is_not_read(app, case_id, monkeypatch):
    monkeypatch.setattr("yipplugin.services.cases.append_to_case", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        look(AMARA, case_id)


@pytest.mark.parametrize("actor", [TESS, IVO, PAT], ids=lambda one: one.name)
def test_the_list_is_for_those_who_read_cases(app, ledger, actor):
    with pytest.raises(NotAllowed):
        page(actor)
    assert ledger()[-1] == (actor.ref, "case:list", "refused")


@pytest.fixture
def cases(app, clock):
    """Report five concerns a minute apart; look at the second and the fourth."""
    given = []
    for number in range(5):
        given.append(report(TESS, filled("report")))
        if number in (1, 3):
            sign(AMARA, given[-1].case_id, filled("look"))
        clock.move(minutes=1)
    return [one.reference for one in given]


def references(found):
    return [row.reference for row in found.rows]


def test_what_is_due_first_comes_first_and_what_has_no_time_last(cases):
    found = page(AMARA)
    assert references(found)[:3] == [cases[0], cases[2], cases[4]]
    assert set(references(found)[3:]) == {cases[1], cases[3]}
    assert found.next_after is None


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_pages_follow_one_another_without_gaps_or_doubles(cases, size):
    seen, after = [], None
    while True:
        found = page(AMARA, after=after, size=size)
        assert len(found.rows) <= size
        seen += references(found)
        after = found.next_after
        if after is None:
            break
    assert seen == references(page(AMARA))


def test_an_address_that_was_tampered_with_shows_the_first_page(cases):
    for after in ("", "x", "20260302T000000.000000", "-"):
        assert references(page(AMARA, after=after))[0] == cases[0]


def test_a_line_says_what_is_next(cases, clock):
    line = page(AMARA).rows[0]
    assert (line.stage, line.stage_label) == ("reported", "Reported")
    assert (line.next_duty, line.next_do) == ("A-1", "Look at the report")
    assert (line.overdue, line.urgent, line.outstanding) == (False, False, 1)
    clock.move(hours=4)
    assert page(AMARA).rows[0].overdue


def test_a_trigger_that_stands_is_marked(cases, case_id):
    sign(AMARA, case_id, filled("look", {"danger": "yes"}))
    assert [row.urgent for row in page(AMARA).rows if row.id == case_id] == [True]


def test_filters_leave_out_the_rest(cases, clock):
    assert set(references(page(AMARA, CaseFilter(stage="looked_at")))) == {cases[1], cases[3]}
    assert set(references(page(HANA, CaseFilter(mine=True)))) == {cases[1], cases[3]}
    assert references(page(AMARA, CaseFilter(mine=True))) == [cases[0], cases[2], cases[4]]
    assert references(page(SAL, CaseFilter(mine=True))) == []
    clock.move(hours=3, minutes=58)
    assert references(page(AMARA, CaseFilter(overdue=True))) == [cases[0], cases[2]]


def test_a_list_is_of_ones_own_school(cases):
    assert references(page(with_school(AMARA, "other"))) == []


def test_a_case_that_names_somebody_is_not_on_their_list(cases):
    named = report(TESS, filled("report", {"said": "x", "adult": staff(DEV)})).reference
    assert named in references(page(AMARA))
    assert named not in references(page(DEV))
    assert len(page(DEV, size=5).rows) == 5
    assert page(DEV, size=5).next_after is None


def test_what_a_plugin_hides_leaves_no_short_page(cases, school):
    seen = []

    def objects(actor, act, case):
        seen.append(act)
        return Verdict(False, "hidden") if act == "case:read" and len(seen) in (2, 3) else None

    school.objects = objects
    found = page(AMARA, size=2)
    assert len(found.rows) == 2
    assert found.next_after is not None
