"""A report opens a case, whoever sends it and however often."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.services.conftest import (
    AMARA,
    COLIN,
    GRACE,
    HANA,
    IVO,
    PAT,
    TESS,
    filled,
    person,
    staff,
    with_school,
)
from yipplugin.errors import FormChanged, NotAllowed, NotFound
from yipplugin.services import reports as service
from yipplugin.services.records import add_to_report, sign
from yipplugin.services.reports import own_reports, receipt, report
from yipplugin.store.cases import CaseRow
from yipplugin.store.verify import verify
from yipplugin.values import Everything, Verdict


def test_a_report_opens_a_case_and_gives_a_receipt(app, store, clock, rows, ledger, school):
    given = report(TESS, filled("report"))
    assert given.reference == "YIP-2026-0001"
    assert given.reported_at == clock()
    assert given.acknowledged is None
    assert [one.answers["said"] for one in given.records] == ["As told"]
    once = ("case", "record", "outbox", "policy", "number", "pupil", "chain")
    kept = {f"yip_{name}": 1 for name in once} | {"yip_ledger": 2}
    # The school's four keys and the case's.
    assert {name: count for name, count in rows().items() if count} == kept | {"yip_key": 5}
    assert ledger() == [
        ("staff:tess", "policy:keep", "done"),
        ("staff:tess", "report:make", "done"),
    ]
    assert [kind for kind, _ in school.events] == ["opened", "signed"]
    with store.reading(Everything()) as session:
        assert verify(session, given.case_id) is None
        case = session.get(CaseRow, given.case_id)
        assert (case.stage, case.next_duty, case.outstanding) == ("reported", "A-1", 1)
        assert case.next_due_at == clock().replace(hour=13)
        assert case.opened("opened_by_name") == "Tess"


def test_every_report_has_the_next_number(app):
    given = [report(TESS, filled("report")).reference for _ in range(3)]
    assert given == ["YIP-2026-0001", "YIP-2026-0002", "YIP-2026-0003"]
    elsewhere = report(with_school(TESS, "other"), filled("report"))
    assert elsewhere.reference == "YIP-2026-0001"


def test_the_year_of_a_number_is_the_year_in_england(app, clock):
    clock.time = clock().replace(month=7, day=31, hour=23, minute=30)
    assert report(TESS, filled("report")).reference == "YIP-2026-0001"
    clock.time = clock().replace(month=12)
    assert report(TESS, filled("report")).reference == "YIP-2026-0002"
    clock.time = clock().replace(year=2027, month=1, day=1, hour=0)
    assert report(TESS, filled("report")).reference == "YIP-2027-0001"


@pytest.mark.parametrize("actor", [TESS, AMARA, HANA, GRACE, IVO], ids=lambda one: one.name)
def test_everybody_who_works_there_may_report(app, actor):
    assert report(actor, filled("report")).reference


def test_somebody_without_a_role_may_not_and_that_is_written_down(app, rows, ledger):
    with pytest.raises(NotAllowed, match="None of your roles"):
        report(PAT, filled("report"))
    assert ledger() == [("staff:pat", "report:make", "refused")]
    assert rows()["yip_case"] == 0


def test_no_plugin_can_take_away_the_right_to_report(app, school):
    school.objects = lambda actor, act, case: Verdict(False, "no")
    with pytest.raises(NotFound):
        receipt(TESS, report(TESS, filled("report")).case_id)


def test_sending_a_report_twice_opens_one_case(app, rows, ledger, school):
    form = filled("report")
    first = report(TESS, form)
    assert report(TESS, replace(form, answers={"said": "Otherwise"})) == first
    assert rows()["yip_case"] == rows()["yip_record"] == 1
    assert [act for _, act, _ in ledger()] == ["policy:keep", "report:make"]
    assert len(school.events) == 2


def test_a_report_that_is_sent_many_times_at_once_opens_one_case(app, rows):
    form, given, raised = filled("report"), [], []
    start = threading.Barrier(8)

    def send():
        with app.app_context():
            start.wait()
            try:
                given.append(report(TESS, form))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                raised.append(error)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    assert len({one.reference for one in given}) == 1
    assert rows()["yip_case"] == rows()["yip_record"] == rows()["yip_number"] == 1
    assert rows()["yip_ledger"] == 2
    assert report(TESS, filled("report")).reference == "YIP-2026-0002"


def test_a_report_that_another_server_wrote_meanwhile_is_returned(app, monkeypatch, rows):
    """On a database server both transactions look before either has written."""
    form = filled("report")
    first = report(TESS, form)
    found, blind = service._receipt_of_first, iter([True, True, False])
    monkeypatch.setattr(
        service, "_receipt_of_first", lambda *args: None if next(blind) else found(*args)
    )
    assert report(TESS, form) == first
    assert rows()["yip_case"] == 1
    monkeypatch.undo()
    assert report(TESS, filled("report")).reference == "YIP-2026-0002"


def test_the_name_of_somebody_elses_filling_opens_nothing(app):
    form = filled("report")
    report(TESS, form)
    with pytest.raises(NotFound):
        report(COLIN, form)


@pytest.mark.parametrize(
    "form",
    [
        filled("closure"),
        filled("report", version=2),
        filled("report", {"said": "x", "extra": "y"}),
        filled("report", supersedes="x", reason="y"),
    ],
)
def test_only_the_report_form_as_it_stands_opens_a_case(app, rows, form):
    with pytest.raises(FormChanged):
        report(AMARA, form)
    assert rows()["yip_case"] == 0


def test_a_receipt_is_the_reporters_alone(app, case_id, ledger):
    assert receipt(TESS, case_id).case_id == case_id
    for other in (COLIN, AMARA, IVO, with_school(TESS, "other")):
        with pytest.raises(NotFound):
            receipt(other, case_id)
    with pytest.raises(NotFound):
        receipt(TESS, "nowhere")
    assert ledger()[-1] == ("staff:tess", "receipt:read", "refused")


def test_a_receipt_shows_what_the_reporter_wrote_and_that_it_was_taken_up(app, case_id, clock):
    clock.move(hours=1)
    sign(AMARA, case_id, filled("look"))
    clock.move(hours=1)
    add_to_report(TESS, case_id, filled("report_addition"))
    given = receipt(TESS, case_id)
    assert [one.form for one in given.records] == ["report", "report_addition"]
    assert given.acknowledged == clock().replace(hour=10)


def test_adding_to_a_report_takes_the_reporter_and_a_form_for_it(app, case_id):
    for actor, form in ((COLIN, "report_addition"), (TESS, "look"), (TESS, "nothing")):
        with pytest.raises(NotFound):
            add_to_report(actor, case_id, filled(form, {"said": "x"}))


def test_only_a_form_for_that_is_filled_in_from_a_receipt(app):
    amara = person("Amara", "dsl")
    made = report(amara, filled("report"))
    assert made.adds == ("report_addition",)
    with pytest.raises(NotFound):
        add_to_report(amara, made.case_id, filled("look"))
    add_to_report(amara, made.case_id, filled("report_addition"))


def test_own_reports_are_listed_newest_first(app, clock):
    given = []
    for _ in range(3):
        given.append(report(TESS, filled("report")).reference)
        clock.move(minutes=1)
    report(COLIN, filled("report"))
    assert [one.reference for one in own_reports(TESS)] == given[::-1]
    assert own_reports(AMARA) == ()
    with pytest.raises(NotAllowed):
        own_reports(PAT)


def test_a_reporter_who_is_named_later_loses_the_receipt(app, case_id):
    sign(AMARA, case_id, filled("look", {"danger": "unknown", "adult": staff(TESS)}))
    with pytest.raises(NotFound):
        receipt(TESS, case_id)
    with pytest.raises(NotFound):
        add_to_report(TESS, case_id, filled("report_addition"))
    assert own_reports(TESS) == ()


def test_the_dsl_group_gets_a_notice_that_names_nobody(app, store, case_id):
    from yipplugin.store.outbox import OutboxRow

    with store.reading(Everything()) as session:
        message = session.scalars(select(OutboxRow)).one()
    assert message.payload["to_roles"] == ["deputy_dsl", "dsl"]
    assert not {"Tess", "Robin Ash", "As told"} & set(map(str, message.payload.values()))


def test_a_dsl_who_reports_still_tells_the_others(app, store):
    from yipplugin.store.outbox import OutboxRow

    report(person("Amara", "dsl"), filled("report"))
    with store.reading(Everything()) as session:
        assert session.scalars(select(OutboxRow)).one().payload["to_roles"] == [
            "deputy_dsl",
            "dsl",
        ]
