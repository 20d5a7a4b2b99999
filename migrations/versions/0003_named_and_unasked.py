"""Add what setup and members' own choices still lacked: columns only, so that 0002's processes go on beside it.

A named steward, a zone that was chosen, leavings of the last weeks, and circles that tell instead of ask. Each column
that is never empty has a default in the database; comments say what is kept about a person, why, and for how long.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS: tuple[tuple[str, str, sa.BigInteger | sa.Text, str | None, str | None], ...] = (
    ("communities", "is_zone_chosen", sa.BigInteger(), "0", None),
    (
        "members",
        "named_steward_at",
        sa.BigInteger(),
        None,
        "Since when they look after the bot because a steward named them. Kept until taken back or forgotten.",
    ),
    (
        "members",
        "left_at",
        sa.Text(),
        "[]",
        "When they left circles: after a few of them the next one waits a little. Kept for four weeks.",
    ),
    (
        "opt_ins",
        "asks_first",
        sa.BigInteger(),
        "0",
        "Whether it was made again after a rest: its next circle asks first. Kept until seated or forgotten.",
    ),
    (
        "seats",
        "is_unasked",
        sa.BigInteger(),
        "0",
        "Whether they were told of the circle instead of asked, as they like it. Kept until forgotten.",
    ),
)
"""Table, column, type, the default of one that is never empty, and what it keeps about a person."""


def upgrade() -> None:
    """Go to this version."""
    for table, name, kind, default, comment in _COLUMNS:
        column = sa.Column(name, kind, nullable=default is None, server_default=default, comment=comment)
        op.add_column(table, column)


def downgrade() -> None:
    """Go back to 0002; what only this version knows is lost."""
    for table, name, *_ in reversed(_COLUMNS):
        op.drop_column(table, name)
