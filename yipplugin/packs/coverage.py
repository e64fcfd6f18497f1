"""Which clause is carried by what: the table that `flask yip policy coverage` prints."""

from dataclasses import dataclass

from yipplugin.packs.carrying import carriers
from yipplugin.policy import Policy


@dataclass(frozen=True)
class Coverage:
    """One clause, where the paper policy says it, and what carries it, in words."""

    clause: str
    kind: str
    says: str
    lines: str
    carried_by: tuple[str, ...]


def coverage(policy: Policy) -> tuple[Coverage, ...]:
    """Return a row for each clause, in the order of the policy."""
    carried: dict[str, list[str]] = {}
    for one in carriers(policy):
        carried.setdefault(one.clause, []).append(str(one))
    return tuple(
        Coverage(
            clause.id, clause.kind, clause.says, clause.lines, tuple(carried.get(clause.id, ()))
        )
        for clause in policy.clauses.values()
    )
