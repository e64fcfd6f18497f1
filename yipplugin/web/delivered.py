"""How far a referral on an authority's own form has come, in words."""

from dataclasses import dataclass
from datetime import datetime

from yipplugin.referral import SENT_BY_ITSELF
from yipplugin.services import delivering
from yipplugin.services.cases import CaseView
from yipplugin.services.delivering import Became
from yipplugin.services.referrals import Referral
from yipplugin.web import words

STATES = {
    delivering.WAITS: ("Waiting to be sent", "soon"),
    delivering.TRIED: ("Not sent yet: ring them if it cannot wait", "late"),
    delivering.SENT: ("Sent; they have not answered yet", "soon"),
    delivering.FAILED: ("Not sent: ring them", "late"),
    delivering.UNKNOWN: ("Not known whether it arrived: ring them", "late"),
}
"""What a case says of a referral that nobody has answered, and its tone."""

BY_HAND = ("Not sent yet", "late")
ANSWERED = ("They have it", "done")


@dataclass(frozen=True)
class Delivered:
    """A referral, how far it has come, and when that was; ``state`` is empty for one by hand."""

    referral: Referral
    state: str
    says: str
    tone: str
    at: str = ""
    moved_at: datetime | None = None
    answer: str = ""


def delivered(case: CaseView) -> list[Delivered]:
    """Return every referral of a case with how far it has come."""
    sent = any(one.way in SENT_BY_ITSELF for one in case.referrals)
    became = delivering.became(case) if sent else {}
    return [_one(one, became.get(one.id, Became())) for one in case.referrals]


def _one(one: Referral, became: Became) -> Delivered:
    by_itself = one.way in SENT_BY_ITSELF
    says, tone = STATES[became.state] if by_itself else BY_HAND
    if one.answered_at:
        says, tone = ANSWERED
    answer = ", ".join(filter(None, (became.says, became.reference)))
    at = words.long_moment(became.at) if became.at else ""
    return Delivered(one, became.state if by_itself else "", says, tone, at, became.at, answer)
