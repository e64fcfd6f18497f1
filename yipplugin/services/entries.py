"""Looking back: who saw and did what in a case, and at the school, as the ledger has it.

Reading the ledger is an act like any other, and is written down first.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.services import limits
from yipplugin.services.permits import demand, may, not_found
from yipplugin.services.policies import policy_of
from yipplugin.store import entries
from yipplugin.store.cases import CaseRow, known, lock_case
from yipplugin.store.checkpoints import latest_checkpoint
from yipplugin.store.entries import Written
from yipplugin.store.ledger import ENGINE, Entry, append_to_case, append_to_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Person

READ, EXPORT, LIST = "ledger:read", "ledger:export", "ledger:list"

PAGE, CHUNK = 50, 1000
"""How many entries a page shows, and how many are read at a time where all are taken away."""

NEWEST = 2**63 - 1
"""What every entry's id is below."""

MOST_DISPOSED = 100
"""How many of the cases that were disposed of a page shows."""


@dataclass(frozen=True)
class Wanted:
    """Which entries a page shows: of a kind of ``entries.KINDS`` or all, before one's id."""

    kind: str = ""
    before: int = NEWEST


@dataclass(frozen=True)
class Line:
    """One entry as people read it.

    ``actor_name`` is empty where nobody of that ref is known any more. ``detail`` holds codes and
    ids, never what somebody wrote.
    """

    id: int
    at: datetime
    actor: str
    actor_name: str = field(repr=False)
    act: str
    subject: str
    outcome: str
    origin: str
    detail: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class Lines:
    """One page of entries, newest first. ``before`` asks for the page that follows."""

    lines: tuple[Line, ...]
    before: int | None


@dataclass(frozen=True)
class CaseLedger:
    """Who saw and did what in a case. ``policy`` is the one that it stands under."""

    case_id: str
    reference: str
    policy: Policy
    disposed_at: datetime | None
    page: Lines


@dataclass(frozen=True)
class Signed:
    """The latest checkpoint: its number, when it was made, and by which key."""

    seq: int
    at: datetime
    fingerprint: str


@dataclass(frozen=True)
class Gone:
    """A case whose content was destroyed, of which its ledger is left."""

    case_id: str
    reference: str
    at: datetime


@dataclass(frozen=True)
class SchoolLedger:
    """What was done at a school in no one case, and what is left of cases that are disposed of.

    ``references`` are those of the cases that the entries speak of, as far as the reader may know
    of them, by id.
    """

    page: Lines
    references: Mapping[str, str]
    disposed: tuple[Gone, ...]
    signed: Signed | None


def of_case(actor: Actor, case_id: str, wanted: Wanted) -> CaseLedger:
    """Return who saw and did what in a case, one that was disposed of too.

    :raises NotFound: for a case whose ledger is not the actor's to read, as for none.
    :raises TooMany: where the actor has read very often.
    """
    limits.hold(actor, READ)
    with store().writing(actor) as session:
        row = _opened(session, actor, READ, case_id)
        if row is not None:
            found = entries.of_case(
                session, actor.roles, row.id, kind=wanted.kind, before=wanted.before, size=PAGE + 1
            )
            policy = policy_of(session, row)
    if row is None:
        not_found(actor, READ, case_id)
    return CaseLedger(row.id, row.reference, policy, row.disposed_at, _page(found))


def of_school(actor: Actor, wanted: Wanted) -> SchoolLedger:
    """Return what was done at the actor's school and in no one case."""
    demand(actor, LIST)
    limits.hold(actor, LIST)
    with store().writing(actor) as session:
        _write_down(session, actor)
        found = entries.of_school(
            session,
            actor.roles,
            actor.school,
            kind=wanted.kind,
            before=wanted.before,
            size=PAGE + 1,
        )
        subjects = (one.subject.partition(":") for one in found)
        spoken_of = [name for of, _, name in subjects if of == "case"]
        references = entries.references(session, spoken_of)
        gone = entries.disposed(session, actor.roles, MOST_DISPOSED)
        last = latest_checkpoint(session, actor.school)
        signed = Signed(last.seq, last.at, last.value.fingerprint) if last else None
    disposed = tuple(
        Gone(one.id, one.reference, one.disposed_at) for one in gone if one.disposed_at
    )
    return SchoolLedger(_page(found), references, disposed, signed)


def all_of_case(actor: Actor, case_id: str) -> tuple[str, Iterator[Line]]:
    """Return a case's reference, and every entry of it, newest first, to be taken elsewhere.

    :raises NotFound: for a case whose ledger is not the actor's to take, as for none.
    """
    limits.hold(actor, EXPORT)
    with store().writing(actor) as session:
        row = _opened(session, actor, EXPORT, case_id)
    if row is None:
        not_found(actor, EXPORT, case_id)

    def asked(session: Session, before: int) -> list[Written]:
        return entries.of_case(session, actor.roles, row.id, kind="", before=before, size=CHUNK)

    return row.reference, _every(actor, asked)


def all_of_school(actor: Actor) -> Iterator[Line]:
    """Return every entry of the actor's school that is in no one case, newest first."""
    demand(actor, LIST)
    limits.hold(actor, LIST)
    with store().writing(actor) as session:
        _write_down(session, actor, as_file="csv")

    def asked(session: Session, before: int) -> list[Written]:
        return entries.of_school(
            session, actor.roles, actor.school, kind="", before=before, size=CHUNK
        )

    return _every(actor, asked)


def _opened(session: Session, actor: Actor, act: str, case_id: str) -> CaseRow | None:
    """Return a case whose ledger is the actor's for ``act``, once that is written down."""
    row = lock_case(session, actor.school, case_id)
    if row is None:
        return None
    now = store().clock()
    if not may(actor, act, known(session, row, now)).allowed:
        return None
    append_to_case(session, row, Entry.of(actor, now, act, f"case:{row.id}"))
    return row


def _write_down(session: Session, actor: Actor, **detail: str) -> None:
    entry = Entry.of(actor, store().clock(), LIST, "", detail=detail)
    append_to_school(session, actor.school, entry)


def _page(found: Sequence[Written]) -> Lines:
    shown = found[:PAGE]
    return Lines(_lines(shown, {}), shown[-1].id if len(found) > PAGE else None)


def _every(actor: Actor, asked: Callable[[Session, int], list[Written]]) -> Iterator[Line]:
    """Yield entry after entry, in a session for each stretch: taking all of it may take long."""
    names: dict[str, str] = {}
    before = NEWEST
    while True:
        with store().reading(actor) as session:
            found = asked(session, before)
        yield from _lines(found, names)
        if len(found) < CHUNK:
            return
        before = found[-1].id


def _lines(found: Iterable[Written], names: dict[str, str]) -> tuple[Line, ...]:
    """Return entries with the names of who acted; ``names`` keeps them for the next ones."""
    lines = []
    for one in found:
        if one.actor not in names:
            names[one.actor] = _name(one.actor)
        said = json.loads(one.payload)
        lines.append(
            Line(
                id=one.id,
                at=one.at,
                actor=one.actor,
                actor_name=names[one.actor],
                act=one.act,
                subject=one.subject,
                outcome=one.outcome,
                origin=said["origin"],
                detail=said["detail"],
                previous=one.previous,
                hash=one.hash,
            )
        )
    return tuple(lines)


def _name(ref: str) -> str:
    if ref == ENGINE:
        return ENGINE
    found: Person | None = house().hooks.yip_staff_member(ref)
    return found.name if found else ""
