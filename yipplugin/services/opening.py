"""Opening a case's rows for an act, or finding nothing, in one way for every act on a case."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from yipplugin.policy import Policy
from yipplugin.services.permits import may
from yipplugin.services.policies import policy_of
from yipplugin.store.cases import CaseRow, find_case, known, lock_case
from yipplugin.store.records import RecordRow, author_of, records_of
from yipplugin.values import Actor, Record


@dataclass(frozen=True)
class Opened:
    """A case that the actor may do the act to: its row, its policy, its records in order."""

    row: CaseRow
    policy: Policy
    records: tuple[RecordRow, ...]

    @property
    def values(self) -> tuple[Record, ...]:
        """Return the records as rules read them."""
        return tuple(row.value for row in self.records)


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
    policy = policy_of(session, row)
    case = replace(
        known(session, row),
        asks_for=frozenset(policy.forms[form].who) if form in policy.forms else frozenset(),
        author=author_of(session, row.id, corrects) if corrects else "",
    )
    # Records are read only now, so that being refused takes no longer where there are many.
    allowed = may(actor, act, case).allowed
    return Opened(row, policy, records_of(session, row.id)) if allowed else None
