"""Plugins that come in distributions of their own, and are used where the host names them."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from yipplugin.errors import SetupRefused
from yipplugin.settings import nearest

GROUP = "yipplugin.plugins"
"""The group of entry points in which a distribution offers plugins, each a class or a function."""


def offered() -> list[EntryPoint]:
    """Return every plugin that an installed distribution offers, by name; nothing is imported."""
    return sorted(entry_points(group=GROUP), key=lambda one: one.name)


def distribution_of(point: EntryPoint) -> str:
    """Return the name and version of the distribution that offers a plugin."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"


def installed(names: Iterable[str]) -> list[object]:
    """Return the plugins of these ``names``, made anew, in this order.

    :raises SetupRefused: where one is named twice, there is none or more than one of a name, or it
        cannot be made. A host that names a plugin counts on it, an objection of ``yip_may`` say.
    """
    names, points = list(names), offered()
    for name in names:
        if names.count(name) > 1:
            raise SetupRefused(f"YIP_PLUGINS names {name} twice: once is enough.")
    return [_made(_found(name, points)) for name in names]


def _found(name: str, points: list[EntryPoint]) -> EntryPoint:
    found = [one for one in points if one.name == name]
    if not found:
        close = nearest(name, [one.name for one in points])
        raise SetupRefused(
            f"YIP_PLUGINS names {name}, which no installed distribution offers{close}."
            " Install it where this application runs, or leave it out."
        )
    if len(found) > 1:
        both = " and ".join(sorted(map(distribution_of, found)))
        raise SetupRefused(f"{both} both offer the plugin {name}: uninstall one of them.")
    return found[0]


def _made(point: EntryPoint) -> object:
    # A distribution may fail in any way at all, and the host must read which one it was.
    try:
        made: object = point.load()()
    except Exception as error:
        raise SetupRefused(
            f"The plugin {point.name} of {distribution_of(point)} cannot be made from"
            f" {point.value}: {type(error).__name__}. Mend it, or leave it out of YIP_PLUGINS."
        ) from error
    return made
