"""An authority's own contacts while they are written: begun, changed, and never written over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from yipplugin.authorities import find, find_force
from yipplugin.contact import ContactPack
from yipplugin.errors import DraftChanged, NotFound
from yipplugin.hooking import house
from yipplugin.imagery import refuse_images
from yipplugin.packs.contacts import drafting
from yipplugin.packs.contacts.drafting import Said
from yipplugin.packs.contacts.reading import canonical_text, read_kept
from yipplugin.packs.contacts.signing import opened
from yipplugin.packs.problems import Problem
from yipplugin.services.permits import demand
from yipplugin.spoken import day_of
from yipplugin.store.base import new_id
from yipplugin.store.contactdrafts import ContactDraftRow, drafted, newest, published, state
from yipplugin.store.contacts import newest_for
from yipplugin.store.ledger import Entry, append_to_school, lock_school
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything

DRAFT = "contact:draft"


@dataclass(frozen=True)
class Draft:
    """A pack as it is being written. ``version`` is the one that schools were sent last, if any.

    ``public`` is that version, ``faults`` what is wrong with the newest state.
    """

    pack: str
    revision: int
    said: Said = field(repr=False)
    areas: tuple[str, ...]
    made_at: datetime
    by_themselves: bool
    faults: tuple[Problem, ...]
    version: int | None
    published_at: datetime | None
    public: ContactPack | None = field(repr=False)

    @property
    def title(self) -> str:
        """Return what people call it."""
        return str(self.said.get("title") or self.pack)


@dataclass(frozen=True)
class Desk:
    """What somebody writes: their packs, and the areas for which they have begun none."""

    drafts: tuple[Draft, ...]
    without: tuple[str, ...]


def desk(actor: Actor) -> Desk:
    """Return what somebody writes for schools, and for which of their areas there is nothing."""
    demand(actor, DRAFT)
    owned = _owned(actor)
    with store().reading(actor) as session:
        names = drafted(session, actor.school)
        found = [_draft(session, actor, name) for name in names]
    mine = tuple(one for one in found if _is_theirs(one, owned))
    served = {area for one in mine for area in one.areas}
    return Desk(mine, tuple(one for one in owned if one not in served))


def draft(actor: Actor, pack: str) -> Draft:
    """Return a pack as it is being written.

    :raises NotFound: where there is none, or it is for places that are not theirs.
    """
    demand(actor, DRAFT)
    with store().reading(actor) as session:
        return theirs(session, actor, pack)


def begin(actor: Actor, area: str) -> str:
    """Begin a pack for an area, with what schools here have of it already; return its key.

    :raises NotFound: for an area that is not theirs.
    """
    demand(actor, DRAFT)
    owned = _owned(actor)
    if area not in owned:
        raise NotFound
    said = _installed(area, owned) or drafting.begun(area, day_of(store().clock()))
    pack = str(said["contacts"])
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        if newest(session, actor.school, pack) is None:
            keep(session, actor, pack, 1, said)
    return pack


def change(
    actor: Actor,
    pack: str,
    revision: int,
    make: Callable[[Said], Said],
    of: Callable[[Said], Any] = lambda said: said,
) -> Draft:
    """Change a pack as ``make`` does, and keep what it was.

    :param revision: the state that whoever changes it was shown.
    :param of: the part that is changed; what others have changed meanwhile beside it stays.
    :raises DraftChanged: where somebody has changed that part since.
    """
    demand(actor, DRAFT)
    with store().writing(actor) as session:
        lock_school(session, actor.school)
        now = theirs(session, actor, pack)
        demand_same(session, actor, now, revision, of)
        said = make(now.said)
        if said != now.said:
            keep(session, actor, pack, now.revision + 1, said)
        return theirs(session, actor, pack)


def theirs(session: Session, actor: Actor, pack: str) -> Draft:
    """Return a pack of theirs.

    :raises NotFound: where there is none.
    """
    if newest(session, actor.school, pack) is None:
        raise NotFound
    found = _draft(session, actor, pack)
    if not _is_theirs(found, _owned(actor)):
        raise NotFound
    return found


def demand_same(
    session: Session, actor: Actor, now: Draft, revision: int, of: Callable[[Said], Any]
) -> None:
    """Refuse to go on where what somebody was shown is not what stands there any more.

    :raises DraftChanged: saying since when.
    """
    before = state(session, actor.school, now.pack, revision)
    if before is None or of(drafting.said_of(before.content)) != of(now.said):
        raise DraftChanged(now.made_at, now.revision, now.by_themselves)


def keep(session: Session, actor: Actor, pack: str, revision: int, said: Said) -> ContactDraftRow:
    """Keep a state of a pack; the school's chain must be locked.

    :raises ImageryRefused: where it holds image data.
    """
    refuse_images(contacts=said)
    now = store().clock()
    row = ContactDraftRow(
        id=new_id(),
        school=actor.school,
        pack=pack,
        revision=revision,
        content=canonical_text(said),
        made_at=now,
        made_by=actor.ref,
    )
    session.add(row)
    session.flush()
    entry = Entry.of(actor, now, DRAFT, f"contacts:{pack}", detail={"revision": revision})
    append_to_school(session, actor.school, entry)
    return row


def _owned(actor: Actor) -> tuple[str, ...]:
    """Return the areas for which somebody keeps contacts."""
    found = (_area(one) for one in house().hooks.yip_authority_areas(actor))
    return tuple(dict.fromkeys(filter(None, found)))


def _draft(session: Session, actor: Actor, pack: str) -> Draft:
    row = newest(session, actor.school, pack)
    assert row is not None  # noqa: S101 -- whoever calls has looked
    public = published(session, actor.school, pack)
    said = drafting.said_of(row.content)
    return Draft(
        pack=pack,
        revision=row.revision,
        said=said,
        areas=_areas(said),
        made_at=row.made_at,
        by_themselves=row.made_by == actor.ref,
        faults=drafting.faults(said),
        version=public.version if public else None,
        published_at=public.published_at if public else None,
        public=read_kept(opened((public.signed or "").encode()).text) if public else None,
    )


def _is_theirs(one: Draft, owned: Iterable[str]) -> bool:
    return bool(one.areas) and set(one.areas) <= set(owned)


def _areas(said: Said) -> tuple[str, ...]:
    found = []
    for key in ("authority", "force"):
        named = said.get(key, [])
        found += [_area(one) for one in (named if isinstance(named, list) else [named])]
    return tuple(one or "unknown" for one in found)


def _area(name: str) -> str:
    known = find(name)
    if known is not None:
        return f"la:{known.code}"
    force = find_force(name)
    return f"force:{force}" if force else ""


def _installed(area: str, owned: Iterable[str]) -> Said | None:
    """Return what a school here was given last for an area, so that nobody types it again."""
    with store().reading(Everything()) as session:
        content = newest_for(session, area, owned)
    return drafting.said_of(opened(content.encode()).text) if content else None
