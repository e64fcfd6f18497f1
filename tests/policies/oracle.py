"""The gates of the Westcroft policy written out a second time, plainly.

It knows nothing of conditions, duties or packs. It reads the answers of the records and says what
must have been so when a case became school-led or closed.
"""

from datetime import date
from typing import Any

from tests.policies.oracle_viewing import about, check_viewing
from tests.policies.standing_records import current, root_ids
from tests.rules.casebook import (
    CRITERIA,
    Casebook,
)
from yipplugin.rules.worktime import age_on
from yipplugin.values import Record

PLACES = ("on_devices", "in_storage", "on_social", "elsewhere")
"""Where somebody may have a copy, as a record of what became of a request answers."""

AGENCIES = {"police", "social_care"}


def told(records: list[Record], fact: str) -> list[str]:
    """Return every answer that stands to a criterion, oldest first."""
    found: list[str] = []
    for one in current(records):
        if one.form == "first_review" and fact == "immediate_harm":
            found += [row["at_risk"] for row in one.answers.get("risk_now", [])]
        elif fact in one.answers:
            found.append(one.answers[fact])
    return found


def people_in_it(records: list[Record]) -> list[dict[str, Any]]:
    rows = [
        row
        for one in current(records)
        for row in [*one.answers.get("pupils", []), *one.answers.get("people", [])]
    ]
    return [row["person"] for row in rows if "in_imagery" in row["part"]]


def reasons(records: list[Record]) -> set[str]:
    """Return the reasons for immediate referral that stand."""
    found = {
        fact
        for fact in (*CRITERIA[:4], "immediate_harm", "harmed")
        if {"yes", "suspected"} & set(told(records, fact))
    }
    dates = [one.answers["incident_on"] for one in current(records) if "incident_on" in one.answers]
    if {"adult"} & set(told(records, "produced_by")):
        found.add("made_by_adult")
    if {"adult", "perhaps_adult"} & set(told(records, "recipient_age")):
        found.add("received_by_adult")
    day = date.fromisoformat(min(dates))
    under = any(age_on(date.fromisoformat(p["born"]), day) < 13 for p in people_in_it(records))
    if under and {"yes", "suspected"} & set(told(records, "sexual_acts")):
        found.add("under_13")
    return found


def check(book: Casebook) -> None:
    """Assert what must be so after an act that was allowed."""
    if not book.records:
        return
    before, newest = book.records[:-1], book.records[-1]
    check_viewing(book.records)
    if newest.form == "decision" and newest.answers.get("route") == "school_led":
        assert any(one.form == "first_review" for one in before)
        assert reasons(before) == set()
        for fact in (*CRITERIA, "immediate_harm"):
            assert told(before, fact)[-1] != "unknown", fact
        views = [one for one in current(before) if one.form == "head_view"]
        assert views
        assert any(one.by != newest.by for one in views)
        if "yes" in told(before, "threshold"):
            assert social_care_referred(before), "school-led although the threshold is met"
        advised = any(one.form == "police_advice" for one in before)
        assert advised or newest.answers.get("doubt") == "no"
    if newest.form == "deletion_request":
        assert told_to_ask(before, newest.about), "asked though it was not decided"
    if newest.form in ("deletion_request", "deletion_by_staff"):
        assert may_delete(before), "deleted while an agency may need it"
    if newest.form == "device_return":
        check_given_back(book.records, newest)
    if newest.form == "closure" and newest.supersedes is None:
        check_closed(before)
        check_no_device_is_held(before)


def check_given_back(records: list[Record], newest: Record) -> None:
    """Assert that what is known by now to be for the police went back with their word alone."""
    roots = root_ids(records)
    given = roots[(newest.about or "")[7:]]
    (device,) = [one for one in current(records) if roots[one.id] == given]
    told = any("police" in one.answers.get("purpose", []) for one in current(records))
    if device.answers["why"] == "police" or told or reasons(records):
        assert newest.answers["police_need_it"] == "not_needed"


def check_no_device_is_held(records: list[Record]) -> None:
    """Assert that each device went to the police or back."""
    stands = current(records)
    for one in [one for one in stands if one.form == "device"]:
        handed = about(records, "device_handover", one)
        returned = about(records, "device_return", one)
        assert len(handed + returned) == 1, "closed with a device in the school's keeping"
        if one.answers["looked_into"] == "yes":
            assert any(other.form == "search_record" for other in stands)


