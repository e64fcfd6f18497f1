"""Passing signed referrals on, each once, and keeping what became of it.

What became of it stands in the case's ledger, so that it cannot be changed, and lasts as long.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from yipplugin.errors import SealRefused
from yipplugin.hooking import Failure, house
from yipplugin.referral import WEBHOOK, Receipt, Sending
from yipplugin.services.cases import CaseView
from yipplugin.services.notices import LATE, NOT_SENT, tell_of_referral
from yipplugin.store.cases import CaseRow, find_case, lock_case
from yipplugin.store.entries import of_act
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.outbox import put
from yipplugin.store.referrals import ReferralRow, referrals_of
from yipplugin.store.sessions import store
from yipplugin.values import Everything

MESSAGE = "referral"
DELIVER = "referral:deliver"

MOST_TRIES = 6
"""After so many, somebody rings: with the outbox's own waits that is within about half an hour."""

WAITS, TRIED, SENT, FAILED, UNKNOWN = "waits", "tried", "sent", "failed", "unknown"
ENDED = frozenset({SENT, FAILED, UNKNOWN})

NOBODY = "nobody here passes such a referral on"
CUT_OFF = "whoever sent it was cut off"
MOST_ENTRIES = 200


@dataclass(frozen=True)
class Became:
    """What became of a referral: ``waits``, ``tried``, ``sent``, ``failed`` or ``unknown``.

    ``says`` and ``reference`` are what their side said.
    """

    state: str = WAITS
    at: datetime | None = None
    says: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)


def leave(session: Session, row: ReferralRow) -> None:
    """Leave a signed referral to be passed on, in the transaction that signs it."""
    payload = {"case": row.case_id, "referral": row.id}
    put(
        session,
        school=row.school,
        kind=MESSAGE,
        payload=payload,
        due_at=row.signed_at,
        key=f"referral:{row.id}",
    )


def became(case: CaseView) -> Mapping[str, Became]:
    """Return what became of a case's referrals, by id, as far as any was passed on."""
    with store().reading(Everything(case.school)) as session:
        return _became(session, case.id)


def pass_on(school: str, case_id: str, referral: str, attempt: int, interrupted: bool) -> str:
    """Pass a referral on, unless it was, or a person did; return what is to be tried again.

    :param attempt: counts from one.
    :param interrupted: whether whoever tried before never said what came of it.
    """
    with store().reading(Everything(school)) as session:
        case = find_case(session, school, case_id)
        rows = {one.id: one for one in referrals_of(session, case_id)}
        row = rows.get(referral)
        if case is None or case.disposed_at or row is None or row.answered_at:
            return ""
        if _became(session, case_id).get(referral, Became()).state in ENDED:
            return ""
        try:
            sending = _sending(case, row)
        except SealRefused:
            sending = None
    if sending is None:
        receipt = Receipt("not taken", "it cannot be opened")
    elif interrupted and row.way != WEBHOOK:
        receipt = Receipt("not known", CUT_OFF)
    else:
        receipt = _handed(sending)
    again = receipt.outcome == "not taken" or (
        receipt.outcome == "not known" and row.way == WEBHOOK
    )
    if receipt.says == NOBODY or attempt >= MOST_TRIES:
        again = False
    _keep(school, case_id, referral, receipt, again)
    return receipt.says or receipt.outcome if again else ""


def _handed(sending: Sending) -> Receipt:
    said: Receipt | Failure | None = house().hooks.yip_send_referral(sending)
    if isinstance(said, Failure):
        # It may have been sent before the plugin failed.
        return Receipt("not known", f"{said.plugin}: {said.what}")
    return said or Receipt("not taken", NOBODY)


def _keep(school: str, case_id: str, referral: str, receipt: Receipt, again: bool) -> None:
    states = {"taken": SENT, "not taken": FAILED, "not known": UNKNOWN}
    state = TRIED if again else states[receipt.outcome]
    with store().writing(Everything(school)) as session:
        case = lock_case(session, school, case_id)
        if case is None or case.disposed_at:
            return
        now = store().clock()
        detail = {"state": state, "says": receipt.says[:200], "reference": receipt.reference[:100]}
        entry = Entry.of(Everything(school), now, DELIVER, f"referral:{referral}", detail=detail)
        before = _became(session, case_id).get(referral, Became()).state
        append_to_case(session, case, entry)
        if state == TRIED and before == WAITS:
            tell_of_referral(session, case, referral, now, LATE)
        if state in (FAILED, UNKNOWN):
            tell_of_referral(session, case, referral, now, NOT_SENT)


def _became(session: Session, case_id: str) -> Mapping[str, Became]:
    found: dict[str, Became] = {}
    for one in of_act(session, case_id, DELIVER, MOST_ENTRIES):
        detail = json.loads(one.payload)["detail"]
        last = Became(detail["state"], one.at, detail["says"], detail["reference"])
        found.setdefault(one.subject.removeprefix("referral:"), last)
    return found


def _sending(case: CaseRow, row: ReferralRow) -> Sending:
    said = row.said("content")
    return Sending(
        key=row.id,
        school=case.school,
        reference=case.reference,
        way=row.way,
        address=said["address"],
        form=row.form,
        version=row.version,
        digest=row.digest,
        title=said["title"],
        text=said["text"],
        answers=json.dumps(said["answers"], ensure_ascii=False, sort_keys=True),
        signed_at=row.signed_at,
        signed_by=said["by_name"],
    )
