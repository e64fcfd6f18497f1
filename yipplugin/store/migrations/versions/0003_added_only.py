"""Rows that are only ever added are kept as they are by the database, too; and who tried what.

The index is for the page on which the acts around one case are read, refused ones among them.
"""

from alembic import op

from yipplugin.store.triggers import Guard, put_up, take_down

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDS = (
    Guard("yip_ledger", (("id",), ("chain", "seq"))),
    Guard("yip_record", (("id",), ("school", "submission"), ("case_id", "seq"), ("supersedes",))),
    Guard("yip_checkpoint", (("id",), ("school", "seq"))),
    Guard("yip_policy", (("school", "digest"),)),
    Guard(
        "yip_case",
        (("id",), ("school", "reference")),
        lasting=(
            "id",
            "school",
            "reference",
            "policy_key",
            "policy_version",
            "policy_digest",
            "opened_at",
            "opened_by",
            "opened_by_name",
        ),
        once=("disposed_at",),
        head=("chain_seq", "chain_head"),
    ),
    Guard("yip_chain", (("chain",),), lasting=("chain", "school"), head=("seq", "head")),
    Guard(
        "yip_grant",
        (("id",),),
        lasting=(
            "id",
            "school",
            "kind",
            "holder",
            "case_id",
            "role",
            "begins_at",
            "ends_at",
            "made_at",
            "made_by",
            "content",
        ),
        once=("ended_at", "ended_by"),
    ),
)
SUBJECT = "ix_yip_ledger_school_subject_at"


def upgrade() -> None:
    """Put them up."""
    op.create_index(SUBJECT, "yip_ledger", ["school", "subject", "at"])
    put_up(op.get_bind(), GUARDS)


def downgrade() -> None:
    """Take them down."""
    take_down(op.get_bind(), GUARDS)
    op.drop_index(SUBJECT, "yip_ledger")
