"""Numbers: how many cases there were of which kind, and how long what was done took.

Two people may ask for two things. The lead's group and the heads count exactly, over the cases that
each of them may read. What governors see is the same for everybody: cases of a school year that is
over, as they stood at its end, none that names a member of staff, and no small number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from yipplugin.policy import Policy
from yipplugin.rules import counting, small
from yipplugin.rules.counting import Counted, Table
from yipplugin.rules.periods import Period, finished_years, running, terms_in
from yipplugin.rules.small import LEAST, Published
from yipplugin.rules.standing import standing
from yipplugin.rules.state import State
from yipplugin.services import limits
from yipplugin.services.opening import as_signed
from yipplugin.services.permits import demand, objection
from yipplugin.services.policies import policy_along, policy_now
from yipplugin.services.summaries import next_of
from yipplugin.store import counted
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.moves import under
from yipplugin.store.records import records_of_cases
from yipplugin.store.sessions import store
from yipplugin.values import LONDON, Actor, CaseKnown, Everything, Record

READ, COUNT = "numbers:read", "numbers:count"

MOST = 500
"""How many cases are opened for one page; where there are more, the page says so."""

CHUNK = 100
"""How many are opened at a time."""

YEARS = 3
"""How many finished school years governors may choose from."""


@dataclass(frozen=True)
class Numbers:
    """Exact numbers of a period over ``whole`` cases.

    ``more`` says that there were more than are counted, and the oldest are left out.
    """

    period: Period
    offered: tuple[Period, ...]
    whole: int
    more: bool
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Public:
    """Numbers of a school year without small ones; ``whole`` is ``None`` where it is one itself."""

    period: Period
    offered: tuple[Period, ...]
    whole: int | None
    tables: tuple[Published, ...]


def exact(actor: Actor, period: str = "", *, as_file: str = "") -> Numbers:
    """Return the numbers of a period over the cases that the actor may read.

    :param period: which of those that are offered; the running school year, where it is none.
    :param as_file: in which form it is taken elsewhere, where it is.
    """
    demand(actor, COUNT)
    limits.hold(actor, COUNT)
    policy, now = policy_now(actor.school), store().clock()
    offered = running(policy.calendar, now.astimezone(LONDON).date())
    chosen = _chosen(offered, period)
    with store().writing(actor) as session:
        _write_down(session, actor, COUNT, chosen, as_file)
    with store().reading(actor) as session:
        rows = counted.that_may_be_read(session, actor, chosen.since, chosen.until, MOST + 1)
        cases = list(_as_they_stand(session, actor, rows[:MOST], now))
    found = counting.tables(policy, cases, terms_in(policy.calendar, chosen))
    return Numbers(chosen, offered, len(cases), len(rows) > MOST, found)


def public(actor: Actor, period: str = "", *, as_file: str = "") -> Public:
    """Return the numbers of a finished school year as governors see them, whoever asks.

    :param period: which of those that are offered; the latest, where it is none.
    """
    demand(actor, READ)
    limits.hold(actor, READ)
    policy, now = policy_now(actor.school), store().clock()
    offered = finished_years(now.astimezone(LONDON).date(), YEARS)
    chosen = _chosen(offered, period)
    with store().writing(actor) as session:
        _write_down(session, actor, READ, chosen, as_file)
    with store().reading(Everything(actor.school)) as session:
        rows = counted.that_name_no_staff(session, chosen.since, chosen.until, MOST)
        cases = list(_as_they_stood(session, actor.school, rows, chosen.until))
    found = counting.tables(policy, cases, terms_in(policy.calendar, chosen))
    whole = len(cases) if len(cases) >= LEAST else None
    return Public(chosen, offered, whole, small.published(found, len(cases)))


def _chosen(offered: Sequence[Period], key: str) -> Period:
    return next((one for one in offered if one.key == key), offered[0])


def _write_down(session: Session, actor: Actor, act: str, period: Period, as_file: str) -> None:
    """Write down that somebody looked, and never what they saw.

    Whoever reads the ledger may see fewer cases: how many there were would tell them of others.
    """
    detail = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    detail |= {"as_file": as_file} if as_file else {}
    entry = Entry.of(actor, store().clock(), act, "", detail=detail)
    append_to_school(session, actor.school, entry)


def _as_they_stand(
    session: Session, actor: Actor, rows: Sequence[Row[Any]], now: datetime
) -> Iterator[Counted]:
    """Yield cases as lists know them, with what their records say."""
    shown = [row for row in rows if _shows(actor, row)]
    for row, policy, records in _opened(session, actor.school, shown):
        late = row.next_due_at is not None and row.next_due_at < now
        yield Counted(row.opened_at, row.stage, late, _state(policy, records))


def _as_they_stood(
    session: Session, school: str, rows: Sequence[Row[Any]], at: datetime
) -> Iterator[Counted]:
    """Yield cases as they stood at a moment: what was signed since changes nothing."""
    for row, policy, signed in _opened(session, school, rows, at):
        records = [one for one in signed if one.signed_at < at]
        stood = standing(policy, records, at)
        due = next_of(stood.outstanding)
        late = due is not None and due.due_at is not None and due.due_at < at
        yield Counted(row.opened_at, stood.stage, late, _state(policy, records))


def _shows(actor: Actor, row: Row[Any]) -> bool:
    known = CaseKnown(
        row.school, row.opened_by, lead_named=row.lead_named, head_named=row.head_named
    )
    return objection(actor, "case:read", known) is None


def _opened(
    session: Session, school: str, rows: Sequence[Row[Any]], at: datetime | None = None
) -> Iterator[tuple[Row[Any], Policy, tuple[Record, ...]]]:
    """Yield each case with its records and the policy that it stands under, or stood at ``at``."""
    stood = under(session, {row.id: row.policy_digest for row in rows})
    policies: dict[tuple[str, ...], Policy] = {}
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        ids = [row.id for row in some]
        store().vault.take_up_cases(session, school, ids)
        records = records_of_cases(session, ids)
        for row in some:
            along = stood[row.id].until(at) if at else stood[row.id]
            if along.digests not in policies:
                policies[along.digests] = policy_along(session, school, along)
            yield row, policies[along.digests], as_signed(records[row.id], along)


def _state(policy: Policy, records: Sequence[Record]) -> State:
    state = State(policy)
    for record in records:
        state.add(record)
    return state
