"""Checks that triggers last: no further information may make one that fired fall silent."""

from yipplugin.conditions import (
    AgeUnder,
    All,
    Any_,
    Anyone,
    Condition,
    CountAtLeast,
    FactEver,
    FlagIs,
    HasRecord,
    PersonIs,
)
from yipplugin.packs.reader import Reader
from yipplugin.packs.walking import readings
from yipplugin.policy import Policy

LASTING = (All, Any_, Anyone, AgeUnder, CountAtLeast, FactEver, FlagIs, HasRecord, PersonIs)
"""Readings that more records can only turn from no to yes."""


def check_lasting(reader: Reader, policy: Policy) -> None:
    """Note every trigger with a condition that more information could undo."""
    for trigger in policy.triggers:
        for one, _ in readings(trigger.when):
            if not isinstance(one, LASTING):
                message = (
                    f"A trigger may not read {_named(one)}: a later record could make it fall "
                    "silent. Use `ever`, `record`, `count`, `anyone`, `age under`, `person` or "
                    "`flag`, joined with all and any."
                )
                known = id(one) in reader.written
                place = reader.place_of(one) if known else reader.place_of(trigger, "when")
                reader.problems.add(place, message)
                break


def _named(condition: Condition) -> str:
    names = {
        "FactIs": "`is`",
        "FactAnswered": "`answered`",
        "Not": "`not` or `never`",
        "MayBe": "`may be`",
        "Always": "`always`",
        "EveryPupil": "`every pupil`",
        "TriggerStands": "a trigger",
    }
    return names.get(type(condition).__name__, "this")
