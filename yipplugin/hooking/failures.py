"""What is known of a plugin that failed: which, in which hook, and how; never any content."""

import logging
import re
from collections import Counter
from threading import Lock
from traceback import walk_tb
from types import TracebackType
from typing import Any, NamedTuple

log = logging.getLogger("yipplugin")

MOST_KINDS = 200
"""How many different failures are told apart; beyond that they are only counted."""

_NAME = re.compile(r"\w{1,80}", re.ASCII)
_FILE = re.compile(r"[\w.<>-]{1,80}", re.ASCII)


class Failure(NamedTuple):
    """A plugin that failed: in which hook, which plugin, and how, without any content."""

    hook: str
    plugin: str
    what: str


class Failures(Counter[Failure]):
    """How often each plugin failed since the start."""

    _lock = Lock()

    def note(self, failure: Failure, *, aloud: bool = True) -> None:
        """Count a failure, and write it to the log where it is told ``aloud``."""
        with self._lock:
            known = failure in self or len(self) < MOST_KINDS
            self[failure if known else failure._replace(what="failed in further ways")] += 1
        if aloud:
            log.error("Plugin %s failed in %s: %s.", failure.plugin, failure.hook, failure.what)


def happened(error: BaseException, asked: Any = None) -> str:
    """Say what was raised and where; not its message, which may hold what people wrote.

    The line is the plugin's own where ``asked``, its function, leads to its file, for the last line
    of all is often deep in somebody's library.
    """
    traceback: Any = vars(BaseException)["__traceback__"]
    places = _places(traceback.__get__(error))
    own = getattr(getattr(asked, "__code__", None), "co_filename", None)
    inside = [place for place in places if place[0] == own] or places[-1:]
    where = f" at {_short(inside[-1][0])}:{inside[-1][1]}" if inside else ""
    return f"{type_name(error)}{where}"


def type_name(value: Any) -> str:
    """Return the name of the type of ``value``, which a plugin may have given any name."""
    name = type.__dict__["__name__"].__get__(type(value))
    return name if _NAME.fullmatch(name) else "something"


def _places(traceback: TracebackType | None) -> list[tuple[str, int]]:
    return [(frame.f_code.co_filename, line) for frame, line in walk_tb(traceback)]


def _short(filename: str) -> str:
    name = re.split(r"[/\\]", filename)[-1]
    return name if _FILE.fullmatch(name) else "a file"
