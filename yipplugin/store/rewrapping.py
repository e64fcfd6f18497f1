"""Wrapping keys anew: a school's under another master key, and what those wrap under a newer one.

Nothing that a key sealed is touched. Each step is whole by itself, so it may be stopped anywhere
and begun again, and the application may go on meanwhile: it looks keys up anew where it has to.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.orm import Session

from yipplugin.errors import SealRefused
from yipplugin.keys import Key
from yipplugin.store.base import new_id
from yipplugin.store.keys import CASE, SCHOOL, KeyRow, keys_of, opened, own_keys, wrap_anew
from yipplugin.store.vault import KeyVault

BATCH = 200
"""How many keys are wrapped anew in one transaction."""

_SCHOOLS = select(KeyRow.school).where(KeyRow.kind == SCHOOL).distinct().order_by(KeyRow.school)
_OTHERS = (
    select(KeyRow)
    .where(
        KeyRow.school == bindparam("school"),
        KeyRow.kind != SCHOOL,
        KeyRow.id > bindparam("after"),
    )
    .order_by(KeyRow.id)
    .limit(bindparam("size", type_=Integer))
)
_TO_WRAP = (
    _OTHERS.where(KeyRow.under != bindparam("newest"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_LEFT = select(
    exists().where(
        KeyRow.school == bindparam("school"),
        KeyRow.kind != SCHOOL,
        KeyRow.under != bindparam("newest"),
    )
)
_UNDER = (
    select(func.count())
    .select_from(KeyRow)
    .where(KeyRow.kind == SCHOOL, KeyRow.under == bindparam("master"))
)
_MANY = (
    select(KeyRow.under, func.count())
    .where(KeyRow.school == bindparam("school"), KeyRow.kind == CASE)
    .group_by(KeyRow.under)
)


def schools(session: Session) -> Sequence[str]:
    """Return every school that has keys."""
    return session.scalars(_SCHOOLS).all()


def under_master(session: Session, name: str) -> int:
    """Return how many schools' keys a master key wraps."""
    return session.scalars(_UNDER, {"master": name}).one()


def cases_under(session: Session, school: str) -> Mapping[str, int]:
    """Return how many cases' keys each key of a school wraps."""
    return {under: count for under, count in session.execute(_MANY, {"school": school})}


def others(session: Session, school: str, after: str = "") -> Sequence[KeyRow]:
    """Return some of the keys that a school's own wrap, in the order of their ids."""
    asked = {"school": school, "after": after, "size": BATCH}
    return session.scalars(_OTHERS, asked).all()


def under_current(session: Session, vault: KeyVault, school: str) -> int:
    """Wrap a school's own keys under the master key that wraps now; return how many it were."""
    current, wrapped = vault.masters.current, 0
    for row in own_keys(session, school, alone=True):
        if row.under != current:
            vault.masters.wrap(row, vault.masters.unwrap(row))
            wrapped += 1
    return wrapped


def begin_rotation(session: Session, vault: KeyVault, school: str, now: datetime) -> None:
    """Make a school a newer key, unless one was made already and not everything is under it yet."""
    own = own_keys(session, school, alone=True)
    if not own:
        raise SealRefused("The school has no keys yet. Run: flask yip init")
    if len(own) == 1:
        # The newest is the one that wraps, whatever the clock says.
        made_at = max(now, own[-1].made_at + timedelta(microseconds=1))
        vault.new_school_key(session, school, made_at, f"{school}:{SCHOOL}:{new_id()}")


def unwrapped(session: Session, vault: KeyVault, school: str) -> dict[str, Key]:
    """Return a school's own keys by id, the newest last."""
    return {row.id: vault.masters.unwrap(row) for row in standing(session, school)}


def standing(session: Session, school: str) -> list[KeyRow]:
    """Return the wrapped keys that are a school's own, oldest first, for looking at."""
    return [row for row in keys_of(session, school) if row.kind == SCHOOL]


def wrap_some(
    session: Session, school: str, own: Mapping[str, Key], after: str
) -> tuple[str, int, list[str]]:
    """Wrap some keys under the newest of a school's ``own``.

    Return where to go on, how many were wrapped, and the ids of those that do not open. An empty
    place says that there are no more.
    """
    newest = list(own)[-1]
    asked = {"school": school, "newest": newest, "after": after, "size": BATCH}
    rows, shut = session.scalars(_TO_WRAP, asked).all(), []
    for row in rows:
        try:
            if row.under not in own:
                raise SealRefused("What wraps it is not there.")
            wrap_anew(row, opened(row, own[row.under]), (newest, own[newest]))
        except SealRefused:
            shut.append(row.id)
    return rows[-1].id if rows else "", len(rows) - len(shut), shut


def end_rotation(session: Session, school: str) -> bool:
    """Take a school's older keys away, once they wrap nothing; say whether that is so."""
    *older, newest = own_keys(session, school, alone=True)
    if session.scalars(_LEFT, {"school": school, "newest": newest.id}).one():
        return False
    _remove(session, older)
    return True


def _remove(session: Session, rows: Iterable[KeyRow]) -> None:
    for row in rows:
        session.delete(row)
