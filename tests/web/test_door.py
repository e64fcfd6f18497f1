"""Before a case is opened it is asked who it is; whoever reports is never asked."""

import pytest
from sqlalchemy import select

from tests.conftest import password_of
from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page, send, typed
from yipplugin.errors import SealRefused
from yipplugin.store.ledger import LedgerRow
from yipplugin.values import Actor, Everything
from yipplugin.web import door, frame, proof

USUAL = pytest.mark.settings(YIP_READ_MINUTES=120, YIP_IDLE_MINUTES=20)
"""The settings as they come; the other tests have long ones."""

CASES = "/safeguarding/cases"
CONFIRM = f"/safeguarding/confirm?next={CASES}"


def confirms(client, username="dsl", url=CONFIRM, **changed):
    page = Page(client.get(url).text)
    return client.post(url, data=typed(page, {"your-password": password_of(username), **changed}))


def is_asked(answer, back_to=CASES):
    return answer.status_code == 303 and answer.location.endswith(f"/confirm?next={back_to}")


@pytest.fixture
def ready(as_, clock):
    """Return the DSL, who acknowledged the rules once and has signed in anew."""
    as_("dsl")
    return as_("dsl", through_the_door=False)


# The table ----------------------------------------------------------------------------------------


def test_every_endpoint_says_what_it_asks_for(app):
    ours = {one.endpoint for one in app.url_map.iter_rules()}
    named = {one.partition(".")[2] for one in ours if one.startswith("yipplugin.")}
    assert set(door.DEMANDS) == named


def test_a_page_that_nobody_put_into_the_table_asks_for_everything(ready, monkeypatch):
    monkeypatch.setattr(door, "DEMANDS", {})
    assert ready.get("/safeguarding/reports").location.startswith("/safeguarding/confirm")


@pytest.mark.parametrize("page", ["", "/print", "/forms/first_review", "/records/x", "/none"])
def test_everything_in_a_case_asks_for_a_proof_first(ready, reported, page):
    path = f"{CASES}/{reported()}{page}"
    answer = ready.get(path)
    if page == "/none":
        assert answer.status_code == 404
    else:
        assert is_asked(answer, path)


def test_whoever_reports_is_asked_for_nothing(as_, reported):
    teacher, case = as_("teacher", through_the_door=False), reported()
    report, receipt = "/safeguarding/report", f"/safeguarding/reports/{case}"
    for path in (report, receipt, f"{receipt}/add", "/safeguarding/reports"):
        assert teacher.get(path).status_code == 200
    record = Page(teacher.get(receipt).text).links
    correct = next(link for link in record if link.endswith("/correct"))
    assert teacher.get(correct).status_code == 200


# The proof ----------------------------------------------------------------------------------------


def test_the_right_password_leads_to_where_one_was_going(ready):
    assert is_asked(ready.get(CASES))
    answer = confirms(ready)
    assert (answer.status_code, answer.location) == (303, CASES)
    assert ready.get(CASES).status_code == 200


@pytest.mark.parametrize("given", ["guessed-it", "", "x" * 1025, "dsl-opens-it "])
def test_any_other_password_leads_nowhere(ready, given):
    answer = confirms(ready, **{"your-password": given})
    assert answer.status_code == 422
    assert "Confirm that it is you" in answer.text
    assert not given or given not in answer.text
    assert is_asked(ready.get(CASES))


def test_what_was_right_and_what_was_wrong_is_in_the_ledger_without_the_password(ready, house):
    confirms(ready, **{"your-password": "a guess"})
    confirms(ready)
    with house.store.reading(Everything("school")) as session:
        rows = session.scalars(select(LedgerRow).order_by(LedgerRow.id)).all()
    confirmed = [row for row in rows if row.act == "identity:confirm"]
    assert [row.outcome for row in confirmed][-2:] == ["refused", "done"]
    assert b"guess" not in b"".join(row.payload for row in rows)
    assert b'"origin":"127.0.0.1"' in confirmed[-1].payload


def test_a_colleagues_password_is_not_ones_own(ready):
    assert confirms(ready, "head").status_code == 422


