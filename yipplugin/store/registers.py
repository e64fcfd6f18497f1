"""Lines of the school's registers, as they stand in its chain of the ledger."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from yipplugin.store.ledger import LedgerRow

SIGNED = "register:sign"

_LINES = (
    select(LedgerRow.id, LedgerRow.at, LedgerRow.actor, LedgerRow.payload)
    .where(
        LedgerRow.school == bindparam("school"),
        LedgerRow.act == SIGNED,
        LedgerRow.outcome == "done",
    )
    .order_by(LedgerRow.at.desc(), LedgerRow.id.desc())
    .limit(bindparam("most"))
)


class WrittenLine(NamedTuple):
    """One line: what was signed by whom, when. ``said`` is the detail of its entry."""

    id: int
    at: datetime
    actor: str
    said: Mapping[str, Any]


def lines(session: Session, school: str, most: int) -> list[WrittenLine]:
    """Return the newest lines of a school's registers, oldest first."""
    found = session.execute(_LINES, {"school": school, "most": most}).all()
    return [
        WrittenLine(id_, at, actor, json.loads(payload)["detail"])
        for id_, at, actor, payload in reversed(found)
    ]
