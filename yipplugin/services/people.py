"""People: finding them in the host by name. The ledger has that it was done, not for whom."""

from yipplugin.hooking import house
from yipplugin.services.limits import hold
from yipplugin.services.permits import demand
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Person

ACT = "person:find"


def find(actor: Actor, kind: str, text: str) -> list[Person]:
    """Return the people of a kind, ``pupil`` or ``staff``, whom the host finds by ``text``.

    :raises TooMany: where the actor has searched very often.
    """
    demand(actor, ACT)
    wanted = text.strip()
    if not wanted:
        return []
    hold(actor, ACT)
    kept = store()
    with kept.writing(actor) as session:
        entry = Entry.of(actor, kept.clock(), ACT, "", detail={"kind": kind})
        append_to_school(session, actor.school, entry)
    hooks = house().hooks
    found: list[Person] = (hooks.yip_staff if kind == "staff" else hooks.yip_pupils)(wanted, actor)
    return found
