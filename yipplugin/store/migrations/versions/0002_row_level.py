"""Row-level security, on PostgreSQL: a second wall, whatever a query forgot and whoever asks.

A transaction says whose it is (``yipplugin.store.rowlevel``); one that says nothing sees no row.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EVERYTHING = "current_setting('yip.scope', true) = 'everything'"
OF_SCHOOL = """
    school = current_setting('yip.school', true)
    AND current_setting('yip.scope', true) IN ('school', 'somebody')
"""
ENGINE = "current_setting('yip.scope', true) = 'school'"
ME = "current_setting('yip.me', true)"

# An array, so that it is looked up once for a query and not once for a row.
THEIRS = """ARRAY(
    SELECT {what} FROM yip_named AS theirs
    WHERE theirs.school = current_setting('yip.school', true)
    AND theirs.mark = current_setting('yip.mark', true)
)"""
NAMING_ME = THEIRS.format(what="theirs.case_id::text")
TRIED_WITH = THEIRS.format(what="'case:' || theirs.case_id")

WALLS = {
    "yip_policy": "true",
    "yip_case": f"id <> ALL ({NAMING_ME})",
    "yip_key": f"case_id IS NULL OR case_id <> ALL ({NAMING_ME})",
    # The others look here for who is named, so it can hide nothing itself.
    "yip_named": "true",
    "yip_pupil": f"case_id <> ALL ({NAMING_ME})",
    "yip_grant": f"holder = {ME} OR case_id IS NULL OR case_id <> ALL ({NAMING_ME})",
    "yip_record": f"case_id <> ALL ({NAMING_ME})",
    "yip_draft": f"author = {ME}",
    "yip_ledger": (
        f"actor = {ME} OR (chain <> ALL ({NAMING_ME}) AND subject <> ALL ({TRIED_WITH}))"
    ),
    "yip_chain": "true",
    "yip_checkpoint": "true",
    "yip_number": "true",
    "yip_outbox": "false",
}
"""What somebody may see of a school's rows; the engine sees all of them."""


def upgrade() -> None:
    """Put the wall up."""
    if op.get_context().dialect.name != "postgresql":
        return
    for table, wall in WALLS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        # The owner of the tables is bound by it too.
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY yip_wall ON {table} FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL} AND ({ENGINE} OR {wall})))"
            # What somebody writes may be out of their sight from then on.
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Take it down."""
    if op.get_context().dialect.name != "postgresql":
        return
    for table in WALLS:
        op.execute(f"DROP POLICY yip_wall ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
