"""Who is stopped at the door is stopped alike, whatever there is behind it."""

from dataclasses import replace

import pytest

from tests.matrix.asking import ask
from tests.matrix.routes import FREE, ONLY_PROOF, ROUTES
from tests.matrix.world import person

BEHIND = [
    (route, number)
    for route, asks in ROUTES.items()
    if route not in FREE
    for number in range(len(asks))
]
WORKING_ON_CASES = ("dsl", "safeguarding_team")


def stops_alike(site, route, number, leads_to, **stranger):
    """Have people ask behind the door, and hold that each is led to the same, wherever they ask."""
    asked, method = replace(ROUTES[route][number], echoes=True), route.partition(" ")[0]
    for role in WORKING_ON_CASES:
        actor = replace(person(role, "own"), **stranger)
        # Twice at first: keys are opened and statements compiled when they are first wanted.
        nowhere = [ask(site, method, asked, actor, site.place(role, "missing")) for _ in range(2)]
        for situation in asked.situations:
            came = ask(site, method, asked, actor, site.place(role, situation))
            assert came == nowhere[1], situation
            assert came.status in (303, 401, 403), situation
            assert leads_to in f"{dict(came.headers).get('Location')} {came.body}", situation


@pytest.mark.parametrize(("route", "number"), BEHIND)
def test_without_a_proof_of_who_it_is_every_case_is_as_none(route, number, site):
    site.host.sure = False
    stops_alike(site, route, number, "/safeguarding/confirm?next=")


@pytest.mark.parametrize(("route", "number"), [one for one in BEHIND if one[0] not in ONLY_PROOF])
def test_without_the_rules_of_conduct_every_case_is_as_none(route, number, site):
    stops_alike(site, route, number, "/safeguarding/conduct?next=", ref="staff:newcomer")


def test_what_is_free_is_in_the_table():
    assert ROUTES.keys() >= FREE | ONLY_PROOF
