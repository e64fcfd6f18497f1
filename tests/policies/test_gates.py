"""No order of acts passes a gate: random cases against rules written out a second time, plainly.

The oracle below knows nothing of conditions, duties or packs. It reads the answers of the records
and says what must have been so when a case became school-led or closed.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.casebook import (
    AMIR,
    BETH,
    CRITERIA,
    DEPUTY,
    DSL,
    EXECUTIVE,
    HEAD,
    TEACHER,
    Casebook,
    pupil,
    report_answers,
    review_answers,
)
from yipplugin.rules.replay import Replay
from yipplugin.rules.standing import outcome, standing
from yipplugin.rules.touching import TRIGGERS, reads
from yipplugin.rules.worktime import age_on
from yipplugin.values import Actor, Record

YOUNG = pupil("pupil:3", "Young Made-Up", "2013-06-01")
EVERYBODY = Actor("staff:everybody", "Everybody", frozenset({"dsl", "head", "executive_head"}))
ACTORS = [DSL, DSL, DSL, DEPUTY, HEAD, EXECUTIVE, EVERYBODY, TEACHER]
FOUR = st.sampled_from(["yes", "suspected", "no", "no", "no", "unknown", None])
THREE = st.sampled_from(["yes", "no", "no", "unknown", None])
FIRM = ["yes", "suspected", "unknown"]
MOSTLY_NO = st.sampled_from(["no", "no", "no", "no", "yes", "suspected", "unknown"])


def some(**answers: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw answers; a question may also stay unanswered."""
    return st.fixed_dictionaries(answers).map(
        lambda drawn: {key: value for key, value in drawn.items() if value is not None}
    )


INFORMATION = some(
    **dict.fromkeys(CRITERIA, FOUR),
    immediate_harm=THREE,
    harmed=THREE,
    incident_on=st.sampled_from([None, "2026-03-01", "2026-06-02"]),
    people=st.sampled_from(
        [
            None,
            [{"person": YOUNG, "part": ["in_imagery"]}],
            [{"person": YOUNG, "part": ["sent_it"]}],
        ]
    ),
)
REVIEW = st.one_of(
    st.just(review_answers()),
    some(
        **dict.fromkeys(CRITERIA, MOSTLY_NO),
        harmed=st.sampled_from(["no", "no", "yes", "unknown"]),
        risk_now=st.sampled_from(["no", "yes", "unknown"]).map(
            lambda risk: [{"row_for": AMIR["ref"], "at_risk": risk}]
        ),
        proposed=st.sampled_from(["further_review", "refer"]),
    ),
)
DECISION = some(
    doubt=st.sampled_from(["no", "yes"]),
    route=st.sampled_from(["school_led", "school_led", "refer"]),
    aggravating=st.sampled_from([["none"], ["malice"]]),
)
FORMS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "first_review": REVIEW,
    "new_information": INFORMATION,
    "police_advice": st.just({}),
    "head_view": st.just({"view": "agree"}),
    "decision": DECISION,
    "sign_off": some(signed_off=st.sampled_from(["yes", "returned"])),
    "risk_assessment": some(pressure=MOSTLY_NO, adult_involved=MOSTLY_NO, capacity_doubt=MOSTLY_NO),
    "conversation": st.just({}),
    "conversation_not_held": st.just({}),
    "parent_contact": some(
        told=st.sampled_from(["yes", "no"]), told_by=st.sampled_from(["school", "agency"])
    ),
    "parent_exception": some(stands=st.sampled_from(["yes", "no"])),
    "agency_lead": some(leads=st.sampled_from(["yes", "no"])),
    "referral": some(purpose=st.sampled_from([["police"], ["social_care"], ["other"]])),
    "referral_update": some(
        told_of_new=st.sampled_from(["yes", "no"]),
        result=st.sampled_from(["waiting", "outcome", "escalated"]),
    ),
    "closure": st.just({}),
    "reopening": st.just({}),
}
PLAIN_WAY = [
    ("first_review", review_answers(), DSL),
    ("head_view", {"view": "agree"}, EXECUTIVE),
    ("decision", {"doubt": "no", "route": "school_led", "aggravating": ["none"]}, DSL),
    ("risk_assessment", dict.fromkeys(("pressure", "adult_involved", "capacity_doubt"), "no"), DSL),
    *[("conversation", {}, DSL)] * 2,
    *[("parent_contact", {"told": "yes", "told_by": "school"}, DSL)] * 2,
    ("sign_off", {"signed_off": "yes"}, HEAD),
    ("closure", {}, DSL),
]


Act = tuple[str, dict[str, Any], Actor, int, bool]

ANY_ACT = st.sampled_from(sorted(FORMS)).flatmap(
    lambda form: st.tuples(
        st.just(form),
        FORMS[form],
        st.sampled_from(ACTORS),
        st.integers(0, 9),
        st.sampled_from([False, False, False, True]),
    )
)


