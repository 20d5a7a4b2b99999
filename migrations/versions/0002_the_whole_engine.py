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
    _free_circles_of_interests()
    _add_columns(_OF_MEMBERS)
    _add_circles()
    _add_stewards()
    _add_first_directs()
    _add_interests()
    _add_safety()
    _add_seals()


def downgrade() -> None:
    """Go back to 0.1.0; what only this version knows is lost."""
    _drop_seals()
    _drop_safety()
    _drop_first_directs()
    _drop_stewards()
    _drop_interests()
    _drop_circles()
    _drop_columns(_OF_MEMBERS)
    _bind_circles_to_interests()


_Column = tuple[str, str, sa.BigInteger | sa.Text, str | None, str | None]
"""Table, column, type, the default of one that is never empty, and what it keeps about a person."""


def _add_columns(columns: tuple[_Column, ...]) -> None:
    for table, name, kind, default, comment in columns:
        column = sa.Column(name, kind, nullable=default is None, server_default=default, comment=comment)
        op.add_column(table, column)


def _drop_columns(columns: tuple[_Column, ...]) -> None:
    for table, name, *_ in reversed(columns):
        op.drop_column(table, name)


# --- circles with chosen people: a topic instead of an interest ---------------------------------------------------


def _free_circles_of_interests() -> None:
    with op.batch_alter_table("circles", table_kwargs={"sqlite_with_rowid": False}) as circles:
        circles.alter_column("interest", existing_type=sa.Text(), nullable=True)


def _bind_circles_to_interests() -> None:
    chosen = "SELECT id FROM circles WHERE interest IS NULL"
    for table, column, parents in (
        ("tap_answers", "post", f"SELECT id FROM posts WHERE circle IN ({chosen})"),  # noqa: S608  # our own names
        ("posts", "circle", chosen),
        ("check_ins", "circle", chosen),
        ("seats", "circle", chosen),
    ):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({parents})")  # noqa: S608  # our own names
    op.execute("DELETE FROM circles WHERE interest IS NULL")
    with op.batch_alter_table("circles", table_kwargs={"sqlite_with_rowid": False}) as circles:
        circles.alter_column("interest", existing_type=sa.Text(), nullable=False)


# --- members: what they choose for themselves, and wishes that waited long --------------------------------------------

_OF_MEMBERS: tuple[_Column, ...] = (
    (
        "members",
        "capacity",
        sa.BigInteger(),
        None,
        "In how many circles they like to be at once. Kept until forgotten.",
    ),
    (
        "members",
        "quiet_from_hour",
        sa.BigInteger(),
        None,
        "When their quiet hours begin, as they chose. Kept until forgotten.",
    ),
    (
        "members",
        "quiet_to_hour",
        sa.BigInteger(),
        None,
        "When their quiet hours end, as they chose. Kept until forgotten.",
    ),
    (
        "members",
        "directs_per_week",
        sa.BigInteger(),
        None,
        "How often the bot may write to them unasked. Kept until forgotten.",
    ),
    (
        "members",
        "asks_first",
        sa.BigInteger(),
        "1",
        "Whether they like to be asked before a circle opens. Kept until forgotten.",
    ),
    (
        "members",
        "gone_at",
        sa.BigInteger(),
        None,
        "When they left the community, so that nothing is asked of them. Until forgotten.",
    ),
    (
        "opt_ins",
        "still_asked_at",
        sa.BigInteger(),
        None,
        "When they were asked whether they still want it. Kept until they answer.",
    ),
)


# --- circles: late seats, what a room is asked, picked questions, the calendar pace ----------------------------------

_OF_CIRCLES: tuple[_Column, ...] = (
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
        "Which question they picked to come next. Kept until they pick another, or are forgotten.",
    ),
    (
        "seats",
        "is_pick_named",
        sa.BigInteger(),
        "0",
        "Whether the room may know who picked it. Kept as long as what they picked.",
    ),
)


def _add_circles() -> None:
    _add_columns(_OF_CIRCLES)
    has_a_seat = sa.text("open_seats > 0")
    op.create_index(
        "ix_circles_with_a_seat", "circles", ["community"], sqlite_where=has_a_seat, postgresql_where=has_a_seat
    )


def _drop_circles() -> None:
    op.drop_index("ix_circles_with_a_seat", "circles")
    _drop_columns(_OF_CIRCLES)


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


# --- interests: confidential ones, other names, proposals, words ------------------------------------------------------

_WHO = "Whose row it is: a keyed hash of the platform's id, which nobody can turn back. Kept as long as the row."

