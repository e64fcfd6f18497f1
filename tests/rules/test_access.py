"""Who may do what, role by role and situation by situation."""

import pytest

from yipplugin.rules.access import PERMITS, READERS, may
from yipplugin.values import DSL_GROUP, ROLES, Actor, CaseKnown

WITHOUT_A_CASE = [act for act, rows in PERMITS.items() if not any(row.needs for row in rows)]
ON_A_CASE = [act for act in PERMITS if act not in WITHOUT_A_CASE]


def actor(*roles, ref="staff:1", school="toy"):
    return Actor(ref, "A name", frozenset(roles), school)


def case(reporter="staff:9", named=(), asks_for=(), author="", school="toy"):
    return CaseKnown(school, reporter, frozenset(named), frozenset(asks_for), author)


def allowed(role, act, **known):
    return may(actor(role), act, case(**known)).allowed


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_works_there_may_report_and_keep_drafts(role):
    for act in ("report:make", "receipt:list", "draft:keep", "person:find"):
        assert may(actor(role), act).allowed


@pytest.mark.parametrize("act", PERMITS)
def test_somebody_without_a_role_may_do_nothing(act):
    known = case(reporter="staff:1", author="staff:1", asks_for=ROLES)
    assert not may(actor(), act, known).allowed


@pytest.mark.parametrize("act", ["case:delete", "record:change", ""])
def test_an_act_that_is_not_in_the_table_is_refused(act):
    assert not may(actor(*ROLES), act, case(reporter="staff:1")).allowed


@pytest.mark.parametrize("role", ROLES)
def test_reading_is_for_the_safeguarding_roles(role):
    assert allowed(role, "case:read") == (role in READERS)
    assert may(actor(role), "case:list").allowed == (role in READERS)


def test_it_staff_read_no_case_even_one_they_reported():
    assert not allowed("it", "case:read", reporter="staff:1", asks_for={"it"})
    assert allowed("it", "receipt:read", reporter="staff:1")
    assert may(actor("it"), "setup:read").allowed


def test_a_chair_of_governors_signs_what_a_form_gives_them_and_reads_nothing():
    assert not allowed("chair_of_governors", "case:read", asks_for={"chair_of_governors"})
    assert allowed("chair_of_governors", "record:sign", asks_for={"chair_of_governors"})
    assert not allowed("chair_of_governors", "record:sign", asks_for={"head"})


@pytest.mark.parametrize("role", ROLES)
def test_signing_takes_a_role_that_the_form_names(role):
    assert allowed(role, "record:sign", asks_for={"head"}) == (role in DSL_GROUP | {"head"})


@pytest.mark.parametrize("role", ROLES)
def test_correcting_is_for_the_dsl_and_for_whoever_wrote_it(role):
    assert allowed(role, "record:correct", author="staff:2") == (role in DSL_GROUP)
    assert allowed(role, "record:correct", author="staff:1")


@pytest.mark.parametrize("act", ["receipt:read", "report:add"])
def test_a_receipt_is_for_whoever_reported(act):
    assert allowed("staff", act, reporter="staff:1", asks_for={"staff"})
    assert not allowed("staff", act, reporter="staff:2", asks_for={"staff"})


def test_adding_to_a_report_takes_a_form_for_it():
    assert not allowed("staff", "report:add", reporter="staff:1", asks_for={"dsl"})


@pytest.mark.parametrize("act", ON_A_CASE)
@pytest.mark.parametrize("role", ROLES)
def test_whoever_is_named_in_a_case_may_do_nothing_with_it(role, act):
    known = {"reporter": "staff:1", "author": "staff:1", "asks_for": {role}}
    assert not allowed(role, act, named={"staff:1"}, **known)


@pytest.mark.parametrize("act", ON_A_CASE)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_may_do_anything_with_a_case_of_another_school(role, act):
    known = {"reporter": "staff:1", "author": "staff:1", "asks_for": {role}}
    assert not allowed(role, act, school="other", **known)


@pytest.mark.parametrize("act", ON_A_CASE)
def test_an_act_on_a_case_needs_the_case(act):
    assert not may(actor(*ROLES), act).allowed


def test_a_verdict_says_why():
    assert may(actor("dsl"), "case:list").reason == ("Permitted as designated safeguarding lead.")
    assert may(actor("it"), "case:list").reason == (
        "None of your roles permits this. It is for the designated safeguarding lead, the deputy "
        "designated safeguarding lead, the member of the safeguarding team, the headteacher, the "
        "executive headteacher."
    )
    assert may(actor("dsl"), "case:burn").reason == "None of your roles permits this."
    assert may(actor("dsl"), "case:read", case(named={"staff:1"})).reason == (
        "Your roles do not permit case:read here."
    )