def twist(draw: Callable[..., Any], way: list[Act]) -> None:
    """Change the plain way in one place: an act, an answer, a signer or a reason to refer."""
    place = draw(st.integers(0, len(way) - 1))
    form, answers, by, pick, corrects = way[place]
    match draw(
        st.sampled_from(["leave out", "reason", "reason", "answer", "signer", "add", "swap"])
    ):
        case "leave out":
            del way[place]
        case "reason":
            fact = draw(st.sampled_from([*CRITERIA, "immediate_harm", "harmed"]))
            values = ["yes", "unknown"] if fact.endswith(("harm", "harmed")) else FIRM
            news = {fact: draw(st.sampled_from(values))}
            if draw(st.booleans()):
                news["people"] = [{"person": YOUNG, "part": ["in_imagery"]}]
            way.insert(place, ("new_information", news, DSL, pick, False))
        case "answer":
            review = next((n for n, one in enumerate(way) if one[0] == "first_review"), place)
            place = draw(st.sampled_from([place, review]))
            form, answers, by, pick, corrects = way[place]
            other = draw(FORMS[form])
            keys = draw(st.lists(st.sampled_from(sorted(other)), max_size=1)) if other else []
            changed = answers | {key: other[key] for key in keys}
            way[place] = (form, changed, by, pick, corrects)
        case "signer":
            way[place] = (form, answers, draw(st.sampled_from(ACTORS)), pick, corrects)
        case "add":
            way.insert(place, draw(ANY_ACT))
        case "swap":
            other_place = draw(st.integers(0, len(way) - 1))
            way[place], way[other_place] = way[other_place], way[place]


@st.composite
def acts(draw: Callable[..., Any]) -> list[Act]:
    """Draw acts at random, or the plain way through a case twisted in a few places."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.lists(ANY_ACT, max_size=14))
    way: list[Act] = [
        (form, answers, by, place % 2, False) for place, (form, answers, by) in enumerate(PLAIN_WAY)
    ]
    for _ in range(draw(st.integers(0, 3))):
        twist(draw, way)
    return way


def about_for(book: Casebook, form: str, pick: int) -> str | None:
    about = book.policy.forms[form].about
    if about == "pupil":
        return [AMIR, BETH, YOUNG][pick % 3]["ref"]
    if about.startswith("record:"):
        found = [one for one in book.records if one.form == about.partition(":")[2]]
        return f"record:{found[pick % len(found)].id}" if found else "record:none"
    return None


def play(book: Casebook, drawn: list[Act]) -> None:
    book.sign("report", by=TEACHER, **report_answers())
    for form, answers, by, pick, corrects in drawn:
        earlier = [one for one in book.records if one.form == form]
        if corrects and earlier:
            corrected = earlier[pick % len(earlier)]
            book.try_sign(form, by=by, about=corrected.about, corrects=corrected, **answers)
        else:
            book.try_sign(form, by=by, about=about_for(book, form, pick), **answers)
        check(book)


# The oracle ----------------------------------------------------------------------------------


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


# The properties ------------------------------------------------------------------------------

LONG = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@LONG
@given(drawn=acts())
def test_no_order_of_acts_passes_a_gate(westcroft, drawn):
    play(Casebook(westcroft), drawn)


@LONG
@given(drawn=acts())
def test_a_fired_trigger_is_lifted_by_nothing_but_a_correction(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    seen: set[str] = set()
    for count in range(1, len(book.records) + 1):
        newest = book.records[count - 1]
        now = standing(westcroft, book.records[:count], book.now)
        stands = {one.id for one in now.triggers if one.state != "withdrawn"}
        assert seen <= stands or newest.supersedes, f"{newest.form} lifted {seen - stands}"
        seen = stands


@LONG
@given(drawn=acts())
def test_the_same_records_at_the_same_time_stand_the_same(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    assert book.standing() == standing(westcroft, tuple(book.records), book.now)


@LONG
@given(drawn=acts())
def test_every_duty_refusal_and_warning_names_a_clause_and_records_that_exist(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    now = book.standing()
    known = {one.id for one in book.records}
    for one in (*now.duties, *now.triggers, *now.refusals, *now.warnings):
        assert one.clause in westcroft.clauses
        assert set(one.causes) <= known
    for one in now.duties:
        assert one.causes, "a duty says which records opened it"
        assert one.closed_by is None or one.closed_by in known
    for one in now.triggers:
        assert one.causes


@LONG
@given(drawn=acts(), forms=st.lists(st.sampled_from(["nonsense", "decision", "referral_update"])))
def test_a_standing_is_worked_out_from_any_records_whatever(westcroft, drawn, forms):
    book = Casebook(westcroft)
    play(book, drawn)
    wild = [book.write(form, about="record:none", pupils="?", purpose=7) for form in forms]
    assert standing(westcroft, [*wild, *book.records, *wild], book.now).stage


class Thorough(Replay):
    """A replay that works every rule out again at every record."""

    def _touched(self, record: Record) -> frozenset[str]:
        return frozenset().union(*map(reads, self.policy.duties)) | {TRIGGERS}


@LONG
@given(drawn=acts())
def test_what_a_record_cannot_touch_need_not_be_worked_out_again(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    thorough = Thorough(westcroft)
    for record in book.records:
        thorough.add(record)
    assert outcome(thorough, book.now) == book.standing()
