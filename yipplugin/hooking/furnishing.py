"""The house: everything that one application keeps for yipplugin, its plugins above all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import pluggy
from flask import current_app

from yipplugin import shipped
from yipplugin.errors import SetupRefused
from yipplugin.fieldtype import FieldType
from yipplugin.hooking.admitting import admit
from yipplugin.hooking.asking import Hooks
from yipplugin.hooking.failures import Failure


@dataclass
class House:
    """Everything that one application keeps for yipplugin, in ``app.extensions["yipplugin"]``.

    ``store`` is the tables' ``Store`` and ``policies`` the library of policy packs; both stand on
    higher floors and are put in by the extension. ``compiled`` is where the pages keep the forms
    that they have compiled.
    """

    manager: pluggy.PluginManager
    hooks: Hooks
    kinds: dict[str, FieldType]
    store: Any = None
    policies: Any = None
    compiled: dict[Any, Any] = field(default_factory=dict)

    @property
    def failures(self) -> Counter[Failure]:
        """Return how often each plugin failed since the start, for ``flask yip doctor``."""
        return self.hooks.failures


def house() -> House:
    """Return the house of the application that is serving now."""
    found = current_app.extensions.get("yipplugin")
    if not isinstance(found, House):
        raise SetupRefused("This application has no yipplugin yet: call YipPlugin(app, ...) first.")
    return found


def open_house(plugins: Iterable[object] = (), seconds: float | None = None) -> House:
    """Return a new house with every hook point, the answers that ship, and a host's ``plugins``.

    ``seconds`` is how long one answer is waited for, as the setting ``YIP_HOOK_SECONDS`` says.
    """
    if seconds is not None and not (isfinite(seconds) and seconds >= 0):
        raise SetupRefused("The setting YIP_HOOK_SECONDS is not 0 or a number above it.")
    manager = pluggy.PluginManager("yipplugin")
    for name in shipped.SPECS:
        manager.add_hookspecs(shipped.module(name))
    hooks = Hooks(manager, seconds)
    for name in shipped.DEFAULTS:
        manager.register(shipped.module(name), name)
    for plugin in plugins:
        admit(manager, hooks, plugin)
    return House(manager, hooks, _kinds(hooks))


def _kinds(hooks: Hooks) -> dict[str, FieldType]:
    """Return the kinds of question by name; two of one name raise, whoever came first."""
    kinds: dict[str, FieldType] = {}
    givers: dict[str, str] = {}
    for answer in hooks.collected("yip_field_types"):
        for kind in answer.value:
            if kind.name in kinds:
                raise SetupRefused(
                    f"{answer.plugin} and {givers[kind.name]} both offer the kind «{kind.name}»:"
                    " give one of them another name."
                )
            kinds[kind.name], givers[kind.name] = kind(), answer.plugin
    return kinds
