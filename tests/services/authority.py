"""Somebody who keeps an authority's contacts, and the host that says so."""

from yipplugin.marks import hookimpl
from yipplugin.values import Actor

CLEO = Actor("council:cleo", "Cleo", frozenset({"authority"}), "county")
DAN = Actor("council:dan", "Dan", frozenset({"authority"}), "county")


class Council:
    """Says which places are theirs; a test may say otherwise."""

    def __init__(self, *areas):
        self.areas = list(areas)

    @hookimpl
    def yip_authority_areas(self, actor):
        return self.areas if actor.school == CLEO.school else []
