"""A case can be put on hold, so that nobody disposes of it: a row for each hold."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from yipplugin.store.triggers import Guard, put_up, take_down

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEALED = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

GUARDS = (
    Guard(
        "yip_hold",
        (("id",), ("case_id", "seq")),
        lasting=("id", "school", "case_id", "seq", "ground", "set_at", "set_by", "content"),
        once=("lifted_at", "lifted_by", "lifted"),
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
        "yip_hold",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=64), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by", sa.String(length=190), nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by", sa.String(length=190), nullable=True),
        sa.Column("lifted", SEALED, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_hold_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yip_hold"),
        sa.UniqueConstraint("case_id", "seq", name="uq_yip_hold_case_id_seq"),
    )
    put_up(op.get_bind(), GUARDS)
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE yip_hold ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE yip_hold FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY yip_wall ON yip_hold FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL} AND ({MINE})))"
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Take them back: which cases were on hold is lost."""
    take_down(op.get_bind(), GUARDS, last=False)
    op.drop_table("yip_hold")
