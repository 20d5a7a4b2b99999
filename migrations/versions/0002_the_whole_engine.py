"""Add what the whole engine remembers: columns and tables only, so that a database of 0.1.0 goes on as it is.

A new column that is never empty has a default in the database, so that a process of 0.1.0 that still runs beside this
version can go on writing its rows. One private function for each part;
comments say what a table keeps about a person, why, and for how long.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    _add_circles()


def downgrade() -> None:
    """Go back to 0.1.0; what only this version knows is lost."""
    _drop_circles()


# --- circles: late seats, what a room is asked, picked questions, the calendar pace ----------------------------------

_OF_CIRCLES = (
    ("communities", "sees_activity", sa.BigInteger(), "1", None),
    (
        "members",
        "offered_at",
        sa.BigInteger(),
        None,
        "When something near a wish was last offered to them, to offer seldom. Kept until forgotten.",
    ),
    ("circles", "origin", sa.Text(), "round", None),
    ("circles", "topic", sa.Text(), None, None),
    ("circles", "open_seats", sa.BigInteger(), "0", None),
    ("circles", "asks", sa.Text(), "season", None),
    ("circles", "skips_until", sa.BigInteger(), None, None),
    (
        "seats",
        "is_late",
        sa.BigInteger(),
        "0",
        "Whether they were invited into a circle that was talking. Kept until forgotten.",
    ),
    (
        "seats",
        "wants_more",
        sa.BigInteger(),
        "0",
        "Whether they would like one more person there, told to nobody. Kept until somebody joins or the season ends.",
    ),
    (
        "seats",
        "picked",
        sa.Text(),
        None,
        "Which question they picked to come next. Kept until it has been asked.",
    ),
    (
        "seats",
        "is_pick_named",
        sa.BigInteger(),
        "0",
        "Whether the room may know who picked it. Kept until it has been asked.",
    ),
)
"""Table, column, type, the default of one that is never empty, and what it keeps about a person."""


def _add_circles() -> None:
    for table, name, kind, default, comment in _OF_CIRCLES:
        column = sa.Column(name, kind, nullable=default is None, server_default=default, comment=comment)
        op.add_column(table, column)
    has_a_seat = sa.text("open_seats > 0")
    op.create_index(
        "ix_circles_with_a_seat", "circles", ["community"], sqlite_where=has_a_seat, postgresql_where=has_a_seat
    )


def _drop_circles() -> None:
    op.drop_index("ix_circles_with_a_seat", "circles")
    for table, name, *_ in reversed(_OF_CIRCLES):
        op.drop_column(table, name)
