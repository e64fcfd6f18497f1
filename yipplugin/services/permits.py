"""Asking whether an act is allowed, and writing down that it was not."""

from collections.abc import Mapping
from typing import Any, NoReturn

from yipplugin.errors import NotAllowed, NotFound
from yipplugin.hooking import house
from yipplugin.rules import access
from yipplugin.store.base import store
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.values import NOTHING, Actor, CaseKnown, Verdict

ALWAYS = frozenset({"report:make"})
"""What no plugin is asked about: nobody can take from people the right to report."""


def may(actor: Actor, act: str, case: CaseKnown | None = None) -> Verdict:
    """Say whether ``actor`` may do ``act``: the table first, then whoever may narrow it."""
    verdict = access.may(actor, act, case)
    if not verdict.allowed or act in ALWAYS:
        return verdict
    narrowed: Verdict | None = house().hooks.yip_may(actor, act, case)
    return narrowed or verdict


def demand(actor: Actor, act: str) -> None:
    """Let an act that is about no case through, or write the refusal down and raise it."""
    verdict = may(actor, act)
    if not verdict.allowed:
        refuse(actor, act, "", {"reason": verdict.reason})
        raise NotAllowed(act, verdict.reason)


def not_found(actor: Actor, act: str, case_id: str) -> NoReturn:
    """Write down that a case was asked for in vain, and raise what a missing one raises."""
    refuse(actor, act, f"case:{case_id}")
    raise NotFound


def refuse(actor: Actor, act: str, subject: str, detail: Mapping[str, Any] = NOTHING) -> None:
    """Write a refusal into the school's chain, in a transaction of its own."""
    kept = store()
    with kept.writing() as session:
        entry = Entry(kept.clock(), actor.ref, act, subject, "refused", detail)
        append_to_school(session, actor.school, entry)
