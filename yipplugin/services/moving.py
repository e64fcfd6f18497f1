"""Moving a case, on purpose, to another policy or another version of its own.

Changing a school's policy changes nothing for the cases that it has: they stay under the one that
they were opened under. Whoever answers for a case may move it, with a reason. Where either policy
asks for two people, one proposes it and a head, who is somebody else, does it. What was decided on
is what was seen: a record that is signed in between undoes the proposal.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from yipplugin.errors import NotMoved
from yipplugin.imagery import refuse_images
from yipplugin.policy import Policy
from yipplugin.rules.moving import MOVE
from yipplugin.rules.standing import standing
from yipplugin.services.elsewhere import (
    PROPOSE,
    closed_now,
    is_lapsed,
    pending_of,
    seen,
    stops,
    takes_two,
    target_of,
)
from yipplugin.services.moves import Moving
from yipplugin.services.notices import tell_of_move, tell_of_move_proposed
from yipplugin.services.opening import Opened, as_signed, open_case
from yipplugin.services.permits import not_found, refuse
from yipplugin.services.policies import keep_for, policy_along, policy_under
from yipplugin.services.summaries import name_people, people_to_name, summarise
from yipplugin.store.base import new_id
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.moves import MOVED, WITHDRAWN, MoveRow, moves_of, under_of
from yipplugin.store.sessions import store
from yipplugin.values import HEADS, Actor

Done = TypeVar("Done")

READ, WITHDRAW = "move:read", "move:withdraw"

CLOSED = "This case is closed. Reopen it first: a closed case stays as it was closed."
NOWHERE = "Choose the policy that the case is to stand under."
NO_REASON = "Write down why the case is to be moved."
PROPOSED = "It was proposed already. The second person decides now, or somebody takes it back."
NOT_PROPOSED = "Nobody has proposed it. Look at what it would change, and propose it first."
LAPSED = "A record was signed since it was proposed. Look at it again and propose it anew."
TWO_PEOPLE = "It takes two people. Propose it; a headteacher, who is somebody else, decides."
SAME_PERSON = "You proposed it yourself. Somebody else has to decide."
NO_HEAD = "A headteacher decides on this."


def look(actor: Actor, case_id: str, to: str = "") -> Moving:
    """Return what moving a case would change; that it was looked at is written down.

    :param to: the digest of the policy that is looked at; the one that was proposed, where none is.
    :raises NotFound: for a case that the actor may not know of, as for one that there is not.
    """

    def looked(session: Session, opened: Opened) -> Moving:
        _write_down(session, opened, READ, target_of(session, opened, to))
        return seen(session, actor, opened, to)

    return _do(actor, READ, case_id, looked)


def propose(actor: Actor, case_id: str, to: str, reason: str) -> None:
    """Propose that a case be moved.

    :param to: the digest of a policy that is offered.
    :raises NotMoved: with what stands in the way.
    """
    refuse_images(reason=reason)

    def proposed(session: Session, opened: Opened) -> None:
        pending = pending_of(session, opened)
        _stop_at((pending is not None and not is_lapsed(pending, opened), PROPOSED))
        target = _checked(session, opened, to, reason)
        if pending is not None:
            _decide(session, opened, pending, WITHDRAWN)
        row = _add(session, opened, target, reason)
        _write_down(session, opened, PROPOSE, target)
        tell_of_move_proposed(session, opened.row, row)

    _do(actor, PROPOSE, case_id, proposed)


def withdraw(actor: Actor, case_id: str) -> None:
    """Take a proposal back, one's own or somebody else's.

    :raises NotMoved: where nobody has proposed it.
    """

    def withdrawn(session: Session, opened: Opened) -> None:
        pending = pending_of(session, opened)
        if pending is None:
            raise NotMoved(NOT_PROPOSED)
        target = policy_under(session, opened.row.school, pending.policy_digest)
        _decide(session, opened, pending, WITHDRAWN)
        _write_down(session, opened, WITHDRAW, target)

    _do(actor, WITHDRAW, case_id, withdrawn)


def move(actor: Actor, case_id: str, to: str, reason: str) -> None:
    """Move a case where neither policy asks for a second person.

    :param to: the digest of a policy that is offered.
    :raises NotMoved: with what stands in the way; nothing is changed then.
    """
    refuse_images(reason=reason)

    def alone(session: Session, opened: Opened) -> None:
        target = _checked(session, opened, to, reason)
        _stop_at((takes_two(opened.policy, target), TWO_PEOPLE))
        pending = pending_of(session, opened)
        if pending is not None:
            _decide(session, opened, pending, WITHDRAWN)
        _carry_out(session, opened, _add(session, opened, target, reason), target)

    _do(actor, MOVE, case_id, alone)


def agree(actor: Actor, case_id: str) -> None:
    """Do what somebody else has proposed: move the case.

    :raises NotMoved: with what stands in the way; nothing is changed then.
    """

    def agreed(session: Session, opened: Opened) -> None:
        pending = pending_of(session, opened)
        if pending is None:
            raise NotMoved(NOT_PROPOSED)
        target = policy_under(session, opened.row.school, pending.policy_digest)
        _stop_at(
            (closed_now(opened), CLOSED),
            (is_lapsed(pending, opened), LAPSED),
            (pending.proposed_by == actor.ref, SAME_PERSON),
            (not opened.actor.roles & HEADS, NO_HEAD),
            *((True, one) for one in stops(opened)),
        )
        _carry_out(session, opened, pending, target)

    _do(actor, MOVE, case_id, agreed)


def _do(actor: Actor, act: str, case_id: str, step: Callable[[Session, Opened], Done]) -> Done:
    try:
        with store().writing(actor) as session:
            opened = open_case(session, actor, act, case_id, lock=True)
            if opened:
                return step(session, opened)
    except NotMoved as refusal:
        refuse(actor, act, f"case:{case_id}", {"reason": str(refusal)})
        raise
    not_found(actor, act, case_id)


def _stop_at(*stops: tuple[bool, str]) -> None:
    for stands, says in stops:
        if stands:
            raise NotMoved(says)


def _checked(session: Session, opened: Opened, to: str, reason: str) -> Policy:
    """Return the policy to go to, or say what stands in the way of it."""
    target = target_of(session, opened, to)
    if target is None:
        raise NotMoved(NOWHERE)
    _stop_at(
        (closed_now(opened), CLOSED),
        (not reason.strip(), NO_REASON),
        *((True, one) for one in stops(opened)),
    )
    return target


def _add(session: Session, opened: Opened, target: Policy, reason: str) -> MoveRow:
    keep_for(session, opened.row.school, target)
    row = MoveRow(
        id=new_id(),
        school=opened.row.school,
        case_id=opened.row.id,
        seq=len(moves_of(session, opened.row.id)) + 1,
        policy_digest=target.digest,
        records=len(opened.records),
        proposed_at=store().clock(),
        proposed_by=opened.actor.ref,
    )
    said = {"by_name": opened.actor.name, "reason": reason.strip()}
    row.seal(session, content=json.dumps(said, ensure_ascii=False))
    session.add(row)
    session.flush()
    return row


def _decide(session: Session, opened: Opened, row: MoveRow, outcome: str) -> None:
    row.outcome, row.decided_at, row.decided_by = outcome, store().clock(), opened.actor.ref
    row.seal(session, decided_name=opened.actor.name)


def _carry_out(session: Session, opened: Opened, row: MoveRow, target: Policy) -> None:
    """Move the case: what its lists say, who is named in it, the ledger, and whoever is told."""
    case, now = opened.row, store().clock()
    was = standing(opened.policy, opened.values, now)
    _decide(session, opened, row, MOVED)
    session.flush()
    along = under_of(session, case)
    will = policy_along(session, case.school, along)
    stands = standing(will, as_signed(opened.records, along), now)
    pupils, adults = people_to_name(session, case, stands, opened.actor.ref, now)
    summarise(case, stands, now)
    detail: dict[str, Any] = {"proposed_by": row.proposed_by, **_where(opened.policy, target)}
    entry = Entry.of(opened.actor, now, MOVE, f"case:{case.id}", "done", detail)
    append_to_case(session, case, entry, [*pupils, *adults])
    tell_of_move(session, case, row, opened.actor, was, stands)
    session.flush()
    name_people(session, pupils, adults)


def _write_down(session: Session, opened: Opened, act: str, target: Policy | None) -> None:
    case, now = opened.row, store().clock()
    detail = _where(opened.policy, target) if target else {}
    append_to_case(
        session, case, Entry.of(opened.actor, now, act, f"case:{case.id}", "done", detail)
    )


def _where(one: Policy, other: Policy) -> dict[str, Any]:
    return {
        "from": [one.key, one.version, one.digest],
        "to": [other.key, other.version, other.digest],
    }
