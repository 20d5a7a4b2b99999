"""Add what a platform gave the bot for each workspace: one table, so that earlier processes go on beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COMMENT = (
    "What a platform gave the bot for a community that installed it (a token), sealed. Kept until it is taken out "
    "there. Keeps nothing about a person."
)


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "installations",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("community", name="pk_installations"),
        comment=_COMMENT,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back; every workspace has to install the bot again."""
    op.drop_table("installations")
