"""What numbers come to over a few cases, told as records."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rules.casebook import (
    EXECUTIVE,
    HEAD,
    SCHOOL_LED,
    START,
    TEACHER,
    Casebook,
    pupil,
    report_answers,
)
from tests.rules.casebook import review_answers as review
from yipplugin import shipped
from yipplugin.hooking import open_house
from yipplugin.packs.reading import read_policy
from yipplugin.policy import Calendar
from yipplugin.rules.counting import Counted, quartiles, tables
from yipplugin.rules.periods import terms
from yipplugin.rules.state import State

PACK = shipped.folder("forms") / "policies" / "westcroft_2023"
MADE_UP = [pupil(f"pupil:{n}", "Made-Up", None) | {"year": year} for n, year in enumerate("789")]


@pytest.fixture(scope="module")
def policy():
    return read_policy(PACK, open_house().kinds)


@pytest.fixture
def case(policy):
    """Return a function that makes a case of the records that ``tell`` signs."""

    def made(tell=lambda book: None, stage="reported", late=False, opened=START, **report):
        book = Casebook(policy)
        book.sign("report", by=TEACHER, **report_answers(**report))
        tell(book)
        state = State(policy)
        for record in book.records:
            state.add(record)
        return Counted(opened, stage, late, state)

    return made


@pytest.fixture
def counted(policy):
    """Return a function that counts cases by one number of the policy: how many by answer."""

    def count(key, *cases, among=()):
        found = {one.number.key: one for one in tables(policy, cases, among)}
        return {row.label: len(row.cases) for row in found[key].rows}

    return count


def test_a_case_is_counted_under_its_latest_answer(case, counted):
    spread = [
        lambda book: book.sign("first_review", **review(spread="few")),
        lambda book: (
            book.sign("first_review", **review(spread="few")),
            book.correct(book.last("first_review"), spread="group"),
        ),
        lambda book: book.sign("first_review", **review(spread="unknown")),
    ]
    found = counted("spread", case(), *(case(tell) for tell in spread))
    assert {label: count for label, count in found.items() if count} == {
        "A few people": 1,
        "A group": 1,
        "Not known": 1,
        "Not answered": 1,
    }
    assert list(found)[-1] == "Not answered"


def test_words_and_rows_are_the_policys_where_it_gives_them(case, counted):
    assert list(counted("route", case())) == [
        "Dealt with in school",
        "Referred",
        "Not answered",
    ]


def test_a_case_with_several_people_is_one_case(case, counted):
    three = [{"person": one, "part": ["in_imagery", "sent_it"]} for one in MADE_UP]
    found = counted("part", case(pupils=three), case())
    assert found["Someone is in the imagery"] == 2
    assert found["Someone shared or sent it"] == 1
    assert found["Not known"] == 0


def test_year_groups_are_in_order_and_a_case_stands_in_each_of_its_own(case, counted):
    sorts = [{"person": one, "part": ["in_imagery"]} for one in MADE_UP]
    odd = {"person": MADE_UP[0] | {"ref": "pupil:9", "year": "Sixth form"}, "part": ["sent_it"]}
    none = {"person": MADE_UP[0] | {"ref": "pupil:8", "year": ""}, "part": ["sent_it"]}
    found = counted("year_group", case(pupils=[*sorts, odd]), case(), case(pupils=[none]))
    assert found == {
        "Year 7": 1,
        "Year 8": 1,
        "Year 9": 1,
        "Year 10": 1,
        "Sixth form": 1,
        "Not known": 1,
    }


def test_stages_and_what_is_late_are_as_lists_have_them(case, counted):
    cases = case(stage="closed"), case(stage="closed", late=True), case(stage="of another policy")
    found = counted("stage", *cases)
    assert (found["Closed"], found["Reported"], found["Elsewhere"]) == (2, 0, 1)
    assert counted("late", *cases) == {"Late": 1, "Not late": 2}


def test_terms_are_told_apart_where_the_host_lists_them(case, counted, policy):
    known = terms(
        Calendar(
            terms=((date(2026, 1, 5), date(2026, 2, 13)), (date(2026, 2, 23), date(2026, 3, 27)))
        )
    )
    holiday = datetime(2026, 2, 20, 12, tzinfo=UTC)
    cases = case(), case(opened=holiday), case(opened=holiday + timedelta(days=90))
    assert counted("term", *cases, among=known) == {
        "5 January to 22 February 2026": 1,
        "23 February to 27 March 2026": 1,
        "Outside these terms": 1,
    }
    assert "term" not in {one.number.key for one in tables(policy, cases, ())}


def test_how_long_it_took_is_told_by_how_soon(case, policy):
    soon = case(lambda book: book.sign("first_review", **review()))
    table = next(one for one in tables(policy, [soon, case()], ()) if one.number.key == "to_review")
    found = {row.label: len(row.cases) for row in table.rows}
    assert found == {
        "Within 4 hours": 1,
        "By the end of the school day": 0,
        "Within 1 school day": 0,
        "Within 3 school days": 0,
        "Later than that": 0,
        "Not done": 1,
    }
    assert table.took == (timedelta(minutes=30),)


def test_a_correction_of_the_review_does_not_make_it_late(case, policy):
    def told(book):
        book.sign("first_review", **review())
        record = book.correct(book.last("first_review"), spread="few")
        book.records[-1] = replace(record, signed_at=record.signed_at + timedelta(days=20))

    (took,) = next(
        one for one in tables(policy, [case(told)], ()) if one.number.key == "to_review"
    ).took
    assert took == timedelta(minutes=30)


def test_a_condition_is_counted_by_whether_it_holds(case, counted):
    def decided(book):
        book.sign("first_review", **review())
        book.sign("head_view", by=EXECUTIVE, view="agree")
        book.sign("decision", **SCHOOL_LED)

    def signed_off(book):
        decided(book)
        about = f"record:{book.last('decision').id}"
        book.sign("sign_off", by=HEAD, about=about, signed_off="yes")

    found = counted("not_signed_off", case(decided), case(signed_off), case())
    assert found == {"Yes": 1, "No": 2, "Not known": 0}


def test_an_answer_that_has_no_row_is_counted_with_what_was_not_answered(case, policy):
    numbers = tuple(
        replace(one, answers={"yes": "Yes"}) if one.key == "adult_involved" else one
        for one in policy.numbers
    )
    cut = replace(policy, numbers=numbers)
    table = next(
        one for one in tables(cut, [case(), case(adult_involved="yes")], ())
        if one.number.key == "adult_involved"
    )  # fmt: skip
    assert [(row.label, len(row.cases)) for row in table.rows] == [
        ("Yes", 1),
        ("Another answer, or none", 1),
    ]


@pytest.mark.parametrize(
    ("hours", "wanted"), [([1, 2, 3, 4], [1, 2, 3]), ([1, 2, 3, 4, 5], [2, 3, 4]), ([7], [7, 7, 7])]
)
def test_quarters_are_lengths_that_some_case_took(hours, wanted):
    found = quartiles([timedelta(hours=one) for one in hours])
    assert [one / timedelta(hours=1) for one in found] == wanted
