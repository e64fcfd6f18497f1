"""Who may do what: one table, with the predicates that need-to-know adds to it.

``PERMITS`` is to be read aloud: an act is allowed by any one of its rows, and a row is all of it.
The database filters by the same rows (``yipplugin.store.visible``), so that a list never shows
what a page would refuse.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from yipplugin.values import (
    ALL_ROLES,
    AUTHORITY,
    DSL_GROUP,
    HEADS,
    ROLES,
    STAND_INS,
    Actor,
    CaseKnown,
    Verdict,
)

Predicate = Callable[[Actor, CaseKnown], bool]


def of_their_school(actor: Actor, case: CaseKnown) -> bool:
    """Belong to the case's school."""
    return actor.school == case.school


def not_named(actor: Actor, case: CaseKnown) -> bool:
    """Not be one of the adults in it."""
    return actor.ref not in case.named_adults


def still_kept(actor: Actor, case: CaseKnown) -> bool:
    """Ask for a case that was not disposed of."""
    return not case.disposed


def lead_not_named(actor: Actor, case: CaseKnown) -> bool:
    """Ask for a case in which the safeguarding lead is none of the adults."""
    return not case.lead_named


def lead_named(actor: Actor, case: CaseKnown) -> bool:
    """Ask for a case in which the safeguarding lead is one of the adults."""
    return case.lead_named


def head_named(actor: Actor, case: CaseKnown) -> bool:
    """Ask for a case in which the head is one of the adults."""
    return case.head_named


def on_team(actor: Actor, case: CaseKnown) -> bool:
    """Have been let into the case, for a time that has not run out."""
    return actor.ref in case.team


def reported_it(actor: Actor, case: CaseKnown) -> bool:
    """Have reported it."""
    return actor.ref == case.reporter


def asked_for(actor: Actor, case: CaseKnown) -> bool:
    """Hold a role that the form names."""
    return bool(actor.roles & case.asks_for)


def asks_the_lead(actor: Actor, case: CaseKnown) -> bool:
    """Fill in a form that the safeguarding lead may sign."""
    return bool(DSL_GROUP & case.asks_for)


def asks_the_head(actor: Actor, case: CaseKnown) -> bool:
    """Fill in a form that the head may sign."""
    return bool(HEADS & case.asks_for)


def wrote_it(actor: Actor, case: CaseKnown) -> bool:
    """Have signed the record themselves."""
    return actor.ref == case.author


@dataclass(frozen=True)
class Row:
    """One way to be allowed: hold one of ``roles``, and meet every one of ``needs``."""

    roles: frozenset[str]
    needs: tuple[Predicate, ...] = ()


EVERYONE = frozenset(ROLES)
"""Who works at the school. An authority's people do not, and see nothing of any case."""

AUTHORITIES = frozenset({AUTHORITY})
SAFEGUARDING_TEAM = frozenset({"safeguarding_team"})
TEAM = frozenset({"case_team"})
READERS = DSL_GROUP | HEADS | STAND_INS | SAFEGUARDING_TEAM | TEAM
"""Who may be let into some case, and so has a list of cases, an empty one too."""

NEVER_NAMED = (of_their_school, not_named)
KNOWS = (*NEVER_NAMED, still_kept)
LEADS = (*KNOWS, lead_not_named)
"""A case that names the safeguarding lead goes past the lead's deputies to the head (REF-1)."""

IN_THE_HEADS_PLACE = (*KNOWS, head_named)
LET_IN = (*KNOWS, on_team)

