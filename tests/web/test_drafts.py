"""Drafts are kept as people type, and the answer says so in plain words."""

from datetime import timedelta

from tests.web.conftest import REPORT
from tests.web.reading import Page, typed


def save(client, page, **answers):
    return client.post("/safeguarding/drafts", data=typed(page, answers))


def opened(client):
    return Page(client.get("/safeguarding/report").text)


def test_a_draft_is_kept_as_somebody_types(as_):
    teacher = as_("teacher")
    answer = save(teacher, opened(teacher), account="Half")
    assert answer.status_code == 200
    assert answer.json["saved_at"] == "9:30am"
    assert opened(as_("teacher")).text("account") == "Half"


def test_a_password_is_in_no_draft(reported, as_, app):
    case = reported()
    dsl, url = as_("dsl"), f"/safeguarding/cases/{case}/forms/new_information"
    page = Page(dsl.get(url).text)
    answer = save(dsl, page, **{"signature-password": "a secret", "signature-signed": "yes"})
    assert answer.status_code == 200
    with app.app_context():
        from yipplugin.services import drafts
        from yipplugin.values import Actor

        kept = drafts.mine(Actor("3", "Amara Obi", frozenset({"staff", "dsl"})))
    assert "a secret" not in str(kept)


def test_a_draft_without_our_token_is_not_kept(as_):
    teacher = as_("teacher")
    answer = teacher.post("/safeguarding/drafts", data=REPORT)
    assert answer.status_code == 400
    assert "Not saved" in answer.json["message"]
    assert opened(teacher).text("account") == ""


def test_a_draft_of_somebody_elses_page_is_not_kept(as_):
    teacher, colleague = as_("teacher"), as_("colleague")
    page = opened(teacher)
    assert save(colleague, page, account="Mine?").status_code == 400
    assert opened(colleague).text("account") == ""
    assert opened(teacher).text("account") == ""


def test_typing_after_the_session_ended_is_kept_and_says_so(app, as_):
    page = opened(as_("teacher"))
    answer = save(app.test_client(), page, account="Typed too late")
    assert answer.status_code == 401
    assert "signed out" in answer.json["message"]
    assert opened(as_("teacher")).text("account") == "Typed too late"


def test_an_old_page_is_kept_from_for_days_though_it_signs_nothing(as_, clock):
    teacher = as_("teacher")
    page = opened(teacher)
    clock.shift(timedelta(days=2))
    assert save(as_("teacher"), page, account="Typed on Saturday").status_code == 200


def test_an_older_page_never_takes_the_place_of_newer_text(as_):
    teacher = as_("teacher")
    page = opened(teacher)
    assert save(teacher, page, account="Newer", _page="one").json["revision"] == 1
    older = save(teacher, page, account="Older", _page="two")
    assert older.status_code == 409
    back = Page(teacher.get("/safeguarding/report").text)
    assert back.text("account") == "Newer"
    assert "Older" in back.words


def test_a_draft_that_arrives_after_signing_brings_nothing_back(as_):
    teacher = as_("teacher")
    page = opened(teacher)
    teacher.post("/safeguarding/report", data=typed(page, REPORT))
    assert save(teacher, page, account="Late").status_code == 410
    assert opened(teacher).text("account") == ""


def test_image_data_is_in_no_draft(as_):
    teacher = as_("teacher")
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    save(teacher, opened(teacher), account=f"Look {image}")
    assert "base64" not in teacher.get("/safeguarding/report").text
