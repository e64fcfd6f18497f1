"""The rules of conduct: what they are, and who has acknowledged them lately.

The rules are words of the policy, so a school that changes them has them acknowledged again. That
somebody acknowledged them is an act in the ledger, and there is no other list of it.
"""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from flask import current_app

from yipplugin.hooking import house
from yipplugin.policy import Policy, Text
from yipplugin.services.permits import demand
from yipplugin.store.acts import latest
from yipplugin.store.base import canonical
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor

ACT = "conduct:acknowledge"
PLACE = "conduct page"


def rules() -> tuple[Text, ...]:
    """Return the rules of the policy under which cases are opened now, in its order."""
    policy: Policy = house().policies.policy(current_app.config["YIP_POLICY"])
    return tuple(text for text in policy.texts if text.place == PLACE)


def acknowledged(actor: Actor) -> bool:
    """Say whether the actor has acknowledged these very rules, and not too long ago.

    A policy without any asks nobody for anything.
    """
    wanted = rules()
    if not wanted:
        return True
    since = store().clock() - timedelta(days=current_app.config["YIP_CONDUCT_DAYS"])
    with store().reading(actor) as session:
        found = latest(session, actor, ACT, since)
    return found is not None and found.get("rules") == digest(wanted)


def acknowledge(actor: Actor, read: str) -> bool:
    """Write down that the actor acknowledges the rules, unless they changed while being read.

    :param read: the digest of the rules that were put before them.
    """
    demand(actor, ACT)
    now_in_force = digest(rules())
    if read != now_in_force:
        return False
    kept = store()
    with kept.writing(actor) as session:
        entry = Entry.of(actor, kept.clock(), ACT, "", detail={"rules": now_in_force})
        append_to_school(session, actor.school, entry)
    return True


def digest(of: Sequence[Text]) -> str:
    """Return what the words of the rules come to, so that a change of them is seen."""
    return sha256(canonical([[text.clause, text.says] for text in of])).hexdigest()
