"""A list shows what a page would, for every role in every situation."""

from itertools import product

import pytest
from sqlalchemy import select

from yipplugin.rules.access import PERMITS, may
from yipplugin.store.cases import CaseRow, known
from yipplugin.store.lists import lines, reported
from yipplugin.store.visible import CRITERIA, asker, visible
from yipplugin.values import ROLES, Actor

LISTED = ("case:read", "receipt:read")


@pytest.fixture
def cases(make_case):
    """Keep a case for each school, reporter and choice of who is named."""
    for school, reporter, named in product(
        ("toy", "other"), ("staff:1", "staff:2"), ((), ("staff:1",), ("staff:2", "staff:1"))
    ):
        make_case(school, reporter, named)


@pytest.mark.parametrize("act", LISTED)
@pytest.mark.parametrize("roles", [(), *((role,) for role in ROLES), tuple(ROLES)])
def test_the_query_finds_what_the_table_allows(store, cases, roles, act):
    for ref, school in product(("staff:1", "staff:2", "staff:3"), ("toy", "other", "third")):
        actor = Actor(ref, "A name", frozenset(roles), school)
        with store.reading() as session:
            asked = select(CaseRow.id).where(visible(act, actor.roles))
            found = set(session.scalars(asked, asker(actor)))
            every = session.scalars(select(CaseRow)).all()
            permitted = {one.id for one in every if may(actor, act, known(session, one)).allowed}
        assert found == permitted
        assert not found or school != "third"


@pytest.mark.parametrize("act", LISTED)
def test_every_need_of_what_is_listed_is_known_to_the_query(act):
    assert {need for row in PERMITS[act] for need in row.needs} <= set(CRITERIA)


def test_lists_go_through_the_filter(store, cases):
    named = Actor("staff:1", "A name", frozenset({"dsl"}), "toy")
    free = Actor("staff:3", "A name", frozenset({"dsl"}), "toy")
    with store.reading() as session:
        assert len(lines(session, named, size=50)) == 2
        assert len(lines(session, free, size=50)) == 6
        assert len(reported(session, named, 50)) == 1
