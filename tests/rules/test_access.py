"""Who may do what, role by role and situation by situation."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yipplugin.rules.access import PERMITS, READERS, acting, could, may, turned_to
from yipplugin.values import (
    ALL_ROLES,
    AUTHORITY,
    DSL_GROUP,
    HEADS,
    ROLES,
    STAND_INS,
    Actor,
    CaseKnown,
    Verdict,
)

WITHOUT_A_CASE = [act for act, rows in PERMITS.items() if not any(row.needs for row in rows)]
ON_A_CASE = [act for act in PERMITS if act not in WITHOUT_A_CASE]
OF_THE_LEDGER = ["ledger:read", "ledger:export"]
LET_IN = ("case_team", "staff")


def actor(*roles, ref="staff:1", school="toy"):
    return Actor(ref, "A name", frozenset(roles), school)


def case(reporter="staff:9", named=(), asks_for=(), team=(), school="toy", **more):
    sets = (frozenset(named), frozenset(asks_for), frozenset(team))
    return CaseKnown(school, reporter, named_adults=sets[0], asks_for=sets[1], team=sets[2], **more)


def allowed(role, act, **known):
    return may(actor(role), act, case(**known)).allowed


def holders(act, **known):
    """Return the roles that alone allow an act in a situation."""
    return {role for role in ALL_ROLES if allowed(role, act, **known)}


EVERYBODY = frozenset(ROLES)
TO_ANY_CASE = {
    "report:make": EVERYBODY,
    "receipt:list": EVERYBODY,
    "draft:keep": EVERYBODY,
    "person:find": EVERYBODY,
    "identity:confirm": EVERYBODY | {AUTHORITY},
    "conduct:acknowledge": EVERYBODY,
    "case:list": EVERYBODY - {"staff", "it", "viewing_delegate"},
    "case:find": EVERYBODY - {"staff", "it", "viewing_delegate"},
    "delegation:list": DSL_GROUP | HEADS,
    "delegation:change": HEADS,
    "ledger:list": HEADS | {"dsl"},
    "numbers:read": DSL_GROUP | HEADS | STAND_INS,
    "numbers:count": DSL_GROUP | HEADS,
    "contact:read": EVERYBODY,
    "contact:report": EVERYBODY,
    "contact:change": DSL_GROUP | HEADS,
    "form:read": DSL_GROUP | HEADS,
    "contact:draft": {AUTHORITY},
    "contact:publish": {AUTHORITY},
    "policy:read": EVERYBODY,
    "register:read": DSL_GROUP | HEADS | STAND_INS,
    "register:sign": DSL_GROUP | HEADS | STAND_INS,
}
NAMED = [
    {},
    {"lead_named": True},
    {"head_named": True},
    {"lead_named": True, "head_named": True},
]
"""The adults in a case: neither the lead nor the head, one of them, both."""

NOBODY = [frozenset()] * 4
IN_CHARGE = [DSL_GROUP | HEADS, HEADS, DSL_GROUP | HEADS | STAND_INS, HEADS | STAND_INS]
LEADING = [DSL_GROUP, HEADS, DSL_GROUP, HEADS | STAND_INS]
OF_LEDGER = [one - {"deputy_dsl"} for one in IN_CHARGE]
"""The roles that alone allow an act in each of the four."""

TO_A_CASE = {
    "report:add": NOBODY,
    "receipt:read": NOBODY,
    "case:read": IN_CHARGE,
    "case:print": IN_CHARGE,
    "case:inspect": IN_CHARGE,
    "contact:use": IN_CHARGE,
    "referral:send": IN_CHARGE,
    "referral:answer": IN_CHARGE,
    "case:widen": [{"safeguarding_team"}, set(), {"safeguarding_team"}, set()],
    "team:change": IN_CHARGE,
    "record:sign": [DSL_GROUP, set(), DSL_GROUP, set()],
    "record:correct": LEADING,
    "ledger:read": OF_LEDGER,
    "ledger:export": OF_LEDGER,
    "move:read": IN_CHARGE,
    "move:propose": LEADING,
    "case:move": IN_CHARGE,
    "move:withdraw": IN_CHARGE,
    "hold:read": IN_CHARGE,
    "hold:set": IN_CHARGE,
    "hold:lift": IN_CHARGE,
    "disposal:propose": LEADING,
    "disposal:read": IN_CHARGE,
    "disposal:withdraw": IN_CHARGE,
    "case:dispose": [HEADS, HEADS, HEADS | STAND_INS, HEADS | STAND_INS],
}
LET_INTO_IT = [one | {"case_team"} for one in IN_CHARGE]
TO_A_CASE_OF_THEIRS = TO_A_CASE | {
    "report:add": [EVERYBODY] * 4,
    "receipt:read": [EVERYBODY] * 4,
    "case:read": LET_INTO_IT,
    **dict.fromkeys(("contact:use", "referral:send", "referral:answer"), LET_INTO_IT),
    "record:sign": LET_INTO_IT,
    "record:correct": [EVERYBODY] * 4,
}
"""Which they reported and are let into, with a record of their own and a form for them."""


THEIRS = {"reporter": "staff:1", "author": "staff:1", "team": ["staff:1"], "asks_for": ROLES}


def test_the_whole_table_is_as_it_was_written_down():
    assert {act: holders(act) for act in WITHOUT_A_CASE} == TO_ANY_CASE
    assert {act: [holders(act, **named) for named in NAMED] for act in ON_A_CASE} == TO_A_CASE
    assert {
        act: [holders(act, **THEIRS, **named) for named in NAMED] for act in ON_A_CASE
    } == TO_A_CASE_OF_THEIRS


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("act", ON_A_CASE)
def test_no_row_of_the_table_forgets_what_keeps_a_case_from_people(act, named):
    for more in ({"named": ["staff:1"]}, {"school": "other"}):
        assert not may(actor(*ALL_ROLES), act, case(**THEIRS, **named, **more)).allowed
    gone = case(**THEIRS, **named, disposed=True)
    assert may(actor(*ALL_ROLES), act, gone).allowed is (act in OF_THE_LEDGER)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_works_there_may_report_and_keep_drafts(role):
    for act in ("report:make", "receipt:list", "draft:keep", "person:find"):
        assert may(actor(role), act).allowed


@pytest.mark.parametrize("act", PERMITS)
def test_somebody_without_a_role_may_do_nothing(act):
    known = case(reporter="staff:1", author="staff:1", asks_for=ROLES, team=["staff:1"])
    assert not may(actor(), act, known).allowed
    assert not could(frozenset(), act)


@pytest.mark.parametrize("act", ["case:delete", "record:change", ""])
def test_an_act_that_is_not_in_the_table_is_refused(act):
    assert not may(actor(*ALL_ROLES), act, case(reporter="staff:1")).allowed
    assert not could(frozenset(ALL_ROLES), act)


def test_reading_is_for_the_lead_the_deputies_and_the_heads():
    assert holders("case:read") == DSL_GROUP | HEADS


def test_the_list_is_for_everybody_who_may_be_let_into_some_case():
    assert {role for role in ROLES if may(actor(role), "case:list").allowed} == READERS
    assert {role for role in ROLES if could(frozenset({role}), "case:read")} <= READERS


def test_the_safeguarding_team_reads_no_case_until_it_is_let_in():
    team = {"team": ["staff:1"]}
    assert not allowed("safeguarding_team", "case:read")
    assert not allowed("safeguarding_team", "case:read", **team)
    assert allowed("case_team", "case:read", **team)
    assert not allowed("case_team", "case:read", team=["staff:2"])


def test_only_the_safeguarding_team_opens_a_case_in_an_emergency():
    assert holders("case:widen") == {"safeguarding_team"}
    assert holders("case:widen", lead_named=True) == set()


def test_it_staff_read_no_case_even_one_they_reported():
    assert not allowed("it", "case:read", reporter="staff:1", asks_for={"it"})
    assert allowed("it", "receipt:read", reporter="staff:1")


def test_a_case_that_names_the_lead_goes_past_the_deputies_to_the_head():
    assert holders("case:read", lead_named=True) == HEADS
    assert holders("team:change", lead_named=True) == HEADS
    assert holders("record:sign", lead_named=True, asks_for={"dsl"}) == HEADS
    assert holders("record:correct", lead_named=True) == HEADS


def test_in_the_place_of_the_lead_one_signs_what_is_the_leads_and_no_more():
    assert holders("record:sign", lead_named=True, asks_for={"it"}) == set()
    assert holders("record:sign", lead_named=True, head_named=True, asks_for={"it"}) == set()


def test_a_case_that_names_the_head_goes_to_whoever_stands_in_too():
    both = {"lead_named": True, "head_named": True}
    assert holders("case:read", head_named=True) == DSL_GROUP | HEADS | STAND_INS
    assert holders("case:read", **both) == HEADS | STAND_INS
    assert holders("record:sign", head_named=True, asks_for={"head"}) >= STAND_INS
    assert not holders("record:sign", head_named=True, asks_for={"dsl"}) & STAND_INS
    assert holders("record:sign", **both, asks_for={"dsl"}) == HEADS | STAND_INS
    of_one = holders("record:sign", head_named=True, asks_for={"alternate"})
    assert of_one == DSL_GROUP | {"alternate"}
    theirs = holders("record:correct", head_named=True, author="staff:1")
    assert theirs == DSL_GROUP | HEADS | STAND_INS


def test_whoever_stands_in_sees_nothing_while_the_head_is_not_named():
    for act in ON_A_CASE:
        assert not holders(act, asks_for=STAND_INS | {"head"}, lead_named=True) & STAND_INS


def test_signing_takes_a_role_that_the_form_names():
    assert holders("record:sign", asks_for={"head"}) == DSL_GROUP | {"head"}
    assert holders("record:sign", asks_for={"dsl", "staff"}) == DSL_GROUP
    let_in = case(team=["staff:1"], asks_for={"staff"})
    assert may(actor(*LET_IN), "record:sign", let_in).allowed
    assert not may(actor(*LET_IN), "record:sign", replace(let_in, asks_for=frozenset())).allowed


def test_correcting_is_for_whoever_leads_and_for_whoever_wrote_it_and_knows_of_it():
    assert holders("record:correct", author="staff:2") == DSL_GROUP
    assert holders("record:correct", author="staff:1") == DSL_GROUP | HEADS
    assert holders("record:correct", author="staff:1", reporter="staff:1") == set(ROLES)
    assert holders("record:correct", author="staff:2", reporter="staff:1") == DSL_GROUP
    assert allowed("case_team", "record:correct", author="staff:1", team=["staff:1"])
    assert not allowed("case_team", "record:correct", author="staff:2", team=["staff:1"])


@pytest.mark.parametrize("act", ["receipt:read", "report:add"])
def test_a_receipt_is_for_whoever_reported(act):
    assert allowed("staff", act, reporter="staff:1", asks_for={"staff"})
    assert not allowed("staff", act, reporter="staff:2", asks_for={"staff"})


def test_adding_to_a_report_takes_a_form_for_it():
    assert not allowed("staff", "report:add", reporter="staff:1", asks_for={"dsl"})


@pytest.mark.parametrize("act", ON_A_CASE)
def test_an_act_on_a_case_needs_the_case(act):
    assert not may(actor(*ALL_ROLES), act).allowed


def test_a_verdict_says_why():
    assert may(actor("dsl"), "case:list") == Verdict(
        True, "Permitted as designated safeguarding lead."
    )
    assert may(actor("dsl", "head"), "case:list").reason == (
        "Permitted as designated safeguarding lead, headteacher."
    )
    assert may(actor("it"), "delegation:list") == Verdict(
        False,
        "None of your roles permits this. It is for the designated safeguarding lead, the deputy "
        "designated safeguarding lead, the headteacher, the executive headteacher.",
    )
    assert may(actor("dsl"), "case:burn").reason == "None of your roles permits this."
    assert may(actor("dsl"), "case:read", case(named={"staff:1"})) == Verdict(
        False, "Your roles do not permit case:read here."
    )


REFS = some.sampled_from(["staff:1", "staff:2", "staff:3"])
SOME_ROLES = some.frozensets(some.sampled_from(sorted(ALL_ROLES)))
ACTORS = some.builds(
    Actor, REFS, some.just("A name"), SOME_ROLES, some.sampled_from(["toy", "other"])
)
CASES = some.builds(
    CaseKnown,
    some.sampled_from(["toy", "other"]),
    REFS,
    named_adults=some.frozensets(REFS),
    lead_named=some.booleans(),
    head_named=some.booleans(),
    team=some.frozensets(REFS),
    disposed=some.booleans(),
    asks_for=SOME_ROLES,
    author=REFS,
)
ACTS = some.sampled_from(sorted(PERMITS))
ACTS_ON_A_CASE = some.sampled_from(sorted(ON_A_CASE))


@given(ACTORS, ACTS_ON_A_CASE, CASES)
def test_whoever_is_named_in_a_case_may_do_nothing_with_it(one, act, known):
    named = replace(known, named_adults=known.named_adults | {one.ref})
    assert not may(one, act, named).allowed


@given(ACTORS, ACTS_ON_A_CASE, CASES)
def test_nothing_crosses_from_one_school_to_another(one, act, known):
    assert not may(one, act, replace(known, school=f"not {one.school}")).allowed


@given(ACTORS, ACTS_ON_A_CASE, CASES)
def test_a_case_that_was_disposed_of_is_open_to_nobody(one, act, known):
    gone = may(one, act, replace(known, disposed=True)).allowed
    assert not gone or act in OF_THE_LEDGER


@given(ACTORS, SOME_ROLES, ACTS, CASES)
def test_another_role_never_takes_a_permit_away(one, more, act, known):
    if may(one, act, known).allowed:
        assert may(replace(one, roles=one.roles | more), act, known).allowed


@given(ACTORS, ACTS_ON_A_CASE, CASES)
def test_nobody_does_anything_in_a_case_that_they_cannot_open_or_have_a_receipt_of(one, act, known):
    if act in [*OF_THE_LEDGER, "case:widen"] or not may(one, act, known).allowed:
        return
    assert may(one, "case:read", known).allowed or may(one, "receipt:read", known).allowed


@given(ACTORS, ACTS, CASES)
def test_what_is_allowed_is_for_a_role_that_one_holds(one, act, known):
    if may(one, act, known).allowed:
        assert could(one.roles, act)


@given(ACTORS, CASES)
def test_acting_gives_roles_and_takes_none_and_opens_no_case_that_was_closed(one, known):
    acts = acting(one, known)
    assert acts.roles >= one.roles
    assert may(acts, "case:read", known).allowed == may(one, "case:read", known).allowed


@given(SOME_ROLES, CASES)
def test_whoever_is_turned_to_can_open_the_case(roles, known):
    asked = roles & (DSL_GROUP | HEADS)
    turned = turned_to(asked, lead_named=known.lead_named, head_named=known.head_named)
    unnamed = replace(known, named_adults=frozenset(), disposed=False)
    for role in turned:
        assert may(actor(role, school=known.school), "case:read", unnamed).allowed
    assert bool(turned) == bool(asked)
