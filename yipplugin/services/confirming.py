"""Making sure again that somebody is who they say, before they open a case."""

from datetime import UTC, datetime, timedelta

from yipplugin.errors import WrongPassword
from yipplugin.hooking import house
from yipplugin.services.limits import hold_passwords
from yipplugin.services.permits import demand, refuse
from yipplugin.store.acts import WRONG_PASSWORD
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor

ACT = "identity:confirm"

LONGEST = 1024
"""How many characters a password may have; hashing a longer one would only be slow."""


def confirm(actor: Actor, password: str) -> datetime:
    """Check ``password`` as the actor's own, write down how that went, and return when it was.

    :raises WrongPassword: where the host does not say that it is right.
    :raises TooMany: where too many were wrong lately.
    """
    demand(actor, ACT)
    hold_passwords(actor, ACT)
    if not 0 < len(password) <= LONGEST or not _is_right(actor, password):
        refuse(actor, ACT, "", WRONG_PASSWORD)
        raise WrongPassword
    kept = store()
    now = kept.clock()
    with kept.writing(actor) as session:
        append_to_school(session, actor.school, Entry.of(actor, now, ACT, ""))
    return now


def confirmed_by_host(actor: Actor) -> datetime | None:
    """Return when the host last made sure of the actor by its own means, if it says so.

    A time without a zone, or one that is still to come, is no answer.
    """
    at: datetime | None = house().hooks.yip_confirmed_at(actor)
    if at is None or at.tzinfo is None or store().clock() - at < timedelta(0):
        return None
    return at.astimezone(UTC)


def has_passwords() -> bool:
    """Say whether the host offers to check a password at all."""
    return bool(house().hooks.answered_by("yip_password_is_right"))


def has_means_of_its_own() -> bool:
    """Say whether the host offers to tell when it made sure of somebody itself."""
    return bool(house().hooks.answered_by("yip_confirmed_at"))


def _is_right(actor: Actor, password: str) -> bool:
    return house().hooks.yip_password_is_right(actor, password) is True
