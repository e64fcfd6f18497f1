"""Routes that plugins work out, made safe; and what each gave last, for when it gives nothing."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from yipplugin import phones
from yipplugin.contact import COMPUTED, PURPOSES, Need, Route
from yipplugin.errors import StoreBusy
from yipplugin.hooking import Answer, house
from yipplugin.packs.contacts.keeping import kept, route_of
from yipplugin.spoken import short_moment
from yipplugin.store.base import new_id
from yipplugin.store.contacts import ContactHeardRow, heard
from yipplugin.store.sessions import store
from yipplugin.values import Everything

log = logging.getLogger(__name__)

HOOK = "yip_contact_routes"
MOST = 20
"""How many routes one plugin may add to one answer."""


@dataclass(frozen=True)
class WorkedOut:
    """The routes that plugins gave, or gave last; and in words, what is wrong with any of them."""

    routes: tuple[Route, ...] = field(default=(), repr=False)
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Last:
    routes: tuple[Route, ...] = field(repr=False)
    at: datetime


def routes(school: str, need: Need) -> WorkedOut:
    """Ask every plugin, each for its own time at most, and put together what is of use."""
    hooks = house().hooks
    if not hooks.answered_by(HOOK):
        return WorkedOut()
    asked = ":".join((need.purpose, need.home, need.school, need.force))
    before = _before(school, asked)
    found: list[Route] = []
    trouble: list[str] = []
    # By plugin, and so not as hooks.yip_contact_routes would put them together.
    for answer in hooks.each(HOOK, school, need):
        sound = tuple(_sound(answer))
        last = before.get(answer.plugin)
        if answer.failure is None and len(sound) == len(answer.value or ()):
            found += sound
            if last is None or last.routes != sound:
                _keep(school, answer.plugin, asked, sound)
            continue
        stand_in = last.routes if last and not sound else sound
        found += stand_in
        trouble.append(_says(answer, last if stand_in and not sound else None))
    return WorkedOut(tuple(found), tuple(trouble))


def _sound(answer: Answer) -> Iterator[Route]:
    """Yield what of an answer may be shown: no other 999, and no number that cannot be rung."""
    for number, one in enumerate((answer.value or ())[:MOST]):
        if one.purpose not in PURPOSES or one.purpose == "emergency" or not one.org:
            continue
        if not all(text.startswith("https://") for text in (one.url, one.form_url) if text):
            continue
        try:
            phone = phones.checked(one.phone) if one.phone else ""
            sms = phones.checked(one.sms) if one.sms else ""
        except phones.BadNumber:
            continue
        ref = f"plugin/{answer.plugin}/{one.ref or number}"
        yield replace(one, ref=ref, phone=phone, sms=sms, layer=COMPUTED)


def _says(answer: Answer, last: _Last | None) -> str:
    wrong = answer.failure.what if answer.failure else "gave contacts that cannot be used"
    then = " Nothing of it is shown."
    if last:
        then = f" What it gave on {short_moment(last.at)} is shown."
    elif answer.value:
        then = " What of it can be used is shown."
    return f"{answer.plugin}: {wrong}.{then}"


def _before(school: str, asked: str) -> dict[str, _Last]:
    with store().reading(Everything(school)) as session:
        return {
            plugin: _Last(tuple(map(route_of, json.loads(row.opened("content")))), row.at)
            for plugin, row in heard(session, school, asked).items()
        }


def _keep(school: str, plugin: str, asked: str, given: tuple[Route, ...]) -> None:
    """Keep what a plugin gave. That it cannot be kept keeps nobody from seeing it."""
    kept_in = store()
    try:
        with kept_in.writing(Everything(school)) as session:
            row = heard(session, school, asked).get(plugin)
            if row is None:
                row = ContactHeardRow(
                    id=new_id(), school=school, plugin=plugin, asked=asked, at=kept_in.clock()
                )
                session.add(row)
            row.at = kept_in.clock()
            row.seal(session, content=json.dumps([kept(one) for one in given]))
    except (IntegrityError, StoreBusy):
        log.warning("what %s gave of contacts could not be kept", plugin)
