"""Questions to the ledger about what somebody has done."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from yipplugin.store.base import Moment
from yipplugin.store.ledger import LedgerRow
from yipplugin.values import Actor

_LATEST = (
    select(LedgerRow.payload)
    .where(
        LedgerRow.school == bindparam("school"),
        LedgerRow.actor == bindparam("actor"),
        LedgerRow.act == bindparam("act"),
        LedgerRow.at > bindparam("since", type_=Moment),
        LedgerRow.outcome == "done",
    )
    .order_by(LedgerRow.at.desc(), LedgerRow.id.desc())
    .limit(1)
)

_DONE = (
    select(LedgerRow.at)
    .where(
        LedgerRow.school == bindparam("school"),
        LedgerRow.actor == bindparam("actor"),
        LedgerRow.act == bindparam("act"),
        LedgerRow.at > bindparam("since", type_=Moment),
        LedgerRow.outcome == "done",
    )
    .order_by(LedgerRow.at.desc(), LedgerRow.id.desc())
    .limit(1)
    .offset(bindparam("before", type_=Integer))
)
_WITH_PASSWORD = ("identity:confirm", "report:make", "report:add", "record:sign", "record:correct")
_REFUSED = (
    select(LedgerRow.at, LedgerRow.payload)
    .where(
        LedgerRow.school == bindparam("school"),
        LedgerRow.actor == bindparam("actor"),
        LedgerRow.act.in_(_WITH_PASSWORD),
        LedgerRow.at > bindparam("since", type_=Moment),
        LedgerRow.outcome == "refused",
    )
    .order_by(LedgerRow.at.desc(), LedgerRow.id.desc())
)

WRONG_PASSWORD = {"reason": "password"}
"""What the ledger says of an act that was refused for a password that was not the actor's."""


def latest(session: Session, actor: Actor, act: str, since: datetime) -> Mapping[str, Any] | None:
    """Return the detail of the last time that ``actor`` did ``act`` after ``since``, if they did.

    It is for acts without a subject: the latest is the one that stands.
    """
    asked = {"school": actor.school, "actor": actor.ref, "act": act, "since": since}
    payload = session.scalars(_LATEST, asked).one_or_none()
    if payload is None:
        return None
    found: Mapping[str, Any] = json.loads(payload)["detail"]
    return found


def time_of(
    session: Session, actor: Actor, act: str, since: datetime, number: int
) -> datetime | None:
    """Return when ``actor`` did ``act``, the ``number``th time back from now; not before ``since``.

    Nothing is returned where they did it less often.
    """
    asked = {"school": actor.school, "actor": actor.ref, "act": act, "since": since}
    return session.scalars(_DONE, asked | {"before": number - 1}).one_or_none()


def wrong_passwords(session: Session, actor: Actor, since: datetime) -> list[datetime]:
    """Return when ``actor`` gave a wrong password after ``since``, for any act, newest first."""
    asked = {"school": actor.school, "actor": actor.ref, "since": since}
    return [
        at
        for at, payload in session.execute(_REFUSED, asked)
        if json.loads(payload)["detail"] == WRONG_PASSWORD
    ]
