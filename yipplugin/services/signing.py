"""Signing: the one way in which a record comes to be, for reports and for all that follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from yipplugin.errors import (
    AlreadyCorrected,
    FormChanged,
    NotFound,
    ReasonMissing,
    ReasonsWanted,
    Refused,
)
from yipplugin.form import Form
from yipplugin.policy import Policy
from yipplugin.rules.acts import refusals_to_sign, warnings_to_answer
from yipplugin.rules.standing import standing
from yipplugin.services.notices import leave_notice
from yipplugin.services.signatures import Signature
from yipplugin.services.summaries import name_people, people_to_name, summarise
from yipplugin.store.base import new_id
from yipplugin.store.cases import CaseRow
from yipplugin.store.drafts import lay_aside
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.records import RecordRow, Signing, add_record, submitted
from yipplugin.values import NOTHING, Actor, Event, Record


@dataclass(frozen=True)
class Filled:
    """A form as somebody filled it in.

    ``submission`` names this filling, so that sending it twice makes one record. ``version`` is the
    form's version that was filled in, where the page knows it. ``reasons`` answer warnings, by
    their ids. ``supersedes`` is the record that this one corrects, and ``reason`` says why.
    """

    submission: str
    form: str
    answers: Mapping[str, Any] = field(repr=False)
    about: str | None = field(default=None, repr=False)
    happened_at: datetime | None = field(default=None, repr=False)
    signature: Signature | None = None
    reasons: Mapping[str, str] = field(default_factory=lambda: NOTHING, repr=False)
    supersedes: str | None = None
    reason: str = field(default="", repr=False)
    version: int | None = None


def first_of(
    session: Session, actor: Actor, filled: Filled, case_id: str | None = None
) -> RecordRow | None:
    """Return what this very filling became when it was sent before; nothing where it is new."""
    row = submitted(session, actor.school, filled.submission)
    if row is None:
        return None
    # The name of somebody else's filling opens nothing.
    if row.by != actor.ref or row.form != filled.form or case_id not in (None, row.case_id):
        raise NotFound
    return row


def form_of(policy: Policy, filled: Filled) -> Form:
    """Return the form that was filled in, as the policy has it."""
    form = policy.forms.get(filled.form)
    if form is None or filled.version not in (None, form.version):
        raise FormChanged(filled.form)
    if not set(filled.answers) <= {question.key for question in form.questions}:
        raise FormChanged(filled.form)
    return form


def check_correction(before: Sequence[Record], filled: Filled) -> None:
    """Let a correction through that says why and corrects what stands now."""
    if filled.supersedes is None:
        return
    if not filled.reason.strip():
        raise ReasonMissing
    later = [one.id for one in before if one.supersedes == filled.supersedes]
    if later:
        raise AlreadyCorrected(later[0])


def candidate(actor: Actor, form: Form, filled: Filled, now: datetime) -> Record:
    """Return the record that a filled-in form would become."""
    return Record(
        id=new_id(),
        form=form.key,
        version=form.version,
        by=actor.ref,
        by_name=actor.name,
        by_roles=actor.roles,
        signed_at=now,
        answers=dict(filled.answers),
        about=filled.about,
        happened_at=filled.happened_at,
        supersedes=filled.supersedes,
        reason=filled.reason.strip(),
    )


def reasons_given(
    policy: Policy, before: Sequence[Record], record: Record, given: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the reason that answers each warning; raise what the policy refuses or still asks."""
    refusals = refusals_to_sign(policy, before, record, record.signed_at)
    if refusals:
        raise Refused(refusals)
    warnings = warnings_to_answer(policy, before, record, record.signed_at)
    answered = {one.id: given.get(one.id, "").strip() for one in warnings}
    if not all(answered.values()):
        raise ReasonsWanted(warnings)
    return answered


@dataclass(frozen=True)
class Signed:
    """A record that passed every check, and how it came to be; nothing of it is written yet."""

    actor: Actor
    act: str
    submission: str
    record: Record
    signing: Signing


def write(
    session: Session,
    case: CaseRow,
    policy: Policy,
    before: Sequence[Record],
    signed: Signed,
    detail: Mapping[str, Any] = NOTHING,
) -> RecordRow:
    """Write a record, the case's summary, the ledger row and the notice, in this transaction."""
    record = signed.record
    row = add_record(
        session,
        school=case.school,
        case_id=case.id,
        seq=len(before) + 1,
        submission=signed.submission,
        record=record,
        signing=signed.signing,
    )
    was = standing(policy, before, record.signed_at) if before else None
    now = standing(policy, (*before, record), record.signed_at)
    pupils, adults = people_to_name(session, case, now, record.by, record.signed_at)
    summarise(case, now, record.signed_at)
    said = {"record": row.id, "form": row.form, "version": row.version, **detail}
    entry = Entry.of(signed.actor, record.signed_at, signed.act, f"record:{row.id}", "done", said)
    append_to_case(session, case, entry, [*pupils, *adults])
    lay_aside(session, signed.actor, signed.submission, record.signed_at)
    leave_notice(session, case, row, signed.actor, was, now)
    session.flush()
    name_people(session, pupils, adults)
    return row


def event_of(case: CaseRow, record: Record) -> Event:
    """Return what is told of a record after the commit: references only."""
    return Event(
        school=case.school,
        case_id=case.id,
        reference=case.reference,
        form=record.form,
        record_id=record.id,
        actor_ref=record.by,
    )


def why(filled: Filled, refusal: Refused) -> dict[str, Any]:
    """Return what the ledger keeps of a refusal by the policy."""
    return {"form": filled.form, "refusals": [one.id for one in refusal.refusals]}
