"""Moves of a case as people read them: what was done, what is proposed, what one would change."""

from dataclasses import dataclass, field
from datetime import date, datetime

from yipplugin.policy import Policy
from yipplugin.rules.moving import Change


@dataclass(frozen=True)
class PolicyName:
    """A policy as people know it."""

    digest: str
    key: str
    version: int
    title: str
    source: str
    in_force: date
    review_by: date


@dataclass(frozen=True)
class Moved:
    """A move that was done: to which policy, when, by whom, and why."""

    to: PolicyName
    at: datetime
    by_name: str = field(repr=False)
    proposed_by_name: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True)
class ProposedMove:
    """A move that was proposed. ``lapsed`` says that a record was signed since."""

    to: PolicyName
    by: str
    by_name: str = field(repr=False)
    at: datetime
    reason: str = field(repr=False)
    lapsed: bool


@dataclass(frozen=True)
class Moving:
    """How a case stands towards being moved, and what whoever asks may do about it.

    ``offered`` are the policies that it may go to. ``to`` is the one that is looked at, or that was
    proposed, and ``change`` what moving there would change. ``stops`` are the words of what the
    policy that it is under has against it now.
    """

    case_id: str
    reference: str
    policy: Policy
    now: PolicyName
    offered: tuple[PolicyName, ...]
    history: tuple[Moved, ...]
    proposal: ProposedMove | None
    to: PolicyName | None
    change: Change | None
    stops: tuple[str, ...]
    closed: bool
    two_people: bool
    may_propose: bool
    may_move: bool


def named(policy: Policy) -> PolicyName:
    """Return a policy as people know it."""
    return PolicyName(
        policy.digest,
        policy.key,
        policy.version,
        policy.title,
        policy.source,
        policy.in_force,
        policy.review_by,
    )
