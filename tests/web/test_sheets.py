"""Nothing typed is lost and nothing is doubled, whatever happens to the page or the session."""

from datetime import timedelta
from urllib.parse import unquote

import pytest

from tests.conftest import password_of
from tests.web.conftest import REPORT, TAKEN_UP, at
from tests.web.reading import Page, send, typed
from yipplugin import hookimpl
from yipplugin.imagery import REMOVED, WHY

ACCOUNT = REPORT["account"]


def references(client):
    return Page(client.get("/safeguarding/reports").text).words.count("YIP-2026-")


def test_sending_a_report_twice_gives_the_same_receipt_and_one_case(as_):
    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/report").text)
    first = teacher.post("/safeguarding/report", data=typed(page, REPORT))
    second = teacher.post("/safeguarding/report", data=typed(page, REPORT))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert references(teacher) == 1


def test_signing_twice_makes_one_record_even_of_a_form_that_a_case_has_once(reported, as_):
    case = reported()
    dsl, url = as_("dsl"), f"/safeguarding/cases/{case}/forms/taken_up"
    page = Page(dsl.get(url).text)
    first = dsl.post(url, data=typed(page, TAKEN_UP))
    second = dsl.post(url, data=typed(page, TAKEN_UP))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location


@pytest.mark.parametrize("token", ["", "made up", None])
def test_a_post_without_our_token_is_refused_and_gives_the_text_back(token, as_):
    teacher = as_("teacher")
    sent = typed(Page(teacher.get("/safeguarding/report").text), REPORT)
    sent.poplist("_token")
    if token is not None:
        sent["_token"] = token
    answer = teacher.post("/safeguarding/report", data=sent)
    assert answer.status_code == 400
    assert Page(answer.text).text("account") == ACCOUNT
    assert references(teacher) == 0


def test_a_token_of_somebody_else_signs_nothing(as_):
    page = Page(as_("colleague").get("/safeguarding/report").text)
    teacher = as_("teacher")
    answer = teacher.post("/safeguarding/report", data=typed(page, REPORT))
    assert answer.status_code == 400
    assert references(teacher) == 0


def test_a_token_of_another_form_signs_nothing(reported, as_):
    case, other = reported(), reported()
    dsl = as_("dsl")
    page = Page(dsl.get(f"/safeguarding/cases/{case}/forms/taken_up").text)
    url = f"/safeguarding/cases/{other}/forms/taken_up"
    assert dsl.post(url, data=typed(page, TAKEN_UP)).status_code == 400


def test_a_page_that_stood_open_too_long_signs_nothing_and_is_sent_again_as_it_was(as_, clock):
    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/report").text)
    clock.shift(timedelta(hours=13))
    late = teacher.post("/safeguarding/report", data=typed(page, REPORT))
    assert late.status_code == 400
    again = Page(late.text)
    assert again.text("account") == ACCOUNT
    # By then it is late, and that needs a word (IR-2).
    late = teacher.post("/safeguarding/report", data=typed(again, {}))
    assert late.status_code == 422
    why = typed(Page(late.text), {"_answer-IR-2": "I was called away."})
    assert teacher.post("/safeguarding/report", data=why).status_code == 303
    assert references(teacher) == 1


def test_what_is_sent_after_the_session_ended_is_kept_and_shown_after_signing_in(app, as_):
    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/report").text)
    answer = app.test_client().post("/safeguarding/report", data=typed(page, REPORT))
    assert answer.status_code == 303
    assert unquote(answer.location) == "/sign-in?next=/safeguarding/report"
    assert references(teacher) == 0
    kept = Page(as_("teacher").get("/safeguarding/report").text)
    assert kept.text("account") == ACCOUNT
    assert "You were filling this in" in kept.words
    assert as_("colleague").get("/safeguarding/report").text.count(ACCOUNT) == 0


def test_without_a_session_or_a_token_the_text_is_given_back_on_the_page(client):
    answer = client.post("/safeguarding/report", data=REPORT)
    assert answer.status_code == 401
    assert ACCOUNT in Page(answer.text).words


