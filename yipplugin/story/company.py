"""Who a story's people are to the application that it is played in: found by name, by its hooks."""

from collections.abc import Mapping, Sequence

from yipplugin.errors import YipError
from yipplugin.hooking import house
from yipplugin.story.script import Someone
from yipplugin.values import Actor, Person


class Stranger(YipError):
    """A name that is nobody's in the story, or that the application does not know."""


class Company:
    """The people of one story, as the application's own hooks describe them."""

    def __init__(self, people: Mapping[str, Someone]) -> None:
        self._people = people
        self._found: dict[str, Person] = {}

    def person(self, name: str) -> Person:
        """Return who the application knows by this name."""
        if name not in self._people:
            known = ", ".join(self._people)
            raise Stranger(f"“{name}” is nobody in this story. Its people are: {known}.")
        if name not in self._found:
            self._found[name] = self._look_up(self._people[name])
        return self._found[name]

    def actor(self, name: str) -> Actor:
        """Return somebody of the staff, acting with the roles that the story gives them."""
        person = self.person(name)
        if person.kind != "staff":
            raise Stranger(f"{name} is a pupil; only staff do things here.")
        return Actor(person.ref, person.name, self._people[name].roles)

    def _look_up(self, someone: Someone) -> Person:
        found = [one for one in _find(someone.kind, someone.name) if one.name == someone.name]
        if not found:
            what = "pupil" if someone.kind == "pupil" else "member of staff"
            raise Stranger(f"The school knows no {what} called {someone.name}.")
        return found[0]


def find(kind: str, text: str) -> Sequence[Person]:
    """Search the application's people, as a form does."""
    return _find(kind, text)


def get(kind: str, ref: str) -> Person | None:
    """Return somebody by their ref, as a form does."""
    hooks = house().hooks
    found: Person | None = hooks.yip_staff_member(ref) if kind == "staff" else hooks.yip_pupil(ref)
    return found


def _find(kind: str, text: str) -> list[Person]:
    hooks, asking = house().hooks, Actor("story", "A story", frozenset({"staff"}))
    asked = hooks.yip_staff if kind == "staff" else hooks.yip_pupils
    found: list[Person] = asked(text, asking)
    return found
