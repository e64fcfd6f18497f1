"""What a rule reads and what a record touches, so that only what can have changed is worked out."""

from collections.abc import Iterator
from functools import lru_cache

from yipplugin.conditions import (
    AgeUnder,
    Anyone,
    Condition,
    CountAtLeast,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    FlagIs,
    HasRecord,
    PersonIs,
    TriggerStands,
    parts,
)
from yipplugin.form import Form
from yipplugin.policy import Duty
from yipplugin.rules.state import INCIDENT_DATE

PEOPLE = "people"
TRIGGERS = "triggers"


@lru_cache(maxsize=4096)
def reads(duty: Duty) -> frozenset[str]:
    """Return what a duty depends on: facts, forms, the people, the triggers."""
    ways = (*duty.met_by, *duty.waived_by)
    conditions = [duty.opens, duty.where, duty.ends, duty.paused, *(way.condition for way in ways)]
    found = {f"form:{way.form}" for way in ways if way.form}
    if duty.after is not None and duty.after.fact:
        found.add(f"fact:{duty.after.fact}")
    for condition in conditions:
        if condition is not None:
            found.update(*(_reads(part) for part in parts(condition)))
    if duty.each in ("pupil", "person"):
        found.add(PEOPLE)
    elif duty.each == "trigger":
        found.add(TRIGGERS)
    elif duty.each:
        found.add(f"form:{duty.each.partition(':')[2]}")
    return frozenset(found)


def touches(form: Form) -> frozenset[str]:
    """Return what a record of ``form`` may change."""
    found = {f"form:{form.key}", *(f"fact:{fact}" for fact in form.states)}
    for question in form.everything():
        if question.feeds:
            found.add(f"fact:{question.feeds}")
        if question.joins:
            found.add(PEOPLE)
    return frozenset(found)


def _reads(condition: Condition) -> Iterator[str]:
    match condition:
        case FactIs(fact, _) | FactEver(fact, _):
            yield f"fact:{fact}"
        case FactAnswered(fact):
            yield from (f"fact:{fact}", PEOPLE)
        case HasRecord(form, _):
            yield f"form:{form}"
        case TriggerStands():
            yield TRIGGERS
        case AgeUnder():
            yield from (PEOPLE, f"fact:{INCIDENT_DATE}")
        case CountAtLeast(_, _, form):
            yield f"form:{form}" if form else PEOPLE
        case Anyone() | EveryPupil() | PersonIs() | FlagIs():
            yield PEOPLE
