"""Cases: reading one, and listing them by what is due next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from yipplugin.policy import Policy
from yipplugin.rules.outcome import Standing
from yipplugin.rules.standing import standing, without_names
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import demand, may, not_found
from yipplugin.services.policies import policy_under
from yipplugin.store.base import store
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.lists import lines
from yipplugin.store.records import Signing
from yipplugin.values import Actor, CaseKnown, Record


@dataclass(frozen=True)
class CaseView:
    """A case as somebody who may read it sees it.

    ``records`` are all of them in order of signing, corrected ones too; ``signings`` say how each
    was signed, by record id. ``policy`` is the one that the case was opened under.
    """

    id: str
    reference: str
    school: str
    opened_at: datetime
    opened_by: str
    opened_by_name: str
    policy: Policy
    records: tuple[Record, ...]
    signings: Mapping[str, Signing]
    standing: Standing


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list shows. ``mine`` are those in which something waits for the actor."""

    stage: str = ""
    overdue: bool = False
    mine: bool = False


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: no names, and nothing that was written about anybody.

    ``next_do`` is what is due next, naming nobody; ``urgent`` says that a trigger stands
    unmet; ``outstanding`` counts what is still to be done.
    """

    id: str
    reference: str
    stage: str
    stage_label: str
    next_due_at: datetime | None
    next_duty: str | None
    next_do: str
    overdue: bool
    urgent: bool
    outstanding: int
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class CasePage:
    """One page of a list. ``next_after`` asks for the page that follows; nothing on the last."""

    rows: tuple[CaseLine, ...]
    next_after: str | None = None


def look(actor: Actor, case_id: str) -> CaseView:
    """Return a case to be read; that it was read is written down first.

    :raises NotFound: for a case that the actor may not read, as for one that there is not.
    """
    with store().writing() as session:
        opened = open_case(session, actor, "case:read", case_id, lock=True)
        if opened:
            now = store().clock()
            append_to_case(
                session, opened.row, Entry(now, actor.ref, "case:read", f"case:{case_id}")
            )
            view = _view(opened, now)
    return view if opened else not_found(actor, "case:read", case_id)


def page(
    actor: Actor, wanted: CaseFilter | None = None, after: str | None = None, size: int = 50
) -> CasePage:
    """Return the cases that the actor may read, what is due first at the top."""
    demand(actor, "case:list")
    wanted = wanted or CaseFilter()
    now = store().clock()
    with store().reading() as session:
        found = _found(session, actor, wanted, _key(after), size + 1, now)
        under = {row.policy_digest for row in found}
        policies = {one: policy_under(session, actor.school, one) for one in under}
        shown = tuple(_line(policies[row.policy_digest], row, now) for row in found[:size])
    more = len(found) > size
    return CasePage(shown, _after(found[size - 1]) if more else None)


def _found(
    session: Session,
    actor: Actor,
    wanted: CaseFilter,
    after: tuple[datetime, str] | None,
    size: int,
    now: datetime,
) -> list[Row[Any]]:
    """Return rows until there are enough: what a plugin hides must not leave a page short."""
    found: list[Row[Any]] = []
    while len(found) < size:
        rows = lines(
            session,
            actor,
            size=size,
            after=after,
            stage=wanted.stage,
            due_before=now if wanted.overdue else None,
            waiting=wanted.mine,
        )
        found += [row for row in rows if may(actor, "case:read", _known(row)).allowed]
        if len(rows) < size:
            break
        after = rows[-1].order_at, rows[-1].id
    return found[:size]


def _known(row: Row[Any]) -> CaseKnown:
    # The query has left out the cases that name the actor.
    return CaseKnown(row.school, row.opened_by)


def _line(policy: Policy, row: Row[Any], now: datetime) -> CaseLine:
    labels = {stage.key: stage.label for stage in policy.stages}
    words = {duty.id: duty.do for duty in policy.duties}
    return CaseLine(
        id=row.id,
        reference=row.reference,
        stage=row.stage,
        stage_label=labels.get(row.stage, row.stage),
        next_due_at=row.next_due_at,
        next_duty=row.next_duty,
        next_do=without_names(words.get(row.next_duty or "", "")),
        overdue=row.next_due_at is not None and row.next_due_at < now,
        urgent=row.urgent,
        outstanding=row.outstanding,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
    )


def _after(row: Row[Any]) -> str:
    return f"{row.order_at:%Y%m%dT%H%M%S.%f}-{row.id}"


def _key(after: str | None) -> tuple[datetime, str] | None:
    """Return the key that a page's address gives; an address that was tampered with, none."""
    moment, _, case_id = (after or "").partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), case_id
    except ValueError:
        return None


def _view(opened: Opened, now: datetime) -> CaseView:
    row, records = opened.row, opened.values
    return CaseView(
        id=row.id,
        reference=row.reference,
        school=row.school,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        opened_by_name=row.opened("opened_by_name"),
        policy=opened.policy,
        records=records,
        signings={one.id: one.signing for one in opened.records},
        standing=standing(opened.policy, records, now),
    )
