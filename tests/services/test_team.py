"""Somebody is let into a case for a time, and it ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.conftest import (
    ALEX,
    AMARA,
    COLIN,
    DEV,
    GRACE,
    HANA,
    PAT,
    PUPIL,
    SAL,
    TESS,
    filled,
    staff,
)
from tests.services.granting import REASON, TODAY, opens, wanted
from yipplugin.errors import NotFound, NotGiven
from yipplugin.services import team
from yipplugin.services.cases import look, page
from yipplugin.services.grants import LONGEST_REASON, Wanted, with_roles
from yipplugin.services.outbox import deliver
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.grants import GrantRow
from yipplugin.values import Everything


@pytest.fixture
def on_team(app, case_id):
    """Let Colin into the case, and return the grant's id."""
    team.let_in(AMARA, case_id, wanted())
    (grant,) = team.look(AMARA, case_id).grants
    return grant.id


def test_somebody_is_let_in_until_the_end_of_a_day(app, case_id, clock, on_team):
    (grant,) = team.look(AMARA, case_id).grants
    assert (grant.holder_name, grant.made_by_name, grant.reason) == ("Colin", "Amara", REASON)
    assert opens(COLIN, case_id)
    clock.move(days=7, hours=14)
    assert opens(COLIN, case_id)
    clock.move(hours=1)
    assert not opens(COLIN, case_id)
    assert team.look(AMARA, case_id).grants == ()


def test_they_have_a_list_and_sign_what_names_a_role_of_theirs(app, case_id, on_team):
    colin = with_roles(COLIN)
    assert colin.roles == {"staff", "case_team"}
    assert [row.id for row in page(colin).rows] == [case_id]
    sign(colin, case_id, filled("report_addition"))
    with pytest.raises(NotFound):
        sign(colin, case_id, filled("look"))
    with pytest.raises(NotFound):
        look(colin, case_id, "case:print")
    with pytest.raises(NotFound):
        team.look(colin, case_id)


def test_it_is_for_that_case_alone(app, on_team):
    other = report(TESS, filled("report")).case_id
    assert not opens(COLIN, other)


def test_it_is_ended_early(app, case_id, on_team):
    team.end_it(DEV, case_id, on_team)
    assert with_roles(COLIN) == COLIN
    assert not opens(COLIN, case_id)
    team.end_it(DEV, case_id, on_team)
    assert team.look(AMARA, case_id).grants == ()


def test_whoever_is_named_is_not_let_in_and_whoever_asks_is_told_why(app):
    told = {"said": "x", "pupil": PUPIL, "adult": staff(COLIN)}
    case_id = report(TESS, filled("report", told)).case_id
    with pytest.raises(NotGiven, match="Colin is one of the people in this case") as refused:
        team.let_in(AMARA, case_id, wanted())
    assert refused.value.field == "holder"
    assert team.look(AMARA, case_id).grants == ()


def test_being_named_ends_it_in_that_moment(app, case_id, on_team, store):
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(COLIN)}))
    assert with_roles(COLIN) == COLIN
    assert not opens(COLIN, case_id)
    with store.reading(Everything()) as session:
        row = session.scalars(select(GrantRow)).one()
    assert (row.ended_by, row.ended_at) == (AMARA.ref, store.clock())


def test_a_role_of_the_grant_opens_nothing_that_names_them(app, case_id, on_team):
    other = report(TESS, filled("report")).case_id
    team.let_in(AMARA, other, wanted())
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(COLIN)}))
    assert "case_team" in with_roles(COLIN).roles
    assert not opens(COLIN, case_id)
    assert opens(COLIN, other)


def test_the_head_lets_a_deputy_into_a_case_that_names_the_lead(app):
    told = {"said": "x", "pupil": PUPIL, "adult": staff(AMARA)}
    case_id = report(TESS, filled("report", told)).case_id
    with pytest.raises(NotFound):
        team.let_in(DEV, case_id, wanted(SAL))
    team.let_in(HANA, case_id, wanted(DEV))
    assert opens(DEV, case_id)
    sign(with_roles(DEV), case_id, filled("look"))


def test_whoever_stands_in_changes_the_team_of_a_case_that_names_the_head(app):
    told = {"said": "x", "pupil": PUPIL, "adult": staff(HANA)}
    case_id = report(TESS, filled("report", told)).case_id
    team.let_in(GRACE, case_id, wanted(SAL))
    assert opens(SAL, case_id)


@pytest.mark.parametrize("actor", [TESS, COLIN, SAL, GRACE, ALEX, PAT], ids=lambda one: one.name)
def test_nobody_else_learns_whether_there_is_such_a_case(app, case_id, ledger, actor):
    for one in (case_id, "nowhere"):
        for ask in (
            lambda one=one: team.look(actor, one),
            lambda one=one: team.let_in(actor, one, wanted()),
            lambda one=one: team.end_it(actor, one, "grant"),
        ):
            with pytest.raises(NotFound):
                ask()
            assert ledger()[-1] == (actor.ref, "team:change", "refused")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Wanted("", TODAY, REASON), "holder"),
        (Wanted("staff:nobody", TODAY, REASON), "holder"),
        (Wanted(AMARA.ref, TODAY, REASON), "holder"),
        (Wanted(COLIN.ref, None, REASON), "last_day"),
        (Wanted(COLIN.ref, TODAY - timedelta(days=1), REASON), "last_day"),
        (Wanted(COLIN.ref, TODAY + timedelta(days=366), REASON), "last_day"),
        (Wanted(COLIN.ref, TODAY, "  "), "reason"),
        (Wanted(COLIN.ref, TODAY, "x" * (LONGEST_REASON + 1)), "reason"),
        (Wanted(COLIN.ref, TODAY, "data:image/png;base64," + "iVBORw0KGgo" * 20), "reason"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_given(app, case_id, rows, asked, field):
    before = rows()
    with pytest.raises(NotGiven) as refused:
        team.let_in(AMARA, case_id, asked)
    assert refused.value.field == field
    assert rows() == before


def test_a_year_is_the_longest_and_today_the_shortest(app, case_id):
    team.let_in(AMARA, case_id, wanted(COLIN, days=365))
    team.let_in(AMARA, case_id, wanted(SAL, days=0))
    assert len(team.look(AMARA, case_id).grants) == 2


def test_somebody_is_let_in_once(app, case_id, on_team):
    with pytest.raises(NotGiven, match="let in already"):
        team.let_in(AMARA, case_id, wanted())


def test_a_grant_of_another_case_is_not_ended_through_this_one(app, case_id, on_team):
    other = report(TESS, filled("report")).case_id
    with pytest.raises(NotFound):
        team.end_it(AMARA, other, on_team)
    with pytest.raises(NotFound):
        team.end_it(AMARA, case_id, "no such grant")
    assert opens(COLIN, case_id)


def test_they_are_told_and_nobody_else(app, case_id, school, on_team):
    deliver(lambda case: f"/cases/{case}")
    (notice,) = (one for one in school.notices if one.to_ref)
    assert (notice.to_ref, notice.to_roles) == (COLIN.ref, frozenset())
    assert notice.subject == "YIP-2026-0001: you can open it for a time"


def test_whoever_is_named_before_word_reaches_them_gets_none(app, case_id, school, on_team):
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(COLIN)}))
    deliver(lambda case: f"/cases/{case}")
    assert COLIN.ref not in {one.to_ref for one in school.notices}
