"""The policies under which cases were opened, kept as they were read, and never as raw files."""

import json
from collections.abc import Mapping

from sqlalchemy import Integer, String, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from yipplugin.store.base import HASH, KEY, Base, Json


class PolicyRow(Base):
    """A policy pack as it stood: what each of its files says, as JSON, by path."""

    __tablename__ = "yip_policy"

    school: Mapped[str] = mapped_column(String(KEY), primary_key=True)
    digest: Mapped[str] = mapped_column(String(HASH), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY))
    version: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, str]] = mapped_column(Json)


_KEPT = select(PolicyRow.key).where(
    PolicyRow.school == bindparam("at"), PolicyRow.digest == bindparam("under")
)


def keep_policy(
    session: Session, *, school: str, digest: str, key: str, version: int, files: Mapping[str, str]
) -> None:
    """Keep a pack, unless it is kept already.

    :param files: what each file says, as JSON; no comment and no odd byte is in it.
    :raises ValueError: where a file is given as it was written.
    """
    if is_kept(session, school, digest):
        return
    for name, text in files.items():
        if json.dumps(json.loads(text), ensure_ascii=False) != text:
            raise ValueError(f"{name} is not as packs are kept")
    row = PolicyRow(school=school, digest=digest, key=key, version=version, content=dict(files))
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        pass  # another transaction kept it first


def is_kept(session: Session, school: str, digest: str) -> bool:
    """Say whether a pack is kept, without reading it."""
    return session.execute(_KEPT, {"at": school, "under": digest}).first() is not None


def kept_policy(session: Session, school: str, digest: str) -> Mapping[str, str] | None:
    """Return the files of a pack, by path."""
    row = session.get(PolicyRow, (school, digest))
    return row.content if row else None
