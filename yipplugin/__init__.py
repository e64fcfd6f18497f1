"""Safeguarding forms that embed in a school's own Flask system."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from yipplugin import shipped as _shipped  # noqa: F401 - puts hooks, forms and templates in reach
from yipplugin.checkpoint import Checkpoint as Checkpoint
from yipplugin.contact import Hours as Hours
from yipplugin.contact import Need as Need
from yipplugin.contact import Route as Route
from yipplugin.contact import Span as Span
from yipplugin.contact import WrongContact as WrongContact
from yipplugin.keys import KeyProvider as KeyProvider
from yipplugin.keys import LocalKeys as LocalKeys
from yipplugin.marks import hookimpl as hookimpl
from yipplugin.policy import Calendar as Calendar
from yipplugin.referral import Receipt as Receipt
from yipplugin.referral import Sending as Sending
from yipplugin.values import Actor as Actor
from yipplugin.values import CaseKnown as CaseKnown
from yipplugin.values import Event as Event
from yipplugin.values import Notice as Notice
from yipplugin.values import OnDuty as OnDuty
from yipplugin.values import PageLink as PageLink
from yipplugin.values import Person as Person
from yipplugin.values import Verdict as Verdict

if TYPE_CHECKING:
    from yipplugin.cli import yip as yip
    from yipplugin.extension import YipPlugin as YipPlugin
    from yipplugin.fieldtype import FieldType as FieldType
    from yipplugin.story.playing import play_into as play_into
    from yipplugin.worker.tick import tick as tick

# These bring Flask, WTForms and SQLAlchemy with them; whoever wants a value alone needs none.
_LATER = {
    "FieldType": "yipplugin.fieldtype",
    "YipPlugin": "yipplugin.extension",
    "play_into": "yipplugin.story.playing",
    "tick": "yipplugin.worker.tick",
    "yip": "yipplugin.cli",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
