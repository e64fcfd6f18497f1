"""Triggers: the database itself refuses to change or remove what is only ever added to.

They keep our own mistakes out, and whoever may write rows but may not alter tables. Who may alter
tables can take them down first; what they change then is found by verifying. On SQLite a table that
is made anew loses its triggers: a version that does so puts them up again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Dialect

FUNCTION = "yip_refuse"
"""What every trigger calls on PostgreSQL."""


@dataclass(frozen=True)
class Guard:
    """What is refused of a table: any change where ``lasting`` is empty, and always removal.

    ``lasting`` are the columns that never change once they are written; ``once`` those that are
    set once. ``head`` are the number and the hash of a chain's last entry, which move on by one
    entry at a time. ``keys`` are the table's unique keys, of columns that are never null: SQLite
    would remove a row without a word where another one takes its key.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    lasting: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    head: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """Return what is said to whoever tries."""
        return f"Rows of {self.table} are kept as they are: they are never changed or removed."


def put_up(connection: Connection, guards: Sequence[Guard]) -> None:
    """Make the triggers of tables."""
    make = _MAKERS[_kind(connection.dialect)]
    if make is _on_postgresql:
        connection.exec_driver_sql(_REFUSE)
    for guard in guards:
        for statement in make(connection.dialect, guard):
            connection.exec_driver_sql(statement)


def take_down(connection: Connection, guards: Sequence[Guard], *, last: bool = True) -> None:
    """Remove the triggers of tables, and with the ``last`` of them what every trigger calls."""
    kind = _kind(connection.dialect)
    for guard in guards:
        for event in _EVENTS[kind]:
            on = f" ON {guard.table}" if kind == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {_name(guard, event)}{on}")
    if last and kind == "postgresql":
        connection.exec_driver_sql(f"DROP FUNCTION {FUNCTION}()")


def _kind(dialect: Dialect) -> str:
    return "mysql" if dialect.name in ("mysql", "mariadb") else dialect.name


def _name(guard: Guard, event: str) -> str:
    return f"{guard.table}_no_{event.lower()}"


def _on_sqlite(dialect: Dialect, guard: Guard) -> Iterator[str]:
    def trigger(event: str, when: str) -> str:
        name = _name(guard, event)
        does = "INSERT" if event == "REPLACE" else event
        head = f"CREATE TRIGGER {name} BEFORE {does} ON {guard.table} FOR EACH ROW{when}"
        return f"{head} BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"

    changed = _changed(dialect, guard, "OLD.{0} IS NOT NEW.{0}")
    taken = " OR ".join(
        "("
        + " AND ".join(f"{_quoted(dialect, one)} = NEW.{_quoted(dialect, one)}" for one in key)
        + ")"
        for key in guard.keys
    )
    yield trigger("UPDATE", f" WHEN {changed}" if changed else "")
    yield trigger("DELETE", "")
    there = f"SELECT 1 FROM {guard.table} WHERE {taken}"  # noqa: S608 -- our own names alone
    yield trigger("REPLACE", f" WHEN EXISTS ({there})")


_REFUSE = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_ARGV[0];
END $$
"""


def _on_postgresql(dialect: Dialect, guard: Guard) -> Iterator[str]:
    def trigger(event: str, each: str, when: str = "") -> str:
        head = (
            f"CREATE TRIGGER {_name(guard, event)} BEFORE {event} ON {guard.table} FOR EACH {each}"
        )
        return f"{head}{when} EXECUTE FUNCTION {FUNCTION}('{guard.says}')"

    changed = _changed(dialect, guard, "OLD.{0} IS DISTINCT FROM NEW.{0}")
    yield trigger("UPDATE", "ROW", f" WHEN ({changed})" if changed else "")
    yield trigger("DELETE", "ROW")
    yield trigger("TRUNCATE", "STATEMENT")


def _on_mysql(dialect: Dialect, guard: Guard) -> Iterator[str]:
    def trigger(event: str, when: str) -> str:
        head = f"CREATE TRIGGER {_name(guard, event)} BEFORE {event} ON {guard.table} FOR EACH ROW"
        signal = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{guard.says}'"
        return f"{head} BEGIN IF {when} THEN {signal}; END IF; END" if when else f"{head} {signal}"

    # As bytes: two texts that differ in case alone are the same to its usual collation.
    differs = "NOT (CAST(OLD.{0} AS BINARY) <=> CAST(NEW.{0} AS BINARY))"
    yield trigger("UPDATE", _changed(dialect, guard, differs))
    yield trigger("DELETE", "")


def _changed(dialect: Dialect, guard: Guard, differs: str) -> str:
    """Return the condition under which a change is refused; empty for every change."""
    if not guard.lasting:
        return ""
    parts = [differs.format(_quoted(dialect, one)) for one in guard.lasting]
    for one in guard.once:
        column = _quoted(dialect, one)
        parts.append(f"(OLD.{column} IS NOT NULL AND {differs.format(column)})")
    if guard.head:
        seq, head = guard.head
        stays = f"(NEW.{seq} = OLD.{seq} AND NEW.{head} = OLD.{head})"
        parts.append(f"NOT (NEW.{seq} = OLD.{seq} + 1 OR {stays})")
    return " OR ".join(parts)


def _quoted(dialect: Dialect, column: str) -> str:
    return dialect.identifier_preparer.quote(column)


_MAKERS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql, "mysql": _on_mysql}
_EVENTS = {
    "sqlite": ("UPDATE", "DELETE", "REPLACE"),
    "postgresql": ("UPDATE", "DELETE", "TRUNCATE"),
    "mysql": ("UPDATE", "DELETE"),
}
