"""What the school's plugin does to pages; test_examples runs it where that is installed."""

from datetime import date

import pytest
from flask import Flask
from flask_login import LoginManager, login_user
from werkzeug.security import generate_password_hash
from yip_ferndale import Ferndale, Pupil, Staff, db

from tests.hooks.checkpoints import serving
from tests.hooks.test_keeping_mail import PostBox
from tests.web.conftest import REPORT
from tests.web.reading import Page, send
from yipplugin import YipPlugin, tick
from yipplugin.store.migrate import upgrade

JOBS = {"Tess Archer": "teacher", "Amara Obi": "dsl", "Hana Ford": "head"}
WORD = "opens-it"
PREFIX = "/safeguarding"


@pytest.fixture
def box():
    box = PostBox()
    with serving(box):
        yield box


@pytest.fixture
def school(tmp_path, clock):
    (tmp_path / "master.key").write_text(f"test: {'6b' * 32}\n")
    app = Flask("ferndale")
    app.config.update(
        TESTING=True,
        SECRET_KEY="for tests only",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/school.sqlite",
        YIP_KEY_FILE=str(tmp_path / "master.key"),
        YIP_AUTHORITY="Rotherham",
        YIP_PLUGINS=["county-desk", "ferndale"],
    )
    db.init_app(app)
    LoginManager(app).user_loader(lambda key: db.session.get(Staff, int(key)))
    app.add_url_rule("/in/<int:key>", view_func=_let_in)
    YipPlugin(app)
    store = app.extensions["yipplugin"].store
    with app.app_context():
        _people()
        upgrade(store.engine)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        store.engine.dispose()


def _let_in(key):
    login_user(db.session.get(Staff, key))
    return ""


def _people():
    db.create_all()
    db.session.add(Pupil(name="Robin Ash", born=date(2012, 2, 29), year=9, postcode="OX1 1ND"))
    for name, job in JOBS.items():
        hashed = generate_password_hash(WORD, "pbkdf2:sha256:1")
        mail = f"{job}@ferndale.example"
        db.session.add(Staff(name=name, job=job, email=mail, password_hash=hashed))
    db.session.commit()


def in_as(school, job):
    client = school.test_client()
    client.get(f"/in/{list(JOBS.values()).index(job) + 1}")
    return client


def through_the_door(school, job):
    client = in_as(school, job)
    for path, typed in (("confirm", {"your-password": WORD}), ("conduct", {})):
        page = Page(client.get(f"{PREFIX}/{path}").text)
        client.post(f"{PREFIX}/{path}", data={**page.sent.to_dict(), **typed})
    return client


def reported(school):
    answer = send(in_as(school, "teacher"), f"{PREFIX}/report?pupil=pupil:1", REPORT)
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2].partition("?")[0]


def leave(school, job):
    with school.app_context():
        db.session.scalar(db.select(Staff).filter_by(job=job)).on_leave = True
        db.session.commit()


def test_the_lead_of_the_day_stands_on_the_page_for_reporting(school):
    assert "0114 496 0221" in in_as(school, "teacher").get(f"{PREFIX}/report").text


def test_the_childs_own_authority_is_looked_up_by_the_other_plugin(school):
    case = reported(school)
    page = through_the_door(school, "dsl").get(f"{PREFIX}/cases/{case}/contacts").text
    assert "Nell Farrow" in page


def test_what_is_due_today_is_due_when_the_school_closes(school):
    case = reported(school)
    page = Page(through_the_door(school, "dsl").get(f"{PREFIX}/cases/{case}").text).words
    assert "To do today by 3:20pm" in page


def test_whoever_is_on_leave_reports_and_opens_no_case(school):
    case, lead = reported(school), through_the_door(school, "dsl")
    assert lead.get(f"{PREFIX}/cases/{case}").status_code == 200
    leave(school, "teacher")
    leave(school, "dsl")
    assert reported(school) != case
    # To whom it may not be shown, a case is not told apart from one that there is not.
    assert lead.get(f"{PREFIX}/cases/{case}").status_code == 404
    page = lead.get(f"{PREFIX}/cases")
    assert (page.status_code, "You are on leave" in page.text) == (403, True), page.text


def test_a_notice_is_mailed_to_whom_it_is_for_and_what_is_signed_is_counted(school, box):
    school.config["FERNDALE_MAIL"] = box.server_address
    reported(school)
    with school.app_context():
        tick()
    assert "dsl@ferndale.example" in [mail["To"] for mail in box.taken]
    assert all("picture" not in mail.as_string() for mail in box.taken)
    plugins = school.extensions["yipplugin"].manager.get_plugins()
    (ferndale,) = (one for one in plugins if isinstance(one, Ferndale))
    assert ferndale.signed == {"report": 1}
