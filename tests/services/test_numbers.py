"""Numbers are over the cases that one may read; what governors see is the same for everybody."""

import json
from datetime import date

import pytest
from sqlalchemy import event

from tests.services.conftest import (
    ALEX,
    AMARA,
    COLIN,
    DEV,
    EZRA,
    GRACE,
    HANA,
    IVO,
    PAT,
    PUPIL,
    SAL,
    TESS,
    filled,
    person,
    staff,
)
from yipplugin.errors import NotAllowed, TooMany
from yipplugin.services import numbers
from yipplugin.services.cases import page
from yipplugin.services.confirming import confirm
from yipplugin.services.disposal import dispose, propose
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.values import Verdict

COUNTING = (AMARA, DEV, HANA, EZRA)
SEEING = (*COUNTING, GRACE, ALEX)
TO_AUTUMN = 210
"""Days from when these tests begin until the school year is over."""


@pytest.fixture
def make(app, clock):
    """Return a function that reports a concern, lets time pass, and signs a look at it."""

    def made(danger="", adult=None, after=0):
        told = {"said": "As told", "pupil": PUPIL} | ({"adult": staff(adult)} if adult else {})
        case_id = report(TESS, filled("report", told)).case_id
        clock.move(hours=after)
        if danger:
            by = HANA if adult == AMARA else AMARA
            sign(by, case_id, filled("look", {"danger": danger}))
        clock.move(hours=1)
        return case_id

    return made


def counts(found, key):
    """Return how many cases stand in each row of an exact table, but for the rows of none."""
    (table,) = [one for one in found.tables if one.number.key == key]
    return {row.label: len(row.cases) for row in table.rows if row.cases}


def seen(found, key):
    """Return what is shown of a table as governors see it."""
    (table,) = [one for one in found.tables if one.key == key]
    return {row.label: row.count for row in table.rows}, table.together


def test_cases_are_counted_by_what_their_records_say(make):
    make("yes", after=3)
    make("no", after=6)
    make("no")
    make()
    found = numbers.exact(AMARA)
    assert (found.whole, found.more) == (4, False)
    assert counts(found, "danger") == {"In danger": 1, "Not in danger": 2, "Not answered": 1}
    assert counts(found, "stage") == {"Reported": 1, "Looked at": 3}
    assert counts(found, "to_look") == {
        "Within 2 hours": 1,
        "Within 5 hours": 1,
        "Later than that": 1,
        "Not done": 1,
    }


def test_what_is_late_is_what_lists_call_late(make, clock):
    make()
    make("no")
    assert counts(numbers.exact(AMARA), "late") == {"Not late": 2}
    clock.move(hours=4)
    assert counts(numbers.exact(AMARA), "late") == {"Late": 1, "Not late": 1}
    assert sum(line.overdue for line in page(AMARA).rows) == 1


@pytest.mark.parametrize("adult", [COLIN, DEV, AMARA, HANA, EZRA])
def test_whoever_counts_counts_the_cases_of_their_list(make, adult):
    make("no")
    make("yes", adult=adult)
    for one in COUNTING:
        found = numbers.exact(one)
        assert found.whole == len(page(one).rows)
        assert counts(found, "danger").get("In danger", 0) == found.whole - 1
        assert found.whole == (1 if one == adult or (adult, one) == (AMARA, DEV) else 2)


def test_a_case_that_a_plugin_hides_is_not_counted(make, school):
    make("no")
    make("yes")
    hide = Verdict(False, "Not this one.")
    school.objects = lambda actor, act, case: hide if act == "case:read" and actor == DEV else None
    assert numbers.exact(DEV).whole == 0
    assert numbers.exact(AMARA).whole == 2


@pytest.mark.parametrize("who", [TESS, SAL, IVO, PAT, GRACE, ALEX])
def test_only_the_lead_the_deputies_and_the_heads_count_exactly(make, ledger, who):
    with pytest.raises(NotAllowed):
        numbers.exact(who)
    assert ledger()[-1] == (who.ref, "numbers:count", "refused")


@pytest.mark.parametrize("who", [TESS, SAL, IVO, PAT])
def test_governors_numbers_are_for_governors_and_whoever_counts(make, ledger, who):
    with pytest.raises(NotAllowed):
        numbers.public(who)
    assert ledger()[-1] == (who.ref, "numbers:read", "refused")


def test_a_period_holds_what_was_reported_in_it(make, clock):
    make("no")
    clock.move(days=200)
    make("yes")
    assert numbers.exact(AMARA).whole == 1
    assert numbers.exact(AMARA, "last-year").whole == 1
    assert numbers.exact(AMARA, "months").whole == 2
    assert numbers.exact(AMARA, "no such").period.key == "year"


def test_where_there_are_too_many_the_newest_are_counted(make, monkeypatch):
    for danger in ("yes", "no", "no"):
        make(danger)
    monkeypatch.setattr(numbers, "MOST", 2)
    found = numbers.exact(AMARA)
    assert (found.whole, found.more) == (2, True)
    assert counts(found, "danger") == {"Not in danger": 2}