def test_the_record_is_signed_once_where_the_session_was_lost_in_between(app, reported, as_):
    case = reported()
    url = f"/safeguarding/cases/{case}/forms/taken_up"
    page = Page(as_("dsl").get(url).text)
    lost = app.test_client().post(url, data=typed(page, TAKEN_UP))
    assert unquote(lost.location) == f"/sign-in?next={url}"
    dsl = as_("dsl")
    kept = Page(dsl.get(url).text)
    assert kept.text("safe_now") == TAKEN_UP["safe_now"]
    first = dsl.post(url, data=typed(kept, {}))
    again = dsl.post(url, data=typed(page, TAKEN_UP))
    assert first.location == again.location


def test_save_and_come_back_later_works_without_a_script(as_):
    answer = send(as_("teacher"), "/safeguarding/report", {"account": "Half of it"}, "_save")
    assert answer.status_code == 303
    assert answer.location == "/safeguarding/reports"
    elsewhere = as_("teacher")
    listed = Page(elsewhere.get("/safeguarding/reports").text)
    assert "Not finished" in listed.words
    assert Page(elsewhere.get("/safeguarding/report").text).text("account") == "Half of it"


def test_a_draft_is_gone_once_it_was_signed(reported, as_):
    teacher = as_("teacher")
    send(teacher, "/safeguarding/report", {"account": "Half of it"}, "_save")
    send(teacher, "/safeguarding/report", REPORT)
    assert Page(teacher.get("/safeguarding/report").text).text("account") == ""


def test_a_mistake_gives_everything_back_with_a_summary_that_leads_to_it(as_):
    answer = send(as_("teacher"), "/safeguarding/report", {**REPORT, "account": ""})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.title.startswith("Error: ")
    assert "#yip-account" in page.links
    assert page.sent.getlist("pupils-0-part") == REPORT["pupils-0-part"]


def test_rows_are_added_and_taken_away_without_a_script(as_):
    teacher = as_("teacher")
    more = Page(send(teacher, "/safeguarding/report", REPORT, "_add=pupils").text)
    assert more.sent.getlist("pupils-0-part") == REPORT["pupils-0-part"]
    assert any(one.get("name") == "pupils-1-part" for one in more.inputs)
    less = teacher.post("/safeguarding/report", data=typed(more, {}, "_remove=pupils-0"))
    assert not any(one.get("name") == "pupils-0-part" for one in Page(less.text).inputs)
    assert references(teacher) == 0


def test_a_pupil_is_found_by_name_without_a_script(as_):
    sought = {**REPORT, "pupils-0-person": [], "pupils-0-person-find": "Moss"}
    page = Page(send(as_("teacher"), "/safeguarding/report", sought, "_find=pupils-0-person").text)
    assert "Kit Moss" in page.words
    assert page.text("account") == ACCOUNT


def test_the_enter_key_signs_nothing(as_):
    teacher = as_("teacher")
    answer = send(teacher, "/safeguarding/report", REPORT, "_enter")
    assert answer.status_code == 200
    assert "Kept as a draft" in Page(answer.text).words
    assert references(teacher) == 0


def test_a_pupils_page_leads_to_a_report_that_names_them(as_):
    page = Page(as_("teacher").get("/safeguarding/report?pupil=pupil:2").text)
    assert page.sent["pupils-0-person"] == "pupil:2"
    assert "Kit Moss" in page.words


def test_a_wrong_password_signs_nothing_and_everything_typed_comes_back(reported, as_, signed):
    case = reported()
    dsl = as_("dsl")
    url = f"/safeguarding/cases/{case}/forms/new_information"
    answer = send(dsl, url, {"signature-password": "wrong"})
    assert answer.status_code == 422
    assert Page(dsl.get(f"/safeguarding/cases/{case}").text).words.count("New information") < 3


class HostThatConfirms:
    @hookimpl
    def yip_confirm_url(self, next_url):
        return f"/confirm?next={next_url}"


