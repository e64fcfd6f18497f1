"""Where a case may go, where it was, and what moving it would change."""

from sqlalchemy.orm import Session

from yipplugin.policy import Policy
from yipplugin.rules.closing import is_closed
from yipplugin.rules.moving import MOVE, change
from yipplugin.rules.standing import standing
from yipplugin.services.moves import Moved, Moving, ProposedMove, named
from yipplugin.services.opening import Opened
from yipplugin.services.permits import may
from yipplugin.services.policies import installed, policy_under
from yipplugin.store.moves import MOVED, MoveRow, moves_of
from yipplugin.store.sessions import store
from yipplugin.values import HEADS, Actor

PROPOSE = "move:propose"


def history(session: Session, opened: Opened) -> tuple[Moved, ...]:
    """Return every move of a case that was done, oldest first."""
    return tuple(
        Moved(
            to=named(policy_under(session, opened.row.school, row.policy_digest)),
            at=row.decided_at,
            by_name=row.opened("decided_name"),
            proposed_by_name=row.said["by_name"],
            reason=row.said["reason"],
        )
        for row in moves_of(session, opened.row.id)
        if row.outcome == MOVED and row.decided_at
    )


def closed_now(opened: Opened) -> bool:
    """Say whether a case is closed."""
    stands = standing(opened.policy, opened.values, store().clock())
    return is_closed(opened.policy, opened.values, stands.current)


def stops(opened: Opened) -> tuple[str, ...]:
    """Return in words why the policy of a case refuses now that it be moved."""
    refused = standing(opened.policy, opened.values, store().clock()).refused(MOVE)
    return tuple(dict.fromkeys(f"{one.says} {one.lifted_by}." for one in refused))


def takes_two(one: Policy, other: Policy) -> bool:
    """Say whether moving a case from one policy to the other takes two people."""
    return one.two_to_move or other.two_to_move


def _offered(session: Session, opened: Opened) -> dict[str, Policy]:
    """Return the policies that there are now and those that the case was under, by digest."""
    school = opened.row.school
    before = (policy_under(session, school, one) for one in opened.policy.earlier)
    found = {one.digest: one for one in (*installed(school), *before)}
    found.pop(opened.policy.digest, None)
    return found


def target_of(session: Session, opened: Opened, to: str) -> Policy | None:
    """Return the policy with the digest ``to``, where a case may go there."""
    return _offered(session, opened).get(to)


def pending_of(session: Session, opened: Opened) -> MoveRow | None:
    """Return the move of a case that is proposed and not decided on."""
    return next((one for one in moves_of(session, opened.row.id) if one.outcome is None), None)


def is_lapsed(row: MoveRow, opened: Opened) -> bool:
    """Say whether a record was signed since a move was proposed."""
    return row.records != len(opened.records)


def proposal_of(session: Session, opened: Opened) -> ProposedMove | None:
    """Return what was proposed and not decided on, as people read it."""
    row = pending_of(session, opened)
    if row is None:
        return None
    return ProposedMove(
        to=named(policy_under(session, opened.row.school, row.policy_digest)),
        by=row.proposed_by,
        by_name=row.said["by_name"],
        at=row.proposed_at,
        reason=row.said["reason"],
        lapsed=is_lapsed(row, opened),
    )


def seen(session: Session, actor: Actor, opened: Opened, to: str) -> Moving:
    """Return how a case stands towards being moved, and what moving it to ``to`` would change."""
    proposal, offered = proposal_of(session, opened), _offered(session, opened)
    target = offered.get(to)
    if target is None and proposal is not None:
        target = policy_under(session, opened.row.school, proposal.to.digest)
    two = target is None or takes_two(opened.policy, target)
    second = proposal is not None and proposal.by != actor.ref
    return Moving(
        case_id=opened.row.id,
        reference=opened.row.reference,
        policy=opened.policy,
        now=named(opened.policy),
        offered=tuple(map(named, offered.values())),
        history=history(session, opened),
        proposal=proposal,
        to=named(target) if target else None,
        change=change(opened.policy, target, opened.values, store().clock()) if target else None,
        stops=stops(opened),
        closed=closed_now(opened),
        two_people=two,
        may_propose=may(actor, PROPOSE, opened.known).allowed,
        may_move=may(actor, MOVE, opened.known).allowed
        and (not two or (second and bool(opened.actor.roles & HEADS))),
    )
