"""Limits: how often a person may do an act in a time, counted in the ledger itself.

What is on the ledger is counted by it, so a limit holds in every process and after a restart with
nothing else to run. Two requests at once may both be let through: a limit is overshot by as many as
act in the same moment, and no further.
"""

from datetime import datetime, timedelta

from flask import current_app

from yipplugin.errors import TooMany
from yipplugin.services.permits import refuse
from yipplugin.store.acts import time_of, wrong_passwords
from yipplugin.store.sessions import store
from yipplugin.values import Actor

PASSWORDS = "identity:confirm"
"""The limit for wrong passwords, wherever they are typed."""

REASON = {"reason": "limit"}
"""What the ledger says of an act that was refused for being done too often."""


def hold(actor: Actor, act: str) -> None:
    """Let an act through that was not done too often lately.

    It is asked before a case is looked for, or once it is known that the actor may do the act: what
    is answered must not depend on a case that they may not know of.

    :raises TooMany: where it was; the refusal is on the ledger, and does not count itself.
    """
    count, window, since = _limit(act)
    with store().reading(actor) as session:
        at = time_of(session, actor, act, since, count)
    _hold(actor, act, at, window)


def hold_passwords(actor: Actor, act: str) -> None:
    """Let a password be tried for ``act`` where not too many were wrong lately.

    :raises TooMany: where they were; the password is not looked at then, right or wrong.
    """
    count, window, since = _limit(PASSWORDS)
    with store().reading(actor) as session:
        wrong = wrong_passwords(session, actor, since)
    _hold(actor, act, wrong[count - 1] if len(wrong) >= count else None, window)


def _limit(act: str) -> tuple[int, timedelta, datetime]:
    count, minutes = current_app.config["YIP_LIMITS"][act]
    window = timedelta(minutes=minutes)
    return count, window, store().clock() - window


def _hold(actor: Actor, act: str, oldest_counted: datetime | None, window: timedelta) -> None:
    if oldest_counted is not None:
        refuse(actor, act, "", REASON)
        raise TooMany(oldest_counted + window)
