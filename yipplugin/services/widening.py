"""Widening: opening a case in an emergency, for a few hours; whoever answers for it is told."""

import re
from datetime import timedelta
from typing import NoReturn

from flask import current_app
from sqlalchemy.orm import Session

from yipplugin.errors import NotFound
from yipplugin.rules import access
from yipplugin.services import limits
from yipplugin.services.grants import BEGUN, begin, entry_of, reason_of
from yipplugin.services.notices import tell_of_widening
from yipplugin.services.permits import demand_role, may, refuse
from yipplugin.store.cases import CaseRow, known
from yipplugin.store.grants import CASE_TEAM, EMERGENCY
from yipplugin.store.ledger import append_to_case
from yipplugin.store.lists import id_of, lock_to_widen
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything

ACT = "case:widen"

MOST_HOURS = 24
"""For how many hours a case can be opened at most, whatever is set."""

_REFERENCE = re.compile(r"[A-Z0-9-]{1,24}")


def hours() -> int:
    """Return for how many hours a case is opened in an emergency."""
    return max(1, min(int(current_app.config["YIP_EMERGENCY_HOURS"]), MOST_HOURS))


def widen(actor: Actor, reference: str, reason: str) -> str:
    """Open a case to the actor for a few hours, and return its id.

    A reference that there is not and a case that is not for them are answered alike, in as many
    steps.

    :raises NotFound: for both.
    :raises NotGiven: where no reason is given.
    :raises TooMany: where they have done it very often.
    """
    demand_role(actor, ACT)
    why, wanted = reason_of(reason), reference.strip().upper()
    limits.hold(actor, ACT)
    found = None
    with store().writing(actor) as session:
        case = lock_to_widen(session, actor, wanted)
        if case and may(actor, ACT, known(session, case, store().clock())).allowed:
            found = case.id
            _open(session, actor, case, why)
    return found or _not_found(actor, wanted)


def _open(session: Session, actor: Actor, case: CaseRow, reason: str) -> None:
    if actor.ref in known(session, case, store().clock()).team:
        return
    ends_at = store().clock() + timedelta(hours=hours())
    row = begin(session, actor, EMERGENCY, CASE_TEAM, actor, ends_at, reason, case.id)
    append_to_case(session, case, entry_of(actor, ACT, row, BEGUN))
    tell_of_widening(session, case, row)


def _not_found(actor: Actor, reference: str) -> NoReturn:
    """Write down what was asked for in vain, in as many steps whatever it was."""
    with store().reading(Everything(actor.school)) as session:
        case_id = id_of(session, actor.school, reference)
    # By its id the ledger keeps it from whoever is named in it. What was typed may be anything:
    # of that, only what could be a reference is kept.
    asked = {} if case_id or not _REFERENCE.fullmatch(reference) else {"asked": reference}
    refuse(actor, ACT, f"case:{case_id}" if case_id else "", asked)
    raise NotFound


def may_ask(actor: Actor) -> bool:
    """Say whether somebody holds a role that may open some case in an emergency."""
    return access.could(actor.roles, ACT)
