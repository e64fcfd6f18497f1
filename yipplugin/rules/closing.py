"""Closing: whether a case is closed now, whatever a policy calls that stage."""

from collections.abc import Iterable

from yipplugin.policy import Policy
from yipplugin.rules.carrying import place_in
from yipplugin.values import Record

CLOSE = "case:close"
"""What closing a case does, in every policy."""


def is_closed(policy: Policy, records: Iterable[Record], current: Iterable[str]) -> bool:
    """Say whether the last record that closed or reopened a case has closed it.

    :param current: the ids of the records that stand now, which no other one corrects.
    """
    stands, closed = frozenset(current), False
    for record in records:
        form = place_in(policy, record)
        if form is None:
            continue
        if record.id in stands and (form.reopens or CLOSE in form.acts):
            closed = not form.reopens
    return closed
