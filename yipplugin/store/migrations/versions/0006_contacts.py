"""Contacts: packs and by whose keys they are trusted, a school's own, what plugins gave last."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from yipplugin.store.triggers import Guard, put_up, take_down

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LONG = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
SEALED = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")

TABLES = (
    "yip_contact_pin",
    "yip_contact_pack",
    "yip_contact_note",
    "yip_contact_heard",
)
EVERYTHING = "current_setting('yip.scope', true) = 'everything'"
OF_SCHOOL = """
    school = current_setting('yip.school', true)
    AND current_setting('yip.scope', true) IN ('school', 'somebody')
"""
GUARDS = (
    Guard(
        "yip_contact_pin",
        (("id",),),
        lasting=("id", "school", "pack", "public", "areas", "approves", "made_at", "made_by"),
        once=("ended_at", "ended_by"),
    ),
    Guard(
        "yip_contact_pack",
        (("id",), ("school", "pack", "version")),
        lasting=(
            "id",
            "school",
            "pack",
            "version",
            "digest",
            "areas",
            "content",
            "taken_at",
            "taken_by",
        ),
        once=("applied_at", "applied_by", "dropped_at", "dropped_by"),
    ),
    Guard(
        "yip_contact_note",
        (("id",),),
        lasting=("id", "school", "kind", "ref", "content", "made_at", "made_by"),
        once=("ended_at", "ended_by"),
    ),
)


def upgrade() -> None:
    """Make them, behind the wall, and keep what is only added as it is."""
    _packs()
    _notes()
    put_up(op.get_bind(), GUARDS)
    _wall_up()


def _packs() -> None:
    op.create_table(
        "yip_contact_pin",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=False),
        sa.Column("areas", LONG, nullable=False),
        sa.Column("approves", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=190), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=190), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_yip_contact_pin"),
    )
    op.create_index("ix_yip_contact_pin_school_pack", "yip_contact_pin", ["school", "pack"])
    op.create_table(
        "yip_contact_pack",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("pack", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("areas", LONG, nullable=False),
        sa.Column("content", LONG, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("taken_by", sa.String(length=190), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("applied_by", sa.String(length=190), nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("dropped_by", sa.String(length=190), nullable=True),
        sa.UniqueConstraint(
            "school", "pack", "version", name="uq_yip_contact_pack_school_pack_version"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_yip_contact_pack"),
    )
    op.create_index(
        "ix_yip_contact_pack_school_applied_at_dropped_at",
        "yip_contact_pack",
        ["school", "applied_at", "dropped_at"],
    )


def _notes() -> None:
    op.create_table(
        "yip_contact_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=190), nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=190), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=190), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_yip_contact_note"),
    )
    op.create_index(
        "ix_yip_contact_note_school_kind_ended_at",
        "yip_contact_note",
        ["school", "kind", "ended_at"],
    )
    op.create_table(
        "yip_contact_heard",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("plugin", sa.String(length=190), nullable=False),
        sa.Column("asked", sa.String(length=190), nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint(
            "school", "plugin", "asked", name="uq_yip_contact_heard_school_plugin_asked"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_yip_contact_heard"),
    )


def _wall_up() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY yip_wall ON {table} FOR ALL"
            f" USING (({EVERYTHING}) OR ({OF_SCHOOL}))"
            f" WITH CHECK (({EVERYTHING}) OR ({OF_SCHOOL}))"
        )


def downgrade() -> None:
    """Remove them."""
    take_down(op.get_bind(), GUARDS, last=False)
    for table in reversed(TABLES):
        op.drop_table(table)
