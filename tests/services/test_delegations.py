"""What the head delegates is held for a time, and ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.conftest import (
    AMARA,
    COLIN,
    DEV,
    GRACE,
    HANA,
    SAL,
    TESS,
    filled,
    with_school,
)
from tests.services.granting import REASON, opens, wanted
from yipplugin.errors import NotAllowed, NotFound, NotGiven
from yipplugin.services import delegations, team
from yipplugin.services.grants import begin, with_roles
from yipplugin.services.records import sign
from yipplugin.store.ledger import Entry, append_to_school


def test_the_head_makes_somebody_a_deputy_for_a_time(app, case_id, clock):
    delegations.delegate(HANA, "deputy_dsl", wanted(SAL, days=1))
    sal = with_roles(SAL)
    assert sal.roles == SAL.roles | {"deputy_dsl"}
    assert opens(SAL, case_id)
    sign(sal, case_id, filled("look"))
    clock.move(days=2)
    assert with_roles(SAL) == SAL


def test_authority_to_view_is_a_role_and_opens_no_case(app, case_id):
    delegations.delegate(HANA, "viewing_delegate", wanted(COLIN))
    assert with_roles(COLIN).roles == {"staff", "viewing_delegate"}
    assert not opens(COLIN, case_id)


@pytest.mark.parametrize("role", ["", "head", "dsl", "it", "case_team", "staff"])
def test_nothing_else_can_be_delegated(app, role):
    with pytest.raises(NotGiven) as refused:
        delegations.delegate(HANA, role, wanted())
    assert refused.value.field == "role"


def test_whatever_stands_in_the_table_no_other_role_is_given(app, store):
    ends = store.clock() + timedelta(days=1)
    with store.writing(HANA) as session:
        begin(session, HANA, "delegation", "head", COLIN, ends, REASON)
        append_to_school(session, "toy", Entry(store.clock(), HANA.ref, "x", ""))
    assert with_roles(COLIN) == COLIN


def test_whoever_has_no_role_of_the_hosts_has_none_of_ours(app):
    delegations.delegate(HANA, "deputy_dsl", wanted(COLIN))
    gone = replace(COLIN, roles=frozenset())
    assert with_roles(gone) == gone


def test_it_is_ended_early(app):
    delegations.delegate(HANA, "deputy_dsl", wanted(SAL))
    (grant,) = delegations.page(HANA)
    delegations.end_it(HANA, grant.id)
    assert with_roles(SAL) == SAL
    (ended,) = delegations.page(AMARA)
    assert ended.ended_at is not None
    delegations.end_it(HANA, grant.id)
    with pytest.raises(NotFound):
        delegations.end_it(HANA, "no such grant")


def test_a_grant_of_a_case_is_not_ended_as_a_delegation(app, case_id):
    team.let_in(AMARA, case_id, wanted())
    (grant,) = team.look(AMARA, case_id).grants
    with pytest.raises(NotFound):
        delegations.end_it(HANA, grant.id)
    assert opens(COLIN, case_id)


@pytest.mark.parametrize("actor", [TESS, AMARA, DEV, SAL, GRACE], ids=lambda one: one.name)
def test_it_is_for_the_heads_alone(app, ledger, actor):
    for ask in (
        lambda: delegations.delegate(actor, "deputy_dsl", wanted()),
        lambda: delegations.end_it(actor, "grant"),
    ):
        with pytest.raises(NotAllowed):
            ask()
        assert ledger()[-1] == (actor.ref, "delegation:change", "refused")


def test_it_is_not_for_oneself(app):
    with pytest.raises(NotGiven):
        delegations.delegate(HANA, "deputy_dsl", wanted(HANA))


def test_the_lead_and_the_heads_see_what_is_delegated(app):
    delegations.delegate(HANA, "deputy_dsl", wanted(SAL))
    for actor in (AMARA, DEV, HANA):
        assert [one.holder_name for one in delegations.page(actor)] == ["Sal"]
    for actor in (TESS, SAL, GRACE):
        with pytest.raises(NotAllowed):
            delegations.page(actor)


def test_it_is_of_one_school(app):
    delegations.delegate(HANA, "deputy_dsl", wanted(SAL))
    elsewhere = with_school(HANA, "other")
    assert delegations.page(elsewhere) == ()
    assert with_roles(with_school(SAL, "other")).roles == SAL.roles
    (grant,) = delegations.page(HANA)
    with pytest.raises(NotFound):
        delegations.end_it(elsewhere, grant.id)
