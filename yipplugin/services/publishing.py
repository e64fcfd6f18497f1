"""An authority's contacts, signed and sent to every school here that trusts its key.

A school takes them in as it would a file: by the key that it pinned, for the places it pinned it
for, and at once or on approval, as it chose. Nothing is sent to a school that pinned no key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

from yipplugin.authorities import area_name
from yipplugin.errors import ContactsRefused, DraftChanged, NotFound
from yipplugin.packs.contacts import drafting, signing
from yipplugin.packs.contacts.differing import differences
from yipplugin.packs.contacts.remarks import remarks
from yipplugin.services import contactpacks
from yipplugin.services.authoring import Draft, demand_same, draft, theirs
from yipplugin.services.permits import demand
from yipplugin.spoken import day_of, listed
from yipplugin.store.contactdrafts import highest, newest, published
from yipplugin.store.contacts import Taken, pins_of, taken
from yipplugin.store.ledger import Entry, append_to_school, lock_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything

PUBLISH = "contact:publish"

USED, WAITS, DROPPED, MISSING = "used", "waits", "dropped", "missing"
NEWER, FOREIGN = "newer", "foreign"
"""What a school has of what was published last: it uses it; it is to be approved there; they took
it back; it has not reached them; they have a newer one from elsewhere; they do not trust it."""

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class Copy:
    """What one school has of a pack. ``version`` is the one that is used there, if any."""

    school: str
    state: str
    version: int | None
    since: datetime | None = None
    says: str = ""


@dataclass(frozen=True)
class Outlook:
    """What publishing a pack would do. ``key`` is the fingerprint of what it is signed with.

    ``trouble`` is why it cannot be signed here, in words; then nobody is sent anything.
    """

    draft: Draft
    changes: tuple[str, ...]
    version: int
    key: str
    trouble: str
    remarks: tuple[str, ...]
    copies: tuple[Copy, ...] = field(repr=False)


def outlook(actor: Actor, pack: str) -> Outlook:
    """Return what publishing a pack would do.

    :raises NotFound: where there is no such pack of theirs.
    """
    found = draft(actor, pack)
    public, trouble = "", ""
    try:
        public = signing.public_of(_key(pack))
    except ContactsRefused as refused:
        trouble = str(refused)
    changes: tuple[str, ...] = ()
    remarked: tuple[str, ...] = ()
    if not found.faults:
        made = drafting.written(found.said).pack
        changes = differences(found.public, made)
        remarked = remarks(made, day_of(store().clock()))
    return Outlook(
        draft=found,
        changes=changes,
        version=_next_version(pack),
        key=signing.fingerprint(public) if public else "",
        trouble=trouble,
        remarks=remarked,
        copies=copies(actor, pack),
    )


def publish(actor: Actor, pack: str, revision: int) -> int:
    """Sign a pack as it was shown, and send it to every school that trusts its key.

    Return its version.

    :raises ContactsRefused: where something is wrong with it, or nothing has changed.
    :raises DraftChanged: where it is not what was shown any more.
    """
    demand(actor, PUBLISH)
    key = _key(pack)
    now = store().clock()
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        found = theirs(session, actor, pack)
        demand_same(session, actor, found, revision, lambda said: said)
        if found.faults:
            raise ContactsRefused("Something in these contacts is still wrong. Mend it first.")
        version = _next_version(pack)
        made = drafting.written({**found.said, "version": str(version)})
        if found.public is not None and not differences(found.public, made.pack):
            raise ContactsRefused("Nothing has changed since these contacts were published last.")
        row = newest(session, actor.school, pack)
        if row is None or row.version is not None:
            raise DraftChanged(found.made_at, found.revision, found.by_themselves)
        row.version, row.digest = version, made.pack.digest
        row.signed = signing.sign(made, key).content.decode()
        row.published_at, row.published_by = now, actor.ref
        detail = {"version": version, "digest": made.pack.digest}
        entry = Entry.of(actor, now, PUBLISH, f"contacts:{pack}", detail=detail)
        append_to_school(session, actor.school, entry)
    send(actor, pack)
    return version


def send(actor: Actor, pack: str) -> tuple[Copy, ...]:
    """Send what was published last to every school that trusts its key and has not got it.

    Return what each of them has then. Sending it again does nothing where it has arrived.
    """
    demand(actor, PUBLISH)
    content = signed_file(actor, pack)
    for one in copies(actor, pack):
        if one.state == MISSING:
            try:
                contactpacks.install(Everything(one.school), content)
            except ContactsRefused:
                # What kept it out is worked out anew wherever the school is shown.
                current_app.logger.warning("contacts %s: not taken in by %s", pack, one.school)
    return copies(actor, pack)


def copies(actor: Actor, pack: str) -> tuple[Copy, ...]:
    """Return what every school here that trusts a key for a pack has of what was published last."""
    found = draft(actor, pack)
    with store().reading(actor) as session:
        public = published(session, actor.school, pack)
        signed = (public.signed or "") if public else ""
    with store().reading(Everything()) as session:
        trusted = {row.school: row for row in pins_of(session, pack)}
        have = taken(session, pack)
    key = signing.opened(signed.encode()).public if signed else ""
    made = []
    for school, row in trusted.items():
        theirs_ = [one for one in have if one.school == school]
        used = next((one for one in theirs_ if one.applied_at and not one.dropped_at), None)
        copy = Copy(school, MISSING, used.version if used else None)
        if key and row.public != key:
            says = f"They trust another key: {signing.fingerprint(row.public)}."
            copy = Copy(school, FOREIGN, copy.version, says=says)
        elif foreign := [one for one in found.areas if one not in row.areas]:
            says = f"They do not trust it for {listed(map(area_name, foreign))}."
            copy = Copy(school, FOREIGN, copy.version, says=says)
        elif found.version is not None:
            copy = _copy(copy, theirs_, found.version)
        made.append(copy)
    return tuple(made)


def signed_file(actor: Actor, pack: str) -> bytes:
    """Return the signed file that was published last.

    :raises NotFound: where nothing was.
    """
    demand(actor, PUBLISH)
    draft(actor, pack)
    with store().reading(actor) as session:
        public = published(session, actor.school, pack)
        if public is None or public.signed is None:
            raise NotFound
        return public.signed.encode()


def _copy(copy: Copy, have: list[Taken], version: int) -> Copy:
    newest = max((one.version for one in have), default=0)
    if newest > version:
        says = f"They were given version {newest} from elsewhere."
        return Copy(copy.school, NEWER, copy.version, says=says)
    one = next((one for one in have if one.version == version), None)
    if one is None:
        return copy
    if one.dropped_at is not None:
        return Copy(copy.school, DROPPED, copy.version, one.dropped_at)
    if one.applied_at is None:
        return Copy(copy.school, WAITS, copy.version, one.taken_at)
    return Copy(copy.school, USED, copy.version, one.applied_at)


def _next_version(pack: str) -> int:
    """Return a version that no school here has had, whoever published it."""
    with store().reading(Everything()) as session:
        had = max((one.version for one in taken(session, pack)), default=0)
        return 1 + max(had, highest(session, pack))


def _key(pack: str) -> "Ed25519PrivateKey":
    keys: Mapping[str, str] = current_app.config["YIP_CONTACT_KEYS"]
    if pack not in keys:
        raise ContactsRefused(
            f"There is no key to sign the contacts «{pack}» with. Whoever runs this system makes"
            f" one with “flask yip contacts key” and names it in YIP_CONTACT_KEYS."
        )
    try:
        return signing.read_key(Path(current_app.instance_path) / keys[pack])
    except ContactsRefused as refused:
        # Where it stands on the machine is nobody's business who publishes contacts.
        raise ContactsRefused(
            f"The key to sign the contacts «{pack}» with cannot be read. Whoever runs this system"
            " looks at YIP_CONTACT_KEYS, and at what “flask yip doctor” says."
        ) from refused
