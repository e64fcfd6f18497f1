"""What is in the way is said in plain words, and nothing about a child gets into a log."""

import logging
from datetime import timedelta

import pytest
from flask import got_request_exception

from tests.conftest import MORNING
from tests.web.conftest import REPORT
from tests.web.reading import Page, send, typed
from yipplugin.errors import (
    ConductWanted,
    ConfirmWanted,
    ImageryRefused,
    SealRefused,
    StoreBusy,
    TooMany,
)
from yipplugin.services import reports


def test_a_refused_role_is_told_why(as_):
    answer = as_("it").get("/safeguarding/cases")
    assert answer.status_code == 403
    assert "None of your roles permits" in Page(answer.text).words


def test_an_address_of_ours_that_leads_nowhere_is_as_a_case_that_does_not_exist(as_):
    dsl = as_("dsl")
    nowhere, missing = dsl.get("/safeguarding/nowhere"), dsl.get("/safeguarding/cases/missing")
    assert nowhere.status_code == missing.status_code == 404
    assert nowhere.data == missing.data


def test_a_body_that_could_carry_a_file_is_never_taken(as_):
    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/report").text)
    answer = teacher.post(
        "/safeguarding/report", data=typed(page, REPORT), content_type="multipart/form-data"
    )
    assert answer.status_code == 415
    assert "Files are never taken" in Page(answer.text).words
    assert "YIP-" not in Page(teacher.get("/safeguarding/reports").text).words


def test_what_breaks_is_logged_by_its_place_and_never_by_what_it_says(as_, monkeypatch, caplog):
    def breaks(*_):
        raise RuntimeError("Robin Ash told me that")

    teacher = as_("teacher")
    monkeypatch.setattr(reports, "report", breaks)
    with caplog.at_level(logging.INFO):
        answer = send(teacher, "/safeguarding/report", REPORT)
    assert answer.status_code == 500
    assert "Robin Ash told me that" not in answer.text
    assert "Robin Ash" not in caplog.text
    assert "RuntimeError on yipplugin.report at" in caplog.text


def test_what_was_typed_when_something_broke_is_given_back_and_kept(as_, monkeypatch):
    from yipplugin.errors import StoreBusy

    def busy(*_):
        raise StoreBusy

    teacher = as_("teacher")
    monkeypatch.setattr(reports, "report", busy)
    answer = send(teacher, "/safeguarding/report", REPORT)
    assert answer.status_code == 503
    assert REPORT["account"] in Page(answer.text).words
    assert Page(teacher.get("/safeguarding/report").text).text("account") == REPORT["account"]


def test_no_password_is_given_back(client):
    sent = {**REPORT, "signature-password": "a secret"}
    assert "a secret" not in client.post("/safeguarding/report", data=sent).text


def test_a_broken_base_page_of_the_host_still_leaves_words(app, as_):
    dsl = as_("dsl")
    app.jinja_env.globals["url_for"] = None
    answer = dsl.get("/safeguarding/cases")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text


@pytest.mark.parametrize("url", ["https://elsewhere.example/sign-in", None])
def test_sign_in_on_another_site_is_a_link_that_no_browser_blocks(app, client, url, monkeypatch):
    from yipplugin.web import problems

    monkeypatch.setattr(problems, "sign_in_url", lambda _: url)
    answer = client.get("/safeguarding/cases")
    assert answer.status_code == 401
    assert (url in Page(answer.text).links) is bool(url)


WHAT_COMES_UP = {
    "a key that is missing": (SealRefused("The key school/1 does not open."), 503, "in person now"),
    "image data": (ImageryRefused("Nothing was kept.", ["account"]), 422, "offence"),
    "too many reports": (TooMany(MORNING + timedelta(seconds=90)), 429, "in 2 minutes"),
    "a busy database": (StoreBusy(), 503, "Wait a moment"),
    "what nobody thought of": (RuntimeError("Robin Ash"), 500, "on our side"),
    "a proof that ran out": (ConfirmWanted(), 303, ""),
    "rules that changed": (ConductWanted(), 303, ""),
}


@pytest.mark.parametrize("what", WHAT_COMES_UP)
def test_whatever_comes_up_while_reporting_costs_nobody_their_text(as_, monkeypatch, what):
    error, status, says = WHAT_COMES_UP[what]

    def fails(*_):
        raise error

    teacher = as_("teacher")
    monkeypatch.setattr(reports, "report", fails)
    answer = send(teacher, "/safeguarding/report", REPORT)
    words = Page(answer.text).words
    assert answer.status_code == status
    assert says in words
    assert "Robin Ash" not in words
    if status != 303:
        assert REPORT["account"] in words
        assert "999" in words
    monkeypatch.undo()
    assert Page(teacher.get("/safeguarding/report").text).text("account") == REPORT["account"]


def test_whoever_has_to_wait_is_told_how_long(as_, monkeypatch):
    def fails(*_):
        raise TooMany(MORNING + timedelta(seconds=90))

    monkeypatch.setattr(reports, "report", fails)
    answer = send(as_("teacher"), "/safeguarding/report", REPORT)
    assert answer.headers["Retry-After"] == "90"


def test_where_drafts_cannot_be_kept_either_the_text_stands_on_the_page(as_, monkeypatch):
    from yipplugin.services import drafts

    def fails(*_):
        raise SealRefused("No key.")

    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/report").text)
    monkeypatch.setattr(drafts, "keep", fails)
    answer = teacher.post("/safeguarding/report", data=typed(page, REPORT))
    assert answer.status_code == 503
    assert REPORT["account"] in Page(answer.text).words


def test_where_even_the_hosts_page_breaks_the_text_and_999_are_shown_in_plain(app, as_):
    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/report").text)
    app.jinja_env.globals["url_for"] = None
    sent = typed(page, {**REPORT, "account": "<b>They</b> told me.", "immediate_harm": []})
    answer = teacher.post("/safeguarding/report", data=sent)
    assert answer.status_code == 500
    assert "&lt;b&gt;They&lt;/b&gt; told me." in answer.text
    assert "tel:999" in answer.text


def test_the_hosts_own_handlers_hear_of_nothing_that_went_wrong_with_us(app, as_, monkeypatch):
    heard = []
    app.errorhandler(Exception)(lambda error: heard.append(error) or ("theirs", 500))
    got_request_exception.connect(lambda *_, **said: heard.append(said), app, weak=False)
    dsl = as_("dsl")

    def fails(*_):
        raise RuntimeError("Robin Ash")

    monkeypatch.setattr(reports, "own_reports", fails)
    for path in ("reports", "nowhere", "cases/none", f"cases?{'a' * 5000}"):
        assert "theirs" not in dsl.get(f"/safeguarding/{path}").text
    assert dsl.delete("/safeguarding/").status_code == 405
    assert heard == []
