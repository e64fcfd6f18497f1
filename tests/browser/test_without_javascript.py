"""Every page works where scripts do not run."""

import re

import pytest

from tests.browser.steps import (
    LEAD,
    TEACHER,
    begins_report,
    is_at_case,
    opens_case,
    opens_form,
    reviewed,
    stage,
    told,
)

pytestmark = pytest.mark.browser


def test_the_first_way_is_gone_without_javascript(at_a_desk, school):
    teacher = at_a_desk(TEACHER, javascript=False)
    begins_report(teacher)
    account = "Told without a script."
    teacher.answers({"account": account})
    teacher.presses("_save")
    assert teacher.heading == "My reports"
    teacher.follows(re.compile("^Go on with it"))
    assert teacher.typed("account") == account
    assert teacher.page.locator("[data-yip-question=staff_named] [data-yip-lead]").is_visible()
    teacher.answers(told(account))
    teacher.signs()
    assert teacher.heading == "Your report is in", teacher.problems()
    case_id = teacher.case_id

    teacher.follows("Add something you forgot")
    teacher.answers({"more": "It was on Tuesday.", "immediate_harm": "no"})
    teacher.signs()
    assert "It was on Tuesday." in teacher.reads()

    lead = at_a_desk(LEAD, javascript=False, width=390)
    opens_form(lead, case_id, "first_review")
    assert lead.signs() == 422
    assert len(lead.problems()) > 10
    lead.answers({"refer_police_why": "Saved on the way."})
    lead.presses("_save")
    opens_form(lead, case_id, "first_review")
    assert lead.typed("refer_police_why") == "Saved on the way."
    lead.answers(reviewed())
    lead.signs()
    is_at_case(lead, case_id)
    assert stage(lead) == "Under review"

    lead.page.get_by_role("link", name=re.compile("^Correct First review")).click()
    lead.answers({"services": ["snapchat"], "_because": "I had left out a service."})
    lead.signs()
    is_at_case(lead, case_id)
    versions = school.records(case_id, "first_review")
    assert [one.answers["services"] for one in versions] == [["whatsapp"], ["whatsapp", "snapchat"]]
    assert versions[1].supersedes == versions[0].id

    lead.follows("Print the case file")
    assert "Corrected later" in lead.reads()


def test_rows_are_added_and_removed_without_javascript(at_a_desk):
    teacher = at_a_desk(TEACHER, javascript=False)
    begins_report(teacher)
    teacher.answers({"account": "Still here."})
    teacher.presses("_add", "pupils")
    assert teacher.page.locator('[name="pupils-1-part"]').count() > 0
    teacher.presses("_remove", "pupils-1")
    assert teacher.page.locator('[name="pupils-1-part"]').count() == 0
    assert teacher.typed("account") == "Still here."


def test_a_question_that_depends_on_another_says_so_and_is_dropped_where_it_does_not_apply(
    at_a_desk, school
):
    teacher = at_a_desk(TEACHER, javascript=False)
    begins_report(teacher)
    answers = told("A name typed in vain.")
    teacher.answers({**answers, "staff_named-find": "Paxley"})
    teacher.presses("_find", "staff_named")
    teacher.answers({"staff_named": "BPA"})
    teacher.signs()
    assert teacher.heading == "Your report is in", teacher.problems()
    assert "staff_named" not in school.reports("A name typed in vain.")[0].answers
    opens_case(at_a_desk(LEAD), teacher.case_id)
