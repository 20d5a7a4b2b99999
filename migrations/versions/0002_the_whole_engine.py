"""Add what the whole engine remembers: columns and tables only, so that a database of 0.1.0 goes on as it is.

A new column that is never empty has a default in the database, so that a process of 0.1.0 that still runs beside this
version can go on writing its rows. One private function for each part; comments say what is kept about a person, why,
and for how long.
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
    _add_stewards()
    _add_first_directs()


def downgrade() -> None:
    """Go back to 0.1.0; what only this version knows is lost."""
    _drop_first_directs()
    _drop_stewards()
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


# --- stewards: their channel, the pilot, the pause ----------------------------------------------------------------

_OF_STEWARDS = (("stewards_place", sa.Text()), ("pilot_place", sa.Text()), ("paused_at", sa.BigInteger()))


def _add_stewards() -> None:
    for name, kind in _OF_STEWARDS:
        op.add_column("communities", sa.Column(name, kind, nullable=True))


def _drop_stewards() -> None:
    for name, _ in _OF_STEWARDS:
        op.drop_column("communities", name)


# --- first direct messages, paced over the whole bot --------------------------------------------------------------


def _add_first_directs() -> None:
    op.add_column(
        "members",
        sa.Column(
            "has_direct",
            sa.BigInteger(),
            nullable=False,
            server_default="0",
            comment="Whether the bot has written to them before: platforms mind who opens many conversations. "
            "Kept until forgotten.",
        ),
    )
    op.execute(
        "UPDATE members SET has_direct = 1 WHERE EXISTS (SELECT 1 FROM seats WHERE seats.community = members.community "
        "AND seats.member = members.id AND seats.delivered_at IS NOT NULL)"
    )
    op.add_column("effects", sa.Column("urgency", sa.BigInteger(), nullable=True))
    op.create_table(
        "paces",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_paces"),
        comment="When the bot may next do what platforms mind in a heap. Keeps nothing about a person.",
        sqlite_with_rowid=False,
    )


def _drop_first_directs() -> None:
    op.drop_table("paces")
    op.drop_column("effects", "urgency")
    op.drop_column("members", "has_direct")
