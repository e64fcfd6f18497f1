"""Where the host cannot say who its people are just now, a report is made all the same."""

import pytest

from tests.hooks.badly import plugin, raises
from tests.toy_host.safeguarding import SchoolPlugin
from tests.web.conftest import REPORT
from tests.web.reading import Page, send, typed
from yipplugin.store.cases import CaseRow
from yipplugin.store.records import records_of
from yipplugin.store.sessions import store
from yipplugin.values import Everything

PAGE = "/safeguarding/report"
REF = "pupils-0-person"
BY_NAME = {name: value for name, value in REPORT.items() if name != REF}
TYPED = {**BY_NAME, f"{REF}-find": "Robin Ash"}


@pytest.fixture
def silent(app):
    """Return a function that makes the school fail in a hook."""

    def fail(*hooks):
        manager = app.extensions["yipplugin"].manager
        manager.unregister(name="tests.toy_host.safeguarding.SchoolPlugin")
        base = SchoolPlugin
        for hook in hooks:
            base = type(plugin(hook, raises(LookupError()), base))
        manager.register(base(), "tests.Silent")

    return fail


@pytest.fixture
def answers_of(app):
    """Return a function that gives the answers of the first record that the store has of a case."""

    def read(told):
        case = told.location.rpartition("/")[2].partition("?")[0]
        with app.app_context(), store().reading(Everything("school")) as session:
            assert session.get(CaseRow, case)
            return records_of(session, case)[0].value.answers

    return read


def test_a_pupil_who_was_chosen_is_kept_by_their_ref(as_, silent, answers_of):
    silent("yip_pupil")
    told = send(as_("teacher"), f"{PAGE}?pupil=pupil:1", REPORT)
    (row,) = answers_of(told)["pupils"]
    assert row["person"]["ref"] == "pupil:1"
    assert row["person"]["name"] == "Name not known (pupil:1)"


def test_a_pupil_who_cannot_be_searched_for_is_kept_by_the_name_that_was_typed(
    as_, silent, answers_of
):
    silent("yip_pupils", "yip_pupil")
    told = send(as_("teacher"), PAGE, TYPED)
    assert told.status_code == 303, Page(told.text).words
    (row,) = answers_of(told)["pupils"]
    assert row["person"]["name"] == "Robin Ash"
    assert row["person"]["kind"] == "pupil"
    assert row["person"]["ref"].startswith("typed:")
    assert "Robin" not in row["person"]["ref"]


def test_whoever_searches_is_told_what_to_do(as_, silent):
    silent("yip_pupils")
    shown = send(as_("teacher"), PAGE, TYPED, button=f"_find={REF}")
    assert "cannot be searched just now" in Page(shown.text).words


def test_the_receipt_shows_the_name_that_was_typed(as_, silent):
    silent("yip_pupils", "yip_pupil")
    told = send(as_("teacher"), PAGE, TYPED)
    assert "Robin Ash" in Page(as_("teacher").get(told.location).text).words


def test_a_colleague_is_never_named_by_a_name_alone(as_, silent):
    silent("yip_staff")
    named = {"adult_involved": "yes", "staff_named-find": "Dev Kapoor"}
    told = send(as_("teacher"), f"{PAGE}?pupil=pupil:1", {**REPORT, **named})
    assert told.status_code == 422
    assert "say in your own words who it is" in Page(told.text).words


def test_a_colleague_who_was_chosen_is_kept_from_the_case_all_the_same(as_, silent):
    teacher = as_("teacher")
    page = Page(teacher.get(f"{PAGE}?pupil=pupil:1").text)
    silent("yip_staff_member", "yip_staff")
    named = {"adult_involved": "yes", "staff_named": "4"}
    told = teacher.post(PAGE, data=typed(page, {**REPORT, **named}))
    assert told.status_code == 303, Page(told.text).words
    case = told.location.rpartition("/")[2].partition("?")[0]
    deputy = as_("deputy")
    theirs, none = (deputy.get(f"/safeguarding/cases/{one}") for one in (case, "none"))
    assert theirs.status_code == none.status_code
    assert theirs.text.replace(case, "none") == none.text


def test_a_case_that_went_past_the_lead_does_not_come_back_while_roles_cannot_be_asked(as_, app):
    named = {"adult_involved": "yes", "staff_named": "3", "staff_named-find": "Amara"}
    told = send(as_("teacher"), f"{PAGE}?pupil=pupil:1", {**REPORT, **named})
    receipt = told.location.partition("?")[0]
    case = receipt.rpartition("/")[2]
    load = app.login_manager._user_callback
    app.login_manager.user_loader(lambda key: 1 / 0 if key == "3" else load(key))
    added = send(
        as_("teacher"), f"{receipt}/add", {"more": "She was there.", "immediate_harm": "no"}
    )
    assert added.status_code == 303, Page(added.text).words
    deputy = as_("deputy")
    theirs, none = (deputy.get(f"/safeguarding/cases/{one}") for one in (case, "none"))
    assert theirs.status_code == none.status_code
    assert theirs.text.replace(case, "none") == none.text


def test_while_the_host_answers_nobody_is_named_by_what_a_browser_says(as_):
    told = send(as_("teacher"), PAGE, {**REPORT, REF: "pupil:99"})
    assert told.status_code == 422
    told = send(as_("teacher"), PAGE, {**TYPED, f"{REF}-find": "Nobody Atall"})
    assert told.status_code == 422
