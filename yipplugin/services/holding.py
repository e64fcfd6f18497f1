"""Holding a case: what was written in it is kept, whatever the time for keeping it says.

A claim, an inquiry, an investigation or a request for access needs what is there. Whoever answers
for the case sets a hold with a reason, and lifts it with one; until then it is not disposed of.
"""

import json
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from yipplugin.errors import NotHeld
from yipplugin.imagery import refuse_images
from yipplugin.services.holds import WHY, Holding, shown
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import not_found, refuse
from yipplugin.store.base import new_id
from yipplugin.store.holds import HoldRow, holds_of
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.sessions import store
from yipplugin.values import Actor

Done = TypeVar("Done")

READ, SET, LIFT = "hold:read", "hold:set", "hold:lift"

NO_WHY = "Choose why it must be kept."
NO_REASON = "Write down what needs it, and until when as far as you know."
HELD = "It is on hold already. Lift that first, if the reason is another one now."
NOT_HELD = "It is not on hold."
NO_REASON_LIFTED = "Write down why it is no longer needed."


def look(actor: Actor, case_id: str) -> Holding:
    """Return the holds of a case; that they were looked at is written down.

    :raises NotFound: for a case that the actor may not know of, as for one that there is not.
    """

    def looked(session: Session, opened: Opened) -> Holding:
        _write_down(session, opened, READ)
        every = [shown(one) for one in holds_of(session, opened.row.id)]
        return Holding(
            opened.row.id,
            opened.row.reference,
            next((one for one in every if one.lifted_at is None), None),
            tuple(one for one in every if one.lifted_at),
        )

    return _do(actor, READ, case_id, looked)


def hold(actor: Actor, case_id: str, why: str, reason: str) -> None:
    """Keep what was written in a case from being disposed of.

    :param why: a key of ``WHY``; ``reason`` is in their own words, and sealed with the case.
    :raises NotHeld: with what stands in the way.
    """
    refuse_images(reason=reason)

    def held(session: Session, opened: Opened) -> None:
        every = holds_of(session, opened.row.id)
        _stop_at(
            (any(one.lifted_at is None for one in every), HELD),
            (why not in WHY, NO_WHY),
            (not reason.strip(), NO_REASON),
        )
        row = HoldRow(id=new_id(), school=opened.row.school, case_id=opened.row.id)
        row.seq, row.ground = len(every) + 1, why
        row.set_at, row.set_by = store().clock(), opened.actor.ref
        row.seal(session, content=_said(opened.actor, reason))
        session.add(row)
        _write_down(session, opened, SET, ground=why)

    _do(actor, SET, case_id, held)


def lift(actor: Actor, case_id: str, reason: str) -> None:
    """End the hold that a case is under.

    :raises NotHeld: with what stands in the way.
    """
    refuse_images(reason=reason)

    def lifted(session: Session, opened: Opened) -> None:
        standing = [one for one in holds_of(session, opened.row.id) if one.lifted_at is None]
        _stop_at((not standing, NOT_HELD), (not reason.strip(), NO_REASON_LIFTED))
        (row,) = standing
        row.lifted_at, row.lifted_by = store().clock(), opened.actor.ref
        row.seal(session, lifted=_said(opened.actor, reason))
        _write_down(session, opened, LIFT, ground=row.ground)

    _do(actor, LIFT, case_id, lifted)


def _said(actor: Actor, reason: str) -> str:
    return json.dumps({"by_name": actor.name, "reason": reason.strip()}, ensure_ascii=False)


def _do(actor: Actor, act: str, case_id: str, step: Callable[[Session, Opened], Done]) -> Done:
    try:
        with store().writing(actor) as session:
            opened = open_case(session, actor, act, case_id, lock=True)
            if opened:
                return step(session, opened)
    except NotHeld as refusal:
        refuse(actor, act, f"case:{case_id}", {"reason": str(refusal)})
        raise
    not_found(actor, act, case_id)


def _stop_at(*stops: tuple[bool, str]) -> None:
    for stands, says in stops:
        if stands:
            raise NotHeld(says)


def _write_down(session: Session, opened: Opened, act: str, **detail: str) -> None:
    now, subject = store().clock(), f"case:{opened.row.id}"
    append_to_case(session, opened.row, Entry.of(opened.actor, now, act, subject, "done", detail))
