"""The marks that tie a function to a hook, and the mood in which a hook is asked."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import pluggy

hookspec = pluggy.HookspecMarker("yipplugin")
hookimpl = pluggy.HookimplMarker("yipplugin")
"""Marks a method of a host's plugin as its answer to the hook of the same name."""

Spec = TypeVar("Spec", bound=Callable[..., Any])


class Mood(StrEnum):
    """How the answers to a hook are put together, and what a failing plugin may cost."""

    ASK = "ask"
    """The first answer counts. A plugin that fails is passed over."""

    ASK_STRICTLY = "ask strictly"
    """The first answer counts. A plugin that fails leaves the question unanswered."""

    ASK_ALL = "ask all"
    """Everybody is asked. One refusal refuses, and so does a failure."""

    GATHER = "gather"
    """Everybody's answers are put together. A plugin that fails adds nothing."""

    COLLECT = "collect"
    """Everybody's answers are put together at start-up. A plugin that fails stops the start."""

    HAND_OVER = "hand over"
    """One plugin takes it. One that fails may have taken it, so that nobody else is asked then."""

    TELL = "tell"
    """Everybody is told, after the commit. A plugin that fails costs nobody else anything."""


def _mark(mood: Mood) -> Callable[[Spec], Spec]:
    def mark(spec: Spec) -> Spec:
        spec.yip_mood = mood  # type: ignore[attr-defined]
        return hookspec(spec)

    return mark


ask = _mark(Mood.ASK)
ask_strictly = _mark(Mood.ASK_STRICTLY)
ask_all = _mark(Mood.ASK_ALL)
gather = _mark(Mood.GATHER)
collect = _mark(Mood.COLLECT)
hand_over = _mark(Mood.HAND_OVER)
tell = _mark(Mood.TELL)
