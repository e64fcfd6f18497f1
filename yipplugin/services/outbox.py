"""The outbox: passing on what acts have left to be told, again until it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from yipplugin.checkpoint import Checkpoint
from yipplugin.errors import SealRefused
from yipplugin.hooking import Failure, house
from yipplugin.rules.access import turned_to
from yipplugin.services import contactpacks, contactwarnings, delivering, wrongcontacts
from yipplugin.services.notices import NEWS
from yipplugin.store.cases import adults_named, find_case
from yipplugin.store.checkpoints import MESSAGE, checkpoint_of
from yipplugin.store.outbox import OutboxRow, due_rows, row_of
from yipplugin.store.sessions import store
from yipplugin.values import AUTHORITY, DSL_GROUP, Everything, Notice

LEASE = timedelta(minutes=5)
"""How long a message is one worker's alone. After that the worker is taken for dead."""

BEGUN = "begun"
"""What stands in the place of an error while a message goes out that must not go out twice."""

CONTACTS = "Contacts"
NEWS_OF_CONTACTS = {
    wrongcontacts.MESSAGE: "somebody says that one is wrong",
    contactwarnings.MESSAGE: "one of the school’s own is to be checked again",
    contactwarnings.PUBLISHED: "one that you publish is to be checked again",
    contactpacks.WAITS: "a new version waits to be approved",
}
"""What there is to tell of contacts, by the kind of message."""

LONGEST_WAIT = timedelta(hours=6)
BATCH = 20


@dataclass(frozen=True)
class Message:
    """A message that one worker has taken. ``attempt`` counts from one.

    ``interrupted`` says that whoever took it before began to pass it on, and never said how that
    went.
    """

    id: str
    school: str
    kind: str
    payload: dict[str, Any]
    due_at: datetime
    attempt: int
    interrupted: bool = False


@dataclass(frozen=True)
class Delivered:
    """How many messages were passed on, and how many have to be tried again."""

    done: int = 0
    failed: int = 0


def due() -> tuple[Message, ...]:
    """Return the messages that are due now, without taking them."""
    with store().reading(Everything()) as session:
        return tuple(_message(row) for row in due_rows(session, store().clock(), BATCH))


def deliver(link: Callable[[str], str], size: int = BATCH) -> Delivered:
    """Pass on the messages that are due.

    ``link`` makes the address of a case from its id; from nothing, that of the school's contacts;
    from ``AUTHORITY``, that of what an authority publishes.
    """
    done = failed = 0
    for message in _claim(size):
        error = _told(message, link)
        _settle(message, error)
        done, failed = done + (not error), failed + bool(error)
    return Delivered(done, failed)


def _claim(size: int) -> list[Message]:
    now = store().clock()
    with store().writing(Everything()) as session:
        rows = due_rows(session, now, size, lock=True)
        taken = []
        for row in rows:
            interrupted = row.error == BEGUN
            row.lease_until = now + LEASE
            row.attempts += 1
            taken.append(replace(_message(row), interrupted=interrupted))
        return taken


def _told(message: Message, link: Callable[[str], str]) -> str:
    """Pass a message on; return which plugins failed, or nothing."""
    if message.kind == MESSAGE:
        return _said(house().hooks.yip_keep_checkpoint(_checkpoint(message)))
    if message.kind == delivering.MESSAGE:
        _begin(message)
        return delivering.pass_on(
            message.school,
            message.payload["case"],
            message.payload["referral"],
            message.attempt,
            message.interrupted,
        )
    if message.kind == wrongcontacts.MESSAGE:
        return _said(_told_of_wrong(message, link))
    if message.kind in NEWS_OF_CONTACTS:
        return _said(house().hooks.yip_notify(_of_contacts(message, link)))
    try:
        told = _notice(message, link)
    except SealRefused:
        # One case whose people cannot be opened must not keep every other notice waiting.
        return "who is in the case cannot be opened, so nobody was told"
    return _said(house().hooks.yip_notify(told)) if told else ""


def _begin(message: Message) -> None:
    """Write down that a message goes out now, for whoever finds it without a word of how it went.

    A worker takes several at once, so that the lease alone does not say which it had begun.
    """
    with store().writing(Everything()) as session:
        row_of(session, message.id).error = BEGUN


def _said(failures: Sequence[Failure]) -> str:
    return "; ".join(f"{one.plugin}: {one.what}" for one in failures)


def _told_of_wrong(message: Message, link: Callable[[str], str]) -> list[Failure]:
    """Tell whoever can mend a contact, and the school's lead; the authority too, if it is here."""
    failures = wrongcontacts.tell_of_wrong(message.school, message.payload["note"])
    notices = [_of_contacts(message, link)]
    for authority in contactwarnings.publishers_of(message.payload.get("ref", "")):
        notices.append(_to_authority(authority, link, NEWS_OF_CONTACTS[message.kind]))
    for notice in notices:
        failures += house().hooks.yip_notify(notice)
    return failures


def _of_contacts(message: Message, link: Callable[[str], str]) -> Notice:
    news = NEWS_OF_CONTACTS[message.kind]
    if message.kind == contactwarnings.PUBLISHED:
        return _to_authority(message.school, link, news)
    subject = f"{CONTACTS}: {news}"
    return Notice(message.school, DSL_GROUP, "", CONTACTS, subject, link(""))


def _to_authority(school: str, link: Callable[[str], str], news: str) -> Notice:
    to = frozenset({AUTHORITY})
    return Notice(school, to, "", CONTACTS, f"{CONTACTS}: {news}", link(AUTHORITY))


def _checkpoint(message: Message) -> Checkpoint:
    with store().reading(Everything(message.school)) as session:
        return checkpoint_of(session, message.payload["checkpoint"]).value


def _notice(message: Message, link: Callable[[str], str]) -> Notice | None:
    """Return a message as it is passed on; nothing where there is nobody left to tell."""
    said = message.payload
    # Asked now and not when the notice was left: somebody may have been named since.
    with store().reading(Everything(message.school)) as session:
        case = find_case(session, message.school, said["case"])
        if case is None or case.disposed_at:
            return None
        named = adults_named(session, case.id)
        to_roles = turned_to(
            said["to_roles"], lead_named=case.lead_named, head_named=case.head_named
        )
    to_ref = "" if said["to_ref"] in named else said["to_ref"]
    if not (to_roles or to_ref):
        return None
    return Notice(
        school=message.school,
        to_roles=to_roles,
        to_ref=to_ref,
        reference=said["reference"],
        subject=f"{said['reference']}: {NEWS[said['news']]}",
        url=link(said["case"]),
        not_to=named,
    )


def _settle(message: Message, error: str) -> None:
    now = store().clock()
    with store().writing(Everything()) as session:
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
