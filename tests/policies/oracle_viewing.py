"""The gates around viewing written out a second time, plainly, as ``oracle`` does the others."""

from tests.policies.standing_records import current, root_ids
from yipplugin.values import Record


def check_viewing(records: list[Record]) -> None:
    """Assert what must be so after the newest record was allowed."""
    before, newest = records[:-1], records[-1]
    if newest.answers.get("decision") == "view":
        check_decided(records)
    if newest.form == "viewing_log":
        check_logged(before, newest)
    # What a log or a statement still lacks holds up everything but a referral.
    if newest.form == "closure" or newest.answers.get("route") == "school_led":
        check_complete(before)
    if newest.form == "closure":
        check_supported(before)


def check_decided(records: list[Record]) -> None:
    """Gate 5: what must be so when somebody decides that imagery is viewed."""
    decided = records[-1].answers
    assert decided["distress"] == "no"
    assert decided.get("discussed") == decided.get("promise") == "yes"
    assert {"only_way", "take_down", "unavoidable"} & set(decided.get("grounds", ()))
    assert all(one.answers.get("distress") != "yes" for one in current(records))


def check_logged(before: list[Record], log: Record) -> None:
    """Gate 5, when it is viewed: by whom, and on a decision that no other log has used."""
    assert log.by_roles & {"dsl", "viewing_delegate"}
    roots = root_ids(before)
    decision = roots[log.about[7:]]
    stands = next(one for one in current(before) if roots[one.id] == decision)
    assert stands.answers["decision"] == "view"
    logged = about(before, "viewing_log", stands)
    assert [one.id for one in logged] == ([log.supersedes] if log.supersedes else [])


def check_complete(records: list[Record]) -> None:
    """Gate 6: nothing moves on after a viewing for which two people have not signed."""
    for one in current(records):
        if one.answers.get("decision") == "view":
            assert about(records, "viewing_log", one), "a viewing without its log"
        if one.form == "viewing_log" and one.answers["took_place"] == "yes":
            signed = about(records, "viewing_witness", one)
            assert {other.by for other in signed} - {one.by}, "a log without its witness"


def check_supported(records: list[Record]) -> None:
    """Gate 6: whoever saw imagery was offered support, and it was talked over with the head."""
    stands = current(records)
    for one in stands:
        offered = {other.by for other in about(records, "viewing_support", one)}
        if one.form == "viewing_log" and one.answers["took_place"] == "yes":
            assert offered - {one.by}, "whoever viewed it supports themselves"
        if one.form == "viewing_witness" and one.answers["looked"] == "yes":
            assert offered
        if one.form == "unplanned_viewing":
            assert offered
            assert about(records, "unplanned_discussed", one)
        if one.answers.get("copied") == "yes":
            asked = [
                other.form == "police_advice" or "police" in other.answers.get("purpose", ())
                for other in stands
            ]
            assert any(asked), "closed without the police being asked about a copy"


def about(records: list[Record], form: str, subject: Record) -> list[Record]:
    """Return the records of a form that are about another, whichever version of it they name."""
    roots = root_ids(records)
    return [
        one
        for one in current(records)
        if one.form == form and roots[one.about[7:]] == roots[subject.id]
    ]
