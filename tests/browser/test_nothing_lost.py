"""Whatever comes in between, nothing that was typed is lost and nothing is signed twice."""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import FORM, Found
from tests.browser.school import PASSWORD, School
from tests.browser.steps import (
    LEAD,
    TEACHER,
    begins_report,
    is_at_case,
    opens_case,
    opens_form,
    records,
    reports,
    reviewed,
    told,
)

pytestmark = pytest.mark.browser

CASES = "/safeguarding/cases"
WORDS = "These words must not be lost: “afraid”, <b> & all."


class Sheet:
    """A form that somebody has filled in and not signed, and what it becomes."""

    def __init__(self, name, someone, path, answers, kept, field="refer_police_why"):
        self.name, self.someone, self.path = name, someone, path
        self._answers, self._kept, self._field = answers, kept, field

    def fills_in(self):
        self.someone.goes_to(self.path)
        self.someone.answers(self._answers)
        return self

    def signed(self):
        """Return the records that hold the words."""
        return [one for one in self._kept() if WORDS in str(one.answers)]

    def holds_the_words(self):
        return self.someone.typed(self._field) == WORDS


ONE_PUPIL = {"pupils": [{"part": ["in_imagery"]}]}
MET = {
    "attended": [{"person": Found("PSH", "Shandilya")}],
    "risk_now": [{"at_risk": "no", "vulnerable": "None known.", "social_care": "no"}],
    "parents": [{"tell": "yes"}],
}


@pytest.fixture(params=["report", "first review", "correction"])
def sheet(request, at_a_desk, school):
    """Return each kind of form in turn, opened and filled in."""
    teacher, lead = at_a_desk(TEACHER), at_a_desk(LEAD)
    before = {one.id for one in school.reports(WORDS)}
    if request.param == "report":

        def new_reports():
            return [one for one in school.reports(WORDS) if one.id not in before]

        report = "/safeguarding/report?pupil=002342"
        answers = told(WORDS, **ONE_PUPIL)
        return Sheet("report", teacher, report, answers, new_reports, "account").fills_in()
    case_id = reports(teacher, f"Before the {request.param}.", **ONE_PUPIL)
    path, answers = f"{CASES}/{case_id}/forms/first_review", reviewed(refer_police_why=WORDS, **MET)
    if request.param == "correction":
        records(lead, case_id, "first_review", reviewed(**MET))
        (record,) = school.records(case_id, "first_review")
        path = f"{CASES}/{case_id}/records/{record.id}/correct"
        answers = {"refer_police_why": WORDS, "_because": "I had it wrong."}
    kept = partial(school.records, case_id, "first_review")
    return Sheet(request.param, lead, path, answers, kept).fills_in()


@pytest.fixture(autouse=True)
def _no_drafts_left(school):
    yield
    school.forget_drafts()


def password(someone):
    box = someone.page.locator(f'{FORM} [name="signature-password"]')
    if box.count():
        box.fill(PASSWORD)


def test_a_double_click_signs_once(sheet):
    password(sheet.someone)
    with sheet.someone.page.expect_navigation(wait_until="load"):
        sheet.someone.page.locator(f'{FORM} button[name="_sign"]').dblclick()
    assert len(sheet.signed()) == 1
    assert "rror" not in sheet.someone.page.title()


def test_a_form_that_is_sent_again_gives_the_first_ones_record(sheet):
    page = sheet.someone.page
    # The page does not know what was sent behind its back, and tries to save its draft.
    sheet.someone.may_go_wrong.append("410 from /safeguarding/drafts")
    password(sheet.someone)
    twice = page.locator(FORM).evaluate(
        """async form => {
            const body = new URLSearchParams(new FormData(form));
            body.set('_sign', 'yes');
            const post = () => fetch(form.action, {method: 'POST', body});
            const [one, two] = await Promise.all([post(), post()]);
            const three = await post();
            return [one, two, three].map(answer => [answer.status, answer.url]);
        }"""
    )
    assert [status for status, _ in twice] == [200, 200, 200]
    assert len({url for _, url in twice}) == 1
    assert len(sheet.signed()) == 1


def test_text_outlives_a_session_that_ended_while_it_was_typed(sheet, at_a_desk):
    someone = sheet.someone
    username = TEACHER if sheet.name == "report" else LEAD
    someone.may_go_wrong.append("401")
    here = someone.path
    someone.context.clear_cookies()
    password(someone)
    someone.presses("_sign")
    assert sheet.signed() == []
    assert someone.path == "/sign-in"
    someone.signs_in(username, PASSWORD)
    if username == LEAD:
        someone.confirms(PASSWORD, "")
    assert someone.path == here
    assert sheet.holds_the_words()
    someone.signs()
    assert len(sheet.signed()) == 1


