"""The database's own wall, on PostgreSQL: each transaction says whose it is, and sees no more.

It stands behind the wall around our queries. The settings end with their transaction, so that
nothing of them is left on a connection that a host shares with us, and a host's own queries on our
tables find nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

EVERYTHING, SCHOOL, SOMEBODY = "everything", "school", "somebody"
"""What a transaction may see: every school, one school, or what somebody at one school may."""

_SAY = text(
    "SELECT set_config('yip.scope', :scope, true), set_config('yip.school', :yip_here, true),"
    " set_config('yip.me', :yip_me, true), set_config('yip.mark', :yip_mark, true)"
)
_NOBODY = {"yip_here": "", "yip_me": "", "yip_mark": ""}
_EXEMPT = text(
    "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user"
)


def has_it(connection: Connection) -> bool:
    """Say whether the database has such a wall."""
    return connection.dialect.name == "postgresql"


def say(connection: Connection, scope: str, asker: Mapping[str, Any]) -> None:
    """Tell the database whose the transaction is that has just begun."""
    if has_it(connection):
        connection.execute(_SAY, {**_NOBODY, **asker, "scope": scope})


def say_everything(connection: Connection) -> None:
    """Let a transaction of ours that is no session's see every row: one that changes tables."""
    say(connection, EVERYTHING, _NOBODY)


@contextmanager
def lifted(session: Session) -> Iterator[None]:
    """Let a question past the database's wall that must be answered for the whole school."""
    connection, asker = session.connection(), session.info["asker"]
    scope = session.info["scope"]
    say(connection, SCHOOL if scope == SOMEBODY else scope, asker)
    over = False
    try:
        yield
    except DBAPIError:
        # What the transaction said ends with it, and there is nobody to say anything else to.
        over = True
        raise
    finally:
        if not over:
            say(connection, scope, asker)


def is_exempt(connection: Connection) -> bool:
    """Say whether whoever we are to the database is bound by no such wall."""
    return has_it(connection) and bool(connection.execute(_EXEMPT).scalar())
