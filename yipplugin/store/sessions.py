"""Sessions: whose they are, what they let through, and the store through which they are opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from yipplugin.errors import NeverChanged, PastTheWall, SetupRefused, StoreBusy
from yipplugin.hooking import house
from yipplugin.keys import KeyProvider
from yipplugin.store import rowlevel
from yipplugin.store.base import AddedOnly, Base
from yipplugin.store.covered import demand_bound, note
from yipplugin.store.vault import KeyVault
from yipplugin.store.wall import put_around
from yipplugin.values import Actor, Everything

Asker = Actor | Everything


class StoreSession(Session):
    """Our own session, apart from the host's: somebody's, or the engine's own.

    It shows whoever it belongs to nothing that they may not know of, whatever a query forgot, and
    refuses to change what is only added to, and to keep a change that no act has bound.
    """


event.listen(StoreSession, "after_flush", note)
event.listen(StoreSession, "before_commit", demand_bound)


@event.listens_for(StoreSession, "do_orm_execute")
def _guard(state: ORMExecuteState) -> Any:
    if state.is_update or state.is_delete:
        _refuse_change(state)
    who: Asker = state.session.info["who"]
    if not who.school or state.execution_options.get("yip_unwalled"):
        return None
    if state.is_select:
        # Columns of a row that was found are no question anew.
        return None if state.is_column_load else put_around(state)
    if not state.is_insert:
        raise PastTheWall("a statement that is no question by kinds of row")
    return None


@event.listens_for(StoreSession, "after_begin")
def _say_whose(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        rowlevel.say(connection, session.info["scope"], session.info["asker"])


def _scope(who: Asker) -> str:
    if isinstance(who, Everything):
        return rowlevel.SCHOOL if who.school else rowlevel.EVERYTHING
    return rowlevel.SOMEBODY


def _refuse_change(state: ORMExecuteState) -> None:
    named = getattr(getattr(state.statement, "table", None), "name", "")
    kept = (one for one in Base.registry.mappers if issubclass(one.class_, AddedOnly))
    if any(getattr(one.local_table, "name", None) == named for one in kept):
        raise NeverChanged(named)


@event.listens_for(AddedOnly, "before_update", propagate=True)
@event.listens_for(AddedOnly, "before_delete", propagate=True)
def _refuse_row(mapper: Any, connection: Any, row: Any) -> None:
    raise NeverChanged(row.__tablename__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """Everything that is kept, reached by ``writing(who)`` and ``reading(who)``.

    ``engine`` and ``keys`` are made at first use, because a host's are often made late. ``clock``
    says what the time is to every service. ``policies`` keeps the packs that were read back, by
    digest; ``contacts`` the routes of each school, for as long as they stay the same.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        keys: Callable[[], KeyProvider],
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._make = engine
        self._engine: Engine | None = None
        self.vault = KeyVault(keys)
        self.clock = clock
        self.policies: dict[str, Any] = {}
        self.contacts: dict[str, Any] = {}

    @property
    def engine(self) -> Engine:
        """Return the engine, made at first use."""
        if self._engine is None:
            self._engine = self._make()
        return self._engine

    @contextmanager
    def writing(self, who: Asker) -> Iterator[Session]:
        """Open one transaction that commits at the end, or keeps nothing after any error."""
        if who.school and not self.vault.holds(who.school):
            self._make_keys(who.school)
        with self._session(who, **self._to_write()) as session, session.begin():
            yield session

    @contextmanager
    def reading(self, who: Asker) -> Iterator[Session]:
        """Open a session for questions; whatever is changed in it is given up."""
        with self._session(who) as session:
            session.autoflush = False
            yield session

    @contextmanager
    def at_one_moment(self) -> Iterator[Session]:
        """Open a session of the engine's own that sees one moment, whatever others write."""
        # A transaction of SQLite's does so by itself.
        sqlite = self.engine.dialect.name == "sqlite"
        options = {} if sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._session(Everything(), **options) as session:
            session.autoflush = False
            yield session

    def _to_write(self) -> dict[str, Any]:
        options: dict[str, Any] = {"yip_writing": True}
        if self.engine.dialect.name != "sqlite":
            # What a row lock waited for must be seen by the questions asked after it.
            options["isolation_level"] = "READ COMMITTED"
        return options

    def _make_keys(self, school: str) -> None:
        if self._takes_up_keys(school):
            return
        # In a transaction of its own: what a first act seals must not be lost with that act's keys.
        with self._session(Everything(school), **self._to_write()) as session, session.begin():
            self.vault.prepare(session, school, self.clock())
        self._takes_up_keys(school)

    def _takes_up_keys(self, school: str) -> bool:
        with self._session(Everything(school)) as session:
            return self.vault.take_up(session, school)

    def _asker(self, who: Asker) -> dict[str, Any]:
        """Return what the walls around a session's queries ask about whoever it belongs to."""
        if isinstance(who, Everything):
            return {"yip_here": who.school}
        # Reading the keys is a question too: the engine asks it, before anything else is asked.
        with self._session(Everything(who.school)) as session:
            mark = self.vault.mark(session, who.school, "staff", who.ref)
        now = self.clock()
        return {"yip_here": who.school, "yip_me": who.ref, "yip_mark": mark, "yip_now": now}

    @contextmanager
    def _session(self, who: Asker, **options: Any) -> Iterator[Session]:
        engine = self.engine.execution_options(**options)
        # Neither an error nor a log says what was written, on a host's engine either.
        engine.hide_parameters = True
        asker, scope = self._asker(who), _scope(who)
        info = {"vault": self.vault, "who": who, "asker": asker, "scope": scope}
        session = StoreSession(engine, expire_on_commit=False, info=info)
        try:
            with session:
                yield session
        except OperationalError as error:
            if "locked" in str(error.orig) or "busy" in str(error.orig):
                raise StoreBusy from error
            raise


def store() -> Store:
    """Return the store of the application that is serving now."""
    found = house().store
    if not isinstance(found, Store):
        raise SetupRefused("This application's yipplugin has no store: call YipPlugin(app) first.")
    return found
