"""Add which process serves which shards: one table, so that earlier processes go on beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COMMENT = (
    "Which process serves which shards of a platform, and until when it surely does. Keeps nothing about a person."
)


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "shard_holders",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("shards", sa.BigInteger(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "holder", name="pk_shard_holders"),
        comment=_COMMENT,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back; every process serves everything again."""
    op.drop_table("shard_holders")
