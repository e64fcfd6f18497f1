"""What questions tell the facts: answers that a fact knows, about somebody, and at all."""

import pytest

P, AFTER = "policy.yaml", "clauses/03-afterwards.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        ("forms/talk.yaml", "online: Something", "internet: Something", "feeds",
         "answer “internet”"),
        ("forms/talk.yaml", "feeds: worries", "feeds: found", "feeds", "answer “home”"),
        ("forms/talk.yaml", "feeds: harmed", "feeds: case_closed", "feeds", "answer “unknown”"),
        ("forms/talk.yaml", "feeds: harmed", "feeds: seen_last", "feeds", "holds dates"),
        ("forms/alarm.yaml", "feeds: seen_last", "feeds: off_site", "feeds", "asks for a date"),
        ("forms/talk.yaml", "about: pupil\n", "", "feeds", "no person is meant here"),
        ("forms/talk.yaml", "about: pupil", "about: {record: alarm}", "feeds",
         "no person is meant"),
        ("forms/alarm.yaml", "feeds: in_danger", "feeds: harmed", "feeds",
         "whose rows name a person"),
        ("forms/closing.yaml", "{case_closed: yes}", "{case_closed: yes, harmed: no}", "states",
         "no person is meant"),
        ("forms/police_answer.yaml", "about: {record: police_call}\n", "", "feeds",
         "record of police_call"),
        ("forms/police_call.yaml", "kind: short text,", "kind: short text, feeds: found,", "feeds",
         "Rules cannot read"),
        ("forms/alarm.yaml", "kind: person, of: pupil", "kind: short text", "joins",
         "Only a person"),
    ],
)  # fmt: skip
def test_a_fact_that_is_fed_wrongly_is_told(told, file, old, new, key, words):
    assert (file, "", key, words) in told((file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("forms/alarm.yaml", ", feeds: in_danger", "", "in_danger: yes", "No form asks for"),
        ("forms/talk.yaml", ", feeds: harmed", "", "answered: harmed", "No form asks for"),
        (
            "forms/alarm.yaml",
            "suspected: It looks like it, ",
            "",
            "with_adult",
            "answer “suspected”",
        ),
        (P, "when: {record: police_call}", "when: {ever: {worries: [home, food]}}", "food", "food"),
    ],
)
def test_a_rule_that_reads_what_no_form_asks_is_told(told, file, old, new, line, words):
    found = told((file, old, new))
    assert any(line in found.line(one) and words in one.message for one in found.problems)


def test_an_answer_that_only_signing_states_can_be_read(clean):
    assert clean((P, "when: {is: {case_closed: yes}}", "when: {ever: {case_closed: [yes, no]}}"))


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        ("forms/talk.yaml", "held: {ask: Did the talk take place?, ", "held: {", "kind",
         "asks nothing"),
        ("forms/alarm.yaml", "note: Stay where you are. Somebody comes to you.", "required: yes",
         "required", "asks nothing"),
        ("forms/talk.yaml", ", choices: [home: Home, school: School, friends: Friends, online: "
         "Something online]", "", "kind", "needs `choices`"),
        ("forms/talk.yaml", "held: {ask: Did the talk take place?, kind: yes no",
         "held: {ask: Did the talk take place?, choices: [yes: Yes], kind: yes no", "choices",
         "offers no choices"),
        ("forms/talk.yaml", "kind: yes no,", "kind: yes no, rows: each pupil,", "rows", "has rows"),
        ("forms/alarm.yaml", "rows at least: 1", "rows at least: some", "kind", "rows at least"),
        ("forms/alarm.yaml", "kind: table\n          rows at least: 1", "kind: short text",
         "questions",
         "Only a table"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_told(told, file, old, new, key, words):
    assert (file, "", key, words) in told((file, old, new))


def test_a_table_in_a_table_is_told(told):
    new = "kind: table, questions: [inner: {ask: What?, kind: short text}], when"
    found = told(("forms/alarm.yaml", "kind: short text, when", new))
    assert ("forms/alarm.yaml", "where_seen", "questions", "A table stands in a table") in found
