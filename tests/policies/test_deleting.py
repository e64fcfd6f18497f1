"""G7: who may be asked to delete, when, what they must be told, and what follows if they do not."""

from datetime import datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from tests.policies.looking import clauses, duty
from tests.policies.oracle import PLACES
from tests.rules.casebook import AMIR, BETH, EXECUTIVE, SCHOOL_LED, TEACHER, considered, pupil
from yipplugin import shipped
from yipplugin.builder.compiled import compiled
from yipplugin.rules.acts import warnings_to_answer
from yipplugin.values import LONDON, Actor, Person

BETHS = BETH["ref"]
ASK = {"about": BETHS, "parents": "told", "delete_by": "2026-03-06T16:00"}
ALL_GONE = {"result": "places", **dict.fromkeys(PLACES, "deleted")}
KINDS = {kind.name: kind() for kind in shipped.module("yipplugin.forms.fields").yip_field_types()}
NOW = datetime(2026, 3, 4, 11, 0, tzinfo=LONDON)
SIGNER = Actor("staff:dsl", "D. Lead")


def asked(case, **changes):
    """Take the case to where Beth was asked, and return the record's reference."""
    case.to_decision()
    case.sign("deletion_considered", **considered(BETH))
    return f"record:{case.sign('deletion_request', **(ASK | changes)).id}"


def refused(case, **how):
    return clauses(case.refused("deletion_request", **(ASK | how)))


# The gate --------------------------------------------------------------------------------------


def test_nobody_is_asked_before_it_is_decided_to_deal_with_it_in_school(case):
    case.to_review()
    case.sign("deletion_considered", **considered(BETH))
    assert refused(case) == {"DEL-1"}
    case.sign("head_view", by=EXECUTIVE, view="agree")
    case.sign("decision", **SCHOOL_LED)
    assert refused(case) == set()


def test_nobody_is_asked_whom_it_was_not_decided_to_ask(case):
    case.to_decision()
    assert refused(case) == {"DEL-1"}
    case.sign("deletion_considered", **considered(AMIR))
    assert refused(case) == {"DEL-1"}
    assert refused(case, about=AMIR["ref"]) == set()
    case.correct(case.last("deletion_considered"), **considered(BETH))
    assert refused(case) == set()


@pytest.mark.parametrize("involved", ["yes", "unknown", None])
def test_an_agency_that_is_or_may_be_involved_comes_first(case, involved):
    case.to_decision()
    case.sign("deletion_considered", **considered(BETH, agencies=involved))
    assert refused(case) == {"DEL-1"}
    case.sign("police_on_deletion", word="ask")
    assert refused(case) == set()


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        ("new_information", {"pressure": "suspected"}),
        ("new_information", {"immediate_harm": "yes"}),
        ("referral", {"purpose": ["police"]}),
        ("referral", {"purpose": ["social_care"]}),
        ("referral", {"purpose": ["lado"]}),
        ("decision", {"doubt": "no", "route": "refer"}),
        ("police_on_deletion", {"word": "wait"}),
        ("police_on_deletion", {"word": "theirs"}),
        ("deletion_considered", considered(BETH, agencies="unknown")),
    ],
)
def test_whatever_brings_an_agency_in_shuts_the_gate_until_the_police_ask(case, form, answers):
    case.to_decision()
    case.sign("deletion_considered", **considered(BETH))
    assert refused(case) == set()
    case.sign(form, **answers)
    assert refused(case) == {"DEL-1"}
    assert clauses(case.refused("deletion_by_staff", about=BETHS)) == {"DEL-1"}
    case.sign("police_on_deletion", word="ask")
    assert refused(case) == set()
    case.sign("police_on_deletion", word="wait")
    assert refused(case) == {"DEL-1"}


def test_an_outcome_of_the_referral_does_not_open_it_without_a_word_from_the_police(case):
    case.to_review(pressure="yes")
    case.sign("deletion_considered", **considered(BETH))
    referral = case.sign("referral", purpose=["police"])
    about = f"record:{referral.id}"
    case.sign("referral_update", about=about, told_of_new="no", result="outcome")
    assert refused(case) == {"DEL-1"}


def test_another_agency_such_as_early_help_does_not_stand_in_the_way(case):
    case.to_decision()
    case.sign("deletion_considered", **considered(BETH))
    case.sign("referral", purpose=["other"])
    assert refused(case) == set()


def test_neither_a_correction_nor_a_reopening_opens_the_gate(case):
    asked(case)
    case.sign("new_information", pressure="yes")
    corrected = {"corrects": case.last("deletion_request")}
    assert refused(case, **corrected) == {"DEL-1"}
    case.sign("referral", purpose=["police"])
    assert refused(case) == {"DEL-1"}


def test_only_those_who_lead_or_their_team_ask(case):
    case.to_decision()
    case.sign("deletion_considered", **considered(BETH))
    found = case.refused("deletion_request", by=TEACHER, **ASK)
    assert [one.id for one in found] == ["who"]


# What the request itself must say --------------------------------------------------------------

SAID = {
    "asked_at": "2026-03-04T10:55",
    "asked_by": {"ref": "staff:dsl"},
    "reason": "She has a copy.",
    "which_devices": "Her telephone",
    "which_storage": "None known",
    "which_social": "Snapchat",
    "delete_by": "2026-03-06T16:00",
    "told_possession": "yes",
    "told_possession_at": "2026-03-04T10:55",
    "told_refusing": "yes",
    "told_refusing_at": "2026-03-04T10:56",
    "response": "She will.",
    "parents": "later",
}


