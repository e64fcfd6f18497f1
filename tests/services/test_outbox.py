"""Word reaches whoever it is for, again until it does, and holds nothing that was written."""

import threading

import pytest
from sqlalchemy import delete, select

from tests.services.conftest import AMARA, COLIN, HANA, SAL, TESS, filled, own_password, staff
from yipplugin.services import makings
from yipplugin.services.outbox import LEASE, deliver, due
from yipplugin.services.papers import FILE
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.keys import KeyRow
from yipplugin.store.outbox import OutboxRow
from yipplugin.store.rowlevel import say_everything
from yipplugin.values import Everything
from yipplugin.worker.tick import tick


def link(case_id):
    return f"/cases/{case_id}"


@pytest.fixture
def messages(store):
    def read():
        with store.reading(Everything()) as session:
            return session.scalars(select(OutboxRow).order_by(OutboxRow.due_at)).all()

    return read


def test_a_report_reaches_the_dsl_group(app, case_id, school):
    assert deliver(link).done == 1
    (notice,) = school.notices
    assert notice.to_roles == {"dsl", "deputy_dsl"}
    assert notice.subject == "YIP-2026-0001: a new report"
    assert notice.url == f"/cases/{case_id}"
    assert notice.not_to == frozenset()


def test_a_duty_that_opens_reaches_whoever_is_to_do_it(app, case_id, school, clock):
    clock.move(minutes=1)
    sign(AMARA, case_id, filled("look"))
    deliver(link)
    assert [one.to_roles for one in school.notices] == [{"dsl", "deputy_dsl"}, {"head"}]
    assert school.notices[1].subject == "YIP-2026-0001: something is waiting for you"


def test_nobody_is_told_of_what_was_waiting_before(app, case_id, looked, school, messages):
    form = filled("sign_off", about=f"record:{looked.id}", signature=own_password(HANA))
    sign(HANA, case_id, form)
    assert len(messages()) == 2


def test_a_notice_is_kept_from_whoever_is_named_even_later(app, school):
    case_id = report(TESS, filled("report", {"said": "x", "adult": staff(HANA)})).case_id
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(SAL)}))
    deliver(link)
    assert {one.not_to for one in school.notices} == {frozenset({"staff:hana", "staff:sal"})}


def test_a_case_that_cannot_be_opened_keeps_no_other_notice_waiting(app, school, store, messages):
    shut = report(TESS, filled("report", {"said": "x", "adult": staff(COLIN)})).case_id
    with store.engine.begin() as connection:
        say_everything(connection)
        assert connection.execute(delete(KeyRow).where(KeyRow.case_id == shut)).rowcount == 1
    other = report(TESS, filled("report")).case_id
    told = deliver(link)
    assert (told.done, told.failed) == (1, 1)
    assert [one.url for one in school.notices] == [f"/cases/{other}"]
    assert [one.error for one in messages() if not one.done_at] == [
        "who is in the case cannot be opened, so nobody was told"
    ]


def test_a_message_is_delivered_once(app, case_id, school):
    deliver(link)
    assert deliver(link).done == 0
    assert due() == ()
    assert len(school.notices) == 1


def test_a_message_that_fails_comes_again_later_and_later(app, case_id, school, messages, clock):
    def fail():
        raise OSError("the mail server is away")

    school.hears = fail
    for minutes in (2, 4, 8):
        assert deliver(link).failed == 1
        assert deliver(link).failed == 0
        (message,) = messages()
        assert (message.due_at - clock()).total_seconds() == minutes * 60
        assert "OSError" in message.error
        assert "mail server" not in message.error
        clock.move(minutes=minutes)
    school.hears = lambda: None
    assert deliver(link).done == 1
    assert messages()[0].error is None


def test_the_wait_never_exceeds_a_school_morning(app, case_id, school, messages, clock):
    school.hears = lambda: 1 / 0
    for _ in range(15):
        deliver(link)
        (message,) = messages()
        clock.move(seconds=(message.due_at - clock()).total_seconds())
    deliver(link)
    assert (messages()[0].due_at - clock()).total_seconds() == 6 * 3600


def test_a_message_that_one_worker_has_taken_is_left_alone(app, case_id, school, clock):
    during = []
    school.hears = lambda: during.append((due(), deliver(link).done))
    deliver(link)
    assert during == [((), 0)]
    assert len(school.notices) == 1


def test_a_message_of_a_worker_that_died_is_taken_over(app, case_id, school, clock, monkeypatch):
    def die(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("yipplugin.services.outbox._told", die)
    with pytest.raises(KeyboardInterrupt):
        deliver(link)
    monkeypatch.undo()
    assert deliver(link).done == 0
    clock.time += LEASE
    assert deliver(link).done == 1


def test_many_workers_deliver_each_message_once(app, school):
    for _ in range(10):
        report(TESS, filled("report"))

    def work():
        with app.app_context():
            while deliver(link, size=3).done:
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.reference for one in school.notices}) == len(school.notices) == 10


def test_a_tick_clears_away_the_files_that_nobody_took(app, case_id, clock, rows):
    app.add_url_rule("/case/<case_id>", endpoint="yipplugin.case")
    makings.begin(AMARA, case_id, FILE)
    clock.move(seconds=makings.KEPT.total_seconds())
    tick()
    assert rows()["yip_making"] == 1
    clock.move(seconds=1)
    tick()
    assert rows()["yip_making"] == 0


def test_a_tick_passes_on_everything_that_is_due(app, school):
    for number in range(25):
        report(TESS if number % 2 else COLIN, filled("report"))
    app.add_url_rule("/case/<case_id>", endpoint="yipplugin.case")
    # The day's checkpoint of the ledger goes out beside them.
    assert tick().done == 26
    assert school.notices[0].url.startswith("http://school.test/case/")
