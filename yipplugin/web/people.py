"""Looking people up in the host, for the questions that name somebody."""

from collections.abc import Callable

from yipplugin.hooking import house
from yipplugin.services.permits import demand
from yipplugin.values import Actor, Person

SHOWN = 20
"""How many people a search shows at most."""


def finder(actor: Actor) -> Callable[[str, str], list[Person]]:
    """Return what a form asks to find people by what ``actor`` typed."""

    def find(kind: str, text: str) -> list[Person]:
        demand(actor, "person:find")
        hooks = house().hooks
        if not text.strip():
            return []
        asked = hooks.yip_staff if kind == "staff" else hooks.yip_pupils
        found: list[Person] = asked(text.strip(), actor)
        return found[:SHOWN]

    return find


def get(kind: str, ref: str) -> Person | None:
    """Return somebody as the host describes them now."""
    hooks = house().hooks
    found: Person | None = hooks.yip_staff_member(ref) if kind == "staff" else hooks.yip_pupil(ref)
    return found