PERMITS: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        # Anyone who works at the school, and nobody can take it from them.
        "report:make": (Row(EVERYONE),),
        "report:add": (Row(EVERYONE, (*KNOWS, reported_it, asked_for)),),
        "receipt:read": (Row(EVERYONE, (*KNOWS, reported_it)),),
        "receipt:list": (Row(EVERYONE),),
        "draft:keep": (Row(EVERYONE),),
        "person:find": (Row(EVERYONE),),
        "identity:confirm": (Row(EVERYONE | AUTHORITIES),),
        "conduct:acknowledge": (Row(EVERYONE),),
        "policy:read": (Row(EVERYONE),),
        "case:list": (Row(READERS),),
        "case:find": (Row(READERS),),
        "case:read": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
            Row(TEAM, LET_IN),
        ),
        # To paper goes only what whoever answers for the case takes there.
        "case:print": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        # What a case answers inspectors, and what it says of one young person.
        "case:inspect": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        # In an emergency, for a few hours: told to the head and the lead, and on the ledger.
        "case:widen": (Row(SAFEGUARDING_TEAM, LEADS),),
        "team:change": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        # Small numbers are left out of these, and every case that names a member of staff.
        "numbers:read": (Row(DSL_GROUP | HEADS | STAND_INS),),
        # Exactly, over the cases that they may read.
        "numbers:count": (Row(DSL_GROUP | HEADS),),
        # What the school does apart from any case; who signs which line, its form says.
        "register:read": (Row(DSL_GROUP | HEADS | STAND_INS),),
        "register:sign": (Row(DSL_GROUP | HEADS | STAND_INS),),
        "delegation:list": (Row(DSL_GROUP | HEADS),),
        "delegation:change": (Row(HEADS),),
        "record:sign": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, (*KNOWS, asked_for)),
            Row(HEADS, (*KNOWS, lead_named, asks_the_lead)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, asked_for)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, asks_the_head)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, lead_named, asks_the_lead)),
            Row(TEAM, (*LET_IN, asked_for)),
        ),
        # Their own, for as long as they are let into the case or have the receipt of it.
        "record:correct": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, (*KNOWS, lead_named)),
            Row(HEADS, (*KNOWS, wrote_it)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, lead_named)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, wrote_it)),
            Row(TEAM, (*LET_IN, wrote_it)),
            Row(EVERYONE, (*KNOWS, reported_it, wrote_it)),
        ),
        # Who did what stays to be read once what was written is gone.
        "ledger:read": (
            Row(frozenset({"dsl"}), (*NEVER_NAMED, lead_not_named)),
            Row(HEADS, NEVER_NAMED),
            Row(STAND_INS, (*NEVER_NAMED, head_named)),
        ),
        "ledger:export": (
            Row(frozenset({"dsl"}), (*NEVER_NAMED, lead_not_named)),
            Row(HEADS, NEVER_NAMED),
            Row(STAND_INS, (*NEVER_NAMED, head_named)),
        ),
        # What was done at the school and in no one case.
        "ledger:list": (Row(frozenset({"dsl"}) | HEADS),),
        # To another policy: what it would change, asking for it, and doing it.
        "move:read": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        "move:propose": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, (*KNOWS, lead_named)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, lead_named)),
        ),
        # Where the policies ask for two people, that is a head who did not ask for it.
        "case:move": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        "move:withdraw": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        # Whoever answers for a case keeps it from being disposed of, and lets go of it again.
        "hold:read": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        "hold:set": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        "hold:lift": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        # Two people: whoever leads asks for it, and a head does it.
        "disposal:propose": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, (*KNOWS, lead_named)),
            Row(STAND_INS, (*IN_THE_HEADS_PLACE, lead_named)),
        ),
        "case:dispose": (Row(HEADS, KNOWS), Row(STAND_INS, IN_THE_HEADS_PLACE)),
        # Either of the two may think better of it, until it is done.
        "disposal:read": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        "disposal:withdraw": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
        ),
        # Whom to call is for whoever works here: the lead may be out of reach.
        "contact:read": (Row(EVERYONE),),
        "contact:report": (Row(EVERYONE),),
        "contact:use": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
            Row(TEAM, LET_IN),
        ),
        # On the authority's own form: whoever may call them may refer to them.
        "referral:send": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
            Row(TEAM, LET_IN),
        ),
        "referral:answer": (
            Row(DSL_GROUP, LEADS),
            Row(HEADS, KNOWS),
            Row(STAND_INS, IN_THE_HEADS_PLACE),
            Row(TEAM, LET_IN),
        ),
        # The school's own contacts, and whether a new version of an authority's is used.
        "contact:change": (Row(DSL_GROUP | HEADS),),
        # What the forms ask and which clauses hold it, and trying one out of any case.
        "form:read": (Row(DSL_GROUP | HEADS),),
        # What an authority says of itself: writing it, and sending it to the schools that trust it.
        "contact:draft": (Row(AUTHORITIES),),
        "contact:publish": (Row(AUTHORITIES),),
    }
)


def may(actor: Actor, act: str, case: CaseKnown | None = None) -> Verdict:
    """Say whether ``actor`` may do ``act``, to ``case`` where the act is done to one."""
    rows = [row for row in PERMITS.get(act, ()) if row.roles & actor.roles]
    if not rows:
        holders = {role for row in PERMITS.get(act, ()) for role in row.roles}
        names = [name for role, name in ALL_ROLES.items() if role in holders]
        who = f" It is for the {', the '.join(names)}." if names else ""
        return Verdict(False, f"None of your roles permits this.{who}")
    for row in rows:
        if _meets(row, actor, case):
            held = ", ".join(ALL_ROLES[role] for role in sorted(row.roles & actor.roles))
            return Verdict(True, f"Permitted as {held}.")
    return Verdict(False, f"Your roles do not permit {act} here.")


def could(roles: frozenset[str], act: str) -> bool:
    """Say whether whoever holds ``roles`` may do ``act``, if only to some case."""
    return any(row.roles & roles for row in PERMITS.get(act, ()))


def acting(actor: Actor, case: CaseKnown) -> Actor:
    """Return ``actor`` with the roles in which they act in a case.

    Where the safeguarding lead is one of the adults in it, a head acts as the lead; where the head
    is, whoever stands in acts as the head, and so as the lead too where both are.
    """
    roles = set(actor.roles)
    if case.head_named and roles & STAND_INS:
        roles.add("head")
    if case.lead_named and roles & HEADS:
        roles.add("dsl")
    return replace(actor, roles=frozenset(roles)) if roles != actor.roles else actor


def turned_to(roles: Iterable[str], *, lead_named: bool, head_named: bool) -> frozenset[str]:
    """Return who is turned to in a case where the policy names ``roles``.

    Instead of a safeguarding lead who is one of the adults in it, and their deputies, the heads
    are. Beside a head who is, whoever stands in: another head, whom nobody named, stays.
    """
    asked = frozenset(roles)
    if lead_named and asked & DSL_GROUP:
        asked = asked - DSL_GROUP | HEADS
    return asked | STAND_INS if head_named and asked & HEADS else asked


def _meets(row: Row, actor: Actor, case: CaseKnown | None) -> bool:
    if not row.needs:
        return True
    return case is not None and all(need(actor, case) for need in row.needs)
