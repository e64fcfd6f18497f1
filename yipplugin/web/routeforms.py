"""The forms on which an authority writes a pack: about all of it, and one way to reach somebody."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from yipplugin.authorities import area_name
from yipplugin.contact import PURPOSES
from yipplugin.errors import NotGiven
from yipplugin.form import Form, Question
from yipplugin.packs.contacts.keys import GIVEN
from yipplugin.spoken import day_of
from yipplugin.web import granting, hourlines
from yipplugin.web.frame import now

Said = Mapping[str, Any]

HOURS_HINT = (
    f"{hourlines.HINT} For a team that answers whenever another does not: “outside: front_door”,"
    " with the key of that other one."
)
CONFIRM_HINT = "Such as “24 hours” or “2 working days”. Leave it empty where you ask for nothing."
UNITS = ("hours", "days", "working days", "school days")
LENGTH = re.compile(r"([1-9][0-9]{0,3}) +([a-z]+(?: [a-z]+)?)")
YES_NO = {"yes": "Yes", "no": "No"}


def _short(key: str, ask: str, most: int, *, required: bool = False, hint: str = "") -> Question:
    return Question(
        key, "short text", ask, required=required, hint=hint, options={"max": str(most)}
    )


def _long(key: str, ask: str, most: int, *, required: bool = False, hint: str = "") -> Question:
    return Question(key, "long text", ask, required=required, hint=hint, options={"max": str(most)})


ABOUT = granting.form_of(
    "published_contacts",
    "About these contacts",
    _short("title", "What are they called?", 120, required=True),
    _short("owner", "Who answers for them?", 120, required=True),
    _short(
        "reports_to",
        "Where do you hear of a wrong number?",
        120,
        required=True,
        hint="An e-mail address that somebody reads.",
    ),
    Question("in_force", "date", "From which day on are they used?", required=True),
    _short("confirm", "How soon do you want a call in writing?", 40, hint=CONFIRM_HINT),
    _long("thresholds", "When should a school call you?", 4000, hint="In your own words."),
    _short("source", "Where is all of this taken from?", 300),
)
"""About a pack as a whole."""

NAMES = {
    "reports_to": "reports to",
    "in_force": "in force",
    "confirm": "confirm within",
    "secure": "secure email",
    "at_risk": "only at risk",
    "checked": "verified",
}
"""What the notation calls a question, where that is not its key."""

KEYS = {name: key for key, name in NAMES.items()}


@cache
def route_form(areas: tuple[str, ...]) -> Form:
    """Return the form of one route of a pack that serves ``areas``."""
    several = {"": "All of them", **{one: area_name(one) for one in areas}}
    where = [
        granting.choice_question("area", "For which place?", {"all": several.pop("")} | several)
    ]
    return granting.form_of(
        "published_route",
        "One way to reach somebody",
        granting.choice_question(
            "purpose", "What for?", {one: PURPOSES[one].label for one in GIVEN}
        ),
        _short("org", "Who answers?", 120, required=True, hint="What people call it: MASH."),
        _short("role", "Whom to ask for?", 120),
        _short("phone", "Telephone", 40, hint="As it is dialled, with its extension."),
        _short("sms", "Number for text messages", 40),
        _short("email", "E-mail", 120),
        granting.choice_question("secure", "Is mail to it safe for what is about a child?", YES_NO),
        _short("web", "Page to read", 300, hint="All of it: https://..."),
        _short("form", "Your own form on the web", 300, hint="All of it: https://..."),
        _long("hours", "When is somebody there?", 600, required=True, hint=HOURS_HINT),
        granting.choice_question(
            "at_risk", "Is it for a child at immediate risk alone?", {"no": "No", "yes": "Yes"}
        ),
        Question("from_age", "number", "The youngest whom it serves", options=_AGE),
        Question("under_age", "number", "Nobody of this age any more", options=_AGE),
        *(where if len(areas) > 1 else []),
        _long("notes", "What to know before calling?", 600),
        _short("confirm", "How soon do you want a call to it in writing?", 40, hint=CONFIRM_HINT),
        _short(
            "source", "Where was it taken from?", 300, required=True, hint="A page, or a person."
        ),
        granting.choice_question(
            "checked",
            "Has somebody rung it today and heard the right answer?",
            {"yes": "Yes: show it as checked today", "no": "No, or not today"},
        ),
        Question("valid_from", "date", "First day, where it has one"),
        Question("valid_until", "date", "Last day, where it has one"),
    )


_AGE = {"min": "1", "max": "120", "whole": "yes"}


def about_typed(said: Said) -> dict[str, Any]:
    """Return what a pack says of itself, as it is typed."""
    found = {one: said.get(NAMES.get(one, one), "") for one in _keys(ABOUT)}
    return _given(found | {"confirm": length_typed(said.get("confirm within"))})


def about_said(said: Said, answers: Said) -> dict[str, Any]:
    """Return a pack with what was typed about it; what stands beside that stays.

    :raises NotGiven: for a length of time that is none.
    """
    keys = _keys(ABOUT)
    kept = {key: one for key, one in said.items() if KEYS.get(key, key) not in keys}
    found = {NAMES.get(one, one): answers.get(one) for one in keys}
    found["confirm within"] = length(answers.get("confirm"))
    return kept | _given(found)


def route_typed(said: Said) -> dict[str, Any]:
    """Return a route as it is typed; whether it was rung today is asked anew each time."""
    plain = ("purpose", "org", "role", "phone", "sms", "email", "web", "form", "notes", "source")
    found: dict[str, Any] = {one: said.get(one, "") for one in plain}
    ages, valid = said.get("ages", {}), said.get("valid", {})
    return _given(
        found
        | {
            "secure": said.get("secure email", "no"),
            "at_risk": said.get("only at risk", "no"),
            "hours": hourlines.typed(said.get("hours")),
            "confirm": length_typed(said.get("confirm within")),
            "area": said.get("area", "all"),
            "from_age": _figure(ages.get("from")),
            "under_age": _figure(ages.get("under")),
            "valid_from": valid.get("from", ""),
            "valid_until": valid.get("until", ""),
            "checked": "no",
        }
    )


def route_said(before: Said, answers: Said, by: str) -> dict[str, Any]:
    """Return a route as it was typed, in the notation of packs.

    A check that there was still holds where nothing beside it was changed. Where the route stands
    among others is not asked here, and stays.

    :param before: the route as it was; empty for a new one.
    :param by: who says that they checked it.
    :raises NotGiven: naming the answer that cannot be so.
    """
    plain = ("purpose", "org", "role", "phone", "sms", "email", "web", "form", "notes", "source")
    found: dict[str, Any] = {one: answers.get(one) for one in plain}
    found |= {
        "hours": hourlines.read(answers["hours"], hint=HOURS_HINT),
        "secure email": "yes" if answers["secure"] == "yes" else "",
        "only at risk": "yes" if answers["at_risk"] == "yes" else "",
        "confirm within": length(answers.get("confirm")),
        "area": answers.get("area") if answers.get("area", "all") != "all" else "",
        "ages": _both("from", answers.get("from_age"), "under", answers.get("under_age")),
        "valid": _both("from", answers.get("valid_from"), "until", answers.get("valid_until")),
        "order": before.get("order"),
    }
    made = _given(found)
    if answers["checked"] == "yes":
        made["verified"] = {"on": day_of(now()).isoformat(), "by": by}
    elif "verified" in before and made == {k: v for k, v in before.items() if k != "verified"}:
        made["verified"] = before["verified"]
    return made


def length(text: object) -> dict[str, str] | str:
    """Return a length of time in the notation of packs, or nothing where none was typed.

    :raises NotGiven: where it is none.
    """
    typed = str(text or "").strip().casefold()
    if not typed or typed == "at once":
        return typed
    found = LENGTH.fullmatch(typed)
    unit = found[2] if found else ""
    unit = unit if unit.endswith("s") else f"{unit}s"
    if found is None or unit not in UNITS:
        raise NotGiven("confirm", f"“{text}” is not a length of time. {CONFIRM_HINT}")
    return {unit: found[1]}


def length_typed(said: object) -> str:
    """Return a length of time as it is typed."""
    if isinstance(said, Mapping):
        return " ".join(f"{amount} {unit}" for unit, amount in said.items())
    return str(said or "")


def labels(form: Form) -> dict[str, str]:
    """Return what is asked for each key of the notation."""
    return {NAMES.get(one.key, one.key): one.ask for step in form.steps for one in step.questions}


def _keys(form: Form) -> Sequence[str]:
    return [one.key for step in form.steps for one in step.questions]


def _given(found: Said) -> dict[str, Any]:
    return {key: one for key, one in found.items() if one not in (None, "", {})}


def _both(first: str, one: object, last: str, other: object) -> dict[str, str]:
    return {key: str(value) for key, value in ((first, one), (last, other)) if value}


def _figure(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() else None
