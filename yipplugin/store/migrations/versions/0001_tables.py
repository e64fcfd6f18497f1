"""The tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LONG = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
SEALED = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
BYTES = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the tables up."""
    _policies()
    _cases()
    _keys()
    _named()
    _pupils()
    _grants()
    _records()
    _drafts()
    _ledger()
    _chains()
    _checkpoints()
    _numbers()
    _outbox()


def downgrade() -> None:
    """Take them back."""
    op.drop_table("yip_outbox")
    op.drop_table("yip_number")
    op.drop_table("yip_checkpoint")
    op.drop_table("yip_chain")
    op.drop_table("yip_ledger")
    op.drop_table("yip_draft")
    op.drop_table("yip_record")
    op.drop_table("yip_grant")
    op.drop_table("yip_pupil")
    op.drop_table("yip_named")
    op.drop_table("yip_key")
    op.drop_table("yip_case")
    op.drop_table("yip_policy")


def _policies() -> None:
    op.create_table(
        "yip_policy",
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", LONG, nullable=False),
        sa.PrimaryKeyConstraint("school", "digest", name="pk_yip_policy"),
    )


def _cases() -> None:
    op.create_table(
        "yip_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("policy_key", sa.String(length=64), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("policy_digest", sa.String(length=64), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", sa.String(length=190), nullable=False),
        sa.Column("opened_by_name", SEALED, nullable=True),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("next_due_at", MOMENT, nullable=True),
        sa.Column("next_duty", sa.String(length=64), nullable=True),
        sa.Column("order_at", MOMENT, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("outstanding", sa.Integer(), nullable=False),
        sa.Column("waits_for", sa.String(length=190), nullable=False),
        sa.Column("lead_named", sa.Boolean(), nullable=False),
        sa.Column("head_named", sa.Boolean(), nullable=False),
        sa.Column("proposal", SEALED, nullable=True),
        sa.Column("disposed_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("chain_seq", sa.Integer(), nullable=False),
        sa.Column("chain_head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school", "policy_digest"],
            ["yip_policy.school", "yip_policy.digest"],
            name="fk_yip_case_school_policy_digest",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_yip_case"),
        sa.UniqueConstraint("school", "reference", name="uq_yip_case_school_reference"),
    )
    op.create_index(
        "ix_yip_case_school_opened_by_opened_at_id",
        "yip_case",
        ["school", "opened_by", "opened_at", "id"],
    )
    op.create_index("ix_yip_case_school_order_at_id", "yip_case", ["school", "order_at", "id"])
    op.create_index(
        "ix_yip_case_school_stage_order_at_id", "yip_case", ["school", "stage", "order_at", "id"]
    )


def _keys() -> None:
    op.create_table(
        "yip_key",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unique", sa.String(length=192), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("under", sa.String(length=64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_yip_key"),
        sa.UniqueConstraint("case_id", name="uq_yip_key_case_id"),
        sa.UniqueConstraint("unique", name="uq_yip_key_unique"),
    )
    op.create_index("ix_yip_key_school_kind_made_at", "yip_key", ["school", "kind", "made_at"])


def _named() -> None:
    op.create_table(
        "yip_named",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("ref", SEALED, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_named_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yip_named"),
        sa.UniqueConstraint("case_id", "mark", name="uq_yip_named_case_id_mark"),
    )
    op.create_index("ix_yip_named_school_mark_case_id", "yip_named", ["school", "mark", "case_id"])


def _pupils() -> None:
    op.create_table(
        "yip_pupil",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_pupil_case_id"),
        sa.PrimaryKeyConstraint("case_id", "mark", name="pk_yip_pupil"),
    )
    op.create_index("ix_yip_pupil_school_mark_case_id", "yip_pupil", ["school", "mark", "case_id"])


def _grants() -> None:
    op.create_table(
        "yip_grant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=190), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("begins_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=190), nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=190), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_grant_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_yip_grant"),
    )
    op.create_index("ix_yip_grant_case_id_ends_at", "yip_grant", ["case_id", "ends_at"])
    op.create_index(
        "ix_yip_grant_school_holder_ends_at", "yip_grant", ["school", "holder", "ends_at"]
    )


def _records() -> None:
    op.create_table(
        "yip_record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=190), nullable=False),
        sa.Column("by_roles", LONG, nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("supersedes", sa.String(length=32), nullable=True),
        sa.Column("signature", LONG, nullable=False),
        sa.Column("content", SEALED, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["yip_case.id"], name="fk_yip_record_case_id"),
        sa.ForeignKeyConstraint(["supersedes"], ["yip_record.id"], name="fk_yip_record_supersedes"),
        sa.PrimaryKeyConstraint("id", name="pk_yip_record"),
        sa.UniqueConstraint("case_id", "seq", name="uq_yip_record_case_id_seq"),
        sa.UniqueConstraint("school", "submission", name="uq_yip_record_school_submission"),
        sa.UniqueConstraint("supersedes", name="uq_yip_record_supersedes"),
    )
    op.create_index(
        "ix_yip_record_school_by_signed_at", "yip_record", ["school", "by", "signed_at"]
    )


def _drafts() -> None:
    op.create_table(
        "yip_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=190), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("supersedes", sa.String(length=32), nullable=True),
        sa.Column("about", SEALED, nullable=True),
        sa.Column("raw", SEALED, nullable=True),
        sa.Column("apart", SEALED, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_yip_draft"),
        sa.UniqueConstraint(
            "school", "author", "submission", name="uq_yip_draft_school_author_submission"
        ),
    )
    op.create_index(
        "ix_yip_draft_school_author_updated_at", "yip_draft", ["school", "author", "updated_at"]
    )


def _ledger() -> None:
    op.create_table(
        "yip_ledger",
        sa.Column("id", COUNTER, autoincrement=True, nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=71), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=190), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=190), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("payload", BYTES, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_yip_ledger"),
        sa.UniqueConstraint("chain", "seq", name="uq_yip_ledger_chain_seq"),
    )
    op.create_index("ix_yip_ledger_school_at_id", "yip_ledger", ["school", "at", "id"])
    op.create_index(
        "ix_yip_ledger_school_actor_act_at", "yip_ledger", ["school", "actor", "act", "at"]
    )


def _chains() -> None:
    op.create_table(
        "yip_chain",
        sa.Column("chain", sa.String(length=71), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_yip_chain"),
    )


def _checkpoints() -> None:
    op.create_table(
        "yip_checkpoint",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("body", SEALED, nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_yip_checkpoint"),
        sa.UniqueConstraint("school", "seq", name="uq_yip_checkpoint_school_seq"),
    )


def _numbers() -> None:
    op.create_table(
        "yip_number",
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("series", sa.String(length=64), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("school", "series", name="pk_yip_number"),
    )


def _outbox() -> None:
    op.create_table(
        "yip_outbox",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", LONG, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("dedupe_key", sa.String(length=190), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("error", LONG, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_yip_outbox"),
        sa.UniqueConstraint("school", "dedupe_key", name="uq_yip_outbox_school_dedupe_key"),
    )
    op.create_index("ix_yip_outbox_done_at_due_at", "yip_outbox", ["done_at", "due_at"])
