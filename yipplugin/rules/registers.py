"""What the school owes apart from any case: training, teaching, the policy itself.

It is worked out as what a case asks for is: a list of records, the policy and the time. The list
begins with the policy coming into force.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from yipplugin.form import Form
from yipplugin.policy import Policy
from yipplugin.rules.outcome import StandingDuty
from yipplugin.rules.replay import Replay
from yipplugin.rules.standing import outcome
from yipplugin.values import LONDON, Record

SCHOOL = "school"

IN_FORCE = "in force"
"""The id of what everything begins with; no record has it."""


def register_forms(policy: Policy) -> tuple[Form, ...]:
    """Return the forms that are about the school, in the policy's order."""
    return tuple(form for form in policy.forms.values() if form.about == SCHOOL)


def owed(policy: Policy, records: Sequence[Record], now: datetime) -> tuple[StandingDuty, ...]:
    """Return what the school owes at ``now`` (aware), what is late first.

    :param records: the lines of the school's registers in order of signing.
    """
    duties = tuple(replace(one, each="") for one in policy.duties if one.each == SCHOOL)
    lines = tuple(replace(one, about=SCHOOL) for one in records)
    alone = replace(policy, duties=duties, triggers=(), refusals=(), warnings=(), two_people=())
    replay = Replay(alone)
    replay.add(_beginning(policy))
    for line in lines:
        replay.add(line)
    return outcome(replay, now).duties


def _beginning(policy: Policy) -> Record:
    at = datetime.combine(policy.in_force, time(), LONDON)
    return Record(
        id=IN_FORCE,
        form="",
        version=policy.version,
        by="",
        by_name="",
        by_roles=frozenset(),
        signed_at=at,
        answers={},
    )
