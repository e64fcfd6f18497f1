"""The example under every hook runs, in the toy school, and does what it says."""

# ruff: noqa: F401 - the examples use these names, as a host's module would have them
import inspect
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from textwrap import indent

import pytest
from flask import current_app, session, url_for
from werkzeug.security import check_password_hash
from wtforms import StringField

from tests.hooks.senders import sending
from tests.toy_host.models import Pupil, Staff, db
from tests.toy_host.safeguarding import ROLES
from yipplugin import (
    Actor,
    Calendar,
    CaseKnown,
    Checkpoint,
    Event,
    FieldType,
    LocalKeys,
    Need,
    Notice,
    OnDuty,
    PageLink,
    Person,
    Receipt,
    Route,
    Sending,
    Verdict,
    WrongContact,
    hookimpl,
    shipped,
)
from yipplugin.hooking import open_house

SPECS = {
    name: spec
    for module in map(shipped.module, shipped.SPECS)
    for name, spec in vars(module).items()
    if hasattr(spec, "yip_mood")
}
TEACHER = Actor("1", "Tess Archer", frozenset({"staff"}))
ROBIN = Person("pupil:1", "Robin Ash", "pupil", date(2012, 2, 29), year="Year 9")
EVENT = Event("school", "c1", "SG-2026-0001", "report", "r1", "1")


class HouseColour(FieldType):
    name = "house colour"

    def field(self, question):
        return StringField(question.ask)


class Mail:
    def __init__(self):
        self.sent = []

    def send(self, *what):
        self.sent.append(what)


@pytest.fixture
def example(app):
    """Return a function that runs the example under a hook: its answer, and the plugin after it."""

    def run(name, *asked, **attributes):
        _, source = inspect.getdoc(SPECS[name]).split("Example::\n\n")
        scope = dict(globals())
        exec(f"class Example:\n{indent(inspect.cleandoc(source), '    ')}", scope)  # noqa: S102
        plugin = scope["Example"]()
        vars(plugin).update(attributes)
        made = open_house([plugin])
        answer = getattr(made.hooks, name)(*asked)
        assert not made.failures
        return answer, plugin

    with app.test_request_context():
        yield run


def test_yip_actor(example):
    assert example("yip_actor")[0] is None
    session["staff_id"] = 1
    assert example("yip_actor")[0] == TEACHER


def test_yip_roles(example):
    assert example("yip_roles", Staff(job="dsl"))[0] == ["staff", "dsl"]
    assert example("yip_roles", Staff(job="parent"))[0] == []


def test_yip_pupils(example):
    assert example("yip_pupils", "robin", TEACHER)[0] == [ROBIN]


def test_yip_pupil(example):
    assert example("yip_pupil", "pupil:1")[0] == ROBIN
    assert example("yip_pupil", "pupil:99")[0] is None


def test_yip_staff(example):
    assert example("yip_staff", "tess", TEACHER)[0] == [Person("1", "Tess Archer", "staff")]


def test_yip_staff_member(example):
    assert example("yip_staff_member", "1")[0] == Person("1", "Tess Archer", "staff")


def test_yip_password_is_right(example):
    assert example("yip_password_is_right", TEACHER, "teacher-opens-it")[0] is True
    assert example("yip_password_is_right", TEACHER, "dsl-opens-it")[0] is False


def test_yip_confirmed_at(example):
    assert example("yip_confirmed_at", TEACHER)[0] is None
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    session["confirmed_at"] = moment.timestamp()
    assert example("yip_confirmed_at", TEACHER)[0] == moment


def test_yip_confirm_url(example):
    assert example("yip_confirm_url", "/x")[0] == "/sign-in?again=yes&next=/x"


def test_yip_sign_in_url(example):
    assert example("yip_sign_in_url", "/x")[0] == "/sign-in?back=/x"


def test_yip_may(example):
    case = CaseKnown("school", "1")
    assert example("yip_may", TEACHER, "case:read", case, on_leave=set())[0] is None
    refused, _ = example("yip_may", TEACHER, "case:read", case, on_leave={"1"})
    assert refused == Verdict(False, "You are on leave; your deputy holds your cases.")


def test_yip_key_provider(example):
    class Secrets:
        def read(self, path):
            return {"yip/master/2026": b"k" * 32}[path]

    provider, _ = example("yip_key_provider", secrets=Secrets())
    assert provider.current == "2026"


