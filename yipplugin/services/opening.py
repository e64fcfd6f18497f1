"""Opening a case's rows for an act, or finding nothing, in one way for every act on a case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from yipplugin.policy import Policy
from yipplugin.rules import access
from yipplugin.services.permits import may
from yipplugin.services.policies import policy_along
from yipplugin.store.cases import CaseRow, find_case, known, lock_case
from yipplugin.store.moves import under_of
from yipplugin.store.records import RecordRow, author_of, records_of
from yipplugin.store.sessions import store
from yipplugin.store.under import Under
from yipplugin.values import Actor, CaseKnown, Record


@dataclass(frozen=True)
class Opened:
    """A case that the actor may do the act to: its row, its policy, its records in order.

    ``actor`` is whoever acts, with the roles in which they act in this case; ``known`` is what
    access knew of it.
    """

    actor: Actor
    row: CaseRow
    known: CaseKnown
    policy: Policy
    records: tuple[RecordRow, ...]
    under: Under

    @property
    def values(self) -> tuple[Record, ...]:
        """Return the records as rules read them."""
        return as_signed(self.records, self.under)


def as_signed(rows: Iterable[RecordRow], under: Under) -> tuple[Record, ...]:
    """Return records, each with the policy that it was signed under where its case was moved."""
    return tuple(replace(row.value, under=under.of_record(row.seq)) for row in rows)


def open_case(
    session: Session,
    actor: Actor,
    act: str,
    case_id: str,
    *,
    lock: bool = False,
    form: str = "",
    corrects: str | None = None,
) -> Opened | None:
    """Return a case to which ``actor`` may do ``act``, or nothing.

    Nothing is returned for a missing case and for one that they may not know of alike. ``form`` is
    the form to be signed, ``corrects`` the record to be corrected.
    """
    row = (lock_case if lock else find_case)(session, actor.school, case_id)
    if row is None:
        return None
    under = under_of(session, row)
    policy = policy_along(session, row.school, under)
    case = replace(
        known(session, row, store().clock()),
        asks_for=frozenset(policy.forms[form].who) if form in policy.forms else frozenset(),
        author=author_of(session, row.id, corrects) if corrects else "",
    )
    # Records are read only now, so that being refused takes no longer where there are many.
    allowed = may(actor, act, case).allowed
    if not allowed:
        return None
    records = records_of(session, row.id)
    return Opened(access.acting(actor, case), row, case, policy, records, under)
