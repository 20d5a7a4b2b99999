"""Remember when the bot would have written to people, had there been nothing confidential: others' time goes by it.

What was asked before counts as open, so that nothing moves on the day of the update. The default lets a process of the
version before go on writing its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column(
        "members",
        sa.Column(
            "openly_asked_at",
            sa.Text(),
            nullable=False,
            server_default="[]",
            comment="The same without what is confidential, so that nobody else's time tells of it. "
            "Kept for seven days.",
        ),
    )
    op.execute("UPDATE members SET openly_asked_at = asked_at")


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("members", "openly_asked_at")
