"""A plugin's answer made plain: checked against what its hook promises, and built anew of our own.

A host's plugin is code that nobody here type-checked. Whatever it answers, what comes out of here
is of exact types: text is ``str`` and not ``Markup``, which a template would not escape; a
``Person`` is a ``Person`` and not something with properties of its own. It shares nothing with the
answer, so that nothing the plugin does later changes it, and it is bounded. What is wrong is said
by types and fields, never by values: it goes to the log.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from yipplugin.hooking.exact import (
    EXACT,
    Area,
    Key,
    Maker,
    Remarks,
    Role,
    Unfit,
    Url,
    must_be,
    role,
    word,
)
from yipplugin.hooking.failures import type_name
from yipplugin.policy import Calendar
from yipplugin.values import Actor, PageLink, Person

MOST_ITEMS = 500
"""How many items of a list are looked at; whatever comes after them is not asked for."""

MOST_INSIDE = 5_000
"""How many items a set, a tuple or a mapping within an answer may hold."""

_FIELDS: Mapping[tuple[type, str], Any] = {
    (Actor, "ref"): Key,
    (Actor, "school"): Key,
    (Actor, "roles"): frozenset[Role],
    (Person, "ref"): Key,
    (PageLink, "url"): Url,
    (Person, "kind"): Literal["pupil", "staff", "other"],
}
"""What the annotations of the fields do not say."""

ANSWERS: Mapping[str, Any] = {
    "yip_roles": Role,
    "yip_roles_of": Role,
    "yip_authority_areas": Area,
    "yip_sign_in_url": Url,
    "yip_confirm_url": Url,
}
"""What a hook's answer is, or each item of it, where its annotation says only ``str``."""


@cache
def maker(shape: Any) -> Maker:
    """Return what makes values of ``shape`` plain."""
    origin, inner = get_origin(shape), get_args(shape)
    if shape in EXACT:
        return EXACT[shape]
    if origin in (Union, UnionType):
        return _either([maker(one) for one in inner if one is not NoneType], NoneType in inner)
    if origin is Literal:
        return _literal(inner)
    if origin is type:
        return _class(inner[0])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(maker(inner[0]), maker(inner[1]))
    if origin is tuple and inner[-1] is not Ellipsis:
        return _row([maker(one) for one in inner])
    if origin in (tuple, frozenset):
        return _many(origin, maker(inner[0]))
    if hasattr(shape, "__dataclass_fields__"):
        return _dataclass(shape)
    return _instance(shape)


def items(value: Any, make: Maker, remarks: Remarks) -> list[Any]:
    """Return the sound items of a list that a plugin answered, the first ``MOST_ITEMS`` of it."""
    # Text is iterable too, and one name must not become a list of letters.
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise Unfit(f"is {type_name(value)}, not a list")
    found = []
    for one in islice(value, MOST_ITEMS):
        try:
            found.append(make(one, remarks))
        except Unfit as wrong:
            remarks.append(f"holds something that {wrong}")
        except Exception as error:  # noqa: BLE001 - a property of somebody's own may raise anything
            remarks.append(f"holds something that raised {type_name(error)}")
    return found


def _either(makers: list[Maker], nothing: bool) -> Maker:
    def make(value: Any, remarks: Remarks) -> Any:
        if value is None and nothing:
            return None
        found: list[Unfit] = []
        for one in makers:
            try:
                return one(value, remarks)
            except Unfit as wrong:
                found.append(wrong)
        raise found[0]

    return make


def _literal(allowed: tuple[Any, ...]) -> Maker:
    def make(value: Any, _: Remarks) -> str:
        plain = word(value)
        if plain not in allowed:
            raise Unfit(f"is none of {', '.join(allowed)}")
        return plain

    return make


def _class(shape: type) -> Maker:
    def make(value: Any, _: Remarks) -> Any:
        if not (isinstance(value, type) and issubclass(value, shape)):
            raise Unfit(f"is not a class made from {shape.__name__}")
        return value

    return make


def _instance(shape: type) -> Maker:
    def make(value: Any, _: Remarks) -> Any:
        if not isinstance(value, shape):
            raise Unfit(f"is {type_name(value)}, not {shape.__name__}")
        return value

    return make


def _mapping(key: Maker, inside: Maker) -> Maker:
    def make(value: Any, remarks: Remarks) -> Mapping[Any, Any]:
        if not isinstance(value, Mapping):
            raise Unfit(f"is {type_name(value)}, not Mapping")
        pairs = _bounded(value.items())
        try:
            return MappingProxyType({key(k, remarks): inside(v, remarks) for k, v in pairs})
        except Unfit as wrong:
            raise Unfit(f"holds something that {wrong}") from None

    return make


def _row(makers: list[Maker]) -> Maker:
    def make(value: Any, remarks: Remarks) -> tuple[Any, ...]:
        must_be(value, tuple)
        parts = _bounded(value)
        if len(parts) != len(makers):
            raise Unfit(f"has {len(parts)} items, not {len(makers)}")
        try:
            return tuple(one(part, remarks) for one, part in zip(makers, parts, strict=True))
        except Unfit as wrong:
            raise Unfit(f"holds something that {wrong}") from None

    return make


def _many(shape: type, inside: Maker) -> Maker:
    def make(value: Any, remarks: Remarks) -> Any:
        must_be(value, shape)
        kept = []
        for one in _bounded(value):
            try:
                kept.append(inside(one, remarks))
            except Unfit as wrong:
                if inside is not role:
                    raise Unfit(f"holds something that {wrong}") from None
                # A role too many takes nobody's other roles from them.
                remarks.append(f"holds something that {wrong}")
        return shape(kept)

    return make


def _bounded(value: Iterable[Any]) -> list[Any]:
    found = list(islice(value, MOST_INSIDE + 1))
    if len(found) > MOST_INSIDE:
        raise Unfit(f"holds more than {MOST_INSIDE} items")
    return found


def _dataclass(shape: Any) -> Maker:
    hints = get_type_hints(shape)
    makers = {
        one.name: maker(_FIELDS.get((shape, one.name), hints[one.name])) for one in fields(shape)
    }

    def make(value: Any, remarks: Remarks) -> Any:
        must_be(value, shape)
        parts = {}
        for name, one in makers.items():
            inside: Remarks = []
            try:
                parts[name] = one(getattr(value, name), inside)
            except Unfit as wrong:
                raise Unfit(f"is {shape.__name__} whose {name} {wrong}") from None
            remarks += [f"is {shape.__name__} whose {name} {remark}" for remark in inside]
        plain = shape(**parts)
        if shape is Calendar:
            _must_have_days(plain)
        return plain

    return make


MOST_HOLIDAYS = 200
"""In a year. With more, a search for the next working day might find none for years."""

SHORTEST_DAY = timedelta(hours=1)


def _must_have_days(calendar: Calendar) -> None:
    """Refuse a calendar by which no hour of school would ever come."""
    opens, closes = (datetime.combine(date.min, at) for at in (calendar.opens, calendar.closes))
    if closes - opens < SHORTEST_DAY:
        raise Unfit("is Calendar that closes before it has been open for an hour")
    if max(Counter(one.year for one in calendar.holidays).values(), default=0) > MOST_HOLIDAYS:
        raise Unfit(f"is Calendar with more than {MOST_HOLIDAYS} holidays in a year")
