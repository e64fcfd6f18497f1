"""What is in the way is said in plain words, and nothing about a child gets into a log."""

import logging

import pytest

from tests.web.conftest import REPORT
from tests.web.reading import Page, send, typed


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

    from yipplugin.services import reports

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
    from yipplugin.services import reports

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
