"""Disposal: what was written in a closed case is destroyed, by two people one after the other.

Whoever leads on safeguarding reviews the case and proposes it; a head does it, who is somebody
else. What they decided on is what they saw: a record that is signed in between undoes the proposal.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy.orm import Session

from yipplugin.errors import NotDisposedOf
from yipplugin.imagery import refuse_images
from yipplugin.rules.closing import is_closed
from yipplugin.rules.standing import standing
from yipplugin.services.holds import Hold, standing_hold
from yipplugin.services.notices import tell_of_proposal
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import may, not_found, refuse
from yipplugin.store.cases import known
from yipplugin.store.destroying import destroy
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.scrubbing import scrub
from yipplugin.store.sessions import store
from yipplugin.values import Actor

Done = TypeVar("Done")

GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "time": "The time for which the school keeps it is over",
        "mistake": "It was opened by mistake, and nothing had happened",
        "passed_on": "The file has gone to another school or agency, which keeps it",
        "ordered": "A court, or whoever is responsible for data protection, requires it",
    }
)
"""Why a case may be disposed of. The ledger keeps which of these it was, and no words."""

NOT_CLOSED = "This case is not closed. Close it first, when everything is done."
ON_HOLD = "This case is on hold. Whatever needs it comes first: lift the hold when nothing does."
NO_GROUND = "Choose why it may be disposed of."
NO_REASON = "Write down what you looked at before you proposed this."
PROPOSED = "It was proposed already. The second person decides now."
NOT_PROPOSED = "Nobody has proposed it. The safeguarding lead looks at it and proposes it first."
LAPSED = "A record was signed since it was proposed. Whoever proposed it has to look again."
SAME_PERSON = "You proposed it yourself. Somebody else has to decide."
OTHER_CASE = "That is not the reference of this case. Look again at which case this is."


@dataclass(frozen=True)
class Proposal:
    """What somebody proposed. ``lapsed`` says that a record was signed since, so it counts no more.

    ``ground`` is a key of ``GROUNDS``; ``reason`` is in their own words, and goes with the case.
    """

    by: str
    by_name: str = field(repr=False)
    at: datetime
    ground: str
    reason: str = field(repr=False)
    lapsed: bool = False


@dataclass(frozen=True)
class Disposal:
    """How a case stands towards being disposed of, and what whoever asks may do about it.

    Under a ``hold`` nobody can do anything about it.
    """

    case_id: str
    reference: str
    opened_at: datetime
    last_signed_at: datetime
    records: int
    closed: bool
    proposal: Proposal | None
    hold: Hold | None
    may_propose: bool
    may_dispose: bool


def look(actor: Actor, case_id: str) -> Disposal:
    """Return how a case stands; that it was looked at is written down.

    :raises NotFound: for a case that the actor may not know of, as for one that there is not.
    """

    def looked(session: Session, opened: Opened) -> Disposal:
        _write_down(session, opened, "disposal:read")
        return _seen(session, actor, opened)

    return _do(actor, "disposal:read", case_id, looked)


def propose(actor: Actor, case_id: str, ground: str, reason: str) -> None:
    """Propose that what was written in a closed case be destroyed.

    :raises NotDisposedOf: with what stands in the way.
    """
    refuse_images(reason=reason)

    def proposed(session: Session, opened: Opened) -> None:
        seen = _seen(session, actor, opened)
        _stop_at(
            (not seen.closed, NOT_CLOSED),
            (seen.hold is not None, ON_HOLD),
            (seen.proposal is not None and not seen.proposal.lapsed, PROPOSED),
            (ground not in GROUNDS, NO_GROUND),
            (not reason.strip(), NO_REASON),
        )
        now = store().clock()
        said = {"by": actor.ref, "by_name": actor.name, "at": now.isoformat()}
        said |= {"ground": ground, "reason": reason.strip()}
        opened.row.seal(session, proposal=json.dumps({**said, "records": seen.records}))
        _write_down(session, opened, "disposal:propose", ground=ground)
        tell_of_proposal(session, opened.row, now)

    _do(actor, "disposal:propose", case_id, proposed)


def withdraw(actor: Actor, case_id: str) -> None:
    """Take a proposal back, one's own or somebody else's.

    :raises NotDisposedOf: where nobody has proposed it.
    """

    def withdrawn(session: Session, opened: Opened) -> None:
        _stop_at((opened.row.proposal is None, NOT_PROPOSED))
        opened.row.proposal = None
        _write_down(session, opened, "disposal:withdraw")

    _do(actor, "disposal:withdraw", case_id, withdrawn)


def dispose(actor: Actor, case_id: str, reference: str) -> None:
    """Destroy what was written in a case. Nothing brings it back.

    :param reference: the case's reference, as whoever does it has typed it.
    :raises NotDisposedOf: with what stands in the way; nothing is destroyed then.
    """

    def disposed(session: Session, opened: Opened) -> None:
        seen = _seen(session, actor, opened)
        proposal = seen.proposal
        if proposal is None:
            raise NotDisposedOf(NOT_PROPOSED)
        _stop_at(
            (not seen.closed, NOT_CLOSED),
            (seen.hold is not None, ON_HOLD),
            (proposal.lapsed, LAPSED),
            (proposal.by == actor.ref, SAME_PERSON),
            (reference.strip().upper() != seen.reference, OTHER_CASE),
        )
        destroy(session, opened.row, actor.ref, store().clock())
        detail = {"ground": proposal.ground, "proposed_by": proposal.by}
        _write_down(session, opened, "case:dispose", **detail)

    _do(actor, "case:dispose", case_id, disposed)
    # A database may keep what was removed where nobody looks for it.
    scrub(store().engine)


def _do(actor: Actor, act: str, case_id: str, step: Callable[[Session, Opened], Done]) -> Done:
    try:
        with store().writing(actor) as session:
            opened = open_case(session, actor, act, case_id, lock=True)
            if opened:
                return step(session, opened)
    except NotDisposedOf as refusal:
        refuse(actor, act, f"case:{case_id}", {"reason": str(refusal)})
        raise
    not_found(actor, act, case_id)


def _stop_at(*stops: tuple[bool, str]) -> None:
    for stands, says in stops:
        if stands:
            raise NotDisposedOf(says)


def _seen(session: Session, actor: Actor, opened: Opened) -> Disposal:
    row, records, now = opened.row, opened.values, store().clock()
    case = known(session, row, now)
    proposal = _proposal(opened)
    mine = proposal is not None and proposal.by == actor.ref
    return Disposal(
        case_id=row.id,
        reference=row.reference,
        opened_at=row.opened_at,
        last_signed_at=records[-1].signed_at,
        records=len(records),
        closed=is_closed(opened.policy, records, standing(opened.policy, records, now).current),
        proposal=proposal,
        hold=standing_hold(session, row.id),
        may_propose=may(actor, "disposal:propose", case).allowed,
        may_dispose=not mine and may(actor, "case:dispose", case).allowed,
    )


def _proposal(opened: Opened) -> Proposal | None:
    if opened.row.proposal is None:
        return None
    said = json.loads(opened.row.opened("proposal"))
    at, records = datetime.fromisoformat(said.pop("at")), said.pop("records")
    return Proposal(**said, at=at, lapsed=len(opened.records) != records)


def _write_down(session: Session, opened: Opened, act: str, **detail: str) -> None:
    now, subject = store().clock(), f"case:{opened.row.id}"
    append_to_case(session, opened.row, Entry.of(opened.actor, now, act, subject, "done", detail))
