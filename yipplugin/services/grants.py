"""Grants: roles that somebody holds for a time, and how each is begun and ended."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from yipplugin.errors import ImageryRefused, NotGiven
from yipplugin.hooking import house
from yipplugin.imagery import refuse_images
from yipplugin.store.base import new_id
from yipplugin.store.grants import GrantRow, roles_given
from yipplugin.store.ledger import Entry
from yipplugin.store.sessions import store
from yipplugin.values import LONDON, ROLES, Actor, Person

LONGEST = timedelta(days=365)
LONGEST_REASON = 2000
"""How long somebody may be let in, and how many characters may say why."""

BEGUN, ENDED = "begun", "ended"


@dataclass(frozen=True)
class Grant:
    """A grant as it is shown: who holds what until when, who gave it and why.

    ``kind`` is ``team``, ``emergency`` or ``delegation``; ``role`` is the one that it gives.
    """

    id: str
    kind: str
    role: str
    holder: str
    holder_name: str
    made_by: str
    made_by_name: str
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    reason: str

    def is_live(self, now: datetime) -> bool:
        """Say whether it still gives anything."""
        return self.ended_at is None and now < self.ends_at


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: for whom, their ref in the host; until which day's end; and why."""

    holder: str
    last_day: date | None
    reason: str


def with_roles(actor: Actor) -> Actor:
    """Return an actor with the roles that live grants give them beside the host's.

    Whoever holds none of the host's at the school has none of ours: an account that was closed
    stays closed, and an authority's people are let into no case.
    """
    if not actor.roles & ROLES.keys():
        return actor
    kept = store()
    with kept.reading(actor) as session:
        given = roles_given(session, actor.school, actor.ref, kept.clock())
    return replace(actor, roles=actor.roles | given) if given else actor


def checked(actor: Actor, wanted: Wanted) -> tuple[Person, datetime, str]:
    """Return for whom a grant is, when it ends, and why it is given.

    :raises NotGiven: saying what is missing or wrong, and where.
    """
    holder = _holder(wanted.holder)
    if holder.ref == actor.ref:
        raise NotGiven("holder", "You cannot give this to yourself. Choose somebody else")
    return holder, _end(wanted.last_day), reason_of(wanted.reason)


def reason_of(typed: str) -> str:
    """Return a reason as it is kept.

    :raises NotGiven: for none, for a very long one, and for one that holds image data.
    """
    reason = typed.strip()
    if not reason:
        raise NotGiven("reason", "Say why")
    if len(reason) > LONGEST_REASON:
        raise NotGiven("reason", f"Say why in {LONGEST_REASON} characters or fewer")
    try:
        refuse_images(reason=reason)
    except ImageryRefused as refused:
        raise NotGiven("reason", str(refused)) from refused
    return reason


def begin(
    session: Session,
    actor: Actor,
    kind: str,
    role: str,
    holder: Actor | Person,
    ends_at: datetime,
    reason: str,
    case_id: str | None = None,
) -> GrantRow:
    """Write a grant down, beginning now."""
    now = store().clock()
    row = GrantRow(
        id=new_id(),
        school=actor.school,
        kind=kind,
        holder=holder.ref,
        case_id=case_id,
        role=role,
        begins_at=now,
        ends_at=ends_at,
        made_at=now,
        made_by=actor.ref,
    )
    said = {"holder_name": holder.name, "made_by_name": actor.name, "reason": reason}
    row.seal(session, content=json.dumps(said))
    session.add(row)
    return row


def end(row: GrantRow, actor: Actor) -> bool:
    """End a grant before its time; say whether there was anything to end."""
    now = store().clock()
    if row.ended_at is not None or row.ends_at <= now:
        return False
    row.ended_at, row.ended_by = now, actor.ref
    return True


def shown(row: GrantRow) -> Grant:
    """Return a grant as it is shown, its names and reason opened."""
    said = row.said
    return Grant(
        id=row.id,
        kind=row.kind,
        role=row.role,
        holder=row.holder,
        holder_name=said["holder_name"],
        made_by=row.made_by,
        made_by_name=said["made_by_name"],
        made_at=row.made_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        reason=said["reason"],
    )


def entry_of(actor: Actor, act: str, row: GrantRow, change: str) -> Entry:
    """Return what the ledger says of a grant that was ``begun`` or ``ended``; it binds the row."""
    detail = {"grant": row.id, "kind": row.kind, "role": row.role, "change": change}
    if change == BEGUN:
        detail["until"] = row.ends_at.isoformat()
    return Entry.of(actor, store().clock(), act, f"grant:{row.id}", "done", detail)


def _holder(ref: str) -> Person:
    found: Person | None = house().hooks.yip_staff_member(ref) if ref else None
    if found is None or found.kind != "staff":
        raise NotGiven("holder", "Find and choose the person")
    return found


def _end(last_day: date | None) -> datetime:
    today = store().clock().astimezone(LONDON).date()
    if last_day is None:
        raise NotGiven("last_day", "Enter the last day")
    if last_day < today:
        raise NotGiven("last_day", "The last day must be today or later")
    if last_day - today > LONGEST:
        raise NotGiven("last_day", "The last day must be within a year from today")
    return datetime.combine(last_day + timedelta(days=1), time(), LONDON)
