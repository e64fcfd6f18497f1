"""Reports: opening a case with what somebody was told, and the receipt that they keep of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from yipplugin.errors import FormChanged, NotFound, Refused
from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.rules.state import people_named
from yipplugin.services import limits
from yipplugin.services.imagery import hold_imagery
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import demand, not_found, refuse
from yipplugin.services.policies import REPORT, keep_for, policy_now
from yipplugin.services.signatures import check_signature
from yipplugin.services.signing import (
    Filled,
    Signed,
    candidate,
    event_of,
    first_of,
    form_of,
    reasons_given,
    why,
    write,
)
from yipplugin.services.summaries import roles_held
from yipplugin.store.base import new_id
from yipplugin.store.cases import LAST, CaseRow
from yipplugin.store.ledger import BEGINNING
from yipplugin.store.lists import reported
from yipplugin.store.numbers import next_reference
from yipplugin.store.records import Signing
from yipplugin.store.sessions import store
from yipplugin.values import DSL_GROUP, LONDON, Actor, Event, Record

MOST_REPORTS = 200
"""How many of their own reports a person is shown."""


@dataclass(frozen=True)
class Receipt:
    """What whoever reported a concern may know of what became of it.

    ``acknowledged`` is when the safeguarding lead first signed something in the case; ``records``
    are the reporter's own; ``policy`` has the forms that they answered; ``adds`` are the keys of
    those by which they may add something.
    """

    case_id: str
    reference: str
    reported_at: datetime
    acknowledged: datetime | None
    records: tuple[Record, ...]
    policy: Policy
    adds: tuple[str, ...] = ()


def report(actor: Actor, filled: Filled) -> Receipt:
    """Open a case with a report, and return the receipt.

    Sending the same submission again returns the receipt of the case that it opened at first.

    :raises ImageryRefused: where it holds image data; nothing of it is written.
    :raises TooMany: where the actor has made very many; nothing of it is written.
    """
    demand(actor, "report:make")
    with store().reading(actor) as session:
        receipt = _receipt_of_first(session, actor, filled)
    if receipt:
        return receipt
    limits.hold(actor, "report:make")
    policy = policy_now(actor.school)
    if filled.form != REPORT or filled.supersedes:
        raise FormChanged(filled.form)
    form = form_of(policy, filled)
    hold_imagery(actor, "report:make", f"form:{form.key}", filled)
    how = check_signature(actor, "report:make", form, filled.answers, filled.signature)
    try:
        with store().writing(actor) as session:
            receipt, event = _report(session, actor, policy, filled, how)
    except Refused as refusal:
        refuse(actor, "report:make", f"form:{form.key}", why(filled, refusal))
        raise
    except IntegrityError:
        # The same filling was sent twice at once, and the other one came first.
        with store().reading(actor) as session:
            receipt = _receipt_of_first(session, actor, filled)
        if receipt is None:
            raise
        return receipt
    if event:
        house().hooks.yip_case_opened(event)
        house().hooks.yip_record_signed(event)
    return receipt


def receipt(actor: Actor, case_id: str) -> Receipt:
    """Return the receipt of a case that the actor has reported.

    :raises NotFound: for any other case, as for one that there is not.
    """
    with store().reading(actor) as session:
        opened = open_case(session, actor, "receipt:read", case_id)
        found = _receipt_of(actor, opened) if opened else None
    return found or not_found(actor, "receipt:read", case_id)


def own_reports(actor: Actor) -> tuple[Receipt, ...]:
    """Return the receipts of the cases that the actor has reported, newest first."""
    demand(actor, "receipt:list")
    with store().reading(actor) as session:
        opened = [
            open_case(session, actor, "receipt:read", row.id)
            for row in reported(session, actor, MOST_REPORTS)
        ]
        return tuple(_receipt_of(actor, one) for one in opened if one)


@dataclass(frozen=True)
class KeptFrom:
    """The staff whom a reporter named, to whom the report does not go: their names and roles."""

    names: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def kept_from(actor: Actor, receipt: Receipt) -> KeptFrom:
    """Return to whom a report does not go, by what the reporter wrote alone.

    Nothing that was written in the case since is told by it.
    """
    corrected = {one.supersedes for one in receipt.records}
    named = [
        person
        for record in receipt.records
        if record.id not in corrected
        for person in people_named(receipt.policy, record)
        if person.kind == "staff"
    ]
    roles = roles_held(actor.school, (one.ref for one in named))
    return KeptFrom(frozenset(one.name for one in named), roles)


def _report(
    session: Session, actor: Actor, policy: Policy, filled: Filled, how: str
) -> tuple[Receipt, Event | None]:
    first = _receipt_of_first(session, actor, filled)
    if first:
        return first, None
    now = store().clock()
    record = candidate(actor, form_of(policy, filled), filled, now)
    reasons = reasons_given(policy, (), record, filled.reasons)
    keep_for(session, actor.school, policy)
    case = _new_case(session, actor, policy, now)
    signed = Signed(actor, "report:make", filled.submission, record, Signing(how, now, reasons))
    opening = {"reference": case.reference, "policy": policy.digest}
    row = write(session, case, policy, (), signed, opening)
    return _receipt(actor, case, policy, (row.value,)), event_of(case, record)


def _new_case(session: Session, actor: Actor, policy: Policy, now: datetime) -> CaseRow:
    case = CaseRow(
        id=new_id(),
        school=actor.school,
        reference=next_reference(session, actor.school, now.astimezone(LONDON).year),
        policy_key=policy.key,
        policy_version=policy.version,
        policy_digest=policy.digest,
        opened_at=now,
        opened_by=actor.ref,
        stage="",
        order_at=LAST,
        urgent=False,
        outstanding=0,
        waits_for="",
        lead_named=False,
        head_named=False,
        updated_at=now,
        chain_seq=0,
        chain_head=BEGINNING,
    )
    store().vault.begin_case(session, case.school, case.id, now)
    case.seal(session, opened_by_name=actor.name)
    session.add(case)
    session.flush()
    return case


def _receipt_of_first(session: Session, actor: Actor, filled: Filled) -> Receipt | None:
    first = first_of(session, actor, filled)
    if first is None:
        return None
    opened = open_case(session, actor, "receipt:read", first.case_id)
    if opened is None:
        raise NotFound
    return _receipt_of(actor, opened)


def _receipt_of(actor: Actor, opened: Opened) -> Receipt:
    return _receipt(actor, opened.row, opened.policy, opened.values)


def _receipt(actor: Actor, case: CaseRow, policy: Policy, records: Sequence[Record]) -> Receipt:
    taken_up = (
        one.signed_at for one in records if one.by != actor.ref and one.by_roles & DSL_GROUP
    )
    return Receipt(
        case_id=case.id,
        reference=case.reference,
        reported_at=case.opened_at,
        acknowledged=next(taken_up, None),
        records=tuple(one for one in records if one.by == actor.ref),
        policy=policy,
        adds=tuple(
            form.key
            for form in policy.forms.values()
            if form.by_receipt and actor.roles & set(form.who)
        ),
    )
