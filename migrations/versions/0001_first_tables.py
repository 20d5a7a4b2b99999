"""Make the first tables, on an empty database: those of the records, and what only the store keeps.

Comments say what a table keeps about a person, why, and for how long; tables.py is the schema as it is now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WHO = "Whose row it is: a keyed hash of the platform's id, which nobody can turn back. Kept as long as the row."


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "addresses",
        _text("community"),
        _text("kind"),
        _text("ours", _WHO),
        _text(
            "theirs",
            "For kind member: the platform's id of the person, needed to write to them and to mention them. "
            "Kept until they ask to be forgotten.",
        ),
        sa.PrimaryKeyConstraint("community", "kind", "ours", name="pk_addresses"),
        comment="The platform's ids of what is ours; for kind member, a person's. Kept until the person is forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_addresses_community_kind_theirs", "addresses", ["community", "kind", "theirs"])
    op.create_table(
        "avoidances",
        _text("community"),
        _text("member", _WHO),
        _text("other", "Whom they would rather not sit with; told to nobody. Kept until they take it back."),
        _number("since", "Since when. Kept until they take it back."),
        sa.PrimaryKeyConstraint("community", "member", "other", name="pk_avoidances"),
        comment="Whom somebody would rather not sit with, told to nobody. Kept until taken back, as it protects them.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "communities",
        _text("id"),
        _text("platform"),
        _text("timezone"),
        _text("locale"),
        _text("settings"),
        _text("board_place", optional=True),
        _text("rooms_place", optional=True),
        _number("set_up_at", optional=True),
        _number("looked_at", optional=True),
        _number("settled_round_at", optional=True),
        _number("board_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_communities"),
        comment="One Discord server, Slack workspace or sandbox. Keeps nothing about a person.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "effects",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        _text("community"),
        _text(
            "key", "May hold a member's id (a keyed hash), so that nothing is sent twice. Kept for a day after sending."
        ),
        _text(
            "lane", "Whose direct messages or which room it goes to, to keep the order. Kept for a day after sending."
        ),
        _text("circle", optional=True),
        _text("kind"),
        _number("version"),
        _text("payload", "What is to be said, which may name members by id. Kept for a day after it was sent."),
        _text("state"),
        _number("made_at"),
        _number("next_at"),
        _number("lapses_at", optional=True),
        _number("tries"),
        _number("token"),
        _number("first_try_at", optional=True),
        _number("claimed_at", optional=True),
        _number("leased_until", optional=True),
        _text("reason", optional=True),
        sa.PrimaryKeyConstraint("seq", name="pk_effects"),
        comment="What the bot is to do in the chat; may name members by id. Kept for a day after it was done.",
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_effects_due",
        "effects",
        ["next_at", "seq"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_effects_heads",
        "effects",
        ["lane", "seq"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("uq_effects_community_key", "effects", ["community", "key"], unique=True)
    op.create_table(
        "inbox",
        _text("key"),
        _number("at"),
        sa.PrimaryKeyConstraint("key", name="pk_inbox"),
        comment="Keys of events seen, so that a repeat is recognised. Keeps nothing about a person; kept "
        "for seven days.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_at", "inbox", ["at"])
    op.create_table(
        "interests",
        _text("community"),
        _text("id"),
        _text("name"),
        _text("emoji"),
        _number("opened_at"),
        _number("archived_at", optional=True),
        sa.PrimaryKeyConstraint("community", "id", name="pk_interests"),
        comment="What there is to talk about. Keeps nothing about a person: not who proposed it, either.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meetings",
        _text("community"),
        _text("first", _WHO),
        _text("second", _WHO),
        _number("met_at", "When they last sat together, so that people meet others. Kept for 104 weeks."),
        sa.PrimaryKeyConstraint("community", "first", "second", name="pk_meetings"),
        comment="Who sat with whom, so that people meet others. Kept for 104 weeks, or until either is forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "members",
        _text("community"),
        _text("id", _WHO),
        _number("since", "When they first did anything with the bot; longest wait goes first. Kept until forgotten."),
        _text(
            "locale", "The language to write to them in, as the platform told it. Kept until forgotten.", optional=True
        ),
        _text(
            "timezone",
            "Their time zone, told or guessed from one tap, so that nights stay quiet. Kept until forgotten.",
            optional=True,
        ),
        _text("languages", "Languages they can talk in, so that a circle shares one. Kept until forgotten."),
        _text("pace", "How much the bot may say to them unasked, as they chose. Kept until forgotten.", optional=True),
        _number("has_tapped", "Whether they ever tapped in a room: the pace follows from it. Kept until forgotten."),
        _number(
            "paused_until",
            "Until when they asked for a pause, so that it ends by itself. Kept until forgotten.",
            optional=True,
        ),
        _text("asked_at", "When the bot wrote to them unasked: the budget's memory. Kept for seven days."),
        _number(
            "is_unreachable",
            "Whether their direct messages were closed at the last try, to stop trying. Kept until one arrives.",
        ),
        _number(
            "is_steward",
            "Whether the platform says that they look after the bot, to reach one. Kept until it says otherwise.",
        ),
        sa.PrimaryKeyConstraint("community", "id", name="pk_members"),
        comment="People who have done anything with the bot; without a name. Kept until they ask to be forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rounds",
        _text("community"),
        _text("id"),
        _text("cause"),
        _text("state"),
        _text("seed"),
        _number("due_at"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_rounds"),
        comment="Runs of the matcher. Keeps nothing about a person. The seed is text: it has 64 bits without a sign.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "standing_reactions",
        _text("community"),
        _text("interest", "Which emoji of the board it is, public there anyhow. Kept until it is taken off."),
        _text("member", _WHO),
        sa.PrimaryKeyConstraint("community", "interest", "member", name="pk_standing_reactions"),
        comment="Reactions as last seen on the board, so that only a change is news. Kept until taken off.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "timers",
        _text("community"),
        _text("key", "May hold a member's id (a keyed hash), to find the timer again. Kept until it falls due."),
        _number("due_at", optional=True),
        _number("keeps_earlier"),
        _text("kind"),
        _number("version"),
        _text("payload", "The event, which may name a member by id, so that it reaches them. Kept until it falls due."),
        sa.PrimaryKeyConstraint("community", "key", name="pk_timers"),
        comment="What is to be looked at when; may name a member by id. Kept until it falls due or is called off.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"])
    op.create_table(
        "circles",
        _text("community"),
        _text("id"),
        _text("interest"),
        _text("round"),
        _text("state"),
        _number("planned_at"),
        _text("room_name"),
        _number("opened_at", optional=True),
        _number("season"),
        _number("season_ends_at", optional=True),
        _number("asked_at", optional=True),
        _number("prompted_at", optional=True),
        _number("silent_prompts"),
        _text("question", optional=True),
        _number("closed_at", optional=True),
        sa.PrimaryKeyConstraint("community", "id", name="pk_circles"),
        sa.ForeignKeyConstraint(
            ["community", "interest"], ["interests.community", "interests.id"], name="fk_circles_interests"
        ),
        comment="Small groups around an interest. Keeps nothing about a person by itself: who sits in it is in seats.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_circles_community_interest_state", "circles", ["community", "interest", "state"])
    op.create_table(
        "opt_ins",
        _text("community"),
        _text("member", _WHO),
        _text("interest", "What they would like to talk about: what the bot is for. Kept until forgotten."),
        _text(
            "state",
            "Where the wish stands; an ended one stays, so that a standing emoji does not undo it. Until forgotten.",
        ),
        _text("way", "How they opted in, so that the first answer takes the same way. Kept until forgotten."),
        _number("since", "Since when they wait, so that the longest wait goes first. Kept until forgotten."),
        _number(
            "rounds_waited", "How many rounds passed them over, to say so honestly. Kept until seated or forgotten."
        ),
        _number("skips_until", "Until when the wish rests after a miss. Kept until forgotten.", optional=True),
        _number("misses", "Invitations in a row without a yes: two put the wish to sleep. Kept until forgotten."),
        _number("is_first_in_line", "Whether a circle they said yes to did not come about. Kept until the next round."),
        sa.PrimaryKeyConstraint("community", "member", "interest", name="pk_opt_ins"),
        sa.ForeignKeyConstraint(
            ["community", "interest"], ["interests.community", "interests.id"], name="fk_opt_ins_interests"
        ),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["members.community", "members.id"], name="fk_opt_ins_members"
        ),
        comment="A member's standing wishes for a circle, the reason to keep them at all. Kept until forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_opt_ins_waiting",
        "opt_ins",
        ["community", "interest"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "check_ins",
        _text("community"),
        _text("circle", "Which circle they were asked about. Kept for 90 days."),
        _text("member", _WHO),
        _number("number", "Which of their check-ins it is. Kept for 90 days."),
        _number("season", "In which season they were asked. Kept for 90 days."),
        _number("asked_at", "When they were asked, to ask seldom. Kept for 90 days."),
        _number("answered_at", "When they answered. Kept for 90 days.", optional=True),
        _text("answer", "How the circle is for them, shown to nobody. Kept for 90 days.", optional=True),
        sa.PrimaryKeyConstraint("community", "circle", "member", "number", name="pk_check_ins"),
        sa.ForeignKeyConstraint(
            ["community", "circle"], ["circles.community", "circles.id"], name="fk_check_ins_circles"
        ),
        comment='Answers to "how is this circle for you?", so that the room can be changed. Kept for 90 days.',
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posts",
        _text("community"),
        _text("id"),
        _text("circle"),
        _text("kind"),
        _text("prompt", optional=True),
        _number("season"),
        _number("posted_at"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_posts"),
        sa.ForeignKeyConstraint(["community", "circle"], ["circles.community", "circles.id"], name="fk_posts_circles"),
        comment="What the bot posted to rooms. Keeps nothing about a person, and nothing that a person wrote.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_community_circle", "posts", ["community", "circle"])
    op.create_table(
        "seats",
        _text("community"),
        _text("circle", "Which circle they were asked to join. Kept until forgotten."),
        _text("member", _WHO),
        _text("state", "Where they stand towards the circle; a no is seen by nobody. Kept until forgotten."),
        _number("is_extra", "Whether they were invited on top of the planned size. Kept until forgotten."),
        _number("invited_at", "When they were invited, to show the newest first. Kept until forgotten."),
        _number(
            "delivered_at", "When the invitation arrived: its time counts from there. Until forgotten.", optional=True
        ),
        _number("answer_by", "Until when they may answer. Kept until forgotten.", optional=True),
        _number("answered_at", "When they answered, to seat the first yeses. Kept until forgotten.", optional=True),
        _number("seated_at", "When they sat down; check-ins count from there. Kept until forgotten.", optional=True),
        _number(
            "active_at",
            "When they last spoke or tapped in the room (that, never what), to see a quiet room. Kept until "
            "30 days after the circle closed.",
            optional=True,
        ),
        _text("season_answer", "Carry on, fresh mix or rest, until the season's question is settled.", optional=True),
        sa.PrimaryKeyConstraint("community", "circle", "member", name="pk_seats"),
        sa.ForeignKeyConstraint(["community", "circle"], ["circles.community", "circles.id"], name="fk_seats_circles"),
        sa.ForeignKeyConstraint(["community", "member"], ["members.community", "members.id"], name="fk_seats_members"),
        comment="Who was invited to which circle and sits there: that is how it works at all. Kept until forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seats_community_member", "seats", ["community", "member"])
    op.create_table(
        "tap_answers",
        _text("community"),
        _text("post", "Under which of the bot's posts they tapped. Kept until forgotten."),
        _text("member", _WHO),
        _number("choice", "Which answer they tapped, shown in the room under the post. Kept until forgotten."),
        _number(
            "tapped_at", "When they tapped, to know that the room lives. Kept until 30 days after the circle closed."
        ),
        sa.PrimaryKeyConstraint("community", "post", "member", name="pk_tap_answers"),
        sa.ForeignKeyConstraint(["community", "post"], ["posts.community", "posts.id"], name="fk_tap_answers_posts"),
        comment="Taps under the bot's posts, which the room sees anyhow. Kept until forgotten.",
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back to an empty database."""
    op.drop_table("tap_answers")
    op.drop_table("seats")
    op.drop_table("posts")
    op.drop_table("check_ins")
    op.drop_table("opt_ins")
    op.drop_table("circles")
    op.drop_table("timers")
    op.drop_table("standing_reactions")
    op.drop_table("rounds")
    op.drop_table("members")
    op.drop_table("meetings")
    op.drop_table("interests")
    op.drop_table("inbox")
    op.drop_table("effects")
    op.drop_table("communities")
    op.drop_table("avoidances")
    op.drop_table("addresses")


def _text(name: str, comment: str | None = None, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional, comment=comment)


def _number(name: str, comment: str | None = None, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional, comment=comment)
