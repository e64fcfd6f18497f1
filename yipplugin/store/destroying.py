"""Destroying what was written in a case: its key, and whatever else could tell of what it was."""

from datetime import datetime

from sqlalchemy.orm import Session

from yipplugin.store import rowlevel
from yipplugin.store.cases import LAST, CaseRow, carry_out, pupils_to_index
from yipplugin.store.drafts import throw_away
from yipplugin.store.grants import on_team
from yipplugin.store.keys import key_of_case
from yipplugin.store.makings import throw_away_files
from yipplugin.store.outbox import take_back
from yipplugin.store.vault import forget_case


def destroy(session: Session, case: CaseRow, by: str, now: datetime) -> None:
    """Destroy a case's key, so that nothing opens what it sealed, and remove what points to people.

    The records stay, as bytes that nobody can read, and so does the ledger: it still verifies. So
    do the marks of the adults in it: whoever is one of them does not learn of the case even then.

    :param by: the ref of whoever does it, which ends what live grants gave.
    """
    key = key_of_case(session, case.id)
    if key is not None:
        session.delete(key)
    forget_case(session, case.id)
    carry_out(session, pupils_to_index(session, case, frozenset()))
    with rowlevel.lifted(session):
        throw_away(session, case.school, case.id)
        throw_away_files(session, case.school, case.id)
        take_back(session, case.school, case.id)
        session.flush()
    for grant in on_team(session, case.school, case.id, now):
        grant.ended_at, grant.ended_by = now, by
    case.proposal = case.next_due_at = case.next_duty = None
    case.order_at, case.urgent, case.outstanding, case.waits_for = LAST, False, 0, ""
    case.disposed_at = case.updated_at = now
