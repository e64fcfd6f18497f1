"""A school under the shipped policy, with cases at several stages, to be sent garbage.

``make test`` draws the same examples every time. ``YIP_FUZZ=5000 pytest tests/fuzz`` draws as many
new ones for each test.
"""

import os
from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from tests.matrix.host import START, make_app
from tests.web.conftest import REPORT, TAKEN_UP
from tests.web.reading import Page, typed
from yipplugin.services import conduct
from yipplugin.shipped import folder
from yipplugin.store.migrate import upgrade
from yipplugin.values import Actor

POLICY = "westcroft-2023"
PACKS = folder("forms") / "policies"
MANY = int(os.environ.get("YIP_FUZZ", "0"))

PEOPLE = {
    "teacher": Actor("staff:tess", "Tess", frozenset({"staff"})),
    "lead": Actor("staff:amara", "Amara", frozenset({"staff", "dsl"})),
    "head": Actor("staff:hana", "Hana", frozenset({"staff", "head"})),
    "it": Actor("staff:ivo", "Ivo", frozenset({"it"})),
    "stranger": Actor("staff:pat", "Pat"),
    "other lead": Actor("staff:olga", "Olga", frozenset({"dsl"}), "other"),
    "nobody": None,
}


def examples(number):
    """Return the settings of a test that draws ``number`` examples, or as many as are asked for."""
    return settings(
        max_examples=MANY or number,
        derandomize=not MANY,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the school, with the ids of its cases and records."""
    path = tmp_path_factory.mktemp("fuzz") / "school.sqlite"
    app, host = make_app(path, PACKS, POLICY)
    house = app.extensions["yipplugin"]
    store, forms = house.store, sorted(house.policies.policy(POLICY).forms)
    site = SimpleNamespace(
        app=app, host=host, store=store, cases=[], records=[], forms=forms, pages={}
    )
    with time_machine.travel(START, tick=False):
        with app.app_context():
            upgrade(store.engine)
            rules = conduct.digest(conduct.rules())
            for who in ("teacher", "lead", "head", "it", "other lead"):
                assert conduct.acknowledge(PEOPLE[who], rules)
        _fill(site)
        yield site
    store.engine.dispose()


def send(site, who, path, answers):
    """Open a form as a person, type answers into it and sign it; return where it leads."""
    site.host.who, client = PEOPLE[who], site.app.test_client()
    shown = Page(client.get(path).text)
    answer = client.post(path, data=typed(shown, answers))
    assert answer.status_code == 303, path
    return answer.location


def _fill(site):
    for who, answers in (
        ("teacher", {}),
        ("teacher", {"immediate_harm": "yes"}),
        ("teacher", {"adult_involved": "yes", "staff_named": "staff:amara"}),
        ("other lead", {}),
    ):
        at = send(site, who, "/safeguarding/report", {**REPORT, **answers})
        site.cases.append(at.rpartition("/")[2].partition("?")[0])
    for case in site.cases[:2]:
        at = send(site, "lead", f"/safeguarding/cases/{case}/forms/taken_up", TAKEN_UP)
        site.records.append(at.rpartition("=")[2])