def test_a_page_that_was_open_too_long_keeps_its_text_and_signs_at_the_second_press(sheet, school):
    school.app.config["YIP_FORM_HOURS"], before = -1, school.app.config["YIP_FORM_HOURS"]
    try:
        assert sheet.someone.signs() == 400
    finally:
        school.app.config["YIP_FORM_HOURS"] = before
    assert "This page had been open too long" in sheet.someone.reads()
    assert sheet.signed() == []
    assert sheet.holds_the_words()
    sheet.someone.signs()
    assert len(sheet.signed()) == 1


def test_going_back_after_signing_shows_no_form_that_could_be_signed_again(sheet):
    someone = sheet.someone
    someone.signs()
    assert len(sheet.signed()) == 1
    someone.page.go_back(wait_until="load")
    if sheet.name == "report":
        assert someone.typed("account") == ""
    else:
        assert "This cannot be signed now" in someone.reads()
        expect(someone.page.locator(f'{FORM} button[name="_sign"]')).to_have_count(0)
    assert len(sheet.signed()) == 1


def test_two_tabs_on_one_draft_keep_the_text_of_both(at_a_desk, school):
    teacher = at_a_desk(TEACHER)
    teacher.may_go_wrong.append("409 from /safeguarding/drafts")
    begins_report(teacher)
    teacher.answers(told("The beginning."))
    teacher.presses("_save")
    one, two = teacher, teacher.another_tab()
    for tab in (one, two):
        tab.goes_to("/safeguarding/report")
    says(one, "Typed in the first tab.", 200)
    says(two, "Typed in the second tab.", 409)
    expect(two.page.locator("[data-yip-saved]")).to_contain_text("Both are kept")

    two.signs()
    assert two.heading == "Your report is in"
    assert len(school.reports("Typed in the second tab.")) == 1
    two.goes_to("/safeguarding/report")
    assert two.typed("account") == "Typed in the first tab."


def says(someone, account, status):
    """Type an account, and wait for what becomes of it."""
    with someone.page.expect_response(re.compile("/drafts$")) as answered:
        someone.answers({"account": account})
    assert answered.value.status == status


# A server that is killed --------------------------------------------------------------------------


@contextmanager
def process(folder, port=0):
    """Serve from a process of its own, and say where."""
    command = [sys.executable, "-m", "tests.browser.school", str(folder), str(port)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield int(started.stdout.readline())
        finally:
            started.kill()


def test_a_form_outlives_a_server_that_is_killed_and_started_again(
    at_a_desk, seeded, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("killed") / "data"
    shutil.copytree(seeded, folder)
    school = School(folder, {})
    try:
        with process(folder) as port:
            school.address = f"http://127.0.0.1:{port}"
            teacher = at_a_desk(TEACHER, where=school)
            begins_report(teacher)
            teacher.answers(told(WORDS))
        teacher.may_go_wrong += ["ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION"]
        teacher.page.locator("[data-yip-saved]").wait_for(state="attached")
        teacher.answers({"account": f"{WORDS} And more."})
        expect(teacher.page.locator("[data-yip-saved]")).to_contain_text("does not answer")
        with process(folder, port):
            teacher.signs()
            assert teacher.heading == "Your report is in", teacher.problems()
            case_id = teacher.case_id
            assert len(school.reports(f"{WORDS} And more.")) == 1

            lead = at_a_desk(LEAD, where=school)
            opens_form(lead, case_id, "first_review")
            lead.answers(reviewed(refer_police_why=WORDS))
        lead.may_go_wrong += ["ERR_CONNECTION", "ERR_EMPTY_RESPONSE"]
        with process(folder, port):
            lead.signs()
            is_at_case(lead, case_id)
            (review,) = school.records(case_id, "first_review")
            assert review.answers["refer_police_why"] == WORDS
            lead.goes_to(f"/safeguarding/cases/{case_id}/records/{review.id}/correct")
            lead.answers({"refer_police_why": "Put right.", "_because": "I had it wrong."})
        with process(folder, port):
            lead.signs()
            is_at_case(lead, case_id)
            assert len(school.records(case_id, "first_review")) == 2
            assert school.case_count() == 1
            opens_case(lead, case_id)
    finally:
        school.close()
