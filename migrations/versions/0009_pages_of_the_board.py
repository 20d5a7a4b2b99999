"""Add on which of the board's messages an interest is: a column only, so that earlier processes go on beside it.

All that there are so far are on the first one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("interests", sa.Column("page", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back; the board is one message again, and shows the first of the interests."""
    op.drop_column("interests", "page")