def check_closed(records: list[Record]) -> None:
    stands = current(records)
    referrals = [
        one for one in stands if one.form == "referral" and set(one.answers["purpose"]) != {"other"}
    ]
    if reasons(records):
        assert referrals, "closed while a reason for referral waits"
    roots = root_ids(records)
    for one in [one for one in stands if one.form == "referral"]:
        news = [
            other
            for other in stands
            if other.form == "referral_update" and roots[other.about[7:]] == roots[one.id]
        ]
        assert any(other.answers["result"] in ("outcome", "escalated") for other in news)
    decisions = [one for one in stands if one.form == "decision"]
    anything = [one for one in stands if one.form == "referral"]
    if decisions and decisions[-1].answers["route"] == "school_led":
        signed = [
            one
            for one in stands
            if one.form == "sign_off"
            and one.about == f"record:{decisions[-1].id}"
            and one.answers["signed_off"] == "yes"
            and one.by != decisions[-1].by
        ]
        assert signed, "closed without the head's sign-off of the decision that stands"
        if not anything:
            assert any(one.form == "risk_assessment" for one in stands)
            assert any(one.form == "deletion_considered" for one in stands)
        last = records.index(decisions[-1])
        unknowing = [one for one in stands if one.answers.get("knowledge") in ("no", "partly")]
        for one in [one for one in unknowing if records.index(one) > last]:
            since = {other.form for other in records[records.index(one) + 1 :]}
            assert since & {"decision_review", "decision", "referral"}
    else:
        assert anything, "closed with neither a decision nor a referral"
    check_social_care(stands)
    check_deleted(records)


def told_to_ask(records: list[Record], pupil: str | None) -> bool:
    """Say whether the last word on a pupil is that they are to be asked to delete it."""
    words = [
        row["to_delete"]
        for one in current(records)
        for row in one.answers.get("each_copy", [])
        if row["row_for"] == pupil
    ]
    return words[-1:] == ["yes"]


def may_delete(records: list[Record]) -> bool:
    """Say whether no agency may need it, or the police have said so."""
    stands = current(records)
    words = [one.answers["word"] for one in stands if one.form == "police_on_deletion"]
    return words[-1] == "ask" if words else untouched(records)


def check_social_care(stands: list[Record]) -> None:
    """Assert that what social care must be told or asked was."""
    if "yes" in told(stands, "threshold"):
        assert social_care_referred(stands), "closed although the threshold is met"
    said = {row["row_for"]: row.get("social_care") for row in rows(stands, "risk_now")}
    named = {row["person"]["ref"]: row.get("social_care") for row in rows(stands, "people")}
    asked = {one.about for one in stands if one.form == "social_care_contact"}
    for row in [*rows(stands, "pupils"), *rows(stands, "people")]:
        ref = row["person"]["ref"]
        answers = {said.get(ref), named.get(ref)} - {None}
        assert ref in asked or answers == {"no"}, "closed without a word with social care"


def social_care_referred(records: list[Record]) -> bool:
    return any(
        "social_care" in one.answers["purpose"]
        for one in current(records)
        if one.form == "referral"
    )


def rows(records: list[Record], table: str) -> list[dict[str, Any]]:
    return [row for one in current(records) for row in one.answers.get(table, [])]


def untouched(records: list[Record]) -> bool:
    stands = current(records)
    routes = [one.answers.get("route") for one in stands if one.form == "decision"]
    known = [
        one.answers.get("agencies_involved") for one in stands if one.form == "deletion_considered"
    ]
    referred = [
        one for one in stands if (AGENCIES | {"lado"}) & set(one.answers.get("purpose", []))
    ]
    nothing = not referred and not reasons(records)
    return routes[-1:] == ["school_led"] and known[-1:] == ["no"] and nothing


def check_deleted(records: list[Record]) -> None:
    """Assert that what became of every request is known, or is an agency's to find out."""
    stands, roots = current(records), root_ids(records)
    order = [roots[one.id] for one in stands]
    words = [one.answers["word"] for one in stands if one.form == "police_on_deletion"]
    for asked in [one for one in stands if one.form == "deletion_request"]:
        outcomes = [
            one
            for one in stands
            if one.form == "deletion_outcome" and roots[one.about[7:]] == roots[asked.id]
        ]
        passed_on = any(
            AGENCIES & set(one.answers.get("purpose", []))
            and order.index(roots[one.id]) > order.index(roots[asked.id])
            for one in stands
        )
        assert outcomes or passed_on, "closed and nobody knows what was deleted"
        if outcomes and not passed_on and words[-1:] != ["theirs"]:
            last = outcomes[-1].answers
            settled = all(last.get(place) in ("deleted", "none") for place in PLACES)
            assert settled or last["result"] == "stopped", "closed with a copy left"
