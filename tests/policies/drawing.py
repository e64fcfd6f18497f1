"""Random acts in a case: any at all, or the plain way through twisted in a few places."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.policies.oracle import check
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
from yipplugin.values import Actor

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
