"""A hook point, and what one plugin says to it."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import is_dataclass
from inspect import Signature, signature
from typing import Any, get_args, get_origin, get_type_hints

import pluggy

from yipplugin.hooking.exact import Unfit
from yipplugin.hooking.failures import happened
from yipplugin.hooking.plain import ANSWERS, items, maker
from yipplugin.hooking.waiting import Said
from yipplugin.marks import Mood

_SERVERS = {"gevent", "greenlet", "eventlet"}
"""Packages that end a request by raising in it what is no plugin's doing."""


class Spec:
    """A hook point: its mood, its arguments, and the shape of its answers."""

    def __init__(self, name: str, function: Any) -> None:
        self.name = name
        self.mood: Mood = function.yip_mood
        self.signature: Signature = signature(function)
        hints = get_type_hints(function)
        promised: Any = hints.pop("return")
        self._values = {name for name, hint in hints.items() if _is_value(hint)}
        self.lists = get_origin(promised) in (list, Iterable)
        shape = get_args(promised)[0] if self.lists else promised
        if name in ANSWERS:
            shape = ANSWERS[name]
        self._make = maker(shape)

    def own(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return arguments with which one plugin can do nothing to anybody else's.

        The values that hooks speak in are frozen, and hold nothing that is not; still, Python lets
        whoever insists change one.
        """
        return {name: copy(one) if name in self._values else one for name, one in given.items()}

    def heard(self, impl: pluggy.HookImpl, given: Mapping[str, Any], *, apart: bool) -> Said:
        """Ask one implementation; return what is of use in its answer, and what is wrong.

        Nothing is raised where it is asked ``apart``, in a thread in which nobody else raises. In
        the request's own thread, what ends the request or the program is raised on.
        """
        try:
            value = impl.function(*(given[name] for name in impl.argnames))
            if self.mood is Mood.TELL or (value is None and self.mood is not Mood.COLLECT):
                return None, ""
            return self._plain(value, given)
        except Unfit as wrong:
            return None, f"its answer {wrong}"
        except BaseException as error:
            if not apart and _is_no_plugins(error):
                raise
            return None, happened(error, impl.function)

    def _plain(self, value: Any, given: Mapping[str, Any]) -> Said:
        remarks: list[str] = []
        plain = items(value, self._make, remarks) if self.lists else self._make(value, remarks)
        if "ref" in given and getattr(plain, "ref", given["ref"]) != given["ref"]:
            raise Unfit("is somebody with another ref than was asked for")
        return plain, f"its answer {remarks[0]}" if remarks else ""


def _is_value(hint: Any) -> bool:
    return any(is_dataclass(one) for one in (hint, *get_args(hint)))


def _is_no_plugins(error: BaseException) -> bool:
    packages = {str(kind.__module__).partition(".")[0] for kind in type(error).__mro__}
    return isinstance(error, (KeyboardInterrupt, GeneratorExit)) or bool(packages & _SERVERS)
