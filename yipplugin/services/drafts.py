"""Drafts: keeping what somebody types, for them alone, until they sign it or throw it away."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from yipplugin.imagery import without_images_in
from yipplugin.services.opening import open_case
from yipplugin.services.permits import demand
from yipplugin.store.base import new_id
from yipplugin.store.drafts import DraftRow, drafts_of, find_draft, how_many
from yipplugin.store.records import submitted
from yipplugin.store.referrals import referred
from yipplugin.store.sessions import store
from yipplugin.values import Actor

Raw = list[list[str]]
"""A form as typed: the names and values of its fields, in order. Never a password."""

REFERRAL = "referral-form"
"""What the form of a draft is called that an authority brought; no form of a policy has a “-”."""

MOST_DRAFTS = 200
"""How many drafts a person may have, far above what anybody begins and leaves."""

MOST_APART = 1024 * 1024
"""How many characters a draft may hold beside its own text, from pages that were older."""


@dataclass(frozen=True)
class DraftKey:
    """Which form of which case a draft is of; a report has no case yet."""

    form: str
    case_id: str | None = None
    about: str | None = field(default=None, repr=False)
    supersedes: str | None = None


@dataclass(frozen=True)
class Draft:
    """A form as somebody left it. ``apart`` are texts that came from pages older than ``raw``."""

    key: DraftKey
    submission: str
    raw: Raw = field(repr=False)
    apart: tuple[Raw, ...] = field(repr=False)
    revision: int
    updated_at: datetime


@dataclass(frozen=True)
class Kept:
    """What became of something typed.

    ``conflict`` says that the page was older than what was kept already: both are in ``draft``, the
    page's own text among ``apart``. ``signed`` says that the form was signed since, and is no draft
    any more; ``full`` that there was no room, and nothing was kept of what was sent.
    """

    draft: Draft | None
    conflict: bool = False
    signed: bool = False
    full: bool = False


def keep(
    actor: Actor,
    key: DraftKey,
    submission: str,
    raw: Sequence[Sequence[str]],
    revision: int | None = None,
    page: str = "",
) -> Kept:
    """Keep what the actor has typed.

    :param revision: the revision that the page was served with or told last, ``0`` for a new form;
        ``None`` where the text is known to be the newest.
    :param page: a name for the page, so that texts of two stale pages are both kept.
    """
    demand(actor, "draft:keep")
    return keep_unsigned(actor, key, submission, raw, revision, page)


def keep_unsigned(
    actor: Actor,
    key: DraftKey,
    submission: str,
    raw: Sequence[Sequence[str]],
    revision: int | None = None,
    page: str = "",
) -> Kept:
    """Keep what was typed by somebody whose session has ended.

    ``actor`` is whoever a token of ours says the form was served to; the caller has checked it.
    """
    typed = without_images_in([[name, value] for name, value in raw])
    try:
        with store().writing(actor) as session:
            return _keep(session, actor, key, submission, typed, revision, page)
    except IntegrityError:
        # Two pages began the same draft at once: now there is one to be added to.
        with store().writing(actor) as session:
            return _keep(session, actor, key, submission, typed, revision, page)


def find(actor: Actor, key: DraftKey) -> Draft | None:
    """Return the newest draft that the actor has of a form."""
    demand(actor, "draft:keep")
    with store().reading(actor) as session:
        rows = drafts_of(session, actor, MOST_DRAFTS)
        return next((_draft(row) for row in rows if _key(row) == key), None)


def mine(actor: Actor) -> tuple[Draft, ...]:
    """Return the actor's drafts of forms that they may still sign, newest first."""
    demand(actor, "draft:keep")
    with store().reading(actor) as session:
        rows = drafts_of(session, actor, MOST_DRAFTS)
        return tuple(_draft(row) for row in rows if _still_theirs(session, actor, row))


def discard(actor: Actor, submission: str) -> None:
    """Throw away a draft of the actor's, where there is one."""
    demand(actor, "draft:keep")
    with store().writing(actor) as session:
        row = find_draft(session, actor, submission, lock=True)
        if row is not None:
            session.delete(row)


def _keep(
    session: Session,
    actor: Actor,
    key: DraftKey,
    submission: str,
    raw: Raw,
    revision: int | None,
    page: str,
) -> Kept:
    if submitted(session, actor.school, submission) or referred(session, actor.school, submission):
        return Kept(None, signed=True)
    now = store().clock()
    row = find_draft(session, actor, submission, lock=True)
    if row is None and how_many(session, actor) >= MOST_DRAFTS:
        return Kept(None, full=True)
    if row is None:
        row = _begin(session, actor, key, submission, now)
    apart, before = json.loads(row.opened("apart")), json.loads(row.opened("raw"))
    stale = revision is not None and revision < row.revision
    if stale and raw != before:
        apart.pop(f"{page} {revision}", None)
        apart[f"{page} {revision}"] = raw
        kept = _keep_apart(session, row, apart)
        return Kept(_draft(row), conflict=True) if kept else Kept(None, full=True)
    if revision is None and apart and before not in [raw, *apart.values()]:
        # Two pages wrote already, and a button was pressed on one: the other's text is kept too.
        if not _keep_apart(session, row, {**apart, f"kept {row.revision}": before}):
            return Kept(None, full=True)
    row.seal(session, raw=json.dumps(raw))
    row.revision += 1
    row.updated_at = now
    return Kept(_draft(row))


def _keep_apart(session: Session, row: DraftRow, apart: dict[str, Raw]) -> bool:
    """Keep what stands beside a draft, and say whether there was room."""
    written = json.dumps(apart)
    if len(written) <= MOST_APART:
        row.seal(session, apart=written)
    return len(written) <= MOST_APART


def _begin(
    session: Session, actor: Actor, key: DraftKey, submission: str, now: datetime
) -> DraftRow:
    row = DraftRow(
        id=new_id(),
        school=actor.school,
        author=actor.ref,
        submission=submission,
        case_id=key.case_id,
        form=key.form,
        supersedes=key.supersedes,
        revision=0,
        created_at=now,
        updated_at=now,
    )
    row.seal(session, about=key.about or "", raw="[]", apart="{}")
    session.add(row)
    session.flush()
    return row


def _still_theirs(session: Session, actor: Actor, row: DraftRow) -> bool:
    if row.case_id is None:
        return True
    acts = ("record:correct",) if row.supersedes else ("record:sign", "report:add")
    if row.form == REFERRAL:
        acts = ("referral:send",)
    return any(
        open_case(session, actor, act, row.case_id, form=row.form, corrects=row.supersedes)
        for act in acts
    )


def _key(row: DraftRow) -> DraftKey:
    return DraftKey(row.form, row.case_id, row.opened("about") or None, row.supersedes)


def _draft(row: DraftRow) -> Draft:
    return Draft(
        key=_key(row),
        submission=row.submission,
        raw=json.loads(row.opened("raw")),
        apart=tuple(json.loads(row.opened("apart")).values()),
        revision=row.revision,
        updated_at=row.updated_at,
    )
