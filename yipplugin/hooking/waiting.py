"""Asking a plugin without waiting for ever: in a thread of its own, and not again at once."""

import _thread
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from time import monotonic
from typing import Any

from flask import g, has_request_context

LONGEST_PAUSE = 60.0
"""Seconds for which a plugin that hung time and again is not asked."""

MANY_LEFT = 4
PAUSE_WITH_MANY_LEFT = 600.0
"""The longest pause, in seconds, where so many calls or more still have not come back."""

Said = tuple[Any, str]
"""What is of use in an answer, and what is wrong with it."""

NOT_ASKED: Said = (None, "was not asked, for it had taken too long before")


class Hung(Exception):
    """A plugin did not come back; the message says after how long."""


@dataclass
class _Patience:
    """What is left for one plugin's answer to one hook: ``hung`` is how often in a row it hung."""

    hung: int = 0
    not_before: float = -inf
    trying: bool = False
    left_running: int = 0


@dataclass(eq=False)
class _Call:
    """One call, in its thread. ``longer`` is the time that calls within it were given besides."""

    done: Any = field(default_factory=_thread.allocate_lock)
    said: Said | None = None
    longer: float = 0.0
    left: bool = False


_within: ContextVar[_Call | None] = ContextVar("yipplugin_call", default=None)


class Waiting:
    """How long plugins are waited for, and which of them are not asked for now.

    A plugin that hangs is left to itself, and for a while it is not asked this again: as long as it
    was waited for at first, then twice as long each time, up to ``LONGEST_PAUSE``. Then one call
    tries. ``clock`` gives seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._patience: dict[tuple[str, str], _Patience] = {}

    def ask(self, whom: tuple[str, str], seconds: float, work: Callable[[], Said]) -> Said:
        """Return what ``work`` returns, having waited for ``seconds`` at most.

        ``whom`` is the hook and the plugin. ``work`` raises nothing. It runs in a thread of its own
        and in the caller's context, so that the request, the session and ``g`` are the page's.

        :raises Hung: where it does not come back. It is left running.
        """
        with self._lock:
            patience = self._patience.setdefault(whom, _Patience())
            if patience.hung and (patience.trying or self._clock() < patience.not_before):
                return NOT_ASKED
            trying = patience.trying = bool(patience.hung)
        allowed = _allowed(seconds)
        try:
            said = self._said(patience, allowed, work)
            if said:
                patience.hung = 0
                return said
            if allowed == seconds:
                self._pause(patience, seconds)
        finally:
            if trying:
                patience.trying = False
        _spend(allowed)
        raise Hung(f"took longer than {allowed:g} second{'' if allowed == 1 else 's'}")

    def _said(self, patience: _Patience, allowed: float, work: Callable[[], Said]) -> Said | None:
        call, context, outer = _Call(), copy_context(), _within.get()
        call.done.acquire()
        context.run(_within.set, call)

        def run() -> None:
            said: Said = (None, "failed, and how could not be told")
            with suppress(BaseException):
                said = context.run(work)
            with self._lock:
                call.said = said
                patience.left_running -= call.left
            call.done.release()

        try:
            # Not threading.Thread: that one waits to have begun, which costs half as much again.
            _thread.start_new_thread(run, ())
        except RuntimeError:
            return None, "could not be asked, for no thread could be started"
        if outer:
            with self._lock:
                outer.longer += allowed
        return self._waited_for(call, patience, allowed)

    def _waited_for(self, call: _Call, patience: _Patience, allowed: float) -> Said | None:
        while not call.done.acquire(timeout=allowed):
            with self._lock:
                if call.said:
                    break
                if not call.longer:
                    call.left = True
                    patience.left_running += 1
                    return None
                allowed, call.longer = call.longer, 0.0
        return call.said

    def _pause(self, patience: _Patience, seconds: float) -> None:
        with self._lock:
            now = self._clock()
            if now < patience.not_before:
                # Asked at the same time as another that hung: they are one reason to pause.
                return
            longest = PAUSE_WITH_MANY_LEFT if patience.left_running >= MANY_LEFT else LONGEST_PAUSE
            patience.not_before = now + min(seconds * 2 ** min(patience.hung, 20), longest)
            patience.hung += 1


def _allowed(seconds: float) -> float:
    """Return how long to wait in this request, where others may have hung already.

    A server gives up on a page that takes half a minute, and then nobody sees 999.
    """
    spent: float = g.get("yip_waited", 0.0) if has_request_context() else 0.0
    return max(seconds / 10, min(seconds, 2 * seconds - spent))


def _spend(seconds: float) -> None:
    if has_request_context():
        g.yip_waited = g.get("yip_waited", 0.0) + seconds
