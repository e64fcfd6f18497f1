"""An authority writes and publishes its contacts: a row for each state of a pack."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from yipplugin.store.triggers import Guard, put_up, take_down

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LONG = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

GUARDS = (
    Guard(
        "yip_contact_draft",
        (("id",), ("school", "pack", "revision")),
        lasting=(
            "id",
            "school",
            "pack",
            "revision",
            "content",
            "made_at",
            "made_by",
        ),
        once=("version", "digest", "signed", "published_at", "published_by"),
    ),
)
EVERYTHING = "current_setting('yip.scope', true) = 'everything'"
OF_SCHOOL = """
    school = current_setting('yip.school', true)
    AND current_setting('yip.scope', true) IN ('school', 'somebody')
"""


def upgrade() -> None:
    """Make the table, its guard and its wall."""
    op.create_table(
        "yip_contact_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", LONG, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=190), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("signed", LONG, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("published_by", sa.String(length=190), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_yip_contact_draft"),
        sa.UniqueConstraint(
            "school", "pack", "revision", name="uq_yip_contact_draft_school_pack_revision"
        ),
    )
    put_up(op.get_bind(), GUARDS)
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE yip_contact_draft ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE yip_contact_draft FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY yip_wall ON yip_contact_draft FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL}))"
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Take them back: what was written and never published is lost."""
    take_down(op.get_bind(), GUARDS, last=False)
    op.drop_table("yip_contact_draft")
