"""The root of every table, the kinds of column, and the sessions through which they are reached."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, object_session
from sqlalchemy.types import TypeDecorator

from yipplugin.errors import NeverChanged, SetupRefused, StoreBusy
from yipplugin.hooking import house
from yipplugin.store.sealing import LONG, Place, PlainSealer, Sealed, Sealer

ID, KEY, REF, HASH = 32, 64, 190, 64
"""Lengths of our ids, of keys in a policy, of the host's references, and of hashes."""

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """The root of every ``yip_`` table, with a metadata that no host shares."""

    metadata = MetaData(naming_convention=NAMES, info={"bind_key": "yip"})


class Moment(TypeDecorator[datetime]):
    """A moment: aware outside, UTC to the microsecond inside."""

    impl = DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware moment only."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without a time zone means nothing")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it aware, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """Plain JSON kept as text, so that no database writes it in its own way."""

    impl = LONG
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write it down."""
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> bytes:
    """Return JSON as the same bytes for the same value, whatever the order it was made in."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def new_id() -> str:
    """Return the id of a new row."""
    return uuid4().hex


class WithSeals:
    """A row with sealed columns: its texts go in and come out through the session's sealer."""

    __tablename__: str
    in_case: ClassVar[str] = "case_id"
    """The column that says which case the row belongs to."""

    def seal(self, session: Session, **texts: str) -> None:
        """Seal ``texts`` into the columns of their names. The row must have its id already."""
        for column, text in texts.items():
            setattr(self, column, _sealer(session).seal(text, self._place(column)))

    def opened(self, column: str) -> str:
        """Return the text of a sealed column; nothing where it was erased."""
        sealed: Sealed | None = getattr(self, column)
        session = object_session(self)
        if sealed is None or session is None:
            return ""
        return _sealer(session).open(sealed, self._place(column))

    def _place(self, column: str) -> Place:
        row: Any = self
        return Place(
            row.school, getattr(row, self.in_case) or "", self.__tablename__, column, row.id
        )


class AddedOnly:
    """A row that is never changed or removed once it is written."""


def _sealer(session: Session) -> Sealer:
    found: Sealer = session.info["sealer"]
    return found


class StoreSession(Session):
    """Our own session, apart from the host's; it refuses to change what is only added to."""


@event.listens_for(StoreSession, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
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
    """Everything that is kept, reached by ``writing()`` and ``reading()``.

    ``engine`` is made at first use, because a host's engines are often made late. ``clock`` says
    what the time is to every service. ``policies`` keeps the packs that were read back, by digest.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        sealer: Sealer | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._make = engine
        self._engine: Engine | None = None
        self.sealer: Sealer = sealer or PlainSealer()
        self.clock = clock
        self.policies: dict[str, Any] = {}

    @property
    def engine(self) -> Engine:
        """Return the engine, made at first use."""
        if self._engine is None:
            self._engine = self._make()
        return self._engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open one transaction that commits at the end, or keeps nothing after any error."""
        options: dict[str, Any] = {"yip_writing": True}
        if self.engine.dialect.name != "sqlite":
            # What a row lock waited for must be seen by the questions asked after it.
            options["isolation_level"] = "READ COMMITTED"
        with self._session(**options) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for questions; whatever is changed in it is given up."""
        with self._session() as session:
            session.autoflush = False
            yield session

    @contextmanager
    def _session(self, **options: Any) -> Iterator[Session]:
        engine = self.engine.execution_options(**options)
        session = StoreSession(engine, expire_on_commit=False, info={"sealer": self.sealer})
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
