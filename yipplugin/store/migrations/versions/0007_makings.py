"""A long paper is made into a file beside the request: a row for each that is under way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SEALED = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

EVERYTHING = "current_setting('yip.scope', true) = 'everything'"
OF_SCHOOL = """
    school = current_setting('yip.school', true)
    AND current_setting('yip.scope', true) IN ('school', 'somebody')
"""
MINE = """
    current_setting('yip.scope', true) = 'school'
    OR asked_by = current_setting('yip.me', true) AND case_id <> ALL (ARRAY(
        SELECT theirs.case_id::text FROM yip_named AS theirs
        WHERE theirs.school = current_setting('yip.school', true)
        AND theirs.mark = current_setting('yip.mark', true)
    ))
"""
"""Whoever asked for a file finds it, and nobody else; nor do they, once the case names them."""


def upgrade() -> None:
    """Make the table and its wall."""
    op.create_table(
        "yip_making",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=190), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("file", SEALED, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_making_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yip_making"),
    )
    op.create_index(
        "ix_yip_making_school_asked_by_case_id", "yip_making", ["school", "asked_by", "case_id"]
    )
    op.create_index("ix_yip_making_moved_at", "yip_making", ["moved_at"])
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE yip_making ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE yip_making FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY yip_wall ON yip_making FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL} AND ({MINE})))"
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Take it back: files that were not taken are made again when they are asked for."""
    op.drop_table("yip_making")
