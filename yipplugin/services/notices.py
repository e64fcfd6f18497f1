"""Notices: word to those who now have something to do, left in the outbox by the act itself."""

from sqlalchemy.orm import Session

from yipplugin.rules.outcome import Standing, StandingDuty
from yipplugin.services.policies import REPORT
from yipplugin.store.cases import CaseRow
from yipplugin.store.outbox import put
from yipplugin.store.records import RecordRow
from yipplugin.values import DSL_GROUP, Actor

NOTICE = "notice"


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
    if not roles:
        return
    payload = {
        "case": case.id,
        "reference": case.reference,
        "to_roles": sorted(roles),
        "reported": record.form == REPORT,
    }
    put(
        session,
        school=case.school,
        kind=NOTICE,
        payload=payload,
        due_at=record.signed_at,
        key=f"record:{record.id}",
    )


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