def test_yip_calendar(example):
    calendar, _ = example("yip_calendar", "school")
    assert calendar.closes == time(15, 20)
    assert isinstance(calendar, Calendar)


def test_yip_policy_folders(example):
    assert Path(current_app.root_path) / "policies" in example("yip_policy_folders")[0]


def test_yip_field_types(example):
    assert HouseColour in example("yip_field_types")[0]


def test_yip_case_opened(example):
    assert example("yip_case_opened", EVENT, reported=Counter())[1].reported == {"school": 1}


def test_yip_record_signed(example):
    assert example("yip_record_signed", EVENT, to_refresh=set())[1].to_refresh == {"c1"}


def test_yip_notify(example):
    leads = frozenset({"dsl", "deputy_dsl"})
    notice = Notice("school", leads, "1", "SG-2026-0001", "A concern", "/c1", frozenset({"4"}))
    _, plugin = example("yip_notify", notice, mail=Mail())
    assert [to for to, *_ in plugin.mail.sent] == ["teacher", "dsl"]


class Archive(dict):
    def put(self, name, *what):
        self[name] = what


def test_yip_keep_checkpoint(example):
    checkpoint = Checkpoint("school", 7, datetime(2026, 3, 2, tzinfo=UTC), "r", b"{}", "k", "s")
    _, plugin = example("yip_keep_checkpoint", checkpoint, archive=Archive())
    assert plugin.archive == {"school-7": (b"{}", "s")}


def test_yip_dsl_on_duty(example):
    duty, _ = example("yip_dsl_on_duty", "school", datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    assert duty.phone == "ext. 204"


def test_yip_roles_of(example):
    refs = {one.username: str(one.id) for one in db.session.scalars(db.select(Staff))}
    # What ships answers too, from Flask-Login.
    assert example("yip_roles_of", refs["dsl"], "school")[0] == ["dsl", "staff", "dsl"]
    assert example("yip_roles_of", refs["teacher"], "school")[0] == ["staff"]


def test_every_example_is_run():
    here = globals()
    assert [name for name in SPECS if f"test_{name}" not in here] == []


MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_yip_school_authority(example):
    assert example("yip_school_authority", "toy", authorities={"toy": "931"})[0] == "931"


def test_yip_home_authority(example):
    homes = {"pupil:1": "Rotherham"}
    assert example("yip_home_authority", "pupil:1", homes=homes)[0] == "Rotherham"
    assert example("yip_home_authority", "pupil:2", homes=homes)[0] is None


def test_yip_authority_at(example):
    assert example("yip_authority_at", "OX1 1ND", postcodes={"OX1 1ND": "931"})[0] == "931"


def test_yip_authority_areas(example):
    councils = {"council:7": ["Oxfordshire"]}
    for ref, found in (("council:7", ["Oxfordshire"]), ("staff:1", [])):
        who = Actor(ref, "Cleo", frozenset({"authority"}), "county")
        assert example("yip_authority_areas", who, councils=councils)[0] == found


def test_yip_contact_routes(example):
    class Rota:
        def on_duty(self, at):
            return OnDuty("Duty desk", "officer", "0114 496 0009")

    need = Need("police_advice", MORNING)
    (found,) = example("yip_contact_routes", "toy", need, rota=Rota())[0]
    assert (found.org, found.phone, found.order) == ("Duty desk", "0114 496 0009", 30)
    assert example("yip_contact_routes", "toy", Need("lado", MORNING), rota=Rota())[0] == []


def test_yip_contact_wrong(example):
    wrong = WrongContact("toy", "a/b", "MASH", "0114 496 0009", "A", "a@a.example", "Dead", MORNING)
    _, plugin = example("yip_contact_wrong", wrong, mail=Mail())
    assert plugin.mail.sent == [("a@a.example", "Wrong: MASH", "0114 496 0009: Dead")]


def test_yip_page_links(example):
    found, _ = example("yip_page_links", TEACHER, "report")
    assert found == [PageLink("Our safeguarding handbook", "/staff/handbook")]
    assert example("yip_page_links", TEACHER, "case")[0] == []


def test_yip_send_referral(example):
    class SecureMail:
        def send(self, *_):
            return "Q1"

    receipt, _ = example(
        "yip_send_referral", sending("mail", "a@b.example"), secure_mail=SecureMail()
    )
    assert receipt == Receipt("taken", "handed to the county's secure mail", "Q1")
    other = sending("webhook", "https://b.example")
    assert example("yip_send_referral", other, secure_mail=SecureMail())[0] is None
