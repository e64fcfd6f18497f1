"""Whether a setting has the shape that was promised. A complaint names types, never values."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin


def complaint(value: Any, shape: Any) -> str:
    """Say what keeps ``value`` from having ``shape``; nothing where it fits."""
    origin, inner = get_origin(shape), get_args(shape)
    if shape is Any:
        return ""
    if origin in (Union, UnionType):
        return _of_either(value, inner)
    if origin is not None:
        return _of_many(value, origin, inner)
    fits = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    return "" if fits else f"is {type(value).__name__}, not {shape.__name__}"


def _of_either(value: Any, shapes: tuple[Any, ...]) -> str:
    if value is None and NoneType in shapes:
        return ""
    found = [complaint(value, shape) for shape in shapes if shape is not NoneType]
    return "" if "" in found else found[0]


def _of_many(value: Any, origin: Any, inner: tuple[Any, ...]) -> str:
    # Text is a sequence too, of letters: nobody who writes one name means those.
    if not isinstance(value, origin) or isinstance(value, str | bytes):
        return f"is {type(value).__name__}, not {origin.__name__}"
    pairs = [(one, inner[0]) for one in value]
    if issubclass(origin, Mapping):
        pairs += [(one, inner[1]) for one in value.values()]
    wrong = (complaint(one, shape) for one, shape in pairs)
    return next((f"holds something that {one}" for one in wrong if one), "")
