"""Conditions that say nothing, contradict themselves or read what is not there."""

import pytest

P, ALARM, BACK, AFTER = (
    "policy.yaml",
    "clauses/01-raising-the-alarm.yaml",
    "clauses/02-until-they-are-back.yaml",
    "clauses/03-afterwards.yaml",
)
OLD = "when: {record: police_call}"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        # can never hold
        ("when: {all: [{is: {found: yes}}, {is: {found: no}}]}", "never hold"),
        ("when: {all: [{is: {found: yes}}, {not: {is: {found: yes}}}]}", "never hold"),
        ("when: {all: [{is: {in_danger: no}}, {not: {ever: {in_danger: no}}}]}", "never hold"),
        ("when: {all: [{record: talk}, {not: {record: talk}}]}", "never hold"),
        ("when: {all: [{record: talk, where: {held: yes}}, {not: {record: talk}}]}", "never hold"),
        ("when: {all: [{answered: in_danger}, {is: {in_danger: unknown}}]}", "never hold"),
        ("when: {all: [{trigger: MP-3-young}, {not: {trigger: any}}]}", "never hold"),
        ("when: {all: [{trigger unmet: any}, {not: {trigger: any}}]}", "never hold"),
        ("when: {record: talk, where: {all: [{held: yes}, {held: no}]}}", "never hold"),
        ("when: {anyone: {all: [{age under: 5}, {not: {age under: 9}}]}}", "never hold"),
        ("when: {anyone: {all: [{person: pupil}, {person: staff}]}}", "never hold"),
        ("when: {anyone: {all: [{flag: {sen: yes}}, {flag: {sen: no}}]}}", "never hold"),
        (
            "when: {any: [{record: talk}, {all: [{is: {found: yes}}, {is: {found: no}}]}]}",
            "never hold",
        ),
        ("when: {all: [never, {record: talk}]}", "never hold"),
        # must always hold
        ("when: {any: [{record: talk}, {not: {record: talk}}]}", "always holds"),
        ("when: {any: [always, {record: talk}]}", "always holds"),
        ("when: {anyone: {person: [pupil, staff, other]}}", "always holds"),
        # says nothing
        ("when: {all: []}", "list is empty"),
        ("when: {}", "condition is empty"),
        ("when: {is: {}}", "names no fact"),
        ("when: sometimes", "not a condition"),
        ("when: [a]", "not a condition"),
        ("when: {is: {found: []}}", "list is empty"),
        # reads what is not there, or what nothing compares
        ("when: {recrod: talk}", "Did you mean “record”?"),
        ("when: {is: {found: yes}, record: talk}", "Join them with all or any"),
        ("when: {record: talk, were: {held: yes}}", "“were”"),
        ("when: {anyone: {age under: 0}}", "whole number from 1 to 25"),
        ("when: {anyone: {age under: 26}}", "whole number from 1 to 25"),
        ("when: {age under: 11}", "Put it inside `anyone:`"),
        ("when: {person: pupil}", "Put it inside `anyone:`"),
        ("when: {anyone: {person: pupils}}", "Did you mean “pupil”?"),
        ("when: {count: {record: talk}}", "Count one thing"),
        ("when: {count: {record: talk, people: always, at least: 1}}", "Count one thing"),
        ("when: {count: {record: talk, atleast: 2, at least: 2}}", "“at least”"),
        ("when: {is: {seen_last: 2025-01-01}}", "holds dates"),
        ("when: {record: alarm, where: {part: missing}}", "a column of people"),
        ("when: {record: talk, where: {when_held: yes}}", "a question of the form"),
    ],
)
def test_a_stage_needs_a_condition_that_says_something(told, new, words):
    found = told((P, OLD, new))
    assert (P, new, "", words) in found
    assert len(found) == 1


@pytest.mark.parametrize(
    "new",
    [
        "when: {all: [{is: {found: yes}}, {ever: {found: no}}]}",
        "when: {all: [{ever: {in_danger: yes}}, {not: {is: {in_danger: yes}}}]}",
        "when: {all: [{is: {worries: home}}, {is: {worries: school}}]}",
        "when: {all: [{record: talk, where: {held: yes}}, {record: talk, where: {held: no}}]}",
        "when: {anyone: {all: [{age under: 9}, {not: {age under: 5}}]}}",
        "when: {count: {people: {ever: {harmed: yes}}, at least: 2}}",
        "when: {every pupil: {answered: harmed}}",
        "when: {all: [{trigger: any}, {not: {trigger unmet: any}}]}",
    ],
)
def test_what_can_be_so_is_not_told(clean, new):
    assert clean((P, OLD, new))


def test_a_condition_too_long_to_try_out_is_let_be(clean):
    either = "{any: [{is: {found: yes}}, {record: talk}]}"
    assert clean((P, OLD, f"when: {{all: [{', '.join([either] * 2000)}]}}"))


def test_a_duty_that_opens_and_chooses_in_contradiction_is_told(told):
    found = told((BACK, "where: {ever: {part: missing}}", "where: {not: {record: alarm}}"))
    assert (BACK, "where:", "duty.where", "can never hold together") in found


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("when: {is: {in_danger: yes}}", "`is`"),
        ("when: {all: [{ever: {off_site: yes}}, {not: {record: site_search}}]}", "`not`"),
        ("when: {answered: in_danger}", "`answered`"),
        ("when: {every pupil: {ever: {harmed: yes}}}", "`every pupil`"),
        ("when: {may be: {ever: {in_danger: yes}}}", "`may be`"),
        ("when: {trigger: any}", "a trigger"),
        ("when: always", "`always`"),
    ],
)
def test_a_trigger_that_more_information_could_undo_is_told(told, new, words):
    old = "when: {any: [{ever: {in_danger: yes}}, {ever: {with_adult: [yes, suspected]}}]}"
    assert (ALARM, new, "", "A trigger may not read", words) in told((ALARM, old, new))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{part: saw_them}", "{left: yes}", "where_seen", "comes later"),
        ("{part: saw_them}", "{where_seen: x}", "where_seen", "waits for itself"),
        ("{part: saw_them}", "{people: x}", "where_seen", "is the table"),
        ("{part: saw_them}", "{who: x}", "where_seen", "free answers"),
        ("{answered: last_seen_at}", "{part: missing}", "left_how", "inside the table people"),
        ("{answered: last_seen_at}", "{answered: danger}", "left_how", "comes later"),
        ("{left: [yes, suspected]}", "{left: yes, danger: no}", "left_how", "comes later"),
        ("{left: [yes, suspected]}", "{left: yes, any: []}", "left_how", "beside another key"),
        ("{any: [{left: [yes, suspected]}, {answered: last_seen_at}]}",
         "{all: [{left: yes}, {left: no}]}", "left_how", "never hold"),
        ("{any: [{left: [yes, suspected]}, {answered: last_seen_at}]}",
         "{left: [yes, suspected, no, unknown], answered: left}", "left_how", "beside another key"),
    ],
)  # fmt: skip
def test_a_question_waits_for_questions_before_it(told, old, new, line, words):
    found = told(("forms/alarm.yaml", old, new))
    assert ("forms/alarm.yaml", line, "", words) in found
