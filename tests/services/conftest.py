"""A school with a policy of five forms, without any page: the services alone."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from yipplugin.hooking import open_house
from yipplugin.keys import LocalKeys
from yipplugin.marks import hookimpl
from yipplugin.packs.library import Library
from yipplugin.policy import Calendar
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.services.signatures import Signature
from yipplugin.services.signing import Filled
from yipplugin.settings import settle
from yipplugin.store.base import new_id
from yipplugin.store.engine import engine_on
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.sessions import Store
from yipplugin.values import Actor, Everything, Person

PACK = Path(__file__).parent / "pack"
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class School:
    """What the host answers, and what it was told. A test may set any of it otherwise."""

    def __init__(self):
        self.events, self.notices, self.checkpoints = [], [], []
        self.confirmed_at = None
        self.objects = lambda actor, act, case: None
        self.hears = lambda: None

    @hookimpl
    def yip_password_is_right(self, actor, password):
        return password == f"{actor.name}'s own"

    @hookimpl
    def yip_confirmed_at(self, actor):
        return self.confirmed_at

    @hookimpl
    def yip_roles_of(self, ref):
        return {role for one in STAFF if one.ref == ref for role in one.roles}

    @hookimpl
    def yip_staff_member(self, ref):
        return next((Person(ref, one.name, "staff") for one in STAFF if one.ref == ref), None)

    @hookimpl
    def yip_pupils(self, text):
        return [Person(one["ref"], one["name"]) for one in PUPILS if text in one["name"]]

    @hookimpl
    def yip_may(self, actor, act, case):
        return self.objects(actor, act, case)

    @hookimpl
    def yip_calendar(self, school):
        return Calendar()

    @hookimpl
    def yip_case_opened(self, event):
        self.hears()
        self.events.append(("opened", event))

    @hookimpl
    def yip_record_signed(self, event):
        self.hears()
        self.events.append(("signed", event))

    @hookimpl
    def yip_notify(self, notice):
        self.hears()
        self.notices.append(notice)

    @hookimpl
    def yip_keep_checkpoint(self, checkpoint):
        self.hears()
        self.checkpoints.append(checkpoint)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.time = START

    def __call__(self):
        return self.time

    def move(self, **by):
        self.time += timedelta(**by)


@pytest.fixture
def school():
    return School()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pack(tmp_path):
    """Return a copy of the pack, to be changed."""
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


@pytest.fixture
def app(database_url, school, clock, pack):
    app = Flask("host")
    app.config.update(YIP_POLICY="toy", SECRET_KEY="for tests only", SERVER_NAME="school.test")
    settle(app.config)
    house = app.extensions["yipplugin"] = open_house([school])
    house.policies = Library([pack], house.kinds)
    engine = engine_on(database_url)
    house.store = Store(lambda: engine, lambda: LocalKeys({"test": b"k" * 32}), clock=clock)
    with app.app_context():
        yield app
    engine.dispose()


@pytest.fixture
def store(app):
    return app.extensions["yipplugin"].store


def person(name, *roles, school="toy"):
    return Actor(f"staff:{name.lower()}", name, frozenset(roles), school)


TESS = person("Tess", "staff")
COLIN = person("Colin", "staff")
AMARA = person("Amara", "staff", "dsl")
DEV = person("Dev", "staff", "deputy_dsl")
HANA = person("Hana", "staff", "head")
GRACE = person("Grace", "chair_of_governors")
SAL = person("Sal", "staff", "safeguarding_team")
IVO = person("Ivo", "it")
PAT = person("Pat")
EZRA = person("Ezra", "executive_head")
ALEX = person("Alex", "staff", "alternate")
STAFF = (TESS, COLIN, AMARA, DEV, HANA, GRACE, SAL, IVO, EZRA, ALEX)

PUPIL = {"ref": "pupil:1", "name": "Robin Ash", "kind": "pupil", "born": "2012-02-29"}

KIT = {"ref": "pupil:2", "name": "Kit Moss", "kind": "pupil", "born": "2010-06-14"}
PUPILS = (PUPIL, KIT)


def staff(actor):
    """Return a member of staff as a form keeps them."""
    return {"ref": actor.ref, "name": actor.name, "kind": "staff", "born": None}


def filled(form, answers=None, **more):
    usual = {
        "report": {"said": "As told", "pupil": PUPIL},
        "report_addition": {"said": "And this"},
        "look": {"danger": "no"},
        "sign_off": {"agreed": "yes"},
        "closure": {"why": "It is over"},
    }
    return Filled(new_id(), form, answers or usual[form], **more)


@pytest.fixture
def case_id(app):
    """Return a case that Tess has reported."""
    return report(TESS, filled("report")).case_id


@pytest.fixture
def looked(case_id):
    """Return the record of Amara's look at the case."""
    return sign(AMARA, case_id, filled("look"))


@pytest.fixture
def ledger(store):
    """Return a function that gives the acts so far: who, what, how it came out."""

    def read(*columns):
        wanted = columns or ("actor", "act", "outcome")
        with store.reading(Everything()) as session:
            rows = session.scalars(select(LedgerRow).order_by(LedgerRow.id))
            return [tuple(getattr(row, one) for one in wanted) for row in rows]

    return read


@pytest.fixture
def rows(store):
    """Return a function that counts what is kept, table by table."""
    from yipplugin.store.tables import TABLES

    def count():
        with store.reading(Everything()) as session:
            return {one.__tablename__: len(session.scalars(select(one)).all()) for one in TABLES}

    return count


def own_password(actor):
    return Signature(f"{actor.name}'s own")


def with_school(actor, school):
    return replace(actor, school=school)
