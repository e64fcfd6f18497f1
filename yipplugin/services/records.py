"""Records: signing a form in a case, correcting a record, adding to one's own report."""

from sqlalchemy.orm import Session

from yipplugin.errors import Refused
from yipplugin.hooking import house
from yipplugin.services import limits
from yipplugin.services.imagery import hold_imagery
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import not_found, refuse
from yipplugin.services.signatures import Signature, check_signature
from yipplugin.services.signing import (
    Filled,
    Signed,
    candidate,
    check_correction,
    event_of,
    first_of,
    form_of,
    reasons_given,
    why,
    write,
)
from yipplugin.store.records import Signing
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Event, Record

ADD = "report:add"

__all__ = ["Filled", "Signature", "add_to_report", "sign"]


def sign(actor: Actor, case_id: str, filled: Filled) -> Record:
    """Sign a form in a case, or correct a record of it, and return the record.

    Sending the same submission again returns the record that it became at first.

    :raises NotFound: for a case that the actor may not do this to, as for one that there is not.
    :raises Refused, ReasonsWanted: with what the policy says.
    :raises TooMany: where the actor signs very much.
    :raises WrongSignature, FormChanged, ReasonMissing, AlreadyCorrected: for the caller to mend;
        as after every error, nothing of the record is written.
    """
    return _sign(actor, case_id, filled, "record:correct" if filled.supersedes else "record:sign")


def add_to_report(actor: Actor, case_id: str, filled: Filled) -> Record:
    """Add a record to a case that the actor has reported, without reading the case.

    :raises NotFound: for a form that is not filled in from a receipt, too.
    """
    return _sign(actor, case_id, filled, ADD)


def _sign(actor: Actor, case_id: str, filled: Filled, act: str) -> Record:
    with store().reading(actor) as session:
        opened = _open(session, actor, act, case_id, filled)
        first = first_of(session, actor, filled, case_id) if opened else None
        done = first.value if first else None
    if opened is None:
        not_found(actor, act, case_id)
    if done:
        return done
    limits.hold(actor, act)
    # The host checks a password slowly: that is done before any row is locked.
    form = form_of(opened.policy, filled)
    hold_imagery(actor, act, f"case:{case_id}", filled)
    how = check_signature(actor, act, form, filled.answers, filled.signature)
    record, event = _written(actor, act, case_id, filled, how)
    if event:
        house().hooks.yip_record_signed(event)
    return record


def _written(
    actor: Actor, act: str, case_id: str, filled: Filled, how: str
) -> tuple[Record, Event | None]:
    """Return the record, and what to tell of it unless it was there before."""
    found = None
    try:
        with store().writing(actor) as session:
            opened = _open(session, actor, act, case_id, filled, lock=True)
            if opened:
                first = first_of(session, actor, filled, case_id)
                found = (first.value, None) if first else _write(session, act, opened, filled, how)
    except Refused as refusal:
        refuse(actor, act, f"case:{case_id}", why(filled, refusal))
        raise
    return found or not_found(actor, act, case_id)


def _write(
    session: Session, act: str, opened: Opened, filled: Filled, how: str
) -> tuple[Record, Event]:
    now = store().clock()
    before = opened.values
    form = form_of(opened.policy, filled)
    check_correction(before, filled)
    record = candidate(opened.actor, form, filled, now)
    reasons = reasons_given(opened.policy, before, record, filled.reasons)
    signed = Signed(opened.actor, act, filled.submission, record, Signing(how, now, reasons))
    write(session, opened.row, opened.policy, before, signed)
    return record, event_of(opened.row, record)


def _open(
    session: Session, actor: Actor, act: str, case_id: str, filled: Filled, *, lock: bool = False
) -> Opened | None:
    opened = open_case(
        session, actor, act, case_id, lock=lock, form=filled.form, corrects=filled.supersedes
    )
    if opened and act == ADD and not opened.policy.forms[filled.form].by_receipt:
        return None
    return opened
