"""Who may do what: one table, with the predicates that need-to-know adds to it.

``PERMITS`` is to be read aloud: an act is allowed by any one of its rows, and a row is all of it.
The database filters by the same rows (``yipplugin.store.visible``), so that a list never shows
what a page would refuse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yipplugin.values import DSL_GROUP, ROLES, Actor, CaseKnown, Verdict

Predicate = Callable[[Actor, CaseKnown], bool]


def of_their_school(actor: Actor, case: CaseKnown) -> bool:
    """Belong to the case's school."""
    return actor.school == case.school


def not_named(actor: Actor, case: CaseKnown) -> bool:
    """Not be one of the adults in it."""
    return actor.ref not in case.named_adults


def reported_it(actor: Actor, case: CaseKnown) -> bool:
    """Have reported it."""
    return actor.ref == case.reporter


def asked_for(actor: Actor, case: CaseKnown) -> bool:
    """Hold a role that the form names."""
    return bool(actor.roles & case.asks_for)


def wrote_it(actor: Actor, case: CaseKnown) -> bool:
    """Have signed the record themselves."""
    return actor.ref == case.author


@dataclass(frozen=True)
class Row:
    """One way to be allowed: hold one of ``roles``, and meet every one of ``needs``."""

    roles: frozenset[str]
    needs: tuple[Predicate, ...] = ()


EVERYONE = frozenset(ROLES)
READERS = DSL_GROUP | {"safeguarding_team", "head", "executive_head"}
KNOWS = (of_their_school, not_named)

PERMITS: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        # Anyone who works at the school, and nobody can take it from them.
        "report:make": (Row(EVERYONE),),
        "report:add": (Row(EVERYONE, (*KNOWS, reported_it, asked_for)),),
        "receipt:read": (Row(EVERYONE, (*KNOWS, reported_it)),),
        "receipt:list": (Row(EVERYONE),),
        "draft:keep": (Row(EVERYONE),),
        "person:find": (Row(EVERYONE),),
        "case:list": (Row(READERS),),
        "case:read": (Row(READERS, KNOWS),),
        "record:sign": (
            Row(DSL_GROUP, KNOWS),
            Row(READERS, (*KNOWS, asked_for)),
            # A chair of governors stands in where a form says so, and reads no case by that.
            Row(frozenset({"chair_of_governors"}), (*KNOWS, asked_for)),
        ),
        "record:correct": (
            Row(DSL_GROUP, KNOWS),
            Row(EVERYONE, (*KNOWS, wrote_it)),
        ),
        "setup:read": (Row(DSL_GROUP | {"head", "executive_head", "it"}),),
    }
)


def may(actor: Actor, act: str, case: CaseKnown | None = None) -> Verdict:
    """Say whether ``actor`` may do ``act``, to ``case`` where the act is done to one."""
    rows = [row for row in PERMITS.get(act, ()) if row.roles & actor.roles]
    if not rows:
        holders = {role for row in PERMITS.get(act, ()) for role in row.roles}
        names = [name for role, name in ROLES.items() if role in holders]
        who = f" It is for the {', the '.join(names)}." if names else ""
        return Verdict(False, f"None of your roles permits this.{who}")
    for row in rows:
        if _meets(row, actor, case):
            held = ", ".join(ROLES[role] for role in sorted(row.roles & actor.roles))
            return Verdict(True, f"Permitted as {held}.")
    return Verdict(False, f"Your roles do not permit {act} here.")


def _meets(row: Row, actor: Actor, case: CaseKnown | None) -> bool:
    if not row.needs:
        return True
    return case is not None and all(need(actor, case) for need in row.needs)
