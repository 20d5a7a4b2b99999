"""The one schema: a table for each record of ``engine.model``, and what only the store keeps (keys, timers, effects).

A record's table has a column for each of its fields, of the same name. Times are whole microseconds since 1970 (UTC),
yes and no are 1 and 0, choices are text, and lists are JSON text, the same on both databases. Every row belongs to a
community, and its key begins with it: an id from another community is an unknown id. Comments say what a table keeps
about a person, why, and for how long; a test reads them.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    literal_column,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

_WHO = "Whose row it is: a keyed hash of the platform's id, which nobody can turn back. Kept as long as the row."


def _text(
    name: str, comment: str | None = None, *, key: bool = False, optional: bool = False, default: str | None = None
) -> Column[str]:
    """Return a column of text; ``default`` is for one that a later release added (its own writes always name it)."""
    return Column(name, Text, primary_key=key, nullable=optional, comment=comment, server_default=default)


def _number(
    name: str, comment: str | None = None, *, key: bool = False, optional: bool = False, default: str | None = None
) -> Column[int]:
    """Return a column of whole numbers; ``default`` as in :func:`_text`."""
    if key:
        return Column(name, BigInteger, primary_key=True, autoincrement=False, comment=comment)
    return Column(name, BigInteger, nullable=optional, comment=comment, server_default=default)


_time = _number
_flag = _number


def _parent(table: str, *columns: tuple[str, str]) -> ForeignKeyConstraint:
    """Say that a row has a parent in its own community; ``columns`` are (here, there)."""
    pairs = (("community", "community"), *columns)
    return ForeignKeyConstraint([here for here, _ in pairs], [f"{table}.{there}" for _, there in pairs])


communities = Table(
    "communities",
    metadata,
    _text("id", key=True),
    _text("platform"),
    _text("timezone"),
    _text("locale"),
    _text("settings"),
    _text("board_place", optional=True),
    _text("rooms_place", optional=True),
    _time("set_up_at", optional=True),
    _time("looked_at", optional=True),
    _time("settled_round_at", optional=True),
    _time("board_at", optional=True),
    _flag("sees_activity", default="1"),
    _text("stewards_place", optional=True),
    _text("pilot_place", optional=True),
    _time("paused_at", optional=True),
    _time(
        "removed_at",
        "Since when the bot is there no more: all of the community, people too, is kept for 30 days from then on.",
        optional=True,
    ),
    _flag("is_zone_chosen", default="0"),
    comment="One Discord server, Slack workspace or sandbox. Keeps nothing about a person.",
    sqlite_with_rowid=False,
)

addresses = Table(
    "addresses",
    metadata,
    _text("community", key=True),
    _text("kind", key=True),
    _text("ours", _WHO, key=True),
    _text(
        "theirs",
        "For kind member: the platform's id of the person, needed to write to them and to mention them. "
        "Kept until they ask to be forgotten.",
    ),
    Index(None, "community", "kind", "theirs"),
    comment="The platform's ids of what is ours; for kind member, a person's. Kept until the person is forgotten.",
    sqlite_with_rowid=False,
)

interests = Table(
    "interests",
    metadata,
    _text("community", key=True),
    _text("id", key=True),
    _text("name"),
    _text("emoji"),
    _time("opened_at"),
    _time("archived_at", optional=True),
    _flag("is_confidential", default="0"),
    _text("aliases", default="[]"),
    _flag("needs_word", default="0"),
    _text("merged_into", optional=True),
    _text("neighbours", default="[]"),
    _time("settled_round_at", optional=True),
    _number("page", default="0"),
    comment="What there is to talk about. Keeps nothing about a person: not who proposed it, either.",
    sqlite_with_rowid=False,
)

members = Table(
    "members",
    metadata,
    _text("community", key=True),
    _text("id", _WHO, key=True),
    _time("since", "When they first did anything with the bot; longest wait goes first. Kept until forgotten."),
    _text("locale", "The language to write to them in, as the platform told it. Kept until forgotten.", optional=True),
    _text(
        "timezone",
        "Their time zone, told or guessed from one tap, so that nights stay quiet. Kept until forgotten.",
        optional=True,
    ),
    _text("languages", "Languages they can talk in, so that a circle shares one. Kept until forgotten."),
    _text("pace", "How much the bot may say to them unasked, as they chose. Kept until forgotten.", optional=True),
    _flag("has_tapped", "Whether they ever tapped in a room: the pace follows from it. Kept until forgotten."),
    _time(
        "paused_until",
        "Until when they asked for a pause, so that it ends by itself. Kept until forgotten.",
        optional=True,
    ),
    _text("asked_at", "When the bot wrote to them unasked: the budget's memory. Kept for seven days."),
    _text(
        "openly_asked_at",
        "The same without what is confidential, so that nobody else's time tells of it. Kept for seven days.",
        default="[]",
    ),
    _flag(
        "is_unreachable",
        "Whether their direct messages were closed at the last try, to stop trying. Kept until one arrives.",
    ),
    _flag(
        "is_steward",
        "Whether the platform says that they look after the bot, to reach one. Kept until it says otherwise.",
    ),
    _time(
        "offered_at",
        "When something near a wish was last offered to them, to offer seldom. Kept until forgotten.",
        optional=True,
    ),
    _flag(
        "has_direct",
        "Whether the bot has written to them before: platforms mind who opens many conversations. "
        "Kept until forgotten.",
        default="0",
    ),
    _number("capacity", "In how many circles they like to be at once. Kept until forgotten.", optional=True),
    _number("quiet_from_hour", "When their quiet hours begin, as they chose. Kept until forgotten.", optional=True),
    _number("quiet_to_hour", "When their quiet hours end, as they chose. Kept until forgotten.", optional=True),
    _number("directs_per_week", "How often the bot may write to them unasked. Kept until forgotten.", optional=True),
    _flag("asks_first", "Whether they like to be asked before a circle opens. Kept until forgotten.", default="1"),
    _time("gone_at", "When they left the community, so that nothing is asked of them. Until forgotten.", optional=True),
    _time(
        "held_until",
        "Until when a steward keeps them out of new circles, to protect others. Kept until forgotten.",
        optional=True,
    ),
    _time(
        "named_steward_at",
        "Since when they look after the bot because a steward named them. Kept until taken back or forgotten.",
        optional=True,
    ),
    _text(
        "left_at",
        "When they left circles: after a few of them the next one waits a little. Kept for four weeks.",
        default="[]",
    ),
    comment="People who have done anything with the bot; without a name. Kept until they ask to be forgotten.",
    sqlite_with_rowid=False,
)

opt_ins = Table(
    "opt_ins",
    metadata,
    _text("community", key=True),
    _text("member", _WHO, key=True),
    _text("interest", "What they would like to talk about: what the bot is for. Kept until forgotten.", key=True),
    _text(
        "state",
        "Where the wish stands; an ended one stays, so that a standing emoji does not undo it. Until forgotten.",
    ),
    _text("way", "How they opted in, so that the first answer takes the same way. Kept until forgotten."),
    _time("since", "Since when they wait, so that the longest wait goes first. Kept until forgotten."),
    _number("rounds_waited", "How many rounds passed them over, to say so honestly. Kept until seated or forgotten."),
    _time("skips_until", "Until when the wish rests after a miss. Kept until forgotten.", optional=True),
    _number("misses", "Invitations in a row without a yes: two put the wish to sleep. Kept until forgotten."),
    _flag("is_first_in_line", "Whether a circle they said yes to did not come about. Kept until the next round."),
    _time("still_asked_at", "When they were asked whether they still want it. Kept until they answer.", optional=True),
    _flag(
        "asks_first",
        "Whether it was made again after a rest: its next circle asks first. Kept until seated or forgotten.",
        default="0",
    ),
    _parent("members", ("member", "id")),
    _parent("interests", ("interest", "id")),
    Index(
        "ix_opt_ins_waiting",
        "community",
        "interest",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    comment="A member's standing wishes for a circle, the reason to keep them at all. Kept until forgotten.",
    sqlite_with_rowid=False,
)

standing_reactions = Table(
    "standing_reactions",
    metadata,
    _text("community", key=True),
    _text("interest", "Which emoji of the board it is, public there anyhow. Kept until it is taken off.", key=True),
    _text("member", _WHO, key=True),
    comment="Reactions as last seen on the board, so that only a change is news. Kept until taken off.",
    sqlite_with_rowid=False,
)

rounds = Table(
    "rounds",
    metadata,
    _text("community", key=True),
    _text("id", key=True),
    _text("cause"),
    _text("state"),
    _text("seed"),
    _time("due_at"),
    _text("interest", optional=True),
    _text("cost", default="{}"),
    comment="Runs of the matcher. Keeps nothing about a person. The seed is text: it has 64 bits without a sign.",
    sqlite_with_rowid=False,
)

circles = Table(
    "circles",
    metadata,
    _text("community", key=True),
    _text("id", key=True),
    _text("interest", optional=True),
    _text("round"),
    _text("state"),
    _time("planned_at"),
    _text("room_name"),
    _time("opened_at", optional=True),
    _number("season"),
    _time("season_ends_at", optional=True),
    _time("asked_at", optional=True),
    _time("prompted_at", optional=True),
    _number("silent_prompts"),
    _text("question", optional=True),
    _time("closed_at", optional=True),
    _text("origin", default="round"),
    _text("topic", optional=True),
    _number("open_seats", default="0"),
    _text("asks", default="season"),
    _time("skips_until", optional=True),
    _flag("is_new_company", default="0"),
    _number("shared_hours", optional=True),
    _parent("interests", ("interest", "id")),
    Index(None, "community", "interest", "state"),
    Index(
        "ix_circles_with_a_seat",
        "community",
        sqlite_where=text("open_seats > 0"),
        postgresql_where=text("open_seats > 0"),
    ),
    comment="Small groups around an interest. Keeps nothing about a person by itself: who sits in it is in seats.",
    sqlite_with_rowid=False,
)

seats = Table(
    "seats",
    metadata,
    _text("community", key=True),
    _text("circle", "Which circle they were asked to join. Kept until forgotten.", key=True),
    _text("member", _WHO, key=True),
    _text("state", "Where they stand towards the circle; a no is seen by nobody. Kept until forgotten."),
    _flag("is_extra", "Whether they were invited on top of the planned size. Kept until forgotten."),
    _time("invited_at", "When they were invited, to show the newest first. Kept until forgotten."),
    _time("delivered_at", "When the invitation arrived: its time counts from there. Until forgotten.", optional=True),
    _time("answer_by", "Until when they may answer. Kept until forgotten.", optional=True),
    _time("answered_at", "When they answered, to seat the first yeses. Kept until forgotten.", optional=True),
    _time("seated_at", "When they sat down; check-ins count from there. Kept until forgotten.", optional=True),
    _time(
        "active_at",
        "When they last spoke or tapped in the room (that, never what), to see a quiet room. "
        "Kept until 30 days after the circle closed.",
        optional=True,
    ),
    _text("season_answer", "Carry on, fresh mix or rest, until the season's question is settled.", optional=True),
    _flag("is_late", "Whether they were invited into a circle that was talking. Kept until forgotten.", default="0"),
    _flag(
        "wants_more",
        "Whether they would like one more person there, told to nobody. Kept until somebody joins or the season ends.",
        default="0",
    ),
    _text(
        "picked",
        "Which question they picked to come next. Kept until they pick another, or are forgotten.",
        optional=True,
    ),
    _flag("is_pick_named", "Whether the room may know who picked it. Kept as long as what they picked.", default="0"),
    _flag(
        "is_unasked",
        "Whether they were told of the circle instead of asked, as they like it. Kept until forgotten.",
        default="0",
    ),
    _parent("circles", ("circle", "id")),
    _parent("members", ("member", "id")),
    Index(None, "community", "member"),
    comment="Who was invited to which circle and sits there: that is how it works at all. Kept until forgotten.",
    sqlite_with_rowid=False,
)

posts = Table(
    "posts",
    metadata,
    _text("community", key=True),
    _text("id", key=True),
    _text("circle"),
    _text("kind"),
    _text("prompt", optional=True),
    _number("season"),
    _time("posted_at"),
    _parent("circles", ("circle", "id")),
    Index(None, "community", "circle"),
    comment="What the bot posted to rooms. Keeps nothing about a person, and nothing that a person wrote.",
    sqlite_with_rowid=False,
)

tap_answers = Table(
    "tap_answers",
    metadata,
    _text("community", key=True),
    _text("post", "Under which of the bot's posts they tapped. Kept until forgotten.", key=True),
    _text("member", _WHO, key=True),
    _number("choice", "Which answer they tapped, shown in the room under the post. Kept until forgotten."),
    _time("tapped_at", "When they tapped, to know that the room lives. Kept until 30 days after the circle closed."),
    _parent("posts", ("post", "id")),
    comment="Taps under the bot's posts, which the room sees anyhow. Kept until forgotten.",
    sqlite_with_rowid=False,
)

check_ins = Table(
    "check_ins",
    metadata,
    _text("community", key=True),
    _text("circle", "Which circle they were asked about. Kept for 90 days.", key=True),
    _text("member", _WHO, key=True),
    _number("number", "Which of their check-ins it is. Kept for 90 days.", key=True),
    _number("season", "In which season they were asked. Kept for 90 days."),
    _time("asked_at", "When they were asked, to ask seldom. Kept for 90 days."),
    _time("answered_at", "When they answered. Kept for 90 days.", optional=True),
    _text("answer", "How the circle is for them, shown to nobody. Kept for 90 days.", optional=True),
    _parent("circles", ("circle", "id")),
    comment='Answers to "how is this circle for you?", so that the room can be changed. Kept for 90 days.',
    sqlite_with_rowid=False,
)

meetings = Table(
    "meetings",
    metadata,
    _text("community", key=True),
    _text("first", _WHO, key=True),
    _text("second", _WHO, key=True),
    _text(
        "scope",
        "The confidential interest of the circle they sat in, or empty, so that it changes nothing elsewhere. "
        "Kept for 104 weeks.",
        key=True,
    ),
    _time("met_at", "When they last sat together, so that people meet others. Kept for 104 weeks."),
    comment="Who sat with whom, so that people meet others. Kept for 104 weeks, or until either is forgotten.",
    sqlite_with_rowid=False,
)

avoidances = Table(
    "avoidances",
    metadata,
    _text("community", key=True),
    _text("member", _WHO, key=True),
    _text("other", "Whom they would rather not sit with; told to nobody. Kept until they take it back.", key=True),
    _time("since", "Since when. Kept until they take it back."),
    comment="Whom somebody would rather not sit with, told to nobody. Kept until taken back, as it protects them.",
    sqlite_with_rowid=False,
)

proposals = Table(
    "proposals",
    metadata,
    _text("community", key=True),
    _text("interest", key=True),
    _text("name"),
    _time("proposed_at"),
    _flag("needs_word"),
    _time("approved_at", optional=True),
    _time("refused_at", optional=True),
    comment="Interests that are proposed. Keeps nothing about a person: not whom it comes from, either.",
    sqlite_with_rowid=False,
)

co_signs = Table(
    "co_signs",
    metadata,
    _text("community", key=True),
    _text("interest", "Which proposed interest they would like, to join them when it opens. Until it opens.", key=True),
    _text("member", _WHO, key=True),
    _time("signed_at", "When they co-signed, so that an opening tells nobody's hour. Kept until it opens."),
    _flag("is_proposer", "Whether it was their idea, to keep proposals to a few a week. Kept until it opens."),
    _parent("members", ("member", "id")),
    _parent("proposals", ("interest", "interest")),
    Index(None, "community", "member"),
    comment="Who would like a proposed interest, told to nobody. Kept until it opens, or they take it back.",
    sqlite_with_rowid=False,
)

words_given = Table(
    "words_given",
    metadata,
    _text("community", key=True),
    _text("interest", "Which confidential interest they may join. Kept until either is forgotten.", key=True),
    _text("member", "For whom the word was given, to let them join. Kept until either is forgotten.", key=True),
    _text("giver", "Who gave it, to keep words to a few a week. Kept until either is forgotten.", key=True),
    _time("given_at", "When it was given, to keep words to a few a week. Kept until either is forgotten."),
    Index(None, "community", "giver"),
    comment="Followers' words for others, told to nobody. Kept until either is forgotten.",
    sqlite_with_rowid=False,
)

reports = Table(
    "reports",
    metadata,
    _text("community", key=True),
    _text("id", "Follows from who reported what and when, so that a repeat is one. Kept for 90 days.", key=True),
    _text("circle", "Which circle it is about, so that no steward who sat there sees it. Kept for 90 days."),
    _text("reporter", _WHO),
    _text("text", "What they wrote to the stewards, sealed. Kept for 90 days."),
    _flag("names_reporter", "Whether the stewards may know who wrote it, as they chose. Kept for 90 days."),
    _time("made_at", "When they wrote it; its 90 days count from here. Kept for 90 days."),
    _text("state", "Whether a steward has answered. Kept for 90 days."),
    _text("answer", "Which ready answer they got. Kept for 90 days.", optional=True),
    Index(None, "community", "reporter", "made_at"),
    Index(None, "community", "state"),
    comment="What somebody asks the stewards outside a circle to look at, sealed. Kept for 90 days.",
    sqlite_with_rowid=False,
)

withs = Table(
    "withs",
    metadata,
    _text("community", key=True),
    _text("id", "Which circle comes of it. Kept for about a week after it is over.", key=True),
    _text("asker", _WHO),
    _text("topic", "What they would like to talk about, as they wrote it. Kept for about a week after it is over."),
    _text("state", "Whether it still waits for answers. Kept for about a week after it is over."),
    _time("asked_at", "When they asked: so many a week are fine. Kept for about a week after it is over."),
    _time("closes_at", "Until when the others may answer. Kept for about a week after it is over."),
    Index(None, "community", "asker", "asked_at"),
    comment="Who would like to talk with chosen people. Kept until a week after it is over.",
    sqlite_with_rowid=False,
)

with_asks = Table(
    "with_asks",
    metadata,
    _text("community", key=True),
    _text("circle", "Which of these wishes it belongs to. Kept for about a week after that is over.", key=True),
    _text("member", _WHO, key=True),
    _time("sent_at", "When they were asked. Kept for about a week after it is over.", optional=True),
    _time("said_yes_at", "When they said yes; a no is not kept. Until about a week after it is over.", optional=True),
    _parent("withs", ("circle", "id")),
    comment="Who is asked privately to talk with somebody. A no is not kept. Kept until a week after it is over.",
    sqlite_with_rowid=False,
)

hand_offs = Table(
    "hand_offs",
    metadata,
    _text("community", key=True),
    _text(
        "id", "Follows from the two and their season, so that one asks once. Kept until either is forgotten.", key=True
    ),
    _text("circle", "In which circle they met. Kept until either is forgotten."),
    _text("asker", _WHO),
    _text("asked", "With whom they would like to carry on. Kept until either is forgotten."),
    _text("state", "Whether both said yes; a no is not kept. Kept until either is forgotten."),
    _time("asked_at", "When they asked: so many a week are fine. Kept until either is forgotten."),
    _time("closes_at", "Until when it can be answered, or what was given is kept. Kept until either is forgotten."),
    _time("sent_at", "When the other was asked. Kept until either is forgotten.", optional=True),
    _text("asker_gift", "What the asker chose to give, sealed. Kept until seen once, at most 7 days.", optional=True),
    _text("asked_gift", "What the other chose to give, sealed. Kept until seen once, at most 7 days.", optional=True),
    Index(None, "community", "asker", "asked_at"),
    Index(None, "community", "asked"),
    comment="Two who may carry on elsewhere, so that one asks once a season. Kept until either is forgotten.",
    sqlite_with_rowid=False,
)

inbox = Table(
    "inbox",
    metadata,
    _text("key", key=True),
    _time("at"),
    Index(None, "at"),
    comment="Keys of events seen, so that a repeat is recognised. Keeps nothing about a person; kept for seven days.",
    sqlite_with_rowid=False,
)

timers = Table(
    "timers",
    metadata,
    _text("community", key=True),
    _text("key", "May hold a member's id (a keyed hash), to find the timer again. Kept until it falls due.", key=True),
    _time("due_at", optional=True),
    _flag("keeps_earlier"),
    _text("kind"),
    _number("version"),
    _text("payload", "The event, which may name a member by id, so that it reaches them. Kept until it falls due."),
    Index(None, "due_at"),
    comment="What is to be looked at when; may name a member by id. Kept until it falls due or is called off.",
    sqlite_with_rowid=False,
)
"""One that was called off may stay for a while as a row that is not due and has no payload."""

PENDING = literal_column("'pending'", Text)
"""Not done yet. Written into the SQL, where a partial index is recognised by it; so are the other two."""
OVER = literal_column("'over'", Text)
DEAD = literal_column("'dead'", Text)

paces = Table(
    "paces",
    metadata,
    _text("name", key=True),
    _time("free_at"),
    comment="When the bot may next do what platforms mind in a heap. Keeps nothing about a person.",
    sqlite_with_rowid=False,
)

shard_holders = Table(
    "shard_holders",
    metadata,
    _text("platform", key=True),
    _text("holder", key=True),
    _number("shards"),
    _text("numbers"),
    _time("until"),
    comment="Which process serves which shards of a platform, and until when it surely does. Keeps nothing about a "
    "person.",
    sqlite_with_rowid=False,
)

seals = Table(
    "seals",
    metadata,
    _text("name", key=True),
    _text("sealed"),
    comment="A word sealed with the database's key, so that another key is noticed. Keeps nothing about a person.",
    sqlite_with_rowid=False,
)

installations = Table(
    "installations",
    metadata,
    _text("community", key=True),
    _text("platform"),
    _text("content"),
    comment="What a platform gave the bot for a community that installed it (a token), sealed. Kept until it is taken "
    "out there. Keeps nothing about a person.",
    sqlite_with_rowid=False,
)

_IS_PENDING = text("state = 'pending'")

effects = Table(
    "effects",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _text("community"),
    _text("key", "May hold a member's id (a keyed hash), so that nothing is sent twice. Kept for a day after sending."),
    _text("lane", "Whose direct messages or which room it goes to, to keep the order. Kept for a day after sending."),
    _text("circle", optional=True),
    _text("kind"),
    _number("version"),
    _text("payload", "What is to be said, which may name members by id. Kept for a day after it was sent."),
    _text("state"),
    _time("made_at"),
    _time("next_at"),
    _time("lapses_at", optional=True),
    _number("urgency", optional=True),
    _number("tries"),
    _number("token"),
    _time("first_try_at", optional=True),
    _time("claimed_at", optional=True),
    _time("leased_until", optional=True),
    _text("reason", optional=True),
    Index("uq_effects_community_key", "community", "key", unique=True),
    Index("ix_effects_heads", "lane", "seq", sqlite_where=_IS_PENDING, postgresql_where=_IS_PENDING),
    Index("ix_effects_due", "next_at", "seq", sqlite_where=_IS_PENDING, postgresql_where=_IS_PENDING),
    comment="What the bot is to do in the chat; may name members by id. Kept for a day after it was done.",
    sqlite_autoincrement=True,
)
