"""Grants: who was let into a case for a time, and what a head has delegated for a time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import ID, KEY, REF, UNWALLED, Base, Moment, WithSeals
from yipplugin.store.sealing import Sealed, SealedText

TEAM, EMERGENCY, DELEGATION = "team", "emergency", "delegation"
OF_CASE = (TEAM, EMERGENCY)
"""The kinds of grant that let somebody into a case."""

CASE_TEAM = "case_team"
DELEGATED = ("deputy_dsl", "viewing_delegate")
GIVES = frozenset({CASE_TEAM, *DELEGATED})
"""The role that being let into a case gives, and those that a head can delegate."""


class GrantRow(WithSeals, Base):
    """A grant. It is ended before its time by ``ended_at``; nothing else of it ever changes.

    ``role`` is the one that it gives. ``content`` holds the holder's and the giver's names and
    the reason, sealed with the case where there is one.
    """

    __tablename__ = "yip_grant"
    __table_args__ = (Index(None, "school", "holder", "ends_at"), Index(None, "case_id", "ends_at"))

    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    school: Mapped[str] = mapped_column(String(KEY))
    kind: Mapped[str] = mapped_column(String(KEY))
    holder: Mapped[str] = mapped_column(String(REF))
    case_id: Mapped[str | None] = mapped_column(String(ID), ForeignKey("yip_case.id"))
    role: Mapped[str] = mapped_column(String(KEY))
    begins_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(REF))
    content: Mapped[Sealed | None] = mapped_column(SealedText)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(REF))

    @property
    def said(self) -> Mapping[str, str]:
        """Return ``holder_name``, ``made_by_name`` and ``reason``."""
        found: dict[str, str] = json.loads(self.opened("content"))
        return found


_LIVE = (
    GrantRow.school == bindparam("school"),
    GrantRow.begins_at <= bindparam("now", type_=Moment),
    GrantRow.ends_at > bindparam("now", type_=Moment),
    GrantRow.ended_at.is_(None),
)
_OF_CASE = select(GrantRow).where(
    *_LIVE, GrantRow.case_id == bindparam("case"), GrantRow.kind.in_(OF_CASE)
)
# What access is worked out from is asked past the wall, which is worked out from it.
_HELD = (
    select(GrantRow.kind, GrantRow.role)
    .where(*_LIVE, GrantRow.holder == bindparam("holder"))
    .execution_options(**UNWALLED)
)
_TEAM = _OF_CASE.with_only_columns(GrantRow.holder).execution_options(**UNWALLED)
_OF_NAMED = _OF_CASE.where(
    GrantRow.holder.in_(bindparam("named", expanding=True))
).execution_options(**UNWALLED)
_ON_TEAM = _OF_CASE.order_by(GrantRow.made_at, GrantRow.id)
_DELEGATED = (
    select(GrantRow)
    .where(GrantRow.school == bindparam("school"), GrantRow.kind == DELEGATION)
    .order_by(GrantRow.made_at.desc(), GrantRow.id)
)
_ONE = (
    select(GrantRow)
    .where(GrantRow.school == bindparam("school"), GrantRow.id == bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def roles_given(session: Session, school: str, holder: str, now: datetime) -> frozenset[str]:
    """Return the roles that live grants give somebody beside the host's."""
    asked = {"school": school, "holder": holder, "now": now}
    rows = session.execute(_HELD, asked)
    given = (role if kind == DELEGATION else CASE_TEAM for kind, role in rows)
    # Whatever stands in the table, a grant gives nothing else.
    return frozenset(given) & GIVES


def team_of(session: Session, school: str, case_id: str, now: datetime) -> frozenset[str]:
    """Return the refs of those who are let into a case now."""
    return frozenset(session.scalars(_TEAM, {"school": school, "case": case_id, "now": now}))


def on_team(session: Session, school: str, case_id: str, now: datetime) -> Sequence[GrantRow]:
    """Return the grants by which somebody is let into a case now, oldest first."""
    asked = {"school": school, "case": case_id, "now": now}
    return session.scalars(_ON_TEAM, asked).all()


def delegations(session: Session, school: str) -> Sequence[GrantRow]:
    """Return every delegation of a school, ended ones too, newest first."""
    return session.scalars(_DELEGATED, {"school": school}).all()


def lock_grant(session: Session, school: str, grant_id: str) -> GrantRow | None:
    """Return a grant of the school that nobody else can end until this transaction does."""
    return session.scalars(_ONE, {"school": school, "id": grant_id}).one_or_none()


def end_of_named(
    session: Session, school: str, case_id: str, named: Iterable[str], by: str, now: datetime
) -> None:
    """End the grants by which those who are named in a case were let into it."""
    refs = sorted(named)
    if refs:
        asked = {"school": school, "case": case_id, "named": refs, "now": now}
        for row in session.scalars(_OF_NAMED, asked):
            row.ended_at, row.ended_by = now, by
