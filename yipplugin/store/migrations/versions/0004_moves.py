"""A case can be moved to another policy, or to another version: a row for each move."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from yipplugin.store.triggers import Guard, put_up, take_down

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEALED = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

GUARDS = (
    Guard(
        "yip_move",
        (("id",), ("case_id", "seq")),
        lasting=(
            "id",
            "school",
            "case_id",
            "seq",
            "policy_digest",
            "records",
            "proposed_at",
            "proposed_by",
            "content",
        ),
        once=("outcome", "decided_at", "decided_by", "decided_name"),
    ),
)
EVERYTHING = "current_setting('yip.scope', true) = 'everything'"
OF_SCHOOL = """
    school = current_setting('yip.school', true)
    AND current_setting('yip.scope', true) IN ('school', 'somebody')
"""
MINE = """
    current_setting('yip.scope', true) = 'school' OR case_id <> ALL (ARRAY(
        SELECT theirs.case_id::text FROM yip_named AS theirs
        WHERE theirs.school = current_setting('yip.school', true)
        AND theirs.mark = current_setting('yip.mark', true)
    ))
"""
"""The wall of the tables that belong to a case, as the second step put it up."""


def upgrade() -> None:
    """Make the table, its guard and its wall."""
    op.create_table(
        "yip_move",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("policy_digest", sa.String(length=64), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.String(length=190), nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(length=190), nullable=True),
        sa.Column("decided_name", SEALED, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_move_case_id"),
        sa.ForeignKeyConstraint(
            ["school", "policy_digest"],
            ["yip_policy.school", "yip_policy.digest"],
            name="fk_yip_move_school_policy_digest",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_yip_move"),
        sa.UniqueConstraint("case_id", "seq", name="uq_yip_move_case_id_seq"),
    )
    put_up(op.get_bind(), GUARDS)
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE yip_move ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE yip_move FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY yip_wall ON yip_move FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL} AND ({MINE})))"
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Take them back: where cases were moved, that is lost."""
    take_down(op.get_bind(), GUARDS, last=False)
    op.drop_table("yip_move")
