"""Add since when the bot is in a community no more: one column, so that earlier processes go on beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COMMENT = "Since when the bot is there no more: all of the community, people too, is kept for 30 days from then on."


def upgrade() -> None:
    """Go to this version."""
    op.add_column("communities", sa.Column("removed_at", sa.BigInteger(), nullable=True, comment=_COMMENT))


def downgrade() -> None:
    """Go back; what slept goes on, and is not erased."""
    op.drop_column("communities", "removed_at")
