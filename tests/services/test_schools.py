"""Several schools in one database: nothing crosses, though refs and references are the same."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.services.conftest import AMARA, HANA, PUPIL, SAL, STAFF, TESS, filled, with_school
from tests.services.granting import wanted
from yipplugin.errors import NotAllowed, NotFound
from yipplugin.services import delegations, disposal, drafts, team, widening
from yipplugin.services.cases import look, of_pupils, page
from yipplugin.services.grants import with_roles
from yipplugin.services.records import add_to_report, sign
from yipplugin.services.reports import own_reports, receipt, report
from yipplugin.values import ROLES, Actor

NORTH, SOUTH = "north", "south"
ONCE = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""The schools are made once: nothing that is tried changes them."""


@pytest.fixture
def schools(app, store):
    """Let the same people do the same at two schools; return what came of it at each."""
    app.config["YIP_LIMITS"] = dict.fromkeys(app.config["YIP_LIMITS"], (10**6, 60))
    return {school: _lives(school) for school in (NORTH, SOUTH)}


def _lives(school):
    tess, amara, hana = (with_school(one, school) for one in (TESS, AMARA, HANA))
    made = report(tess, filled("report"))
    record = sign(amara, made.case_id, filled("look")).id
    team.let_in(amara, made.case_id, wanted())
    delegations.delegate(hana, "deputy_dsl", wanted(SAL))
    drafts.keep(tess, drafts.DraftKey("report_addition", made.case_id), "begun", [["said", "x"]])
    return {
        "case": made.case_id,
        "reference": made.reference,
        "record": record,
        "grant": team.look(amara, made.case_id).grants[0].id,
        "delegation": delegations.page(hana)[0].id,
    }


def on_a_case(actor, there):
    """Return every act on a case of another school, as somebody could try it."""
    case = there["case"]
    correction = {"supersedes": there["record"], "reason": "It was wrong."}
    return {
        "read": lambda: look(actor, case),
        "print": lambda: look(actor, case, "case:print"),
        "receipt": lambda: receipt(actor, case),
        "add": lambda: add_to_report(actor, case, filled("report_addition")),
        "sign": lambda: sign(actor, case, filled("look")),
        "correct": lambda: sign(actor, case, filled("look", **correction)),
        "team": lambda: team.look(actor, case),
        "let in": lambda: team.let_in(actor, case, wanted()),
        "end": lambda: team.end_it(actor, case, there["grant"]),
        "look at its disposal": lambda: disposal.look(actor, case),
        "propose": lambda: disposal.propose(actor, case, "review", "It is over."),
        "withdraw": lambda: disposal.withdraw(actor, case),
        "dispose": lambda: disposal.dispose(actor, case, there["reference"]),
        "end a delegation": lambda: delegations.end_it(actor, there["delegation"]),
    }


ACTORS = some.builds(
    Actor,
    some.sampled_from([one.ref for one in STAFF]),
    some.just("A name"),
    some.frozensets(some.sampled_from(sorted(ROLES)), min_size=1),
    some.just(NORTH),
)


def test_both_schools_count_their_cases_from_one(schools):
    assert schools[NORTH]["reference"] == schools[SOUTH]["reference"]
    assert schools[NORTH]["case"] != schools[SOUTH]["case"]


@settings(ONCE, max_examples=15)
@given(actor=ACTORS)
def test_every_act_on_a_case_of_another_school_finds_nothing(schools, rows, actor):
    there = schools[SOUTH]
    before = {name: count for name, count in rows().items() if name != "yip_ledger"}
    actor = with_roles(actor)
    for name, act in on_a_case(actor, there).items():
        with pytest.raises((NotFound, NotAllowed)) as refused:
            act()
        may_not = refused.type is NotAllowed
        assert not may_not or name == "end a delegation", name
    assert {name: count for name, count in rows().items() if name != "yip_ledger"} == before


@settings(ONCE, max_examples=25)
@given(actor=ACTORS)
def test_no_list_holds_anything_of_another_school(schools, actor):
    theirs, actor = set(schools[SOUTH].values()) - {schools[SOUTH]["reference"]}, with_roles(actor)
    everything = replace(actor, roles=frozenset(ROLES))
    seen = {row.id for row in page(everything).rows}
    seen |= {one.case_id for one in own_reports(everything)}
    seen |= {one.key.case_id for one in drafts.mine(everything)}
    seen |= {one.id for one in delegations.page(everything)}
    seen |= {one.id for lines in of_pupils(everything, [PUPIL["ref"]]).values() for one in lines}
    assert not seen & theirs


def test_a_reference_opens_the_case_of_ones_own_school(schools):
    sal = with_school(SAL, NORTH)
    assert widening.widen(sal, schools[SOUTH]["reference"], "Because.") == schools[NORTH]["case"]
    with pytest.raises(NotFound):
        look(with_roles(sal), schools[SOUTH]["case"])
