import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete

from yipplugin import Actor, Need, Notice, phones, shipped
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.demo.models import NoticeRow, Staff, db
from yipplugin.demo.plugin import AshgrovePlugin
from yipplugin.demo.school import PASSWORD
from yipplugin.rules.contacts import resolve
from yipplugin.rules.directory import Directory

pytestmark = pytest.mark.usefixtures("in_school")
PLUGIN = AshgrovePlugin()


def test_everything_it_answers_is_a_hook():
    hooks = {name for module in shipped.SPECS for name in vars(shipped.module(module))}
    answers = {name for name in dir(PLUGIN) if not name.startswith("_")}
    assert answers <= hooks


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("LTR", {"staff"}),
        ("PSH", {"staff", "dsl"}),
        ("CMD", {"staff", "deputy_dsl"}),
        ("ZAH", {"staff", "safeguarding_team"}),
        ("ROK", {"staff", "head"}),
        ("TBE", {"staff", "executive_head"}),
        ("DWX", {"staff", "it"}),
        ("GHA", {"chair_of_governors"}),
    ],
)
def test_a_post_gives_its_roles(code, roles):
    assert PLUGIN.yip_roles(db.session.get(Staff, code)) == roles


def test_a_pupil_is_described_as_they_are():
    (found,) = PLUGIN.yip_pupils("teodor")
    assert found == PLUGIN.yip_pupil("002616")
    assert (found.name, found.kind, found.born) == (
        "Teodor Wysocki-Lamb",
        "pupil",
        date(2014, 7, 27),
    )
    assert (found.year, found.group) == ("8", "8B")
    assert found.flags == {"sen": "yes", "social_care": "current"}


def test_what_nobody_has_told_the_school_is_left_out():
    assert PLUGIN.yip_pupil("002703").flags == {"sen": "no"}


def test_a_pupil_or_colleague_who_is_gone_is_nobody():
    assert PLUGIN.yip_pupil("009999") is None
    assert PLUGIN.yip_staff_member("XXX") is None


def test_staff_are_found_under_the_key_they_sign_in_with():
    (found,) = PLUGIN.yip_staff("trevanion")
    assert found == PLUGIN.yip_staff_member("LTR")
    assert found.ref == db.session.get(Staff, "LTR").get_id()
    assert found.kind == "staff"


def test_only_the_right_password_of_the_right_person_signs():
    assert PLUGIN.yip_password_is_right(Actor("LTR", "Lucia Trevanion"), PASSWORD)
    assert not PLUGIN.yip_password_is_right(Actor("LTR", "Lucia Trevanion"), "guess")
    assert not PLUGIN.yip_password_is_right(Actor("XXX", "Nobody"), PASSWORD)


def notified(**given):
    told = {"to_roles": frozenset(), "to_ref": "", "not_to": frozenset(), **given}
    PLUGIN.yip_notify(
        Notice(school="school", reference="YIP-2026-0001", subject="New", url="/x", **told)
    )
    rows = [row.to_code for row in db.session.query(NoticeRow)]
    db.session.execute(delete(NoticeRow))
    db.session.commit()
    return sorted(rows)


def test_a_notice_reaches_those_it_is_for_and_nobody_else():
    assert notified(to_roles=frozenset({"dsl", "deputy_dsl"})) == ["CMD", "PSH"]
    assert notified(to_ref="LTR") == ["LTR"]
    assert notified(to_ref="LTR", to_roles=frozenset({"dsl"})) == ["LTR", "PSH"]


def test_whoever_is_in_the_case_gets_no_notice():
    assert notified(to_roles=frozenset({"dsl", "deputy_dsl"}), not_to=frozenset({"PSH"})) == ["CMD"]


def test_the_notices_page_shows_a_subject_and_a_link(as_):
    told = Notice(
        school="school",
        to_roles=frozenset({"dsl"}),
        to_ref="",
        reference="YIP-2026-0001",
        subject="YIP-2026-0001: a new report",
        url="/safeguarding/cases/1",
    )
    PLUGIN.yip_notify(told)
    page = as_("p.shandilya").get("/notices/").text
    db.session.execute(delete(NoticeRow))
    db.session.commit()
    assert '<a href="/safeguarding/cases/1">YIP-2026-0001: a new report</a>' in page


@pytest.mark.parametrize(
    ("day", "name"), [(23, "Priya Shandilya"), (25, "Callum MacDarragh"), (27, "Priya Shandilya")]
)
def test_the_one_on_duty_depends_on_the_day(day, name):
    on_duty = PLUGIN.yip_dsl_on_duty(datetime(2026, 11, day, 13, 0, tzinfo=UTC))
    assert on_duty.name == name
    assert on_duty.phone.startswith("01632 960")


def test_at_the_weekend_nobody_is_on_duty():
    assert PLUGIN.yip_dsl_on_duty(datetime(2026, 11, 22, 13, 0, tzinfo=UTC)) is None


def test_the_calendar_says_when_school_is_closed():
    calendar = PLUGIN.yip_calendar()
    assert date(2026, 12, 25) in calendar.holidays
    assert date(2027, 1, 4) in calendar.closed
    assert calendar.terms[0][0] == date(2026, 9, 2)


@pytest.mark.parametrize(
    ("at", "there"),
    [
        (datetime(2026, 11, 26, 10, tzinfo=UTC), "front-door"),
        (datetime(2026, 11, 27, 16, 45, tzinfo=UTC), "night-team"),
        (datetime(2026, 12, 25, 10, tzinfo=UTC), "night-team"),
    ],
)
def test_somebody_at_the_council_can_always_be_called(at, there):
    need = Need("csc_front_door", at)
    answer = resolve(Directory(PLUGIN.yip_contact_routes(need)), need, is_bank_holiday, 365)
    assert answer.now[0].route.ref == there
    assert answer.now[0].trust.state == "verified"


def test_a_made_up_council_says_nothing_where_a_real_one_is_known():
    at = datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert PLUGIN.yip_contact_routes(Need("lado", at, home="372")) == []
    assert PLUGIN.yip_contact_routes(Need("lado", at, school="931")) == []


def test_every_made_up_number_can_be_read_aloud_and_belongs_to_nobody():
    for one in PLUGIN.yip_contact_routes(Need("lado", datetime(2026, 11, 26, 10, tzinfo=UTC))):
        assert re.fullmatch(r"0114 496 0\d{3}", phones.checked(one.phone))
