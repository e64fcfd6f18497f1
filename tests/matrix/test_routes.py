"""Every page, for every role, in every situation: one table, and nobody left out.

What is answered where somebody may not know of a case is what is answered where there is none, to
the byte, and takes the same steps.
"""

import pytest

from tests.matrix import expected as says
from tests.matrix.asking import ask
from tests.matrix.host import make_app
from tests.matrix.routes import ROUTES
from tests.matrix.world import SITUATIONS, WHO, person

PREFIX = "/safeguarding"
ASKED = [(route, number) for route, asks in ROUTES.items() for number in range(len(asks))]
ANSWERED_BY_FLASK = {"HEAD", "OPTIONS"}


def test_every_page_has_a_row_for_every_method_that_it_takes(packs):
    found = {
        f"{method} {rule.rule.removeprefix(PREFIX)}"
        for rule in make_app("none", packs)[0].url_map.iter_rules()
        if rule.endpoint.startswith("yipplugin.")
        for method in rule.methods - ANSWERED_BY_FLASK
    }
    assert found - ROUTES.keys() == set(), (
        "A page without a row in the matrix. Say in tests/matrix/expected.py who may do what there "
        "in which situation, and in tests/matrix/routes.py how it is asked."
    )
    assert ROUTES.keys() - found == set(), "The matrix has rows for what is gone."
    assert all(ROUTES.values())


def visits(site, route, asked, role):
    """Yield each situation with what came of asking in it, and of asking where there is no case.

    The latter only where it must be the same.
    """
    method, missing = route.partition(" ")[0], {}
    place = site.place(WHO[0], "missing")
    for situation in asked.in_order(role):
        actor = None if role is None else person(role, situation)
        same = asked.names_a_case and asked.is_as_missing(role, situation)
        if same and actor not in missing:
            # Twice at first: keys are opened and statements compiled when they are first wanted.
            for _ in range(1 if missing else 2):
                missing[actor] = ask(site, method, asked, actor, place)
        if situation == "missing" and same:
            yield situation, missing[actor], None
            continue
        came = ask(site, method, asked, actor, site.place(role or WHO[0], situation))
        yield situation, came, missing[actor] if same else None


@pytest.mark.parametrize(("route", "number"), ASKED)
def test_each_role_is_answered_in_each_situation_as_the_table_says(route, number, site):
    asked, wrong = ROUTES[route][number], []
    for role in WHO:
        site.begin_again()
        for situation, came, missing in visits(site, route, asked, role):
            said, wanted = f"as {role}, {SITUATIONS[situation]}", asked.status(role, situation)
            if came.status != wanted:
                wrong.append(f"{said}: {came.status}, not {wanted}")
            elif missing:
                if came.answer != missing.answer:
                    wrong.append(f"{said}: not answered as for a missing one")
                hides = role in says.ROLELESS or says.hides(asked.expected, role, situation)
                if hides and came.steps != missing.steps:
                    wrong.append(f"{said}: not the steps of a missing one")
    assert not wrong, "\n".join([f"{route} at {asked.at}", *wrong])


@pytest.mark.parametrize(("route", "number"), ASKED)
def test_whoever_is_not_signed_in_is_answered_the_same_everywhere(route, number, site):
    asked = ROUTES[route][number]
    for situation, came, missing in visits(site, route, asked, None):
        assert came.status == asked.signed_out, situation
        assert missing is None or came == missing, situation