def test_a_page_of_somebody_else_confirms_nobody(as_, ready):
    head = as_("head", through_the_door=False)
    token = Page(head.get(CONFIRM).text).text("_token")
    assert confirms(ready, _token=token).status_code == 400
    assert confirms(ready, _token="").status_code == 400
    assert is_asked(ready.get(CASES))


@USUAL
def test_a_proof_is_good_for_two_hours_of_work(ready, clock):
    confirms(ready)
    for _ in range(8):
        clock.shift(15 * 60)
        assert ready.get(CASES).status_code == 200
    clock.shift(1)
    assert is_asked(ready.get(CASES))


@USUAL
@pytest.mark.parametrize(("minutes", "open_"), [(20, True), (20.1, False)])
def test_after_twenty_minutes_without_anything_it_is_asked_again(ready, clock, minutes, open_):
    confirms(ready)
    clock.shift(minutes * 60)
    assert (ready.get(CASES).status_code == 200) is open_


@USUAL
@pytest.mark.parametrize("path", ["/safeguarding/seen", "/safeguarding/reports"])
def test_whatever_one_does_here_counts_as_not_idle(ready, clock, path):
    confirms(ready)
    for _ in range(2):
        clock.shift(15 * 60)
        ready.get(path)
    clock.shift(15 * 60)
    assert ready.get(CASES).status_code == 200


@USUAL
def test_being_seen_brings_no_proof_back_that_has_run_out(ready, clock):
    confirms(ready)
    clock.shift(21 * 60)
    assert ready.get("/safeguarding/seen").status_code == 401
    assert is_asked(ready.get(CASES))


@USUAL
def test_a_saved_draft_counts_as_not_idle(ready, reported, clock):
    path = f"{CASES}/{reported()}/forms/first_review"
    confirms(ready)
    page = Page(ready.get(path).text)
    for _ in range(3):
        clock.shift(15 * 60)
        assert ready.post("/safeguarding/drafts", data=typed(page, {})).status_code == 200
    assert ready.get(path).status_code == 200


# Whose it is --------------------------------------------------------------------------------------


def cookie(client):
    return client.get_cookie("yip_proof", path="/safeguarding")


def test_the_cookie_is_for_our_pages_alone_and_no_script_reads_it(ready):
    said = confirms(ready).headers["Set-Cookie"]
    assert "Path=/safeguarding;" in f"{said};"
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Max-Age" not in said


@pytest.mark.parametrize("how", ["the request", "the host's own cookie"])
def test_where_the_host_is_reached_safely_the_cookie_is_sent_only_so(app, ready, how):
    if how == "the request":
        page = Page(ready.get(CONFIRM, base_url="https://localhost").text)
        sent = typed(page, {"your-password": password_of("dsl")})
        answer = ready.post(CONFIRM, data=sent, base_url="https://localhost")
    else:
        app.config["SESSION_COOKIE_SECURE"] = True
        answer = confirms(ready)
    assert "Secure" in answer.headers["Set-Cookie"]


def test_the_cookie_says_nothing_that_anybody_could_read(ready):
    confirms(ready)
    assert "Amara" not in cookie(ready).decoded_value
    assert "dsl" not in cookie(ready).decoded_value


def test_a_proof_is_worth_nothing_to_somebody_else_and_is_dropped(as_, ready):
    confirms(ready)
    head = as_("head", through_the_door=False)
    head.set_cookie("yip_proof", cookie(ready).value, path="/safeguarding")
    assert is_asked(head.get(CASES))
    assert cookie(head) is None


def test_whoever_signs_in_after_somebody_finds_no_proof(ready):
    confirms(ready)
    ready.post("/sign-in", data={"username": "head", "password": password_of("head")})
    assert is_asked(ready.get(CASES))
    assert cookie(ready) is None


def test_when_nobody_is_signed_in_the_proof_is_dropped(ready):
    confirms(ready)
    ready.delete_cookie("session")
    ready.get("/safeguarding/seen")
    assert cookie(ready) is None


def test_a_proof_from_before_sign_in_is_no_proof(app, ready):
    stranger = app.test_client()
    stranger.set_cookie("yip_proof", "planted", path="/safeguarding")
    stranger.post("/sign-in", data={"username": "dsl", "password": password_of("dsl")})
    assert is_asked(stranger.get(CASES))


