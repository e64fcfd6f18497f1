"""Letting a host's plugins in, or saying what is wrong with one before anybody relies on it."""

from collections.abc import Iterable
from inspect import isclass
from typing import Any

import pluggy

from yipplugin.errors import SetupRefused
from yipplugin.settings import nearest


def admit(manager: pluggy.PluginManager, hooks: Iterable[str], plugin: object) -> None:
    """Register a host's plugin.

    :raises SetupRefused: where it could not work, or nobody would ever ask it.
    """
    name = plugin.__name__ if isclass(plugin) else type(plugin).__name__
    if isclass(plugin):
        raise SetupRefused(f"{name} is a class: pass an instance of it, {name}().")
    marked = {one: manager.parse_hookimpl_opts(plugin, one) for one in dir(plugin)}
    for one, options in marked.items():
        if options is None and one.startswith("yip_"):
            raise SetupRefused(f"{name}.{one} is not marked: put @hookimpl above it.")
        if options is not None:
            _check_options(f"{name}.{one}", options.get("specname") or one, options, hooks)
    if not any(marked.values()):
        raise SetupRefused(f"{name} implements no hook: see docs/reference/hooks.md.")
    full = f"{type(plugin).__module__}.{name}"
    taken = sum(held.split("#")[0] == full for held, _ in manager.list_name_plugin())
    try:
        manager.register(plugin, f"{full}#{taken + 1}" if taken else full)
    except (pluggy.PluginValidationError, ValueError) as error:
        raise SetupRefused(f"{name} cannot be used: {error}") from error


def _check_options(what: str, hook: str, options: Any, hooks: Iterable[str]) -> None:
    if hook not in hooks:
        raise SetupRefused(f"{what}: there is no such hook{nearest(hook, hooks)}.")
    # A wrapper sees and may change what others answer, so it could turn a refusal round.
    if options.get("wrapper") or options.get("hookwrapper"):
        raise SetupRefused(f"{what} is a wrapper: answer the hook itself instead.")