_OF_INTERESTS = (
    ("interests", "is_confidential", sa.BigInteger(), "0"),
    ("interests", "aliases", sa.Text(), "[]"),
    ("interests", "needs_word", sa.BigInteger(), "0"),
    ("interests", "merged_into", sa.Text(), None),
    ("interests", "neighbours", sa.Text(), "[]"),
    ("interests", "settled_round_at", sa.BigInteger(), None),
    ("rounds", "interest", sa.Text(), None),
)
"""Table, column, type, and the default of one that is never empty."""


def _add_interests() -> None:
    for table, name, kind, default in _OF_INTERESTS:
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    _make_meetings_again(with_scope=True)
    op.create_table(
        "proposals",
        _text("community"),
        _text("interest"),
        _text("name"),
        _number("proposed_at"),
        _number("needs_word"),
        _number("approved_at", optional=True),
        _number("refused_at", optional=True),
        sa.PrimaryKeyConstraint("community", "interest", name="pk_proposals"),
        comment="Interests that are proposed. Keeps nothing about a person: not whom it comes from, either.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "co_signs",
        _text("community"),
        _text("interest", "Which proposed interest they would like, to join them when it opens. Until it opens."),
        _text("member", _WHO),
        _number("signed_at", "When they co-signed, so that an opening tells nobody's hour. Kept until it opens."),
        _number("is_proposer", "Whether it was their idea, to keep proposals to a few a week. Kept until it opens."),
        sa.PrimaryKeyConstraint("community", "interest", "member", name="pk_co_signs"),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["members.community", "members.id"], name="fk_co_signs_members"
        ),
        sa.ForeignKeyConstraint(
            ["community", "interest"], ["proposals.community", "proposals.interest"], name="fk_co_signs_proposals"
        ),
        comment="Who would like a proposed interest, told to nobody. Kept until it opens, or they take it back.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_co_signs_community_member", "co_signs", ["community", "member"])
    op.create_table(
        "words_given",
        _text("community"),
        _text("interest", "Which confidential interest they may join. Kept until either is forgotten."),
        _text("member", "For whom the word was given, to let them join. Kept until either is forgotten."),
        _text("giver", "Who gave it, to keep words to a few a week. Kept until either is forgotten."),
        _number("given_at", "When it was given, to keep words to a few a week. Kept until either is forgotten."),
        sa.PrimaryKeyConstraint("community", "interest", "member", "giver", name="pk_words_given"),
        comment="Followers' words for others, told to nobody. Kept until either is forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_words_given_community_giver", "words_given", ["community", "giver"])


def _drop_interests() -> None:
    for name in ("words_given", "co_signs", "proposals"):
        op.drop_table(name)
    op.execute("DELETE FROM meetings WHERE scope <> ''")
    _make_meetings_again(with_scope=False)
    for table, name, *_ in reversed(_OF_INTERESTS):
        op.drop_column(table, name)