def test_a_host_may_make_sure_of_a_signer_by_its_own_means_and_nothing_is_lost(app, reported, as_):
    app.extensions["yipplugin"].manager.register(HostThatConfirms())
    case = reported()
    dsl, url = as_("dsl"), f"/safeguarding/cases/{case}/forms/closure"
    assert "Confirm that it is you" not in Page(dsl.get(url).text).words, "it cannot be signed now"
    url = f"/safeguarding/cases/{case}/forms/first_review"
    answer = send(dsl, url, {"refer_police_why": "Not needed."}, "_confirm")
    assert answer.location == f"/confirm?next={url}"
    assert Page(dsl.get(url).text).text("refer_police_why") == "Not needed."


def test_a_correction_asks_why_and_keeps_both(reported, as_):
    case = reported()
    dsl = as_("dsl")
    record = dsl.get(f"/safeguarding/cases/{case}").text.split("/records/")[1][:32]
    url = f"/safeguarding/cases/{case}/records/{record}/correct"
    page = Page(dsl.get(url).text)
    assert page.text("account") == ACCOUNT
    without = dsl.post(url, data=typed(page, {"account": "It was Friday."}))
    assert without.status_code == 422
    assert Page(without.text).text("account") == "It was Friday."
    reason = {"account": "It was Friday.", "_because": "The day was wrong."}
    assert dsl.post(url, data=typed(page, reason)).status_code == 303
    words = Page(dsl.get(f"/safeguarding/cases/{case}").text).words
    assert "Corrected once" in words
    assert "The day was wrong." in words
    first = Page(dsl.get(f"/safeguarding/cases/{case}/records/{record}").text).words
    assert ACCOUNT in first
    assert "This record was corrected" in first


def test_a_record_that_was_corrected_is_not_corrected_again(reported, as_):
    case = reported()
    dsl = as_("dsl")
    record = dsl.get(f"/safeguarding/cases/{case}").text.split("/records/")[1][:32]
    url = f"/safeguarding/cases/{case}/records/{record}/correct"
    page = Page(dsl.get(url).text)
    why = {"_because": "The day was wrong."}
    first = dsl.post(url, data=typed(page, why))
    assert dsl.post(url, data=typed(page, why)).location == first.location
    late = Page(dsl.get(url).text)
    assert "It was corrected already." in late.words
    assert dsl.post(url, data=typed(late, why)).status_code == 409


def test_image_data_in_a_reason_is_taken_out_and_it_is_said_why(reported, as_):
    case = reported()
    dsl = as_("dsl")
    record = dsl.get(f"/safeguarding/cases/{case}").text.split("/records/")[1][:32]
    url = f"/safeguarding/cases/{case}/records/{record}/correct"
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    answer = send(dsl, url, {"_because": f"See {image} here"})
    assert answer.status_code == 422
    again = Page(answer.text)
    assert WHY in again.words
    assert again.text("_because") == f"See {REMOVED} here"
    assert image not in answer.text + dsl.get(url).text
    assert dsl.post(url, data=typed(again, {})).status_code == 303
    assert image not in dsl.get(f"/safeguarding/cases/{case}").text


def test_a_form_that_is_refused_says_so_and_cannot_be_forced(reported, as_):
    case = reported()
    dsl, url = as_("dsl"), f"/safeguarding/cases/{case}/forms/closure"
    page = Page(dsl.get(url).text)
    assert "Not now: Close the case." in page.words
    assert not any(one.get("name") == "_sign" for one in page.buttons)
    forced = {"why": "resolved", "summary": "x", "handed_over": "y"}
    forced["signature-password"] = password_of("dsl")
    answer = dsl.post(url, data=typed(page, forced))
    assert answer.status_code == 409
    assert Page(answer.text).text("summary") == "x"


def test_the_moment_that_a_thing_happened_stands_in_the_chronology(reported, as_):
    case = reported(**at("became_aware_at", time="8:05"))
    words = Page(as_("dsl").get(f"/safeguarding/cases/{case}").text).words
    assert "2 Mar 2026, 8:05am" in words
    assert "Entered 2 Mar 2026, 9:30am" in words
