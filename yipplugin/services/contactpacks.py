"""Contact packs at a school: whose key is trusted, what was installed, what waits, and back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from yipplugin.authorities import area_name
from yipplugin.contact import ContactPack
from yipplugin.errors import ContactsRefused
from yipplugin.packs.contacts.admitting import Pin, admitted
from yipplugin.packs.contacts.differing import differences
from yipplugin.packs.contacts.reading import read_kept
from yipplugin.packs.contacts.signing import fingerprint, opened
from yipplugin.services.permits import demand
from yipplugin.store.base import new_id
from yipplugin.store.contacts import ContactPackRow, ContactPinRow, in_use, packs, pins, usable
from yipplugin.store.ledger import Entry, append_to_school, lock_school
from yipplugin.store.outbox import put
from yipplugin.store.sessions import Asker, store
from yipplugin.values import Actor, Everything

CHANGE = "contact:change"
PIN, INSTALL, APPLY, DROP = "contact:pin", "contact:install", "contact:apply", "contact:drop"

WAITS = "contact waits"
"""Word to whoever approves that a version waits for them."""

NO_KEY = "That is not a public key. It is 64 digits and letters from a to f, as `key` printed it."


@dataclass(frozen=True)
class Installed:
    """What became of a pack: whether it is used from now on, and what it changes, in words."""

    pack: ContactPack
    applied: bool
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """A version of a pack that a school was given. ``state`` is ``used`` or ``waits``.

    ``distrusted`` is the fingerprint of its key where the school does not trust that any more;
    ``last`` says that no version stands before it, so that nobody of theirs is known without it.
    """

    pack: ContactPack
    state: str
    taken_at: datetime
    changes: tuple[str, ...]
    distrusted: str = ""
    last: bool = False


@dataclass(frozen=True)
class Pinned:
    """A key that a school trusts, and for what."""

    pack: str
    fingerprint: str
    areas: tuple[str, ...]
    approves: bool


def pin(
    who: Everything, pack: str, public: str, areas: Sequence[str], approves: bool | None
) -> Pinned:
    """Trust a key for a pack and its areas; one that was trusted for it before is no longer.

    :param approves: whether new versions wait until somebody at the school approves them; nothing
        where that stays as it was with the key before, which is at once where there was none.
    :raises ContactsRefused: for what is no key.
    """
    public = "".join(public.split()).casefold()
    try:
        known = len(bytes.fromhex(public)) == 32
    except ValueError:
        known = False
    if not known:
        raise ContactsRefused(NO_KEY)
    kept = store()
    now = kept.clock()
    with kept.writing(who) as session:
        lock_school(session, who.school)
        before = _end_pins(session, who, pack)
        if approves is None:
            approves = any(row.approves for row in before)
        new = ContactPinRow(
            id=new_id(),
            school=who.school,
            pack=pack,
            public=public,
            areas=list(areas),
            approves=approves,
            made_at=now,
            made_by=_ref(who),
        )
        session.add(new)
        detail = {"pack": pack, "fingerprint": fingerprint(public), "areas": list(areas)}
        _write_down(session, who, PIN, pack, detail)
    return _pinned(new)


def unpin(who: Everything, pack: str) -> None:
    """Trust no key for a pack any more: what is used stays, and nothing new is taken in.

    :raises ContactsRefused: where none is trusted.
    """
    with store().writing(who) as session:
        lock_school(session, who.school)
        if not _end_pins(session, who, pack):
            raise ContactsRefused(f"No key is trusted for the contacts «{pack}».")
        _write_down(session, who, PIN, pack, {"ended": "yes"})


def pinned(who: Everything) -> tuple[Pinned, ...]:
    """Return the keys that a school trusts."""
    with store().reading(who) as session:
        return tuple(_pinned(row) for row in pins(session, who.school))


def install(who: Everything, content: bytes) -> Installed:
    """Take a signed pack in: it is used at once, or waits to be approved, as the school chose.

    :raises ContactsRefused: saying why it is not taken; nothing is changed then.
    """
    kept = store()
    with kept.writing(who) as session:
        lock_school(session, who.school)
        trusted = {row.pack: row for row in pins(session, who.school)}
        rows = packs(session, who.school)
        key = _key(content)
        newest = max((row.version for row in rows if row.pack == key), default=0)
        found = admitted(content, _trusted(session, who.school), newest)
        waits = trusted[found.pack.key].approves
        now = kept.clock()
        row = ContactPackRow(
            id=new_id(),
            school=who.school,
            pack=found.pack.key,
            version=found.pack.version,
            digest=found.pack.digest,
            areas=list(found.pack.areas),
            content=content.decode(),
            taken_at=now,
            taken_by=_ref(who),
            applied_at=None if waits else now,
            applied_by=None if waits else _ref(who),
        )
        session.add(row)
        detail = {"version": row.version, "digest": row.digest, "waits": waits}
        _write_down(session, who, INSTALL, row.pack, detail)
        if waits:
            payload = {"pack": row.pack}
            key = f"waits:{row.id}"
            put(session, school=who.school, kind=WAITS, payload=payload, due_at=now, key=key)
        before = in_use(rows).get(row.pack)
    changes = differences(pack_of(before) if before else None, found.pack)
    return Installed(found.pack, not waits, changes)


def apply(actor: Asker, pack: str) -> Given:
    """Use the newest version of a pack that waits.

    :raises ContactsRefused: where none does.
    """
    _demand(actor)
    kept = store()
    with kept.writing(actor) as session:
        lock_school(session, actor.school)
        rows = [row for row in packs(session, actor.school) if row.pack == pack]
        used = in_use(rows).get(pack)
        waiting = [row for row in rows if _waits(row, rows)]
        if not waiting:
            raise ContactsRefused(f"No version of the contacts «{pack}» waits to be approved.")
        row = waiting[0]
        # Whoever it was trusted to when it came may not be trusted any more.
        admitted(row.content.encode(), _trusted(session, actor.school))
        row.applied_at, row.applied_by = kept.clock(), _ref(actor)
        _write_down(session, actor, APPLY, pack, {"version": row.version, "digest": row.digest})
        return _given(row, "used", used)


def decline(actor: Asker, pack: str) -> Given:
    """Turn down what waits of a pack: it is not used, and never taken in again. Return the newest.

    :raises ContactsRefused: where nothing waits.
    """
    _demand(actor)
    kept = store()
    with kept.writing(actor) as session:
        lock_school(session, actor.school)
        rows = [row for row in packs(session, actor.school) if row.pack == pack]
        waiting = [row for row in rows if _waits(row, rows)]
        if not waiting:
            raise ContactsRefused(f"No version of the contacts «{pack}» waits to be approved.")
        for row in waiting:
            row.dropped_at, row.dropped_by = kept.clock(), _ref(actor)
        newest = waiting[0]
        _write_down(session, actor, DROP, pack, {"version": newest.version})
        return Given(pack_of(newest), "declined", newest.taken_at, ())


def drop(actor: Asker, pack: str) -> Given | None:
    """Take back the version of a pack that is used; the one before it is used again, if any.

    Return that one. The version that is dropped is never taken again: its owner signs a new one.

    :raises ContactsRefused: where none is used.
    """
    _demand(actor)
    kept = store()
    with kept.writing(actor) as session:
        lock_school(session, actor.school)
        rows = [row for row in packs(session, actor.school) if row.pack == pack]
        used = in_use(rows).get(pack)
        if used is None:
            words = f"No contacts «{pack}» are used here. See: flask yip contacts list"
            raise ContactsRefused(words)
        used.dropped_at, used.dropped_by = kept.clock(), _ref(actor)
        _write_down(session, actor, DROP, pack, {"version": used.version, "digest": used.digest})
        before = in_use(rows).get(pack)
        return _given(before, "used", used) if before else None


def given(actor: Asker) -> tuple[Given, ...]:
    """Return what a school was given that is used or waits, pack by pack."""
    _demand(actor)
    with store().reading(actor) as session:
        rows = packs(session, actor.school)
        used = in_use(rows)
        trusted = {row.pack: row.public for row in pins(session, actor.school)}
        found = [
            (row, _given(row, "used" if row is used.get(row.pack) else "waits", used.get(row.pack)))
            for row in rows
            if row is used.get(row.pack) or _waits(row, rows)
        ]
    usable_ones = Counter(row.pack for row in usable(rows))
    return tuple(
        replace(one, distrusted=_distrusted(row, trusted), last=usable_ones[row.pack] == 1)
        for row, one in found
    )


def pack_of(row: ContactPackRow) -> ContactPack:
    """Return the pack that a row holds, read once for as long as the application runs.

    It was checked when it was taken in.
    """
    read = store().contacts
    key = f"pack:{row.digest}"
    if key not in read:
        read[key] = read_kept(opened(row.content.encode()).text)
    found: ContactPack = read[key]
    return found


def _distrusted(row: ContactPackRow, trusted: Mapping[str, str]) -> str:
    public = opened(row.content.encode()).public
    return "" if trusted.get(row.pack) == public else fingerprint(public)


def _trusted(session: Session, school: str) -> dict[str, Pin]:
    return {row.pack: Pin(row.pack, row.public, tuple(row.areas)) for row in pins(session, school)}


def _end_pins(session: Session, who: Everything, pack: str) -> list[ContactPinRow]:
    found = [row for row in pins(session, who.school) if row.pack == pack]
    for row in found:
        row.ended_at, row.ended_by = store().clock(), _ref(who)
    session.flush()
    return found


def _waits(row: ContactPackRow, rows: Iterable[ContactPackRow]) -> bool:
    """Say whether a version is still to be approved: one that a newer one passed over is not."""
    used = (one.version for one in rows if one.pack == row.pack and one.applied_at is not None)
    newer = row.version > max(used, default=0)
    return newer and row.applied_at is None and row.dropped_at is None


def _given(row: ContactPackRow, state: str, used: ContactPackRow | None) -> Given:
    beside = pack_of(used) if used is not None and used is not row else None
    changes = differences(beside, pack_of(row)) if beside or state == "waits" else ()
    return Given(pack_of(row), state, row.taken_at, changes)


def _pinned(row: ContactPinRow) -> Pinned:
    areas = tuple(area_name(one) for one in row.areas)
    return Pinned(row.pack, fingerprint(row.public), areas, row.approves)


def _key(content: bytes) -> str:
    """Return the key of a pack that may be none: what is wrong with it is found later."""
    try:
        return read_kept(opened(content).text).key
    except Exception:  # noqa: BLE001 -- admitting says in words what is wrong
        return ""


def _demand(who: Asker) -> None:
    if isinstance(who, Actor):
        demand(who, CHANGE)


def _ref(who: Asker) -> str:
    return who.ref if isinstance(who, Actor) else "yipplugin"


def _write_down(
    session: Session, who: Asker, act: str, pack: str, detail: Mapping[str, object]
) -> None:
    entry = Entry.of(who, store().clock(), act, f"contacts:{pack}", detail=detail)
    append_to_school(session, who.school, entry)
