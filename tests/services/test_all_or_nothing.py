"""An act is written whole or not at all, wherever it breaks."""

import pytest

from tests.services.conftest import AMARA, TESS, filled
from yipplugin.services.drafts import DraftKey, keep
from yipplugin.services.records import sign
from yipplugin.services.reports import report

STEPS = (
    "add_record",
    "people_to_name",
    "summarise",
    "append_to_case",
    "lay_aside",
    "leave_notice",
    "name_people",
)


class Broken(Exception):
    pass


def breaks(*args, **named):
    raise Broken


@pytest.mark.parametrize("step", STEPS)
def test_a_report_that_breaks_leaves_nothing(app, rows, school, monkeypatch, step):
    form = filled("report")
    monkeypatch.setattr(f"yipplugin.services.signing.{step}", breaks)
    with pytest.raises(Broken):
        report(TESS, form)
    # The school's keys are made before, on their own: they are of no act.
    assert {table for table, count in rows().items() if count} == {"yip_key"}
    assert school.events == []
    monkeypatch.undo()
    assert report(TESS, form).reference == "YIP-2026-0001"


@pytest.mark.parametrize("step", STEPS)
def test_a_record_that_breaks_leaves_the_case_as_it_was(
    app, case_id, store, rows, school, monkeypatch, step
):
    form = filled("look")
    keep(AMARA, DraftKey("look", case_id), form.submission, [["danger", "no"]])
    before, told = rows(), len(school.events)
    monkeypatch.setattr(f"yipplugin.services.signing.{step}", breaks)
    with pytest.raises(Broken):
        sign(AMARA, case_id, form)
    assert rows() == before
    assert len(school.events) == told
    monkeypatch.undo()
    sign(AMARA, case_id, form)
    after = rows()
    for table in ("yip_record", "yip_ledger", "yip_outbox"):
        assert after[table] == before[table] + 1
    assert after["yip_draft"] == 0


def test_a_plugin_that_breaks_when_told_loses_nothing(app, rows, school):
    school.hears = breaks
    given = report(TESS, filled("report"))
    sign(AMARA, given.case_id, filled("look"))
    # Beside the two, that the policy was kept.
    assert (rows()["yip_record"], rows()["yip_ledger"]) == (2, 3)
    failures = app.extensions["yipplugin"].failures
    assert {one.hook for one in failures} == {"yip_case_opened", "yip_record_signed"}


def test_who_is_told_finds_the_record_saved(app, store, rows, school):
    seen = []
    school.hears = lambda: seen.append(rows()["yip_record"])
    report(TESS, filled("report"))
    assert seen == [1, 1]
