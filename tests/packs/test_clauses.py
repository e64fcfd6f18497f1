"""Clauses that nothing carries, duties that nothing meets, refusals that nothing lifts."""

import pytest

from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_pack

ALARM, BACK, AFTER = (
    "clauses/01-raising-the-alarm.yaml",
    "clauses/02-until-they-are-back.yaml",
    "clauses/03-afterwards.yaml",
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MP-10: {says", "MP-12: {says: Something else., kind: principle}\nMP-10: {says"),
        ("MP-11: {says", "MP-12:\n  says: Something else.\n  kind: obliged\nMP-11: {says"),
    ],
)
def test_a_clause_that_nothing_carries_is_told(told, old, new):
    found = told((AFTER, old, new))
    assert (AFTER, "", "MP-12", "Nothing carries MP-12", "clause: MP-12") in found
    assert len(found) == 1


def test_a_clause_that_only_a_question_names_is_carried(told):
    found = told(("forms/talk.yaml", "[MP-8, MP-10]", "MP-8"))
    assert (AFTER, "MP-10:", "MP-10", "Nothing carries MP-10") in found
    assert len(found) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        # a form that cannot say which pupil, or which record
        (BACK, "met by: [parents_told,", "met by: [closing,", "met by[1]", "for each pupil"),
        (BACK, "met by: police_answer", "met by: search_witness", "met by", "for each record of"),
        (BACK, "each: {record: police_call}", "each: {record: alarm}", "met by",
         "`about: {record: alarm}`"),
        (AFTER, "{form: talk, where: {held: yes}}", "{form: closing}", "form", "`about: pupil`"),
        # answers that the question cannot give
        (AFTER, "{held: yes}", "{held: perhaps}", "held", "an answer of the question held"),
        (BACK, "{asked_by: police}", "{why: police}", "why", "free answers"),
        (BACK, "{asked_by: police}", "{all: []}", "all", "This list is empty"),
        (BACK, "where: {asked_by: police}}",
         "where: {all: [{asked_by: police}, {asked_by: nobody}]}}",
         "where", "can never hold"),
        # nobody who is asked may sign
        (ALARM, "who: [safeguarding_team, dsl]\n    binds", "who: [head]\n    binds", "who",
         "headteacher is asked"),
        # neither a form nor a condition
        (ALARM, "{form: police_call, since: opened}", "{since: opened}",
         "met by", "Name a form, or"),
        (ALARM, "{form: police_call, since: opened}", "[]", "met by", "This list is empty"),
        (ALARM, "{form: police_call, since: opened}",
         "{form: police_call, exact: yes, since: ever}", "since", "“ever” is not"),
        (BACK, "{when: {flag: {estranged: yes}}}", "{when: always, exact: yes}",
         "exact", "Take it out"),
        (BACK, "    every: {days: 1}\n", "", "ends", "Only a duty that comes round ends"),
        # two people who are one
        (BACK, "differs from: site_search", "differs from: search_witness",
         "differs from", "itself"),
    ],
)  # fmt: skip
def test_a_duty_that_cannot_be_met_is_told(told, file, old, new, key, words):
    assert (file, "", key, words) in told((file, old, new))


def test_a_duty_asks_for_the_version_that_stands_of_something(told):
    found = told((ALARM, "met by: site_search", "met by: {form: site_search, exact: yes}"))
    assert (ALARM, "exact: yes", "exact", "{latest: FORM}") in found


def test_a_form_that_all_staff_may_sign_is_signed_by_whoever_is_asked(clean):
    assert clean(("forms/site_search.yaml", "who: [safeguarding_team, dsl]", "who: staff"))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("    override: never\n", "", "unless", "Write `override: never`"),
        ("unless: never", "unless: always", "unless", "refuses nothing"),
        ("unless: never", "unless: {all: [never, {record: talk}]}", "unless", "can never hold"),
    ],
)
def test_a_refusal_that_nothing_lifts_says_so_on_purpose(told, old, new, key, words):
    assert (BACK, "", key, words) in told((BACK, old, new))


@pytest.mark.parametrize("form", ["override", "override_agreed"])
def test_setting_a_refusal_aside_needs_the_forms_for_it(texts, kinds, form):
    files = {name: text for name, text in texts.items() if name != f"forms/{form}.yaml"}
    with pytest.raises(PackRefused, match=f"no form “{form}”"):
        read_pack(files, kinds)
