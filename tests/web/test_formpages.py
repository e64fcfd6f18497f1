"""The forms of the procedure, for whoever answers for them: what is asked, what holds it, a try."""

import re

import pytest

from tests.web.reading import Page, typed
from yipplugin.packs.locks import CHOICE, CLAUSE, SHOWS, locks
from yipplugin.services.policies import policy_now
from yipplugin.store.tables import TABLES
from yipplugin.values import Everything

FORMS = "/safeguarding/forms"


@pytest.fixture
def policy(app):
    with app.app_context():
        return policy_now("school")


def rows(app):
    with app.app_context():
        store = app.extensions["yipplugin"].store
        with store.reading(Everything()) as session:
            return {
                one.__tablename__: session.query(one).count()
                for one in TABLES
                if one.__tablename__ not in ("yip_ledger", "yip_chain")
            }


def test_every_form_is_listed_once_and_can_be_looked_at(as_, policy):
    lead = as_("dsl")
    links = [one for one in Page(lead.get(FORMS).text).links if one.startswith(f"{FORMS}/")]
    assert sorted(links) == sorted(f"{FORMS}/{key}" for key in policy.forms)
    for link in links:
        assert lead.get(link).status_code == 200, link


def test_every_question_stands_there_with_what_holds_it(as_, policy):
    page = Page(as_("dsl").get(f"{FORMS}/first_review").text)
    form = policy.forms["first_review"]
    for question in form.everything():
        assert f"Key: {question.key}" in page.words
    told = locks(policy, form)
    for question in form.questions:
        for lock in told[question.key]:
            assert lock.clause in page.words


def test_what_holds_a_question_is_its_clauses_and_every_rule_that_reads_it(policy):
    held = {key: locks(policy, form) for key, form in policy.forms.items()}
    for key, form in policy.forms.items():
        for question in form.everything():
            found = held[key][question.key]
            assert {one.clause for one in found if one.kind == CLAUSE} == set(question.clauses)
            shows = [one for one in found if one.kind == SHOWS]
            asked = [one.ask for one in form.everything() if _reads(one, question.key)]
            assert sorted(one.says for one in shows) == sorted(set(asked))
    read = {fact for trigger in policy.triggers for fact in _facts(trigger.when)}
    fed = [
        (key, one) for key, form in policy.forms.items() for one in form.everything()
        if one.feeds in read
    ]  # fmt: skip
    assert fed
    for key, question in fed:
        assert "trigger" in {one.kind for one in held[key][question.key]}, (key, question.key)
    assert any(one.kind == CHOICE for found in held.values() for of in found.values() for one in of)


def _reads(question, key):
    return question.when is not None and f"question='{key}'" in repr(question.when)


def _facts(condition):
    return re.findall(r"fact='([a-z_]+)'", repr(condition))


def test_a_form_is_tried_and_nothing_of_it_is_kept(as_, app):
    lead, at = as_("dsl"), f"{FORMS}/taken_up/try"
    before = rows(app)
    shown = Page(lead.get(at).text)
    empty = lead.post(at, data=typed(shown, {}, "_try"))
    assert empty.status_code == 422
    assert "There is a problem" in Page(empty.text).words
    answers = {"safe_now": "They are <b>with</b> me.", "reporter_thanked": "yes"}
    done = lead.post(at, data=typed(shown, answers, "_try"))
    assert done.status_code == 200
    assert "It could be signed like this" in Page(done.text).words
    assert "They are &lt;b&gt;with&lt;/b&gt; me." in done.text
    assert Page(done.text).text("safe_now") == "They are <b>with</b> me."
    assert rows(app) == before


def test_every_form_can_be_tried(as_, policy):
    lead = as_("dsl")
    for key in policy.forms:
        at = f"{FORMS}/{key}/try"
        shown = lead.get(at)
        assert shown.status_code == 200, key
        answer = lead.post(at, data=typed(Page(shown.text), {}, "_try"))
        assert answer.status_code in (200, 422), key


def test_a_page_that_was_open_too_long_keeps_what_was_typed(as_):
    lead, at = as_("dsl"), f"{FORMS}/taken_up/try"
    answer = lead.post(at, data={"_token": "", "safe_now": "They are with me.", "_try": "yes"})
    assert answer.status_code == 400
    assert Page(answer.text).text("safe_now") == "They are with me."


def test_a_form_that_there_is_not_is_not_there(as_):
    for path in (f"{FORMS}/none", f"{FORMS}/none/try"):
        assert as_("dsl").get(path).status_code == 404


def test_the_procedure_leads_to_its_forms_whoever_may_read_them(as_):
    assert FORMS in Page(as_("dsl").get("/safeguarding/procedure").text).links
    assert FORMS not in Page(as_("teacher").get("/safeguarding/procedure").text).links
