"""A school's own routes, in the notation of packs and checked by the same rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from yipplugin.contact import ENGLAND, SCHOOL, ContactPack, Route
from yipplugin.errors import ContactsRefused
from yipplugin.packs.contacts.reading import canonical_text
from yipplugin.packs.contacts.routes import read_routes
from yipplugin.packs.files import check_images, check_images_in_words
from yipplugin.packs.problems import Problem, Problems
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import Pairs, read_tree

OWN = "own"
"""What the references of a school's own routes begin with."""


def own_route(ref: str, said: Mapping[str, Any], owner: str) -> Route:
    """Return a school's own route; it serves every child of the school.

    :param said: as a route stands in a pack, such as ``{"purpose": "police_advice", ...}``.
    :raises ContactsRefused: naming the first field that is wrong, and what to do.
    """
    text = canonical_text({ref: said})
    reader = Reader({})
    check_images({OWN: text}, reader.problems)
    _refuse(reader.problems)
    tree = read_tree(OWN, text, reader.problems)
    _refuse(reader.problems)
    assert isinstance(tree, Pairs)  # noqa: S101 -- written by us just above
    check_images_in_words([tree], reader.problems)
    pack = ContactPack(OWN, 1, "", owner, "", (ENGLAND,), date.min, ())
    routes = read_routes(reader, pack, tree.entries, None, SCHOOL)
    _refuse(reader.problems)
    return replace(routes[0], areas=(ENGLAND,))


def _refuse(problems: Problems) -> None:
    if problems.found:
        first = min(problems.found, key=_place)
        raise ContactsRefused(first.message, _place(first)[1])


def _place(problem: Problem) -> tuple[int, str]:
    field = problem.key.partition(".")[2].partition(".")[0].partition("[")[0]
    return problem.line, field
