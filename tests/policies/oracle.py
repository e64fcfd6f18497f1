"""The gates of the Westcroft policy written out a second time, plainly.

It knows nothing of conditions, duties or packs. It reads the answers of the records and says what
must have been so when a case became school-led or closed.
"""

from datetime import date
from typing import Any

from tests.rules.casebook import (
    CRITERIA,
    Casebook,
)
from yipplugin.rules.worktime import age_on
from yipplugin.values import Record


def current(records: list[Record]) -> list[Record]:
    """Return what stands, each correction in the place of what it corrects."""
    stands: list[Record] = []
    for one in records:
        if one.supersedes:
            stands = [one if old.id == one.supersedes else old for old in stands]
        else:
            stands.append(one)
    return stands


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
    if newest.form == "decision" and newest.answers.get("route") == "school_led":
        assert any(one.form == "first_review" for one in before)
        assert reasons(before) == set()
        for fact in (*CRITERIA, "immediate_harm"):
            assert told(before, fact)[-1] != "unknown", fact
        views = [one for one in current(before) if one.form == "head_view"]
        assert views
        assert newest.by not in {one.by for one in views}
        advised = any(one.form == "police_advice" for one in before)
        assert advised or newest.answers.get("doubt") == "no"
    if newest.form == "closure" and newest.supersedes is None:
        check_closed(before)


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
    else:
        assert anything, "closed with neither a decision nor a referral"


def root_ids(records: list[Record]) -> dict[str, str]:
    roots: dict[str, str] = {}
    for one in records:
        roots[one.id] = roots.get(one.supersedes or "", one.id)
    return roots
