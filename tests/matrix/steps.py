"""What an act makes the database and the host do, step by step."""

from contextlib import contextmanager

from sqlalchemy import event


@contextmanager
def steps(world):
    """Collect every statement and its end, in order, and every hook that the host is asked."""
    taken, engine = [], world.store.engine

    def execute(connection, cursor, statement, parameters, context, executemany):
        taken.append(statement)

    def commit(connection):
        taken.append("COMMIT")

    def rollback(connection):
        taken.append("ROLLBACK")

    heard = {"before_cursor_execute": execute, "commit": commit, "rollback": rollback}
    del world.host.asked[:]
    for name, hear in heard.items():
        event.listen(engine, name, hear)
    try:
        yield taken
    finally:
        for name, hear in heard.items():
            event.remove(engine, name, hear)
        taken += world.host.asked
