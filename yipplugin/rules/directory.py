"""Every route that is known, found by purpose and area: among many packs as fast as among one."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from yipplugin.contact import EMERGENCY, ENGLAND, Route


class Directory:
    """Routes, put in order once.

    None is an emergency's: that one is always there, and nobody gives another.
    """

    def __init__(self, routes: Iterable[Route] = ()) -> None:
        found: dict[tuple[str, str], list[Route]] = {}
        self._by_ref: dict[str, Route] = {EMERGENCY.ref: EMERGENCY}
        for one in routes:
            if one.purpose != EMERGENCY.purpose and one.ref not in self._by_ref:
                self._by_ref[one.ref] = one
                for area in one.areas:
                    found.setdefault((one.purpose, area), []).append(one)
        self._found: Mapping[tuple[str, str], tuple[Route, ...]] = MappingProxyType(
            {key: tuple(several) for key, several in found.items()}
        )

    def __iter__(self) -> Iterator[Route]:
        return iter(self._by_ref.values())

    def serving(self, purpose: str, areas: Iterable[str]) -> tuple[Route, ...]:
        """Return the routes for a purpose in these areas, and those that serve all of England."""
        found = {
            one.ref: one
            for area in (*filter(None, areas), ENGLAND)
            for one in self._found.get((purpose, area), ())
        }
        return tuple(found.values())
