"""Cases: reading one, and listing them by what is due next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from yipplugin.policy import Policy
from yipplugin.rules.outcome import Standing
from yipplugin.rules.standing import standing, without_names
from yipplugin.services import limits
from yipplugin.services.elsewhere import history
from yipplugin.services.grants import Grant, shown
from yipplugin.services.holds import Hold, standing_hold
from yipplugin.services.moves import Moved
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import demand, not_found, objection
from yipplugin.services.policies import policy_under
from yipplugin.services.referrals import Referral
from yipplugin.services.referrals import shown as referral
from yipplugin.store.base import vault_of
from yipplugin.store.grants import on_team
from yipplugin.store.ledger import Entry, append_to_case, append_to_school
from yipplugin.store.lists import lines
from yipplugin.store.lists import of_pupils as of_marks
from yipplugin.store.moves import under
from yipplugin.store.records import Signing
from yipplugin.store.referrals import referrals_of
from yipplugin.store.sessions import store
from yipplugin.values import NOTHING, Actor, CaseKnown, Record


@dataclass(frozen=True)
class CaseView:
    """A case as somebody who may read it sees it.

    ``reader`` is whoever reads it, with the roles in which they act in it; ``known`` is what access
    knows of it. ``records`` are all of them in order of signing, corrected ones too; ``signings``
    say how each was signed, by record id. ``policy`` is the one that the case stands under.
    ``team`` is who is let into it now; ``others`` are cases in which one of its pupils is too, as
    far as the reader may read them. ``moves`` are those to the policies that it has stood under,
    ``hold`` is what keeps it from being disposed of, ``referrals`` are those on authorities' own
    forms.
    """

    reader: Actor
    known: CaseKnown
    id: str
    reference: str
    school: str
    opened_at: datetime
    opened_by: str
    opened_by_name: str = field(repr=False)
    policy: Policy
    records: tuple[Record, ...]
    signings: Mapping[str, Signing]
    standing: Standing
    team: tuple[Grant, ...]
    others: tuple["CaseLine", ...]
    moves: tuple[Moved, ...] = ()
    hold: Hold | None = None
    referrals: tuple[Referral, ...] = ()


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


def look(
    actor: Actor, case_id: str, act: str = "case:read", detail: Mapping[str, Any] = NOTHING
) -> CaseView:
    """Return a case to be read; that it was read is written down first.

    :param act: what is done with it: ``case:read`` or ``case:inspect``.
    :param detail: what else the ledger keeps of that; it names nobody.
    :raises NotFound: for a case that the actor may not read, as for one that there is not.
    :raises TooMany: where the actor has opened very many pages of cases.
    """
    limits.hold(actor, act)
    with store().writing(actor) as session:
        opened = open_case(session, actor, act, case_id, lock=True)
        if opened:
            now = store().clock()
            entry = Entry.of(actor, now, act, f"case:{case_id}", detail=detail)
            append_to_case(session, opened.row, entry)
            view = view_of(session, actor, opened, now)
    return view if opened else not_found(actor, act, case_id)


def page(
    actor: Actor, wanted: CaseFilter | None = None, after: str | None = None, size: int = 50
) -> CasePage:
    """Return the cases that the actor may read, what is due first at the top."""
    demand(actor, "case:list")
    wanted = wanted or CaseFilter()
    now = store().clock()
    with store().reading(actor) as session:
        found = _found(session, actor, wanted, _key(after), size + 1, now)
        rows = _lines(session, actor, found[:size], now)
    more = len(found) > size
    return CasePage(rows, _after(found[size - 1]) if more else None)


def of_pupils(actor: Actor, refs: Iterable[str]) -> Mapping[str, tuple[CaseLine, ...]]:
    """Return the cases that the actor may read in which one of these pupils is, by the pupil's ref.

    A pupil who is in no case, and one whose cases are not for the actor, are left out alike. That
    it was asked is written down, and not after whom.
    """
    demand(actor, "case:find")
    now = store().clock()
    with store().writing(actor) as session:
        append_to_school(session, actor.school, Entry.of(actor, now, "case:find", ""))
        return _of_pupils(session, actor, refs, now)


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
        found += [row for row in rows if _shows(actor, row)]
        if len(rows) < size:
            break
        after = rows[-1].order_at, rows[-1].id
    return found[:size]


def _known(row: Row[Any]) -> CaseKnown:
    # The query found what the table allows; a plugin is told what lists know, which is no names.
    return CaseKnown(
        row.school, row.opened_by, lead_named=row.lead_named, head_named=row.head_named
    )


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


def _lines(
    session: Session, actor: Actor, rows: Sequence[Row[Any]], now: datetime
) -> tuple[CaseLine, ...]:
    stands = under(session, {row.id: row.policy_digest for row in rows})
    digests = {one.now for one in stands.values()}
    policies = {one: policy_under(session, actor.school, one) for one in digests}
    return tuple(_line(policies[stands[row.id].now], row, now) for row in rows)


def _of_pupils(
    session: Session, actor: Actor, refs: Iterable[str], now: datetime
) -> dict[str, tuple[CaseLine, ...]]:
    marks = {vault_of(session).mark(session, actor.school, "pupil", ref): ref for ref in refs}
    rows = [row for row in of_marks(session, actor, marks) if _shows(actor, row)]
    found: dict[str, list[CaseLine]] = {}
    for row, line in zip(rows, _lines(session, actor, rows, now), strict=True):
        found.setdefault(marks[row.mark], []).append(line)
    return {ref: tuple(lines) for ref, lines in found.items()}


def _shows(actor: Actor, row: Row[Any]) -> bool:
    return objection(actor, "case:read", _known(row)) is None


def _key(after: str | None) -> tuple[datetime, str] | None:
    """Return the key that a page's address gives; an address that was tampered with, none."""
    moment, _, case_id = (after or "").partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), case_id
    except ValueError:
        return None


def view_of(session: Session, actor: Actor, opened: Opened, now: datetime) -> CaseView:
    """Return an opened case as whoever opened it sees it."""
    row, records = opened.row, opened.values
    stands = standing(opened.policy, records, now)
    return CaseView(
        reader=opened.actor,
        known=opened.known,
        id=row.id,
        reference=row.reference,
        school=row.school,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        opened_by_name=row.opened("opened_by_name"),
        policy=opened.policy,
        records=records,
        signings={one.id: one.signing for one in opened.records},
        standing=stands,
        team=tuple(shown(one) for one in on_team(session, row.school, row.id, now)),
        others=_others(session, actor, row.id, stands, now),
        moves=history(session, opened) if opened.under.moved else (),
        hold=standing_hold(session, row.id),
        referrals=tuple(referral(one) for one in referrals_of(session, row.id)),
    )


def _others(
    session: Session, actor: Actor, case_id: str, stands: Standing, now: datetime
) -> tuple[CaseLine, ...]:
    pupils = [one.person.ref for one in stands.people if one.person.kind == "pupil"]
    found = _of_pupils(session, actor, pupils, now).values()
    rows = {line.id: line for lines in found for line in lines if line.id != case_id}
    return tuple(rows.values())
