"""What a person typed into an authority's form stands, whatever the case learns afterwards."""

import pytest

from tests.web.reading import Page, typed
from tests.web.test_papers import REFERRAL
from tests.web.test_referral_on_paper import install, owner  # noqa: F401 -- fixtures
from tests.web.test_referring import url

KNOWS = [("referral.parents_told", "referral.parents_aware")]
NO_DAY = {"born-day": "", "born-month": "", "born-year": ""}


@pytest.fixture
def case(reported, signed, install):  # noqa: F811 -- the fixture
    install(swaps=KNOWS)
    case = reported()
    signed(case, "taken_up", {"safe_now": "They are with me.", "reporter_thanked": "yes"})
    return case


def reads(client, case, *names):
    page = Page(client.get(url(case)).text)
    return tuple(page.sent.get(name) for name in names)


def test_what_was_typed_and_what_was_taken_out_stand_when_the_case_knows_more(case, as_, signed):
    lead, asked = as_("dsl"), ("child", "born-day", "told")
    assert reads(lead, case, *asked) == ("Robin Ash", "29", None)
    sent = typed(Page(lead.get(url(case)).text), {"child": "Robin Ashe", **NO_DAY}, "_save")
    assert lead.post(url(case), data=sent).status_code == 303
    assert signed(case, "referral", REFERRAL).status_code == 303
    assert reads(lead, case, *asked) == ("Robin Ashe", "", None)
    assert reads(as_("deputy"), case, *asked) == ("Robin Ash", "29", "no")


def test_what_was_refused_comes_back_as_it_was_typed_and_not_as_the_case_knows_it(case, as_):
    lead = as_("dsl")
    sent = typed(Page(lead.get(url(case)).text), {"child": "", "routes": "By post."}, "_sign")
    answer = lead.post(url(case), data=sent)
    assert answer.status_code == 422
    assert Page(answer.text).text("child") == ""
    assert reads(lead, case, "child") == ("",)
