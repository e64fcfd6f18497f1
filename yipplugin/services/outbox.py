"""The outbox: passing on what acts have left to be told, again until it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yipplugin.hooking import house
from yipplugin.store.base import store
from yipplugin.store.cases import adults_named
from yipplugin.store.outbox import OutboxRow, due_rows, row_of
from yipplugin.values import Notice

LEASE = timedelta(minutes=5)
"""How long a message is one worker's alone. After that the worker is taken for dead."""

LONGEST_WAIT = timedelta(hours=6)
BATCH = 20


@dataclass(frozen=True)
class Message:
    """A message that one worker has taken. ``attempt`` counts from one."""

    id: str
    school: str
    kind: str
    payload: dict[str, Any]
    due_at: datetime
    attempt: int


@dataclass(frozen=True)
class Delivered:
    """How many messages were passed on, and how many have to be tried again."""

    done: int = 0
    failed: int = 0


def due() -> tuple[Message, ...]:
    """Return the messages that are due now, without taking them."""
    with store().reading() as session:
        return tuple(_message(row) for row in due_rows(session, store().clock(), BATCH))


def deliver(link: Callable[[str], str], size: int = BATCH) -> Delivered:
    """Pass on the messages that are due. ``link`` makes the address of a case from its id."""
    done = failed = 0
    for message in _claim(size):
        error = _told(message, link)
        _settle(message, error)
        done, failed = done + (not error), failed + bool(error)
    return Delivered(done, failed)


def _claim(size: int) -> list[Message]:
    now = store().clock()
    with store().writing() as session:
        rows = due_rows(session, now, size, lock=True)
        for row in rows:
            row.lease_until = now + LEASE
            row.attempts += 1
        return [_message(row) for row in rows]


def _told(message: Message, link: Callable[[str], str]) -> str:
    """Pass a message on; return which plugins failed, or nothing."""
    failures = house().hooks.yip_notify(_notice(message, link))
    return "; ".join(f"{one.plugin}: {one.what}" for one in failures)


def _notice(message: Message, link: Callable[[str], str]) -> Notice:
    said = message.payload
    # Asked now and not when the notice was left: somebody may have been named since.
    with store().reading() as session:
        named = adults_named(session, said["case"])
    news = "a new report" if said["reported"] else "something is waiting for you"
    return Notice(
        school=message.school,
        to_roles=frozenset(said["to_roles"]),
        to_ref="",
        reference=said["reference"],
        subject=f"{said['reference']}: {news}",
        url=link(said["case"]),
        not_to=named,
    )


def _settle(message: Message, error: str) -> None:
    now = store().clock()
    with store().writing() as session:
        row = row_of(session, message.id)
        row.lease_until = None
        row.error = error or None
        if error:
            wait = timedelta(minutes=2 ** min(message.attempt, 10))
            row.due_at = now + min(wait, LONGEST_WAIT)
        else:
            row.done_at = now


def _message(row: OutboxRow) -> Message:
    return Message(row.id, row.school, row.kind, row.payload, row.due_at, row.attempts)
