"""A school in which every word that anybody could write is an attempt to break the page."""

import re
from types import SimpleNamespace

import pytest
import time_machine

from tests.fuzz.conftest import PACKS, POLICY
from tests.hostile.words import SCRIPT, TYPED, HostileLibrary
from tests.matrix.host import START, Host, make_app
from tests.web.conftest import REPORT
from tests.web.reading import send
from yipplugin import Person, hookimpl
from yipplugin.services import cases, conduct
from yipplugin.store.migrate import upgrade
from yipplugin.values import Actor, OnDuty

TESS = Actor("staff:tess", TYPED, frozenset({"staff"}))
AMARA = Actor("staff:amara", TYPED, frozenset({"staff", "dsl"}))
HANA = Actor("staff:hana", TYPED, frozenset({"staff", "head"}))
PHONE = "javascript:alert(1)"
REF = f"pupil:{TYPED}"


def named(ref, kind):
    # A name is kept with the record, and so without the image.
    return Person(
        ref,
        TYPED,
        kind,
        year=TYPED,
        group=TYPED,
        relation=TYPED,
        age_band=TYPED,
        flags={"social_care": "current", "sen": "yes", TYPED: TYPED},
    )


class HostileHost(Host):
    """Answers in words that are code."""

    @hookimpl
    def yip_pupils(self, text, actor):
        return [named(REF, "pupil")]

    @hookimpl
    def yip_pupil(self, ref):
        return named(ref, "pupil") if ref == REF else None

    @hookimpl
    def yip_staff(self, text, actor):
        return [named("staff:someone", "staff")]

    @hookimpl
    def yip_staff_member(self, ref):
        return named(ref, "staff") if ref.startswith("staff:") else None

    @hookimpl
    def yip_dsl_on_duty(self, school, at):
        return OnDuty(SCRIPT, SCRIPT, PHONE)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the school, whose staff have acknowledged the rules, such as they are."""
    path = tmp_path_factory.mktemp("hostile") / "school.sqlite"
    app, host = make_app(path, PACKS, POLICY, HostileHost, YIP_SCHOOL_NAME=SCRIPT)
    house = app.extensions["yipplugin"]
    with time_machine.travel(START, tick=False):
        with app.app_context():
            upgrade(house.store.engine)
            house.policies = HostileLibrary(house.policies)
            rules = conduct.digest(conduct.rules())
            for who in (TESS, AMARA, HANA):
                conduct.acknowledge(who, rules)
        forms = sorted(house.policies.policy(POLICY).forms)

        def signed(case):
            with app.app_context():
                return [one.id for one in cases.look(AMARA, case).records]

        yield SimpleNamespace(
            app=app, host=host, store=house.store, house=house, forms=forms, signed=signed
        )
    house.store.engine.dispose()


@pytest.fixture
def reported(as_):
    """Return a function that reports a concern at the toy school, and gives the case's id."""

    def report(**answers):
        path = "/safeguarding/report?pupil=pupil:1"
        answer = send(as_("teacher"), path, {**REPORT, **answers})
        assert answer.status_code == 303
        return answer.location.rpartition("/")[2].partition("?")[0]

    return report


@pytest.fixture
def pages(app, reported):
    """Return an address of every page of ours at the toy school that is read."""
    known = {"case_id": reported(), "form": "taken_up", "anywhere": "x"}
    ours = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("yipplugin.")]
    return [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known.get(part[1], "0" * 32), one.rule)
        for one in ours
        if "GET" in one.methods and one.endpoint != "yipplugin.static"
    ]
