"""Notices: word to those who now have something to do, left in the outbox by the act itself."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from yipplugin.rules.outcome import Standing, StandingDuty
from yipplugin.services.policies import REPORT
from yipplugin.store.cases import CaseRow
from yipplugin.store.grants import GrantRow
from yipplugin.store.moves import MoveRow
from yipplugin.store.outbox import put
from yipplugin.store.records import RecordRow
from yipplugin.values import DSL_GROUP, HEADS, Actor

NOTICE = "notice"

REPORTED, WAITING, OPENED, LET_IN, MOVED = "reported", "waiting", "opened", "let in", "moved"
LATE, NOT_SENT = "late", "not sent"
"""What there is to tell of a case."""

NEWS = {
    REPORTED: "a new report",
    WAITING: "something is waiting for you",
    OPENED: "it was opened in an emergency",
    LET_IN: "you can open it for a time",
    MOVED: "it stands under another policy now",
    LATE: "a referral has not reached them yet: ring them if it cannot wait",
    NOT_SENT: "a referral did not reach them, or nobody knows: ring them",
}


def leave_notice(
    session: Session,
    case: CaseRow,
    record: RecordRow,
    actor: Actor,
    before: Standing | None,
    after: Standing,
) -> None:
    """Leave one notice to everybody whom a record gives something to do, except its author."""
    roles = {role for duty in _opened(before, after, actor) for role in duty.who}
    if record.form == REPORT and record.supersedes is None:
        roles |= DSL_GROUP
    if roles:
        news = REPORTED if record.form == REPORT else WAITING
        _put(session, case, record.signed_at, f"record:{record.id}", news, roles=roles)


def tell_of_widening(session: Session, case: CaseRow, grant: GrantRow) -> None:
    """Leave word for the lead and the heads that somebody has opened a case in an emergency."""
    roles = HEADS | {"dsl"}
    _put(session, case, grant.made_at, f"grant:{grant.id}", OPENED, roles=roles)


def tell_of_team(session: Session, case: CaseRow, grant: GrantRow) -> None:
    """Leave word for somebody that they were let into a case."""
    _put(session, case, grant.made_at, f"grant:{grant.id}", LET_IN, ref=grant.holder)


def tell_of_proposal(session: Session, case: CaseRow, at: datetime) -> None:
    """Leave word for the heads that somebody has proposed to dispose of a case."""
    _put(session, case, at, f"disposal:{case.id}:{case.chain_seq}", WAITING, roles=HEADS)


def tell_of_move_proposed(session: Session, case: CaseRow, move: MoveRow) -> None:
    """Leave word for the heads that somebody has proposed to move a case to another policy."""
    _put(session, case, move.proposed_at, f"move:{move.id}", WAITING, roles=HEADS)


def tell_of_move(
    session: Session, case: CaseRow, move: MoveRow, actor: Actor, was: Standing, now: Standing
) -> None:
    """Leave word of a move for the lead, the heads and whoever has something to do since."""
    waits = {role for duty in _opened(was, now, actor) for role in duty.who}
    roles = HEADS | {"dsl"} | waits
    _put(session, case, case.updated_at, f"moved:{move.id}", MOVED, roles=roles)


def tell_of_referral(
    session: Session, case: CaseRow, referral: str, at: datetime, news: str
) -> None:
    """Leave word for the lead and the heads that a referral did not go out as it should."""
    _put(session, case, at, f"referral:{referral}:{news}", news, roles=HEADS | DSL_GROUP)


def _put(
    session: Session,
    case: CaseRow,
    at: datetime,
    key: str,
    news: str,
    *,
    roles: Iterable[str] = (),
    ref: str = "",
) -> None:
    payload = {
        "case": case.id,
        "reference": case.reference,
        "to_roles": sorted(roles),
        "to_ref": ref,
        "news": news,
    }
    put(session, school=case.school, kind=NOTICE, payload=payload, due_at=at, key=key)


def _opened(before: Standing | None, after: Standing, actor: Actor) -> list[StandingDuty]:
    """Return the duties that were not there before, and that are not the signer's own."""
    there = {_which(duty) for duty in before.outstanding} if before else set()
    return [
        duty
        for duty in after.outstanding
        if _which(duty) not in there and not actor.roles & set(duty.who)
    ]


def _which(duty: StandingDuty) -> tuple[object, ...]:
    return duty.id, duty.subject, duty.opened_at
