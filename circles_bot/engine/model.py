"""The records the engine knows: what is true of a community, its members and their circles.

Each class is one row of one table of the same columns (``circles_bot.store.tables``). They are values: a rule returns
a changed copy (``dataclasses.replace``), wrapped in :class:`circles_bot.engine.decision.Kept`. All times are aware UTC.
States and what may follow which are in ``circles_bot.engine.lifecycle``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from circles_bot.engine.ids import (
    CircleId,
    CommunityId,
    HandOffId,
    InterestId,
    MemberId,
    PostId,
    PromptId,
    ReportId,
    RoundId,
)

Sealed = NewType("Sealed", str)
"""Text that nobody should read in the database's file: the store seals it with the operator's key."""


class OptInState(StrEnum):
    """Where a wish for a circle stands."""

    WAITING = "waiting"
    INVITED = "invited"
    SEATED = "seated"
    RESTING = "resting"
    """Its circle has ended and the member chose (or drifted into) a rest; a tap wakes it."""
    ASLEEP = "asleep"
    """Two invitations in a row met "not now" or silence; a tap wakes it."""
    ENDED = "ended"
    """Left; kept so that an emoji that still stands does not undo the leaving."""


class CircleState(StrEnum):
    """Where a circle stands, from the first invitation to the archived room."""

    INVITING = "inviting"
    OPENING = "opening"
    OPEN = "open"
    ASKING = "asking"
    """Open, and asked whether to carry on, mix afresh, or rest."""
    CLOSED = "closed"
    FIZZLED = "fizzled"
    """Too few said yes; it never opened and nobody sees that it was planned."""


class SeatState(StrEnum):
    """Where one member stands towards one circle."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    """Said "not now". Nothing follows from it before the deadline that silence has, too."""
    SEATED = "seated"
    LEFT = "left"
    LAPSED = "lapsed"
    RELEASED = "released"
    """Said yes but the circle did not open, or had no seat left; goes to the front of the next round."""
    FINISHED = "finished"
    """Sat in it until it closed."""


class CircleOrigin(StrEnum):
    """How a circle came about."""

    ROUND = "round"
    WITH = "with"
    """Somebody asked for these people; there was no matcher."""


class RoomAsks(StrEnum):
    """What a circle's room is asked while it is asked something that is decided at a deadline."""

    SEASON = "season"
    """Carry on, a fresh mix, or rest?"""
    AGAIN = "again"
    """Carry on or rest? Too few others wait for a fresh mix to bring new faces."""
    SHRUNK = "shrunk"
    """One more person, carry on as it is, or rest? Asked some days after a circle has shrunk below three."""


class RoundState(StrEnum):
    """Whether a round's plan has been applied."""

    PLANNING = "planning"
    APPLIED = "applied"


class RoundCause(StrEnum):
    """Why a round runs."""

    WEEKLY = "weekly"
    SETTLED = "settled"


class Way(StrEnum):
    """How somebody opted in."""

    SELECT = "select"
    REACTION = "reaction"
    COMMAND = "command"
    CO_SIGN = "co_sign"
    """Co-signed (or proposed) it before it opened."""


class Pace(StrEnum):
    """How much the bot may say to a member unasked."""

    QUIET = "quiet"
    LIGHT = "light"
    REGULAR = "regular"


class Preference(StrEnum):
    """What a member may choose for themselves, each with a default."""

    PACE = "pace"
    MESSAGES = "messages"
    """Unasked direct messages a week at most."""
    CIRCLES_AT_ONCE = "circles_at_once"
    ASK_FIRST = "ask_first"
    QUIET_FROM = "quiet_from"
    QUIET_TO = "quiet_to"
    LANGUAGES = "languages"


class PostKind(StrEnum):
    """What the bot posted to a room."""

    WELCOME = "welcome"
    PROMPT = "prompt"
    SEASON = "season"
    CLOSING = "closing"


class CheckInAnswer(StrEnum):
    """The five answers to "how is this circle for you?"."""

    GOOD = "good"
    QUIET = "quiet"
    NOT_FOR_ME = "not_for_me"
    BREAK = "break"
    OFF = "off"