def faults(westcroft, **changes):
    """Return the questions that something is wrong with, as a request is filled in."""
    answers = {key: answer for key, answer in (SAID | changes).items() if answer}
    form = compiled(westcroft.forms["deletion_request"], KINDS)
    typed = MultiDict([*form.plan.type_in(answers), ("signature-password", "as told")])
    lead = Person("staff:dsl", "D. Lead", kind="staff")
    filling = form.bind(typed, get=lambda kind, ref: lead, signer=SIGNER, now=NOW)
    filling.validate()
    return set(filling.part.faults)


def test_a_request_with_a_deadline_ahead_and_both_warnings_can_be_signed(westcroft):
    assert faults(westcroft) == set()


@pytest.mark.parametrize(
    "missing",
    [
        "delete_by",
        "told_possession",
        "told_possession_at",
        "told_refusing",
        "told_refusing_at",
        "which_devices",
        "which_storage",
        "which_social",
        "reason",
        "parents",
    ],
)
def test_a_request_is_not_signed_without(westcroft, missing):
    assert missing in faults(westcroft, **{missing: ""})


@pytest.mark.parametrize("past", ["2026-03-04T10:50", "2026-03-03T16:00", "2025-03-06T16:00"])
def test_a_deadline_that_has_passed_already_is_none(westcroft, past):
    assert faults(westcroft, delete_by=past) == {"delete_by"}


def test_a_warning_that_is_still_to_be_given_was_not_given(westcroft):
    later = "2026-03-05T09:00"
    assert faults(westcroft, told_refusing_at=later) == {"told_refusing_at"}


def test_places_are_named_and_never_linked(westcroft):
    assert faults(westcroft, which_social="https://example.com/p/1") == {"which_social"}


# What follows ----------------------------------------------------------------------------------


def test_each_young_person_is_asked_on_their_own(case):
    case.to_decision()
    case.sign("deletion_considered", **considered(AMIR, BETH))
    case.sign("deletion_request", **ASK)
    assert duty(case, "DEL-4-ask", BETHS).status == "met"
    assert duty(case, "DEL-4-ask", AMIR["ref"]).outstanding
    case.sign("deletion_request", **(ASK | {"about": AMIR["ref"]}))
    about = f"record:{case.last('deletion_request').id}"
    case.sign("deletion_outcome", about=about, **ALL_GONE)
    still = [one for one in case.standing().outstanding if one.id == "DEL-4-confirm"]
    assert [one.do for one in still] == ["Ask Beth Made-Up what is deleted, place by place"]


def test_a_confirmation_that_is_overdue_is_late_and_asks_to_look_at_the_decision_again(case):
    about = asked(case, delete_by="2026-03-05T09:00")
    before = timedelta(days=1, hours=15)
    assert duty(case, "DEL-4-confirm", about, before).status == "open"
    assert duty(case, "DEL-7-late", about, before) is None
    after = timedelta(days=2)
    assert duty(case, "DEL-4-confirm", about, after).status == "overdue"
    assert duty(case, "DEL-7-late", about, after).outstanding


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("left", "asks"), [("refused", "DEL-7-refused"), ("found", "DEL-7-found"), ("unknown", None)]
)
def test_a_place_where_it_is_left_keeps_the_case_open(case, place, left, asks):
    about = asked(case)
    case.sign("deletion_outcome", about=about, **(ALL_GONE | {place: left}))
    ids = {one.id for one in case.standing().outstanding if one.id.startswith(("DEL-4", "DEL-7"))}
    name = {"on_devices": "devices", "in_storage": "storage", "on_social": "social"}
    assert ids == {f"DEL-4-{name.get(place, place)}"} | ({asks} if asks else set())
    assert "DEL-4" in clauses(case.refused("closure"))
    case.sign("deletion_outcome", about=about, **ALL_GONE)
    case.sign("decision_review", outcome="stands")
    assert "DEL-4" not in clauses(case.refused("closure"))


def test_a_case_that_joins_somebody_has_them_considered_too(case):
    case.to_sign_off()
    assert duty(case, "DEL-1-consider").status == "met"
    third = pupil("pupil:3", "Cal Made-Up", "2011-01-01")
    case.sign("new_information", people=[{"person": third, "part": ["received_it"]}])
    assert duty(case, "DEL-1-consider").outstanding
    assert "DEL-1" in clauses(case.refused("closure"))


def test_a_referral_after_the_request_stops_it_and_is_told(case):
    about = asked(case)
    case.sign("referral", purpose=["police"])
    assert duty(case, "DEL-1-stop", about).do.startswith("Tell Beth Made-Up")
    assert duty(case, "DEL-4-confirm", about).status == "waived"
    case.sign("deletion_outcome", about=about, result="stopped")
    assert not duty(case, "DEL-1-stop", about).outstanding


def test_deleting_by_staff_always_needs_a_reason(case):
    case.to_decision()
    case.sign("deletion_considered", **considered(BETH))
    record = case.write("deletion_by_staff", about=BETHS)
    found = warnings_to_answer(case.policy, case.records, record, case.now)
    assert [one.id for one in found] == ["DEL-3"]
