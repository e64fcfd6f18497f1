"""Whether a value really has the shape that an annotation promises.

A host's plugin is code that nobody here type-checked. What it answers is held against the
annotation of the hook before anything relies on it. A complaint names types and fields, never
values: it goes to the log, and the log holds nothing that was written about a child.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def complaint(value: Any, shape: Any) -> str:
    """Say what keeps ``value`` from having ``shape``; nothing where it fits."""
    origin, inner = get_origin(shape), get_args(shape)
    if shape is Any:
        return ""
    if origin in (Union, UnionType):
        return _of_either(value, inner)
    if origin is type:
        fits = isinstance(value, type) and issubclass(value, inner[0])
        return "" if fits else f"is not a class made from {inner[0].__name__}"
    if origin is not None:
        return _of_many(value, origin, inner)
    return _of_one(value, shape)


def _of_either(value: Any, shapes: tuple[Any, ...]) -> str:
    if value is None and NoneType in shapes:
        return ""
    found = [complaint(value, shape) for shape in shapes if shape is not NoneType]
    return "" if "" in found else found[0]


def _of_many(value: Any, origin: Any, inner: tuple[Any, ...]) -> str:
    if not isinstance(value, origin):
        return f"is {type(value).__name__}, not {origin.__name__}"
    if issubclass(origin, Mapping):
        pairs = [(key, inner[0]) for key in value] + [(one, inner[1]) for one in value.values()]
    elif origin is tuple and inner[-1] is not Ellipsis:
        if len(value) != len(inner):
            return f"has {len(value)} items, not {len(inner)}"
        pairs = list(zip(value, inner, strict=True))
    else:
        pairs = [(one, inner[0]) for one in value]
    wrong = (complaint(one, shape) for one, shape in pairs)
    return next((f"holds something that {one}" for one in wrong if one), "")


def _of_one(value: Any, shape: Any) -> str:
    if not isinstance(value, shape) or (isinstance(value, bool) and shape is int):
        return f"is {type(value).__name__}, not {shape.__name__}"
    if shape is date and isinstance(value, datetime):
        return "is datetime, not date"
    if shape is datetime and value.tzinfo is None:
        return "is a datetime without a time zone"
    if hasattr(shape, "__dataclass_fields__"):
        for name, inner in _hints(shape).items():
            wrong = complaint(getattr(value, name), inner)
            if wrong:
                return f"is {type(value).__name__} whose {name} {wrong}"
    return ""


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)
