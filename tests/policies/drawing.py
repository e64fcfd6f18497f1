"""Random acts in a case: any at all, or the plain way through twisted in a few places."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.policies.oracle import PLACES, check
from tests.rules.casebook import (
    AMIR,
    ASSESSED,
    BETH,
    CRITERIA,
    DEPUTY,
    DSL,
    EXECUTIVE,
    HEAD,
    TEACHER,
    Casebook,
    considered,
    pupil,
    report_answers,
    review_answers,
)
from yipplugin.values import Actor

YOUNG = pupil("pupil:3", "Young Made-Up", "2013-06-01")
EVERYBODY = Actor("staff:everybody", "Everybody", frozenset({"dsl", "head", "executive_head"}))
DELEGATE = Actor("staff:delegate", "D. Elegate", frozenset({"staff", "viewing_delegate"}))
ACTORS = [DSL, DSL, DSL, DEPUTY, HEAD, EXECUTIVE, EVERYBODY, TEACHER, DELEGATE]
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
    produced_by=st.sampled_from([None, None, "self", "adult"]),
    recipient_age=st.sampled_from([None, None, "under_18", "adult"]),
    threshold=st.sampled_from([None, None, "yes", "no", "unknown"]),
    incident_on=st.sampled_from([None, "2026-03-01", "2026-06-02"]),
    people=st.sampled_from(
        [
            None,
            [{"person": YOUNG, "part": ["in_imagery"]}],
            [{"person": YOUNG, "part": ["sent_it"], "social_care": "no"}],
            [{"person": YOUNG, "part": ["sent_it"], "social_care": "past"}],
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
        produced_by=st.sampled_from(["self", "self", "self", "adult", "unknown", None]),
        recipient_age=st.sampled_from(["under_18", "under_18", "perhaps_adult", "adult", None]),
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
    "risk_assessment": some(
        pressure=MOSTLY_NO,
        adult_involved=MOSTLY_NO,
        capacity_doubt=MOSTLY_NO,
        knowledge=st.sampled_from(["yes", "yes", "no", None]),
    ),
    "decision_review": st.just({}),
    "conversation": st.just({}),
    "conversation_not_held": st.just({}),
    "social_care_contact": some(threshold=st.sampled_from(["yes", "no", "unknown", None])),
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
    "deletion_considered": some(
        agencies_involved=st.sampled_from(["no", "no", "no", "yes", "unknown"]),
        each_copy=st.sampled_from([considered(one)["each_copy"] for one in (AMIR, BETH, YOUNG)]),
    ),
    "deletion_request": some(parents=st.sampled_from(["told", "told", "later", "unsafe"])),
    "deletion_outcome": st.one_of(
        some(
            **dict.fromkeys(
                PLACES,
                st.sampled_from(["deleted", "deleted", "none", "not_yet", "refused", "found"]),
            ),
            result=st.just("places"),
        ),
        st.just({"result": "stopped"}),
    ),
    "police_on_deletion": some(word=st.sampled_from(["ask", "wait", "theirs"])),
    "deletion_by_staff": st.just({}),
    "support_not_planned": st.just({}),
    "behaviour_measure": some(measure=st.sampled_from(["yes", "no"])),
    "measure_agreed": some(agreed=st.sampled_from(["yes", "no"])),
    "viewing_authorisation": some(
        distress=st.sampled_from(["no", "no", "no", "yes", "unknown"]),
        decision=st.sampled_from(["view", "view", "not_view"]),
        grounds=st.sampled_from([["only_way"], ["take_down", "unavoidable"], ["none"], None]),
        discussed=st.sampled_from(["yes", "yes", "no", None]),
        promise=st.sampled_from(["yes", "yes", "no", None]),
    ),
    "viewing_log": some(took_place=st.sampled_from(["yes", "yes", "no"]), copied=THREE),
    "viewing_witness": some(looked=st.sampled_from(["yes", "no"]), copied=THREE),
    "unplanned_viewing": some(others=THREE, copied=THREE),
    "unplanned_discussed": st.just({}),
    "viewing_support": st.just({}),
    "young_person_support": st.just({}),
    "device": some(
        item=st.just("Phone 1"),
        why=st.sampled_from(["police", "safe_keeping"]),
        looked_into=st.sampled_from(["yes", "no", "no"]),
        police_called=st.sampled_from(["yes", "no", None]),
    ),
    "device_check": some(as_recorded=st.sampled_from(["yes", "yes", "no"]), moved=st.just("no")),
    "device_handover": st.just({"as_recorded": "yes"}),
    "device_return": some(
        as_recorded=st.just("yes"),
        police_need_it=st.sampled_from(["not_needed", "not_asked"]),
    ),
    "search_record": st.just({"what": ["device"]}),
    "closure": st.just({}),
    "reopening": st.just({}),
}
PLAIN_WAY = [
    ("first_review", review_answers(), DSL),
    ("head_view", {"view": "agree"}, EXECUTIVE),
    ("decision", {"doubt": "no", "route": "school_led", "aggravating": ["none"]}, DSL),
    ("risk_assessment", ASSESSED, DSL),
    *[("conversation", {}, DSL)] * 2,
    ("deletion_considered", considered(AMIR), DSL),
    ("deletion_request", {"parents": "told"}, DSL),
    ("deletion_outcome", {"result": "places", **dict.fromkeys(PLACES, "deleted")}, DSL),
    ("support_not_planned", {}, DSL),
    *[("parent_contact", {"told": "yes", "told_by": "school"}, DSL)] * 2,
    ("sign_off", {"signed_off": "yes"}, HEAD),
    ("closure", {}, DSL),
]


VIEWING = [
    (
        "viewing_authorisation",
        {
            "distress": "no",
            "decision": "view",
            "grounds": ["only_way"],
            "discussed": "yes",
            "promise": "yes",
        },
        DSL,
    ),
    ("viewing_log", {"took_place": "yes", "copied": "no"}, DSL),
    ("viewing_witness", {"looked": "no", "copied": "no"}, EXECUTIVE),
    ("viewing_support", {}, HEAD),
]
"""What a viewing adds to the plain way, before anything is decided."""

WAYS = [PLAIN_WAY, PLAIN_WAY[:1] + VIEWING + PLAIN_WAY[1:]]

Act = tuple[str, dict[str, Any], Actor, int, bool]


def any_of(*forms: str) -> st.SearchStrategy[Act]:
    """Draw any act with one of these forms."""
    return st.sampled_from(forms).flatmap(
        lambda form: st.tuples(
            st.just(form),
            FORMS[form],
            st.sampled_from(ACTORS),
            st.integers(0, 9),
            st.sampled_from([False, False, False, True]),
        )
    )


ANY_ACT = any_of(*sorted(FORMS))


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
    steps = draw(st.sampled_from(WAYS))
    way: list[Act] = [
        (form, answers, by, steps[:place].count(steps[place]), False)
        for place, (form, answers, by) in enumerate(steps)
    ]
    for _ in range(draw(st.integers(0, 3))):
        twist(draw, way)
    return way


def about_for(book: Casebook, form: str, pick: int) -> str | None:
    about = book.policy.forms[form].about
    if about == "pupil":
        return [AMIR, BETH, YOUNG][pick % 3]["ref"]
    if about.startswith("record:"):
        forms = book.policy.forms[form].about_forms
        found = [one for one in book.records if one.form in forms]
        return f"record:{found[pick % len(found)].id}" if found else "record:none"
    return None


def play(book: Casebook, drawn: list[Act]) -> None:
    book.sign("report", by=TEACHER, **report_answers())
    go_on(book, drawn)


def go_on(book: Casebook, drawn: list[Act]) -> None:
    for form, answers, by, pick, corrects in drawn:
        earlier = [one for one in book.records if one.form == form]
        if corrects and earlier:
            corrected = earlier[pick % len(earlier)]
            book.try_sign(form, by=by, about=corrected.about, corrects=corrected, **answers)
        else:
            book.try_sign(form, by=by, about=about_for(book, form, pick), **answers)
        check(book)
