"""What a case under the Westcroft policy answers to the eight questions of inspectors."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from tests.policies.drawing import acts, play
from tests.rules.casebook import (
    AMIR,
    BETH,
    TEACHER,
    Casebook,
    report_answers,
    review_answers,
)
from yipplugin.rules.inspection import inspection

SHORT = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EIGHT = [f"REC-{number}" for number in range(2, 10)]
FIVE = ("adult_involved", "pressure", "capacity_doubt", "unusual_or_violent", "sexual_acts")


def seen(book, later=timedelta()):
    return inspection(book.policy, book.records, book.now + later)


def gaps(book, question):
    """Return the keys of what is missing from the answer to a question."""
    return [
        gap.key for one in seen(book).answers if one.question.id == question for gap in one.gaps
    ]


def answer(book, question):
    return next(one for one in seen(book).answers if one.question.id == question)


def test_the_eight_are_asked_in_the_order_of_the_policy(westcroft):
    assert [one.id for one in westcroft.inspection] == EIGHT
    assert [one.clause for one in westcroft.inspection] == EIGHT


def test_every_duty_and_every_form_answers_some_question(westcroft):
    evidence = [one for question in westcroft.inspection for one in question.evidence]
    named = {getattr(one, "duty", "") for one in evidence}
    # What the school owes apart from any case, its registers show.
    assert {one.id for one in westcroft.duties if one.each != "school"} == named - {""}
    # A refusal that was set aside is shown with its reason, which the two forms hold.
    forms = {getattr(one, "form", "") for one in evidence} - {""}
    asked_of_cases = {key for key, form in westcroft.forms.items() if form.about != "school"}
    assert asked_of_cases - forms == {"override", "override_agreed"}


def test_a_report_alone_lacks_what_comes_next_and_nothing_else(case):
    case.sign("report", by=TEACHER, **report_answers())
    found = seen(case)
    assert [one.key for one in found.missing] == ["IR-2", "IR-3"]
    assert [len(one.gaps) for one in found.answers] == [2, 1, 0, 1, 0, 0, 0, 0]
    assert answer(case, "REC-5").records == (case.last("report").id,)


def test_a_case_that_was_closed_properly_is_complete(case):
    case.to_sign_off()
    assert not seen(case).complete, "the decision is to be looked at again until it is closed"
    case.sign("closure")
    found = seen(case)
    assert (found.complete, found.missing) == (True, ())
    assert len(found.done) == len(found.asked)
    assert answer(case, "REC-9").records == (case.last("closure").id,)


def test_the_times_of_decisions_and_referrals_are_worked_out(case):
    case.to_sign_off()
    times = {one.says: one.length for one in answer(case, "REC-4").times}
    assert times == {
        "From learning of it to the first review": timedelta(minutes=30),
        "From the decision not to refer to its sign-off": timedelta(hours=4),
    }
    other = Casebook(case.policy).to_review(pressure="yes")
    other.sign("referral", purpose=["police"], left_out="The school nurse told social care.")
    (took,) = answer(other, "REC-4").times[1:]
    assert (took.started_by, took.length) == ("REF-2a", timedelta(minutes=30))
    (waits,) = answer(other, "REC-6").times
    assert waits.length is None


def test_reasons_that_nobody_answered_are_missing_until_they_are_or_it_is_referred(case):
    case.to_review(sexual_acts="unknown", capacity_doubt="unknown")
    assert "reasons" in gaps(case, "REC-3")
    lacks = next(one for one in seen(case).missing if one.key == "reasons")
    assert len(lacks.lacking) == 2
    referred = case.copy()
    referred.sign("referral", purpose=["police"])
    assert "reasons" not in gaps(referred, "REC-3")
    case.sign("new_information", sexual_acts="no")
    assert "reasons" in gaps(case, "REC-3")
    case.sign("new_information", capacity_doubt="no")
    assert "reasons" not in gaps(case, "REC-3")


def test_a_member_of_staff_in_it_calls_for_the_designated_officer(case):
    coach = {"ref": "staff:coach", "name": "Mr Coach", "kind": "staff", "born": None}
    case.sign("report", by=TEACHER, **report_answers(adult_involved="yes", staff_named=coach))
    assert "REC-5" in gaps(case, "REC-5")
    case.sign("referral", purpose=["police", "social_care"])
    assert "REC-5" in gaps(case, "REC-5")
    case.sign("referral", purpose=["lado"])
    assert "REC-5" not in gaps(case, "REC-5")


def test_doubt_calls_for_the_police_to_be_asked_or_told(case):
    case.to_review()
    case.sign("decision", doubt="yes", route="refer")
    assert "advice" in gaps(case, "REC-4")
    told = case.copy()
    told.sign("referral", purpose=["police"])
    case.sign("police_advice")
    for one in (case, told):
        assert "advice" not in gaps(one, "REC-4")


def test_what_an_agency_leads_on_waits_and_is_not_complete(case):
    case.sign("report", by=TEACHER, **report_answers())
    case.sign("first_review", **review_answers(harmed="yes"))
    case.sign("agency_lead", about=AMIR["ref"], leads="yes")
    waiting = {
        (one.duty.subject, one.duty.status)
        for one in seen(case).missing
        if one.duty and one.duty.id == "PAR-1"
    }
    assert waiting == {(AMIR["ref"], "paused"), (BETH["ref"], "open")}


@SHORT
@given(drawn=acts())
def test_whatever_is_signed_nothing_is_complete_while_something_is_to_be_done(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    for later in (timedelta(), timedelta(days=30)):
        found = seen(book, later)
        to_do = {one for one in found.standing.duties if one.outstanding or one.status == "paused"}
        assert {one.duty for one in found.missing if one.duty} == to_do
        assert not (found.complete and to_do)
        assert set(found.asked) - set(found.done) == to_do
        gone = set(found.standing.corrected)
        for one in found.answers:
            assert not gone & set(one.records)
            assert not to_do & set(one.duties)
            assert all(gap in found.missing for gap in one.gaps)
        _the_same_by_hand(book, found)


def _the_same_by_hand(book, found):
    """State a second time what else may be missing, from the records that stand."""
    stands = _standing(book.records)
    to = [p for one in stands if one.form == "referral" for p in one.answers.get("purpose", ())]
    forms = {one.form for one in stands}
    expected = set()
    if "first_review" in forms and "referral" not in forms and not _answered(stands):
        expected.add("reasons")
    decided = [one.answers.get("doubt") for one in stands if one.form == "decision"]
    doubts = [one for one in decided if one]
    if doubts and doubts[-1] == "yes" and "police_advice" not in forms and "police" not in to:
        expected.add("advice")
    assert {one.key for one in found.missing if not one.duty} == expected


def _standing(records):
    """Return the records that stand; a correction takes the place of what it corrects."""
    found = []
    for record in records:
        places = [at for at, one in enumerate(found) if one.id == record.supersedes]
        if places:
            found[places[0]] = record
        else:
            found.append(record)
    return found


def _answered(stands):
    last = {}
    for one in stands:
        given = {key: value for key, value in one.answers.items() if isinstance(value, str)}
        for row in one.answers.get("risk_now", ()):
            given["immediate_harm"] = row["at_risk"]
        last |= {fact: given[fact] for fact in (*FIVE, "immediate_harm") if fact in given}
    return len(last) == 6 and "unknown" not in last.values()
