"""What ``flask yip doctor`` finds: green, amber or red, and how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask

from yipplugin.hooking import House


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``mend`` says what to do where it is not green."""

    colour: str
    about: str
    says: str
    mend: str = ""


Check = Callable[[Flask, House], Iterator[Finding]]


def green(about: str, says: str) -> Finding:
    """Return that something is as it should be."""
    return Finding("green", about, says)


def amber(about: str, says: str, mend: str) -> Finding:
    """Return that something works, and should be looked at."""
    return Finding("amber", about, says, mend)


def red(about: str, says: str, mend: str) -> Finding:
    """Return that something keeps the school from using it."""
    return Finding("red", about, says, mend)


def answered_by_host(house: House, hook: str) -> bool:
    """Say whether somebody other than ourselves answers a hook."""
    return any(
        not name.startswith(("yipplugin.hooks.", "yipplugin.forms."))
        for name in house.hooks.answered_by(hook)
    )
