"""Holds of a case as people read them: the one that stands, and those that were lifted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from yipplugin.store.holds import HoldRow, holds_of

WHY: Mapping[str, str] = MappingProxyType(
    {
        "claim": "There is a claim, or one is to be expected",
        "investigation": "The police or another agency are looking into it",
        "inquiry": "An inquiry or a review needs it",
        "access": "Somebody has asked to see what is kept of them",
        "other": "There is another reason",
    }
)
"""Why a case may be held. The ledger keeps which of these it was, and no words."""


@dataclass(frozen=True)
class Hold:
    """A hold as people read it. What was written about lifting it is empty while it stands."""

    why: str
    at: datetime
    by_name: str = field(repr=False)
    reason: str = field(repr=False)
    lifted_at: datetime | None = None
    lifted_by_name: str = field(default="", repr=False)
    lifted_reason: str = field(default="", repr=False)


@dataclass(frozen=True)
class Holding:
    """The holds that a case is or was under, the one that stands now apart."""

    case_id: str
    reference: str
    stands: Hold | None
    past: tuple[Hold, ...]


def standing_hold(session: Session, case_id: str) -> Hold | None:
    """Return the hold that a case is under now."""
    rows = holds_of(session, case_id)
    return next((shown(one) for one in rows if one.lifted_at is None), None)


def shown(row: HoldRow) -> Hold:
    """Return a hold as people read it."""
    said, lifted = row.said("content"), row.said("lifted") if row.lifted_at else {}
    return Hold(
        why=WHY[row.ground],
        at=row.set_at,
        by_name=said["by_name"],
        reason=said["reason"],
        lifted_at=row.lifted_at,
        lifted_by_name=lifted.get("by_name", ""),
        lifted_reason=lifted.get("reason", ""),
    )