def _make_meetings_again(*, with_scope: bool) -> None:
    """Make the table again with its rows: its key has one column more (or less), which no database can alter alike."""
    scope = "'' AS scope, " if with_scope else ""
    op.execute(f"CREATE TABLE meetings_before AS SELECT community, first, second, {scope}met_at FROM meetings")  # noqa: S608  # no value of anybody's
    op.drop_table("meetings")
    kept = "The confidential interest of the circle they sat in, or empty, so that it changes nothing elsewhere. "
    op.create_table(
        "meetings",
        _text("community"),
        _text("first", _WHO),
        _text("second", _WHO),
        *((_text("scope", f"{kept}Kept for 104 weeks."),) if with_scope else ()),
        _number("met_at", "When they last sat together, so that people meet others. Kept for 104 weeks."),
        sa.PrimaryKeyConstraint(
            "community", "first", "second", *(("scope",) if with_scope else ()), name="pk_meetings"
        ),
        comment="Who sat with whom, so that people meet others. Kept for 104 weeks, or until either is forgotten.",
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO meetings SELECT * FROM meetings_before")
    op.drop_table("meetings_before")


# --- reports, chosen people, hand-offs ----------------------------------------------------------------------------


def _add_safety() -> None:
    op.add_column(
        "members",
        _number(
            "held_until",
            "Until when a steward keeps them out of new circles, to protect others. Kept until forgotten.",
            optional=True,
        ),
    )
    _create_reports()
    _create_withs()
    _create_hand_offs()


def _drop_safety() -> None:
    for table in ("hand_offs", "with_asks", "withs", "reports"):
        op.drop_table(table)
    op.drop_column("members", "held_until")


def _create_reports() -> None:
    op.create_table(
        "reports",
        _text("community"),
        _text("id", "Follows from who reported what and when, so that a repeat is one. Kept for 90 days."),
        _text("circle", "Which circle it is about, so that no steward who sat there sees it. Kept for 90 days."),
        _text("reporter", _WHO),
        _text("text", "What they wrote to the stewards, sealed. Kept for 90 days."),
        _number("names_reporter", "Whether the stewards may know who wrote it, as they chose. Kept for 90 days."),
        _number("made_at", "When they wrote it; its 90 days count from here. Kept for 90 days."),
        _text("state", "Whether a steward has answered. Kept for 90 days."),
        _text("answer", "Which ready answer they got. Kept for 90 days.", optional=True),
        sa.PrimaryKeyConstraint("community", "id", name="pk_reports"),
        comment="What somebody asks the stewards outside a circle to look at, sealed. Kept for 90 days.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reports_community_reporter_made_at", "reports", ["community", "reporter", "made_at"])
    op.create_index("ix_reports_community_state", "reports", ["community", "state"])


def _create_withs() -> None:
    op.create_table(
        "withs",
        _text("community"),
        _text("id", "Which circle comes of it. Kept for about a week after it is over."),
        _text("asker", _WHO),
        _text("topic", "What they would like to talk about, as they wrote it. Kept for about a week after it is over."),
        _text("state", "Whether it still waits for answers. Kept for about a week after it is over."),
        _number("asked_at", "When they asked: so many a week are fine. Kept for about a week after it is over."),
        _number("closes_at", "Until when the others may answer. Kept for about a week after it is over."),
        sa.PrimaryKeyConstraint("community", "id", name="pk_withs"),
        comment="Who would like to talk with chosen people. Kept until a week after it is over.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_withs_community_asker_asked_at", "withs", ["community", "asker", "asked_at"])
    op.create_table(
        "with_asks",
        _text("community"),
        _text("circle", "Which of these wishes it belongs to. Kept for about a week after that is over."),
        _text("member", _WHO),
        _number("sent_at", "When they were asked. Kept for about a week after it is over.", optional=True),
        _number(
            "said_yes_at", "When they said yes; a no is not kept. Until about a week after it is over.", optional=True
        ),
        sa.ForeignKeyConstraint(["community", "circle"], ["withs.community", "withs.id"], name="fk_with_asks_withs"),
        sa.PrimaryKeyConstraint("community", "circle", "member", name="pk_with_asks"),
        comment="Who is asked privately to talk with somebody. A no is not kept. Kept until a week after it is over.",
        sqlite_with_rowid=False,
    )


def _create_hand_offs() -> None:
    op.create_table(
        "hand_offs",
        _text("community"),
        _text("id", "Follows from the two and their season, so that one asks once. Kept until either is forgotten."),
        _text("circle", "In which circle they met. Kept until either is forgotten."),
        _text("asker", _WHO),
        _text("asked", "With whom they would like to carry on. Kept until either is forgotten."),
        _text("state", "Whether both said yes; a no is not kept. Kept until either is forgotten."),
        _number("asked_at", "When they asked: so many a week are fine. Kept until either is forgotten."),
        _number(
            "closes_at", "Until when it can be answered, or what was given is kept. Kept until either is forgotten."
        ),
        _number("sent_at", "When the other was asked. Kept until either is forgotten.", optional=True),
        _text(
            "asker_gift", "What the asker chose to give, sealed. Kept until seen once, at most 7 days.", optional=True
        ),
        _text(
            "asked_gift", "What the other chose to give, sealed. Kept until seen once, at most 7 days.", optional=True
        ),
        sa.PrimaryKeyConstraint("community", "id", name="pk_hand_offs"),
        comment="Two who may carry on elsewhere, so that one asks once a season. Kept until either is forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hand_offs_community_asked", "hand_offs", ["community", "asked"])
    op.create_index("ix_hand_offs_community_asker_asked_at", "hand_offs", ["community", "asker", "asked_at"])


def _text(name: str, comment: str | None = None, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional, comment=comment)


def _number(name: str, comment: str | None = None, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional, comment=comment)


# --- sealing: how a database's key is known again -----------------------------------------------------------------


def _add_seals() -> None:
    op.create_table(
        "seals",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_seals"),
        comment="A word sealed with the database's key, so that another key is noticed. Keeps nothing about a person.",
        sqlite_with_rowid=False,
    )


def _drop_seals() -> None:
    op.drop_table("seals")