class SeasonAnswer(StrEnum):
    """The answers to what a room is asked; which of them are offered follows from :class:`RoomAsks`."""

    CARRY_ON = "carry_on"
    FRESH_MIX = "fresh_mix"
    REST = "rest"
    ONE_MORE = "one_more"


class ReportState(StrEnum):
    """Whether a steward has answered a report."""

    OPEN = "open"
    ANSWERED = "answered"


class ReportAnswer(StrEnum):
    """The three ready answers of a steward."""

    DONE = "done"
    MORE = "more"
    WATCHING = "watching"


class WithState(StrEnum):
    """Whether a "with" still waits for answers."""

    ASKING = "asking"
    OVER = "over"


class HandOffState(StrEnum):
    """Where a hand-off stands. There is no state for a no: it leaves no trace."""

    ASKED = "asked"
    AGREED = "agreed"
    OVER = "over"


class AddressKind(StrEnum):
    """What of ours a platform's id stands for."""

    COMMUNITY = "community"
    MEMBER = "member"
    ROOM = "room"
    POST = "post"
    BOARD = "board"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The platform's id of something of ours. The engine passes it on and never looks inside ``theirs``."""

    community: CommunityId
    kind: AddressKind
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """One Discord server, Slack workspace or sandbox; ``settings`` holds only what differs from the defaults."""

    id: CommunityId
    platform: str
    timezone: str = "UTC"
    locale: str = "en"
    settings: Mapping[str, str | int] = field(default_factory=dict)
    board_place: str | None = None
    """The platform's id of the public channel that holds the board; None until set up."""
    rooms_place: str | None = None
    """The platform's id of the channel under which rooms open, where the platform has such a thing."""
    set_up_at: datetime | None = None
    looked_at: datetime | None = None
    settled_round_at: datetime | None = None
    """When the last round ran because an interest had settled (at most one a day)."""
    board_at: datetime | None = None
    """When the board was last shown anew (edited at most hourly)."""
    sees_activity: bool = True
    """Whether the platform tells that messages came in rooms; without it prompts go by the calendar, at half the pace.
    """
    stewards_place: str | None = None
    """The platform's id of the channel that only stewards see; None where they have named none."""
    pilot_place: str | None = None
    """The platform's id of the channel to whose people a pilot is limited; None for the whole community."""
    paused_at: datetime | None = None
    """Since when a steward has paused everything; None while the bot goes about its work."""
    removed_at: datetime | None = None
    """Since when the bot is in the community no more; None while it is there."""
    is_zone_chosen: bool = False
    """A steward has chosen the time zone; it is guessed no more, not even where it is UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Something to talk about. ``name`` is as people typed it (at most 80 characters, control characters removed).

    A confidential one has no emoji and no aliases: nothing but choosing it from the private list finds it.
    """

    id: InterestId
    community: CommunityId
    name: str
    emoji: str
    opened_at: datetime
    archived_at: datetime | None = None
    is_confidential: bool = False
    aliases: tuple[str, ...] = ()
    """Other names by which joining finds it."""
    needs_word: bool = False
    """Confidential, and joined on a follower's word only."""
    merged_into: InterestId | None = None
    neighbours: tuple[InterestId, ...] = ()
    """Open interests that its followers often follow too, most often first; worked out at the weekly look."""
    settled_round_at: datetime | None = None
    """When its own last round ran because it had settled (confidential ones only; at most one a day)."""
    page: int = 0
    """Which of the board's messages it is on, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who has done anything with the bot. No name is kept: platforms show it from the address."""

    id: MemberId
    community: CommunityId
    since: datetime
    locale: str | None = None
    timezone: str | None = None
    languages: tuple[str, ...] = ()
    pace: Pace | None = None
    """What they chose; None means quiet until their first tap in a room, then light."""
    has_tapped: bool = False
    paused_until: datetime | None = None
    capacity: int | None = None
    """In how many circles they like to be at once, 0 to 5; None means the default. So do the next three."""
    quiet_from_hour: int | None = None
    quiet_to_hour: int | None = None
    directs_per_week: int | None = None
    """How many unasked direct messages a week they take at most, 0 for none at all."""
    asks_first: bool = True
    """Whether they are asked before a circle opens; a first one, and one after a break, always asks."""
    gone_at: datetime | None = None
    """When the platform said that they have left the community; None while they are there.

    Also of who is of another organisation and welcome no more: they may still sit where they sat then.
    """
    asked_at: tuple[datetime, ...] = ()
    """When the bot sent unasked direct messages in the last seven days, oldest first: the budget's memory."""
    openly_asked_at: tuple[datetime, ...] = ()
    """The same, had there been nothing confidential: by this the others' time to answer goes (decision 0016)."""
    is_unreachable: bool = False
    """The last direct message could not be delivered; what was in it waits behind "My circles"."""
    is_steward: bool = False
    offered_at: datetime | None = None
    """When something near a wish was last offered to them, because nothing came of the wish (once in four weeks)."""
    has_direct: bool = False
    """The bot has written to them directly before: another message opens no new conversation."""
    held_until: datetime | None = None
    """Until when a steward keeps them out of new circles; told to nobody, and their wishes stay."""
    named_steward_at: datetime | None = None
    """Since when they look after the bot because a steward has named them, whatever the platform says; else None."""
    left_at: tuple[datetime, ...] = ()
    """When they left open circles within the last four weeks, oldest first: who leaves many waits a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptIn:
    """A member's standing wish for a circle on an interest."""

    community: CommunityId
    member: MemberId
    interest: InterestId
    state: OptInState
    way: Way
    since: datetime
    rounds_waited: int = 0
    skips_until: datetime | None = None
    misses: int = 0
    """Invitations in a row that met "not now" or silence."""
    is_first_in_line: bool = False
    """Said yes to a circle that did not come about, and goes first in the next round."""
    still_asked_at: datetime | None = None
    """When its member was asked whether they are still interested, after a long wait; None while not asked."""
    asks_first: bool = False
    """Made again after a rest, a sleep or a leaving: its next circle asks first, whatever its member prefers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingReaction:
    """A reaction as last observed on the board. Only a difference from it is news."""

    community: CommunityId
    interest: InterestId
    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One run of the matcher; ``seed`` makes it repeatable."""

    id: RoundId
    community: CommunityId
    cause: RoundCause
    state: RoundState
    seed: int
    due_at: datetime
    interest: InterestId | None = None
    """The confidential interest that it is about, alone; None for a round of all the open ones."""
    cost: Mapping[str, int] = field(default_factory=dict)
    """What its plan cost, by the objective's parts, in half points; empty until it is applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Three to six members around one interest, for a season."""

    id: CircleId
    community: CommunityId
    interest: InterestId | None
    """None for a circle that began with chosen people: it has a ``topic``."""
    round: RoundId
    state: CircleState
    planned_at: datetime
    room_name: str
    opened_at: datetime | None = None
    season: int = 1
    season_ends_at: datetime | None = None
    asked_at: datetime | None = None
    """When the room was asked to carry on, mix afresh, or rest."""
    prompted_at: datetime | None = None
    silent_prompts: int = 0
    """Prompts in a row that met neither a tap nor a message until the next was due."""
    question: PostId | None = None
    """The post that asks the room to carry on, mix afresh, or rest; None while it is not asked."""
    closed_at: datetime | None = None
    origin: CircleOrigin = CircleOrigin.ROUND
    topic: str | None = None
    """What those who asked for it would like to talk about; None for a circle that a round made."""
    open_seats: int = 0
    """How many more people may join: all who sit there want it, or it was planned as two with a seat kept open."""
    asks: RoomAsks = RoomAsks.SEASON
    """What ``question`` asks, while it asks something."""
    skips_until: datetime | None = None
    """Until when the room wants no prompt: somebody said that they are talking."""
    is_new_company: bool = False
    """Whether none of those asked had met in a circle before."""
    shared_hours: int | None = None
    """How many waking hours those who sat there when it opened shared; None while there is no room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One member's place in one circle, from the invitation on."""

    community: CommunityId
    circle: CircleId
    member: MemberId
    state: SeatState
    is_extra: bool = False
    """Invited on top of the planned size, so that a few "not now" do not sink the circle."""
    invited_at: datetime
    delivered_at: datetime | None = None
    answer_by: datetime | None = None
    """Counted from delivery; None while the invitation has not arrived."""
    answered_at: datetime | None = None
    seated_at: datetime | None = None
    active_at: datetime | None = None
    """When the member last spoke or tapped in the room (that, never what)."""
    season_answer: SeasonAnswer | None = None
    is_late: bool = False
    """Invited into a circle that was talking already."""
    wants_more: bool = False
    """Would like one more person here; nobody is told, and nothing happens before everyone who sits there does."""
    picked: PromptId | None = None
    """The prompt they picked to be asked next."""
    is_pick_named: bool = False
    """The room may know that it was them."""
    is_unasked: bool = False
    """Counted as a yes from the message's arrival on, because its member likes not to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something the bot posted to a room that people can tap."""

    id: PostId
    community: CommunityId
    circle: CircleId
    kind: PostKind
    prompt: PromptId | None
    season: int
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TapAnswer:
    """A member's tap under a prompt; ``choice`` counts its answers from 0."""

    community: CommunityId
    post: PostId
    member: MemberId
    choice: int
    tapped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One "how is this circle for you?"; ``number`` counts from 1 within a member's seat."""

    community: CommunityId
    circle: CircleId
    member: MemberId
    number: int
    season: int
    asked_at: datetime
    answered_at: datetime | None = None
    answer: CheckInAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two members who sat in one circle; ``first`` sorts before ``second``."""

    community: CommunityId
    first: MemberId
    second: MemberId
    scope: str = ""
    """Empty for open circles; a confidential interest's id for its own, which change nothing in open matching."""
    met_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoidance:
    """``member`` would rather not sit with ``other``; the matcher keeps it both ways, silently."""

    community: CommunityId
    member: MemberId
    other: MemberId
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An interest that somebody would like there to be; whom it comes from is a co-sign like the others.

    ``interest`` is the id that it will have once it opens: what is confidential says so from the start.
    """

    community: CommunityId
    interest: InterestId
    name: str
    proposed_at: datetime
    needs_word: bool = False
    approved_at: datetime | None = None
    """When a steward said yes; it opens as soon as there is room for one more."""
    refused_at: datetime | None = None
    """When a steward said "not now"; the same name may be proposed again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSign:
    """A member would like a proposed interest to open, and joins it then."""

    community: CommunityId
    interest: InterestId
    member: MemberId
    signed_at: datetime
    is_proposer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A follower's word for somebody who may then join a confidential interest that asks for one."""

    community: CommunityId
    interest: InterestId
    member: MemberId
    """For whom."""
    giver: MemberId
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a member asks the stewards who do not sit in a circle to look at. Kept for 90 days."""

    id: ReportId
    community: CommunityId
    circle: CircleId
    reporter: MemberId
    text: Sealed
    """What they wrote, if anything."""
    names_reporter: bool
    """Whether the stewards may know who it was; only when the reporter says so."""
    made_at: datetime
    state: ReportState = ReportState.OPEN
    answer: ReportAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """A wish to talk with chosen people. ``id`` is the circle's that comes of it.

    It is nobody's, about nothing, once whoever asked was forgotten: the others' asks are remembered by it.
    """

    id: CircleId
    community: CommunityId
    asker: MemberId
    topic: str
    state: WithState
    asked_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WithAsk:
    """One person of a "with", the asker too. Only a yes is kept: a no and silence are the same row."""

    community: CommunityId
    circle: CircleId
    member: MemberId
    sent_at: datetime | None = None
    """When they were asked; stays None for whoever is silently not asked."""
    said_yes_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """A wish of ``asker`` to carry on elsewhere with ``asked``; once per pair and season of ``circle``."""

    id: HandOffId
    community: CommunityId
    circle: CircleId
    asker: MemberId
    asked: MemberId
    state: HandOffState
    asked_at: datetime
    closes_at: datetime
    sent_at: datetime | None = None
    """When the other was asked; stays None where they silently are not."""
    asker_gift: Sealed | None = None
    """What the asker chose to give, until the other has seen it once."""
    asked_gift: Sealed | None = None


Record = (
    Address
    | Community
    | Interest
    | Member
    | OptIn
    | StandingReaction
    | Round
    | Circle
    | Seat
    | Post
    | TapAnswer
    | CheckIn
    | Meeting
    | Avoidance
    | Proposal
    | CoSign
    | Word
    | Report
    | With
    | WithAsk
    | HandOff
)
