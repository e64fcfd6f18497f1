"""What ships beside the engine, by name: hook points, their default answers, forms, templates."""

from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import yipplugin

# In a checkout that nobody installed, the shipped folders still stand beside the package.
if find_spec("yipplugin.hooks") is None:
    yipplugin.__path__.append(str(Path(__file__).parents[1]))

SPECS = tuple(
    f"yipplugin.hooks.specs.{subject}"
    for subject in (
        "people",
        "access",
        "keys",
        "calendar",
        "policies",
        "forms",
        "events",
        "notices",
        "checkpoints",
        "contacts",
        "referrals",
        "pages",
    )
)
DEFAULTS = (
    "yipplugin.hooks.defaults.people",
    "yipplugin.hooks.defaults.keys",
    "yipplugin.hooks.defaults.calendar",
    "yipplugin.hooks.defaults.policies",
    "yipplugin.forms.fields",
)


def module(name: str) -> ModuleType:
    """Return the shipped module ``name``."""
    return import_module(name)


def folder(name: str) -> Traversable:
    """Return the shipped folder ``name``, such as ``"templates"``."""
    return files(f"yipplugin.{name}")
