"""The team of a case: who is let into it for a time, and who let them in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from yipplugin.errors import NotFound, NotGiven
from yipplugin.services.grants import (
    BEGUN,
    ENDED,
    Grant,
    Wanted,
    begin,
    checked,
    end,
    entry_of,
    shown,
)
from yipplugin.services.notices import tell_of_team
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import not_found
from yipplugin.store.grants import CASE_TEAM, OF_CASE, TEAM, GrantRow, lock_grant, on_team
from yipplugin.store.ledger import append_to_case
from yipplugin.store.sessions import store
from yipplugin.values import Actor

ACT = "team:change"


@dataclass(frozen=True)
class Team:
    """Who is let into a case now."""

    case_id: str
    reference: str
    grants: tuple[Grant, ...]


def look(actor: Actor, case_id: str) -> Team:
    """Return the team of a case to whoever may change it.

    :raises NotFound: for any other case, as for one that there is not.
    """
    with store().reading(actor) as session:
        opened = open_case(session, actor, ACT, case_id)
        found = _team(session, opened) if opened else None
    return found or not_found(actor, ACT, case_id)


def let_in(actor: Actor, case_id: str, wanted: Wanted) -> None:
    """Let somebody into a case until the end of a day.

    :raises NotFound: for a case whose team the actor may not change, as for one that there is not.
    :raises NotGiven: saying what is missing or wrong; whoever is named in the case is never let in.
    """
    look(actor, case_id)
    # The host is asked before any row is locked.
    holder, ends_at, reason = checked(actor, wanted)
    with store().writing(actor) as session:
        opened = open_case(session, actor, ACT, case_id, lock=True)
        if opened:
            if holder.ref in opened.known.named_adults:
                says = f"{holder.name} is one of the people in this case, so they cannot be let in"
                raise NotGiven("holder", says)
            if any(one.holder == holder.ref and one.kind == TEAM for one in _rows(session, opened)):
                raise NotGiven("holder", f"{holder.name} is let in already. End that first")
            row = begin(session, actor, TEAM, CASE_TEAM, holder, ends_at, reason, opened.row.id)
            _write_down(session, actor, opened, row, BEGUN)
            tell_of_team(session, opened.row, row)
    if opened is None:
        not_found(actor, ACT, case_id)


def end_it(actor: Actor, case_id: str, grant_id: str) -> None:
    """End somebody's time in a case now; where it has ended already, nothing happens.

    :raises NotFound: where the case has no such grant, and where it is not for the actor to end.
    """
    found = False
    with store().writing(actor) as session:
        opened = open_case(session, actor, ACT, case_id, lock=True)
        row = lock_grant(session, actor.school, grant_id) if opened else None
        if opened and row and row.case_id == opened.row.id and row.kind in OF_CASE:
            found = True
            if end(row, actor):
                _write_down(session, actor, opened, row, ENDED)
    if opened is None:
        not_found(actor, ACT, case_id)
    if not found:
        raise NotFound


def _write_down(session: Session, actor: Actor, opened: Opened, row: GrantRow, change: str) -> None:
    entry = entry_of(actor, ACT, row, change)
    append_to_case(session, opened.row, entry)


def _team(session: Session, opened: Opened) -> Team:
    grants = tuple(shown(row) for row in _rows(session, opened))
    return Team(opened.row.id, opened.row.reference, grants)


def _rows(session: Session, opened: Opened) -> Sequence[GrantRow]:
    return on_team(session, opened.row.school, opened.row.id, store().clock())
