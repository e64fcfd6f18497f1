"""What becomes of a case that is moved to another policy: a pure comparison of two standings.

Nothing that was signed changes. What counts of it under the other policy, ``carrying`` says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from yipplugin.policy import Policy
from yipplugin.rules.carrying import place_in
from yipplugin.rules.differing import DO, SAYS, Partly, added, dropped, each, other_time, without
from yipplugin.rules.outcome import FiredTrigger, Standing, StandingDuty, StandingRefusal
from yipplugin.rules.standing import standing
from yipplugin.values import NOTHING, Record

MOVE = "case:move"
"""What moving a case away from a policy does; a policy may refuse it."""


@dataclass(frozen=True)
class Change:
    """What a move changes.

    ``policy`` is where the case goes, and knows where it was. ``begins`` are the duties to be done
    then that are not to be done now, ``ends`` the other way round; ``moves`` are those of both with
    another time. ``fires`` and ``falls`` are triggers, ``refuses`` and ``allows`` refusals, each by
    what it says. ``no_place`` are the records that count for nothing there, ``partly`` those of
    which some answers do; ``unasked`` are those of which the form there asks more.
    """

    policy: Policy
    before: Standing
    after: Standing
    begins: tuple[StandingDuty, ...]
    ends: tuple[StandingDuty, ...]
    moves: tuple[tuple[StandingDuty, StandingDuty], ...]
    fires: tuple[FiredTrigger, ...]
    falls: tuple[FiredTrigger, ...]
    refuses: tuple[StandingRefusal, ...]
    allows: tuple[StandingRefusal, ...]
    no_place: tuple[Record, ...]
    partly: tuple[Partly, ...]
    unasked: tuple[Partly, ...]


def moved(
    policy: Policy, to: Policy, records: Iterable[Record]
) -> tuple[Policy, tuple[Record, ...]]:
    """Return ``to`` as the policy of a case that was under ``policy``, and the case's records."""
    earlier = {**policy.earlier, policy.digest: replace(policy, earlier=NOTHING)}
    earlier.pop(to.digest, None)
    signed = tuple(replace(one, under=one.under or policy.digest) for one in records)
    return replace(to, earlier=earlier), signed


def change(policy: Policy, to: Policy, records: Sequence[Record], now: datetime) -> Change:
    """Return what moving a case from ``policy`` to ``to`` would change at ``now``."""
    will, signed = moved(policy, to, records)
    before, after = standing(policy, records, now), standing(will, signed, now)
    current = [one for one in signed if one.id in after.current]
    was, will_be = _stand(before), _stand(after)
    return Change(
        policy=will,
        before=before,
        after=after,
        begins=without(after.outstanding, before.outstanding, DO),
        ends=without(before.outstanding, after.outstanding, DO),
        moves=tuple(other_time(before, after)),
        fires=without(will_be, was, SAYS),
        falls=without(was, will_be, SAYS),
        refuses=without(after.refusals, before.refusals, SAYS),
        allows=without(before.refusals, after.refusals, SAYS),
        no_place=tuple(one for one in signed if place_in(will, one) is None),
        partly=tuple(each(current, will, dropped)),
        unasked=tuple(each(current, will, added)),
    )


def _stand(stands: Standing) -> tuple[FiredTrigger, ...]:
    return tuple(one for one in stands.triggers if one.state == "stands")
