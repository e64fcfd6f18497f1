"""People: found in the host for a question that names somebody, and as a case page shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yipplugin.hooking import failed_now, house
from yipplugin.rules import worktime
from yipplugin.rules.outcome import CasePerson
from yipplugin.rules.state import PART
from yipplugin.services import people as services
from yipplugin.services.cases import CaseView
from yipplugin.values import LONDON, Actor, Person
from yipplugin.web import words

SHOWN = 20
"""How many people a search shows at most."""


def finder(actor: Actor) -> Callable[[str, str], list[Person]]:
    """Return what a form asks to find people by what ``actor`` typed.

    Where the host cannot be asked, that is one person without a ref, called what was typed.
    """

    def find(kind: str, text: str) -> list[Person]:
        found = services.find(actor, kind, text)[:SHOWN]
        silent = not found and failed_now("yip_staff" if kind == "staff" else "yip_pupils")
        return [Person("", text.strip(), kind)] if silent else found

    return find


def get(kind: str, ref: str) -> Person | None:
    """Return somebody as the host describes them now, without a name where it cannot be asked."""
    hook = "yip_staff_member" if kind == "staff" else "yip_pupil"
    found: Person | None = getattr(house().hooks, hook)(ref)
    silent = found is None and failed_now(hook) and ref.isprintable() and len(ref) <= LONGEST_REF
    return Person(ref, "", kind) if silent else found


LONGEST_REF = 190
"""How long the host's own key of a person may be."""


AGE_BANDS = {
    "under_10": "under 10",
    "10_12": "10 to 12",
    "13_15": "13 to 15",
    "16_17": "16 or 17",
    "18_over": "18 or over",
    "unknown": "age not known",
}

FLAGS = {
    ("social_care", "current"): "Children's social care involved now",
    ("social_care", "past"): "Children's social care involved before",
    ("sen", "yes"): "Special educational needs",
}


@dataclass(frozen=True)
class Somebody:
    """One of the case's people."""

    name: str
    parts: str
    about: str
    flags: tuple[str, ...]


def somebody(case: CaseView, one: CasePerson, now: datetime) -> Somebody:
    """Return one of the case's people in words."""
    person = one.person
    facts = [
        f"year {person.year}" if person.year.isdigit() else person.year,
        person.group,
        _age(one, now),
        AGE_BANDS.get(person.age_band, person.age_band),
        person.relation,
        "member of staff" if person.kind == "staff" else "",
    ]
    return Somebody(
        name=person.name,
        parts=words.initial(words.listed(_parts(case, one))),
        about=words.initial(", ".join(filter(None, facts))),
        flags=tuple(FLAGS[flag] for flag in person.flags.items() if flag in FLAGS),
    )


def _age(one: CasePerson, now: datetime) -> str:
    born = one.person.born
    if one.age is not None:
        return f"{one.age} when it happened"
    if born is not None:
        today = worktime.age_on(born, now.astimezone(LONDON).date())
        return f"{today} now; the day it happened is not known"
    return "date of birth not known" if one.person.kind == "pupil" else ""


def _parts(case: CaseView, one: CasePerson) -> list[str]:
    """Return the parts that a person has in the case, as the forms word them for their kind."""
    strangers = one.person.kind == "other"
    labels = {
        choice.key: choice.label
        for form in case.policy.forms.values()
        for table in form.questions
        if strangers is any(column.kind == "other person" for column in table.questions)
        for question in (table, *table.questions)
        if question.feeds == PART
        for choice in question.choices
    }
    said = [labels.get(part, part.replace("_", " ")) for part in one.parts]
    return [part[:1].lower() + part[1:] for part in said]
