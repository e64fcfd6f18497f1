"""Runs the versions on the connection that ``yipplugin.store.migrate`` hands over."""

from alembic import context

from yipplugin.store import tables
from yipplugin.store.migrate import VERSIONS, ours

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.METADATA,
    version_table=VERSIONS,
    include_name=lambda name, kind, parents: ours(name, kind),
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