@pytest.mark.parametrize("change", [lambda one: one[:-1] + "A", lambda one: "x", lambda one: ""])
def test_a_proof_that_was_tampered_with_is_no_proof(ready, change):
    confirms(ready)
    ready.set_cookie("yip_proof", change(cookie(ready).value), path="/safeguarding")
    assert is_asked(ready.get(CASES))


def test_a_proof_ends_with_a_session_that_the_host_gives_an_id(app, monkeypatch):
    class Kept(dict):
        sid = "one"

    monkeypatch.setattr(proof, "session", Kept())
    first = proof._mark(Actor("3", "Amara Obi"))
    assert proof._mark(Actor("3", "Amara Obi")) == first
    proof.session.sid = "two"
    assert proof._mark(Actor("3", "Amara Obi")) != first


# Hiding -------------------------------------------------------------------------------------------


def test_hiding_leads_to_the_hosts_home_and_locks_every_case(ready):
    confirms(ready)
    answer = ready.get("/safeguarding/hide")
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_asked(ready.get(CASES))
    confirms(ready)
    assert ready.get(CASES).status_code == 200


@pytest.mark.settings(YIP_HIDE_URL="https://weather.example/today")
def test_a_school_says_where_hiding_leads(ready):
    assert ready.get("/safeguarding/hide").location == "https://weather.example/today"


def test_hiding_works_for_whoever_has_been_signed_out(client):
    assert client.get("/safeguarding/hide").location == "/"


def test_an_answer_that_comes_after_hiding_does_not_open_the_case_again(ready):
    confirms(ready)
    before = cookie(ready).value
    ready.get("/safeguarding/hide")
    ready.set_cookie("yip_proof", before, path="/safeguarding")
    assert is_asked(ready.get(CASES))


# Forms --------------------------------------------------------------------------------------------


@USUAL
def test_what_was_typed_when_the_proof_ran_out_is_there_afterwards(ready, reported, clock):
    path = f"{CASES}/{reported()}/forms/taken_up"
    confirms(ready)
    page = Page(ready.get(path).text)
    clock.shift(3 * 60 * 60)
    answer = ready.post(path, data=typed(page, TAKEN_UP))
    assert is_asked(answer, path) or answer.location.startswith("/safeguarding/confirm?next=")
    assert confirms(ready, url=answer.location).location == path
    assert Page(ready.get(path).text).text("safe_now") == TAKEN_UP["safe_now"]
    assert send(ready, path, TAKEN_UP).status_code == 303


@USUAL
def test_what_cannot_be_kept_is_given_back_on_the_page(ready, reported, clock):
    path = f"{CASES}/{reported()}/forms/taken_up"
    answer = ready.post(path, data={"_token": "not ours", **TAKEN_UP})
    assert answer.status_code == 401
    page = Page(answer.text)
    assert TAKEN_UP["safe_now"] in page.words
    assert "999" in page.words
    assert any(link.startswith("/safeguarding/confirm") for link in page.links)


@USUAL
def test_signing_a_form_that_asks_for_no_signature_asks_for_a_newer_proof(ready, reported, clock):
    path = f"{CASES}/{reported()}/forms/taken_up"
    confirms(ready)
    clock.shift(11 * 60)
    answer = send(ready, path, TAKEN_UP)
    assert answer.location.startswith("/safeguarding/confirm")
    assert "level=change" in answer.location
    assert ready.get(answer.location).status_code == 200, "a proof for reading is not enough"
    confirms(ready, url=answer.location)
    assert Page(ready.get(path).text).text("safe_now") == TAKEN_UP["safe_now"]
    signed = send(ready, path, TAKEN_UP)
    assert "signed=" in signed.location


def test_where_it_cannot_be_told_who_is_signed_in_an_answer_of_ours_still_has_its_headers(
    as_, monkeypatch
):
    dsl = as_("dsl")

    def fails(*_):
        raise SealRefused("No key.")

    monkeypatch.setattr(frame, "with_roles", fails)
    answer = dsl.get(CASES)
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