def test_many_cases_take_no_more_questions_than_few(make, store):
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *of: asked.append(of[2]))

    def questions():
        asked.clear()
        numbers.exact(AMARA)
        return len(asked)

    make("no")
    questions()
    few = questions()
    for _ in range(6):
        make("yes")
    assert questions() == few


def test_the_ledger_says_who_looked_at_which_time_and_not_what_they_saw(make, ledger):
    make("yes", adult=AMARA)
    numbers.exact(HANA)
    numbers.public(GRACE, as_file="csv")
    (who, act, detail), (governor, read, more) = [
        (actor, act, json.loads(payload)["detail"])
        for actor, act, payload in ledger("actor", "act", "payload")[-2:]
    ]
    assert (who, act) == (HANA.ref, "numbers:count")
    assert detail == {"first": "2025-09-01", "last": "2026-03-02"}
    assert (governor, read) == (GRACE.ref, "numbers:read")
    assert more == {"first": "2024-09-01", "last": "2025-08-31", "as_file": "csv"}


@pytest.mark.parametrize(("act", "ask"), [("count", numbers.exact), ("read", numbers.public)])
def test_looking_very_often_is_stopped(app, act, ask):
    app.config["YIP_LIMITS"] = {**app.config["YIP_LIMITS"], f"numbers:{act}": (2, 60)}
    ask(AMARA)
    ask(AMARA)
    with pytest.raises(TooMany):
        ask(AMARA)


@pytest.fixture
def year(make, clock):
    """A year of eight cases in danger and six not; five more name members of staff. It is over."""
    for _ in range(8):
        make("yes")
    for _ in range(6):
        make("no")
    for adult in (COLIN, DEV, AMARA, HANA, EZRA):
        make("no", adult=adult)
    make("no")
    clock.move(days=TO_AUTUMN)


def test_governors_see_a_year_that_is_over(year):
    found = numbers.public(GRACE)
    assert (found.period.first, found.period.last) == (date(2025, 9, 1), date(2026, 8, 31))
    assert found.whole == 15
    assert seen(found, "danger") == ({"In danger": 8}, 7)


def test_everybody_sees_the_same_and_no_more_cases_than_they_count(year):
    first = numbers.public(GRACE)
    for who in SEEING:
        assert numbers.public(who) == first
    for who in COUNTING:
        exact = numbers.exact(who, "last-year")
        assert exact.whole > first.whole
        assert counts(exact, "danger")["In danger"] == 8
        assert counts(exact, "danger")["Not in danger"] >= 7


def test_a_case_of_another_school_is_none_of_theirs(year):
    assert numbers.public(person("Oda", "head", school="other")).whole is None
    assert numbers.exact(person("Oda", "head", school="other"), "last-year").whole == 0


def test_what_is_signed_after_the_year_changes_nothing(make, clock):
    cases = [make("no" if one % 2 else "yes") for one in range(20)]
    clock.move(days=TO_AUTUMN)
    before = numbers.public(GRACE)
    assert (seen(before, "stage"), seen(before, "danger")) == (({}, None), ({"In danger": 10}, 10))
    for case_id in cases[:12:2]:
        sign(AMARA, case_id, filled("look", {"danger": "no"}))
    for case_id in cases[1:12:2]:
        sign(AMARA, case_id, filled("look"))
        sign(AMARA, case_id, filled("closure", reasons={"A-4": "It is"}))
    assert numbers.public(GRACE) == before
    assert counts(numbers.exact(AMARA, "last-year"), "stage") == {"Looked at": 14, "Closed": 6}


def test_a_year_that_is_not_over_cannot_be_asked_for(make, clock):
    for _ in range(8):
        make("yes")
    assert numbers.public(GRACE, "year").whole is None
    assert {one.last < clock.time.date() for one in numbers.public(GRACE).offered} == {True}


@pytest.mark.parametrize(("many", "whole"), [(0, None), (4, None), (5, 5)])
def test_of_fewer_than_five_cases_governors_see_nothing(make, clock, many, whole):
    for _ in range(many):
        make("yes")
    clock.move(days=TO_AUTUMN)
    found = numbers.public(GRACE)
    assert found.whole == whole
    assert bool(found.tables) is bool(whole)


def test_a_case_that_was_disposed_of_is_counted_no_longer(make, clock):
    for _ in range(5):
        make("yes")
    case_id = make("no")
    sign(AMARA, case_id, filled("closure", reasons={"A-4": "It is"}))
    clock.move(days=366)
    assert (numbers.exact(AMARA, "last-year").whole, numbers.public(GRACE).whole) == (6, 6)
    propose(AMARA, case_id, "time", "Read.")
    confirm(EZRA, "Ezra's own")
    dispose(EZRA, case_id, "YIP-2026-0006")
    assert (numbers.exact(AMARA, "last-year").whole, numbers.public(GRACE).whole) == (5, 5)
