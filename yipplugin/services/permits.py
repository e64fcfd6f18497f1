"""Asking whether an act is allowed, and writing down that it was not."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from yipplugin.errors import NotAllowed, NotFound
from yipplugin.hooking import house
from yipplugin.rules import access
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.sessions import store
from yipplugin.values import NOTHING, Actor, CaseKnown, Verdict

ALWAYS = frozenset({"report:make", "draft:keep", "person:find"})
"""What no plugin is asked about: nobody can take from people the right to report, nor what it takes
to do so, by an objection or by failing."""


_NAME = re.compile(r"[a-z0-9_-]{0,40}")
NO_NAME = "?"
"""What the ledger says for the name of a thing that none of ours can have."""


def may(actor: Actor, act: str, case: CaseKnown | None = None) -> Verdict:
    """Say whether ``actor`` may do ``act``: the table first, then whoever may narrow it."""
    verdict = access.may(actor, act, case)
    return objection(actor, act, case) or verdict if verdict.allowed else verdict


def objection(actor: Actor, act: str, case: CaseKnown | None = None) -> Verdict | None:
    """Return what a plugin says against an act that the table allows; nothing where none does."""
    if act in ALWAYS:
        return None
    found: Verdict | None = house().hooks.yip_may(actor, act, case)
    return found


def demand(actor: Actor, act: str) -> None:
    """Let an act that is about no case through, or write the refusal down and raise it."""
    verdict = may(actor, act)
    if not verdict.allowed:
        refuse(actor, act, "", {"reason": verdict.reason})
        raise NotAllowed(act, verdict.reason)


def demand_role(actor: Actor, act: str) -> None:
    """Let whoever holds a role for an act on cases ask for one, or write the refusal down."""
    if not access.could(actor.roles, act):
        verdict = access.may(actor, act)
        refuse(actor, act, "", {"reason": verdict.reason})
        raise NotAllowed(act, verdict.reason)


def not_found(actor: Actor, act: str, case_id: str) -> NoReturn:
    """Write down that a case was asked for in vain, and raise what a missing one raises."""
    refuse(actor, act, f"case:{case_id}")
    raise NotFound


def refuse(actor: Actor, act: str, subject: str, detail: Mapping[str, Any] = NOTHING) -> None:
    """Write a refusal into the school's chain, in a transaction of its own.

    ``subject`` may be whatever somebody wrote into an address, and the ledger keeps for ever what
    it is given: it is kept only as far as something of ours could be called so.
    """
    kept = store()
    of, _, name = subject.partition(":")
    subject = subject if _NAME.fullmatch(name) else f"{of}:{NO_NAME}"
    with kept.writing(actor) as session:
        entry = Entry.of(actor, kept.clock(), act, subject, "refused", detail)
        append_to_school(session, actor.school, entry)
