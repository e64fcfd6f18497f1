"""The second pack: what it says is marked with where it was read, and it shares keys rightly."""

import re

import pytest

from yipplugin.cli.host import library_of
from yipplugin.rules.carrying import alike

LIBRARY = library_of(None)
UKCIS, WESTCROFT = LIBRARY.policy("ukcis-2024"), LIBRARY.policy("westcroft-2023")

READ = (
    "overview for all staff",
    "overview and scope list of the guidance, as summarised in public",
    "statutory guidance for schools, as quoted in public",
    "advice on searching and confiscation, as summarised in public",
    "the law",
)
"""Where a clause may say that it was read; every other one is the school's own setting."""

SHARED = sorted(UKCIS.forms.keys() & WESTCROFT.forms.keys())
OWN = {"adult_route", "extortion", "extortion_check", "viewing_approval"}

ASKS_BESIDE = {
    "device": {"cut_off", "cut_off_at"},
    "first_review": {"money_demanded"},
    "new_information": {"money_demanded"},
    "report": {"money_demanded"},
    "report_addition": {"money_demanded"},
    "viewing_authorisation": {"how_decided", "other_means"},
    "viewing_log": {"how_decided", "found_copied", "young_people_told"},
}
"""The questions that only this pack asks in a form of both; the other one asks more in many."""


@pytest.mark.parametrize("clause", UKCIS.clauses.values(), ids=lambda one: one.id)
def test_a_clause_says_where_it_was_read_or_that_it_is_the_schools_own_setting(clause):
    mine = "school's own setting" in clause.lines
    if mine:
        assert "the school's own setting" in clause.says.lower() or "; " in clause.lines
    else:
        assert clause.lines in READ
        said = re.search(r"\((.*school's own setting.*)\)", clause.says)
        # A clause that was read may add something of the school's own, and then says what.
        assert said is None or said[1] != "The school's own setting."


def test_its_clauses_stand_in_the_order_of_the_advice():
    areas = list(dict.fromkeys(one.rpartition("-")[0] for one in UKCIS.clauses))
    assert areas == list(UKCIS.parts)


@pytest.mark.parametrize("key", SHARED)
def test_a_form_of_both_asks_the_same_by_the_same_key(key):
    """So that a record counts where its case is moved: a key never has two meanings."""
    one, other = UKCIS.forms[key], WESTCROFT.forms[key]
    assert (one.about, one.acts, one.states, one.happened) == (
        other.about, other.acts, other.states, other.happened,
    )  # fmt: skip
    asked = {question.key: question for question in one.questions}
    theirs = {question.key: question for question in other.questions}
    assert asked.keys() - theirs.keys() == ASKS_BESIDE.get(key, set())
    for name in asked.keys() & theirs.keys():
        mine, old = asked[name], theirs[name]
        assert alike(mine, old), name
        assert {choice.key for choice in mine.choices} <= {choice.key for choice in old.choices}
        columns = {column.key for column in old.questions}
        assert {column.key for column in mine.questions} <= columns
        assert (mine.feeds, mine.joins) in ((old.feeds, old.joins), (None, old.joins)), name


def test_the_forms_that_only_it_has_are_those_of_what_it_adds():
    assert UKCIS.forms.keys() - WESTCROFT.forms.keys() == OWN


@pytest.mark.parametrize("name", sorted(UKCIS.facts.keys() & WESTCROFT.facts.keys()))
def test_a_fact_of_both_knows_the_same_answers(name):
    one, other = UKCIS.facts[name], WESTCROFT.facts[name]
    assert one.of == other.of
    assert set(one.answers) <= set(other.answers)


def test_every_target_is_the_schools_own_unless_it_says_otherwise():
    sources = {name: length.source for name, length in UKCIS.targets.items()}
    assert {name for name, source in sources.items() if source != "school"} == {"chase a referral"}


def test_nobody_sets_any_of_its_refusals_aside():
    assert [one.id for one in UKCIS.refusals if one.override] == []
