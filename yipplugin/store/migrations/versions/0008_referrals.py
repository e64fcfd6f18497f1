"""A case is referred on an authority's own form: a row for each, with what was sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from yipplugin.store.triggers import Guard, put_up, take_down

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SEALED = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

GUARDS = (
    Guard(
        "yip_referral",
        (("id",), ("case_id", "seq"), ("school", "submission")),
        lasting=(
            "id",
            "school",
            "case_id",
            "seq",
            "submission",
            "form",
            "version",
            "digest",
            "way",
            "signed_at",
            "signed_by",
            "content",
        ),
        once=("answered_at", "answered_by", "receipt"),
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
        "yip_referral",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=190), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("signed_by", sa.String(length=190), nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by", sa.String(length=190), nullable=True),
        sa.Column("receipt", SEALED, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_referral_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yip_referral"),
        sa.UniqueConstraint("case_id", "seq", name="uq_yip_referral_case_id_seq"),
        sa.UniqueConstraint("school", "submission", name="uq_yip_referral_school_submission"),
    )
    put_up(op.get_bind(), GUARDS)
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE yip_referral ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE yip_referral FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY yip_wall ON yip_referral FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL} AND ({MINE})))"
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Take them back: what was sent is lost."""
    take_down(op.get_bind(), GUARDS, last=False)
    op.drop_table("yip_referral")
