"""Keys, as whoever runs the system looks after them: what is under which, and wrapping anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from yipplugin.errors import SealRefused
from yipplugin.store.keys import KeyRow, opened
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.rewrapping import (
    begin_rotation,
    cases_under,
    end_rotation,
    others,
    schools,
    standing,
    under_current,
    under_master,
    unwrapped,
    wrap_some,
)
from yipplugin.store.scrubbing import scrub
from yipplugin.store.sessions import store
from yipplugin.values import Everything

FROM = "command line"
"""Where an act comes from that no request asked for."""

Told = Callable[[int], None]
"""Is told how many keys were dealt with so far."""


@dataclass(frozen=True)
class SchoolKeys:
    """How the keys of one school stand.

    ``masters`` are the master keys that wrap its own; ``made_at`` is when the newest of those was
    made; ``cases`` says how many keys of cases are under the newest and under older ones. ``wrong``
    says why its own do not open, and ``shut`` how many of the others do not.
    """

    school: str
    masters: tuple[str, ...]
    made_at: datetime
    cases: int
    older: int
    wrong: str = ""
    shut: int = 0


@dataclass(frozen=True)
class Rotated:
    """What came of a rotation: how many keys were wrapped anew, and how many do not open.

    Where some do not, the older key stays, for it may be wanted once they are mended.
    """

    wrapped: int
    shut: int


def status(*, whole: bool = True) -> Iterator[SchoolKeys]:
    """Return how the keys of each school stand; unless ``whole``, only its own are tried."""
    for school in every_school():
        with store().reading(Everything()) as session:
            yield _stands(session, school, whole)


def every_school() -> list[str]:
    """Return every school that has keys."""
    with store().reading(Everything()) as session:
        return list(schools(session))


def rewrap(school: str) -> int:
    """Wrap a school's own keys under the master key that wraps now; return how many it were.

    :raises SealRefused: where one does not open; nothing of the school's is changed then.
    """
    kept = store()
    with kept.writing(Everything()) as session:
        count = under_current(session, kept.vault, school)
        if count:
            _write_down(session, school, "keys:rewrap", {"under": kept.vault.masters.current})
    return count


def rotate(school: str, told: Told = lambda count: None) -> Rotated:
    """Give a school a new key, wrap everything under it, and take the older one away.

    Where it was stopped before, it goes on from there.

    :raises SealRefused: where the school has no keys, or they do not open.
    """
    kept, wrapped, shut = store(), 0, set[str]()
    with kept.writing(Everything()) as session:
        begin_rotation(session, kept.vault, school, kept.clock())
    with kept.reading(Everything()) as session:
        own = unwrapped(session, kept.vault, school)
    while True:
        after, count, more = "", 0, True
        while more:
            with kept.writing(Everything()) as session:
                after, count, wrong = wrap_some(session, school, own, after)
            wrapped, more = wrapped + count, bool(after)
            shut |= set(wrong)
            told(wrapped)
        # While it went on, a case may have been begun under the older key.
        if shut or _ended(school):
            break
    kept.vault.forget()
    return Rotated(wrapped, len(shut))


def in_use(master: str) -> int:
    """Return how many schools' keys a master key wraps."""
    with store().reading(Everything()) as session:
        return under_master(session, master)


def _ended(school: str) -> bool:
    with store().writing(Everything()) as session:
        ended = end_rotation(session, school)
        if ended:
            _write_down(session, school, "keys:rotate", {})
    if ended:
        scrub(store().engine)
    return ended


def _write_down(session: Session, school: str, act: str, detail: Mapping[str, str]) -> None:
    entry = Entry.of(Everything(school), store().clock(), act, "", "done", detail)
    append_to_school(session, school, replace(entry, origin=FROM))


def _stands(session: Session, school: str, whole: bool) -> SchoolKeys:
    own = standing(session, school)
    many = cases_under(session, school)
    newest = many.get(own[-1].id, 0)
    masters = tuple(dict.fromkeys(row.under for row in own))
    found = SchoolKeys(school, masters, own[-1].made_at, newest, sum(many.values()) - newest)
    try:
        keys = unwrapped(session, store().vault, school)
    except SealRefused as refusal:
        return replace(found, wrong=str(refusal))
    rows = _every_other(session, school) if whole else ()
    return replace(found, shut=sum(not _opens(row, keys) for row in rows))


def _every_other(session: Session, school: str) -> Iterator[KeyRow]:
    after = ""
    while rows := others(session, school, after):
        yield from rows
        after = rows[-1].id
        session.expunge_all()


def _opens(row: KeyRow, own: Mapping[str, bytes]) -> bool:
    try:
        opened(row, own[row.under])
    except (KeyError, SealRefused):
        return False
    return True
