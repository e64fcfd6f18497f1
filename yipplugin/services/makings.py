"""Files under way: a long paper that is made beside the request, for whoever asked for it alone.

What is asked of whoever asks, and what the ledger says, is done by ``papers.take`` before anything
is made. Here a row says how far it is, so that any process can tell, and holds the file, sealed
with the case, until it was taken.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from yipplugin.errors import YipError
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.papers import OURS, PRINT
from yipplugin.services.permits import not_found
from yipplugin.store.base import new_id
from yipplugin.store.makings import MakingRow, find_making, makings_of, throw_away_old
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything

WAITING, READING, LAYING, JOINING = "waiting", "reading", "laying", "joining"
UNDER_WAY = (WAITING, READING, LAYING, JOINING)
READY, TAKEN, FAILED = "ready", "taken", "failed"
STOPPED, NONE = "stopped", ""
"""How far a file is. The last two are never stored: nothing was heard of it, and there is none."""

SILENCE = timedelta(minutes=5)
"""How long nothing is heard of a file under way until it is taken for stopped: far longer than the
longest step takes, which is putting the pages together."""

KEPT = timedelta(hours=1)
"""How long a file is kept that nobody takes."""


class Ended(YipError):
    """The file is wanted no longer: it was cancelled, asked for anew, or the case is gone."""

    def __init__(self) -> None:
        super().__init__("The file is wanted no longer.")


@dataclass(frozen=True)
class Making:
    """The file of a case that somebody asked for last, and how far it is."""

    case_id: str
    reference: str
    title: str = ""
    step: str = NONE
    pages: int = 0
    moved_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Say whether it is worth looking again."""
        return self.step in UNDER_WAY


@dataclass(frozen=True)
class Taken:
    """A file as it is taken: what it is called, and what is in it."""

    name: str
    content: bytes = field(repr=False)


def begin(actor: Actor, case_id: str, paper: str) -> str:
    """Keep a row for a file that is going to be made, and return its id.

    It takes the place of an earlier one of the same person and case, which then ends.

    :raises NotFound: for a case that is not the actor's to print.
    """
    clear_away(actor.school)
    with store().writing(actor) as session:
        if open_case(session, actor, PRINT, case_id):
            for earlier in makings_of(session, actor, case_id, lock=True):
                session.delete(earlier)
            now = store().clock()
            row = MakingRow(id=new_id(), school=actor.school, case_id=case_id, pages=0)
            row.asked_by, row.asked_at, row.paper = actor.ref, now, paper
            row.step, row.moved_at = WAITING, now
            session.add(row)
            return row.id
    not_found(actor, PRINT, case_id)


def tell(actor: Actor, making_id: str, step: str, pages: int) -> None:
    """Say how far a file is.

    :raises Ended: where it is wanted no longer.
    """
    with store().writing(actor) as session:
        row = _one(session, actor, making_id)
        row.step, row.pages, row.moved_at = step, pages, store().clock()


def finish(actor: Actor, making_id: str, content: bytes) -> None:
    """Keep a file that was made, sealed with its case.

    :raises Ended: where it is wanted no longer.
    """
    with store().writing(actor) as session:
        row = _one(session, actor, making_id)
        row.step, row.moved_at = READY, store().clock()
        row.seal(session, file=b64encode(content).decode())


def fail(actor: Actor, making_id: str) -> None:
    """Say that a file could not be made.

    :raises Ended: where it is wanted no longer.
    """
    with store().writing(actor) as session:
        row = _one(session, actor, making_id)
        row.step, row.moved_at = FAILED, store().clock()


def look(actor: Actor, case_id: str) -> Making:
    """Return how far the file is that the actor asked for last, of a case that they may print.

    :raises NotFound: for any other case, as for one that there is not.
    """
    with store().reading(actor) as session:
        opened = open_case(session, actor, PRINT, case_id)
        if opened:
            return _shown(opened, _newest(session, actor, case_id))
    not_found(actor, PRINT, case_id)


def take(actor: Actor, case_id: str) -> Taken | None:
    """Return the file, which is kept no longer; nothing where none is ready.

    :raises NotFound: for a case that is not the actor's to print.
    """
    with store().writing(actor) as session:
        opened = open_case(session, actor, PRINT, case_id)
        if opened:
            row = _newest(session, actor, case_id, lock=True)
            if row is None or row.step != READY:
                return None
            content = b64decode(row.opened("file"))
            row.step, row.file, row.moved_at = TAKEN, None, store().clock()
            return Taken(f"{opened.row.reference}-{row.paper}", content)
    not_found(actor, PRINT, case_id)


def cancel(actor: Actor, case_id: str) -> None:
    """Let go of the file, ready or not; whatever makes it ends as soon as it says how far it is.

    :raises NotFound: for a case that is not the actor's to print.
    """
    with store().writing(actor) as session:
        if open_case(session, actor, PRINT, case_id):
            for row in makings_of(session, actor, case_id, lock=True):
                session.delete(row)
            return
    not_found(actor, PRINT, case_id)


def clear_away(school: str = "") -> None:
    """Remove the files that nobody took in time, at a school or at every one."""
    with store().writing(Everything(school)) as session:
        throw_away_old(session, store().clock() - KEPT)


def _one(session: Session, actor: Actor, making_id: str) -> MakingRow:
    row = find_making(session, actor.school, making_id)
    if row is None:
        raise Ended
    return row


def _newest(
    session: Session, actor: Actor, case_id: str, *, lock: bool = False
) -> MakingRow | None:
    """Return what was asked for last, unless its time is over and it was not cleared away yet."""
    row = next(iter(makings_of(session, actor, case_id, lock=lock)), None)
    return row if row is None or store().clock() - row.moved_at <= KEPT else None


def _shown(opened: Opened, row: MakingRow | None) -> Making:
    case = opened.row
    if row is None:
        return Making(case.id, case.reference)
    paper = opened.policy.papers.get(row.paper)
    silent = row.step in UNDER_WAY and store().clock() - row.moved_at > SILENCE
    return Making(
        case.id,
        case.reference,
        paper.title if paper else OURS.get(row.paper, row.paper),
        STOPPED if silent else row.step,
        row.pages,
        row.moved_at,
    )
