"""Whoever works on cases has read the rules; whoever reports need not."""

from dataclasses import replace

import pytest

from tests.conftest import password_of
from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page, typed
from tests.web.test_door import confirms
from yipplugin.packs.library import Library
from yipplugin.services import conduct
from yipplugin.values import Actor

CASES = "/safeguarding/cases"
RULES = "/safeguarding/conduct?next=/safeguarding/cases"
DAY = 24 * 60 * 60


@pytest.fixture
def new_here(as_):
    """Return a DSL who has confirmed that it is them and never saw the rules."""
    client = as_("dsl", through_the_door=False)
    confirms(client)
    return client


def keeps_to_them(client, url=RULES):
    return client.post(url, data=typed(Page(client.get(url).text), {}))


def is_asked(answer):
    return answer.status_code == 303 and answer.location.startswith("/safeguarding/conduct?next=")


def test_the_rules_come_before_the_first_case_and_lead_on_to_it(new_here):
    answer = new_here.get(CASES)
    assert is_asked(answer)
    page = Page(new_here.get(answer.location).text)
    assert "Do not look at imagery" in page.words
    assert "chair of governors" in page.words
    assert "YIP-" not in page.words
    answer = keeps_to_them(new_here, answer.location)
    assert (answer.status_code, answer.location) == (303, CASES)
    assert new_here.get(CASES).status_code == 200


def test_every_rule_names_its_clause(house):
    rules = conduct.rules()
    policy = house.policies.policy("westcroft-2023")
    assert len(rules) >= 7
    assert all(rule.clause in policy.clauses for rule in rules)


def test_whoever_reports_is_never_asked(as_):
    teacher = as_("teacher", through_the_door=False)
    assert teacher.get("/safeguarding/report").status_code == 200
    assert teacher.get("/safeguarding/reports").status_code == 200


@pytest.mark.parametrize("username", ["deputy", "team", "head", "executive", "governor"])
def test_everybody_who_works_on_cases_is_asked(as_, username):
    client = as_(username, through_the_door=False)
    confirms(client, username)
    assert is_asked(client.get(CASES))


def test_that_one_keeps_to_them_is_one_act_in_the_ledger(new_here, app, clock):
    keeps_to_them(new_here)
    actor = Actor("3", "Amara Obi")
    with app.test_request_context():
        assert conduct.acknowledged(actor)
        assert not conduct.acknowledged(Actor("6", "Hana Ford"))
        assert not conduct.acknowledged(replace(actor, school="another"))


def test_after_a_year_they_are_asked_for_again(as_, new_here, clock):
    keeps_to_them(new_here)
    answers = []
    for days in (364, 2):
        clock.shift(days * DAY)
        dsl = as_("dsl", through_the_door=False)
        confirms(dsl)
        answers.append(dsl.get(CASES))
    assert answers[0].status_code == 200
    assert is_asked(answers[1])
    keeps_to_them(dsl)
    assert dsl.get(CASES).status_code == 200


@pytest.fixture
def changed(monkeypatch):
    """Return a function that changes the words of the rules from now on."""
    before = Library.policy

    def change():
        def after(library, key):
            policy = before(library, key)
            texts = [
                replace(text, says=f"{text.says} Always.") if text.place == conduct.PLACE else text
                for text in policy.texts
            ]
            return replace(policy, texts=tuple(texts))

        monkeypatch.setattr(Library, "policy", after)

    return change


def test_when_the_words_change_they_are_asked_for_again(new_here, changed):
    keeps_to_them(new_here)
    changed()
    assert is_asked(new_here.get(CASES))


def test_nobody_acknowledges_other_rules_than_they_read(new_here, changed):
    page = Page(new_here.get(RULES).text)
    changed()
    answer = new_here.post(RULES, data=typed(page, {}))
    assert answer.status_code == 409
    assert "have just changed" in Page(answer.text).words
    assert is_asked(new_here.get(CASES))


def test_a_policy_without_rules_asks_for_nothing(new_here, monkeypatch):
    monkeypatch.setattr(conduct, "PLACE", "nowhere")
    assert new_here.get(CASES).status_code == 200


def test_what_was_typed_when_the_rules_changed_is_there_afterwards(as_, reported, changed):
    dsl, path = as_("dsl"), f"{CASES}/{reported()}/forms/taken_up"
    page = Page(dsl.get(path).text)
    changed()
    answer = dsl.post(path, data=typed(page, TAKEN_UP))
    assert is_asked(answer)
    assert keeps_to_them(dsl, answer.location).location == path
    assert Page(dsl.get(path).text).text("safe_now") == TAKEN_UP["safe_now"]


@pytest.mark.parametrize("token", ["", "x"])
def test_only_the_page_itself_can_be_answered(new_here, token):
    sent = {**typed(Page(new_here.get(RULES).text), {}).to_dict(), "_token": token}
    assert new_here.post(RULES, data=sent).status_code == 400
    assert is_asked(new_here.get(CASES))


def test_the_token_of_one_button_presses_no_other(new_here):
    token = Page(new_here.get(RULES).text).text("_token")
    sent = {"_token": token, "your-password": password_of("dsl")}
    assert new_here.post("/safeguarding/confirm", data=sent).status_code == 400
