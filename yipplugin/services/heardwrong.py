"""What schools say is wrong with the contacts that an authority publishes."""

from dataclasses import dataclass, field
from datetime import datetime

from yipplugin.contact import Route
from yipplugin.packs.contacts.keeping import route_of
from yipplugin.services.authoring import draft
from yipplugin.store.contacts import WRONG, notes_everywhere
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything


@dataclass(frozen=True)
class Heard:
    """A school says that a contact is wrong, and has not taken it back.

    ``route`` is what was shown there; ``changed`` says that what is published by now is another.
    """

    key: str
    school: str
    route: Route = field(repr=False)
    says: str = field(repr=False)
    at: datetime
    changed: bool


def heard_wrong(actor: Actor, pack: str) -> tuple[Heard, ...]:
    """Return what schools here say is wrong with a pack, oldest first.

    :raises NotFound: where there is no such pack of theirs.
    """
    found = draft(actor, pack)
    public = {one.ref: one for one in found.public.routes} if found.public else {}
    with store().reading(Everything()) as session:
        rows = notes_everywhere(session, WRONG, f"{pack}/")
        said = [(row.school, row.said, row.made_at) for row in rows]
    heard = []
    for school, one, at in said:
        route = route_of(one["route"])
        changed = public.get(route.ref) != route
        heard.append(Heard(route.ref.partition("/")[2], school, route, one["says"], at, changed))
    return tuple(heard)
