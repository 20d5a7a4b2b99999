"""Everything that can happen, in the past tense. Nothing here carries what people write to each other.

*Personal* events come from an adapter and carry the :class:`Actor`; *due* events are timers; *outcome* events say what
a delivery brought about. ``at`` is when it happened (aware UTC); the engine knows no other clock. ``key`` recognises a
repeat of the same happening for seven days; events without one are safe to apply again, or consume a timer or effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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
from circles_bot.engine.model import CheckInAnswer, Preference, ReportAnswer, RoundCause, SeasonAnswer, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it, as the platform tells it. ``theirs`` is the platform's id of the person."""

    member: MemberId
    theirs: str
    locale: str | None = None
    timezone: str | None = None
    is_steward: bool = False
    """They look after the bot here: the platform says so, or (``is_named``) a steward has named them."""
    knows_steward: bool = True
    """The platform could be asked; else ``is_steward`` is False for this act, and what is known of them stays."""
    joined_at: datetime | None = None
    """When they came to the community, where the platform tells."""
    is_in_pilot: bool = False
    """They are among the people of the channel to which a pilot is limited; means nothing where there is none."""
    is_named: bool = False
    """They count as a steward by name alone. No adapter sets it: the engine does, from what it knows of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel as a steward may choose it; what the bot misses there is named in plain words.

    One that is of a kind under which no rooms can open may still hold the board.
    """

    theirs: str
    name: str
    lacks: tuple[str, ...] = ()
    """Of what a board cannot do without."""
    lacks_for_reactions: tuple[str, ...] = ()
    """Of what it needs for the reactions under a board."""
    lacks_over_rooms: tuple[str, ...] = ()
    """Of what it needs for rooms to open under it."""
    holds_rooms: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a community."""

    community: CommunityId
    at: datetime
    key: str | None = None

    def __post_init__(self) -> None:
        """Refuse a naive time."""
        if self.at.tzinfo is None:
            raise ValueError("an event's time must be aware")


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal(Event):
    """Something a person did."""

    actor: Actor


# --- what people do -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupChosen(Personal):
    """A steward chose where the board and the rooms are, and what there is to talk about at first.

    ``interests`` are (emoji, name) pairs; ``platform`` and ``community_theirs`` describe a community not yet known.
    """

    platform: str
    community_theirs: str
    board_place: str
    rooms_place: str
    interests: tuple[tuple[str, str], ...]
    timezone: str | None = None
    sees_activity: bool = True
    """Whether the platform tells that messages came in rooms (the gateway's capability)."""
    second: Actor | None = None
    """Somebody who is to look after the bot as well."""
    pilot_place: str | None = None
    """The channel to whose people a pilot is limited: empty for none, None where it was not asked."""
    places: tuple[Place, ...] = ()
    """The channels as they stand just then; empty where the platform offers none but those that can be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestJoined(Personal):
    """Somebody opted in. ``interest`` is an id, or the name as they typed it."""

    interest: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestLeft(Personal):
    """Somebody took their wish back (Undo, command, My circles). ``interest`` as in :class:`InterestJoined`."""

    interest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionSeen(Personal):
    """An emoji on the board was seen set (``is_set``) or taken off by somebody, under its message ``page`` (from 0).

    ``hears_reply`` says that the platform shows the private answer to a reaction, so that no direct message is needed.
    """

    emoji: str
    is_set: bool
    hears_reply: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRead(Event):
    """One of the board's messages was read: by emoji, who has reacted. ``is_whole`` is False after a partial read."""

    reactions: Mapping[str, tuple[Actor, ...]]
    is_whole: bool
    is_cleared: bool
    """The bot's own seed reactions are gone, or the message is: nobody took anything off."""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmTold(Personal):
    """Somebody told "for me it's now …": ``hour`` is the middle of what they tapped, 0 to 23, in their local time."""

    hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered(Personal):
    """An invited member said yes, or not now."""

    circle: CircleId
    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleLeft(Personal):
    """A member left a circle (Need something?, My circles, "not for me")."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTapped(Personal):
    """A member tapped answer ``choice`` (from 0) under a post."""

    circle: CircleId
    post: PostId
    choice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSpoke(Personal):
    """A message came in a circle's room: that, and from whom; never what. Only where the gateway sees activity."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInAnswered(Personal):
    """A member answered "how is this circle for you?"."""

    circle: CircleId
    number: int
    answer: CheckInAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAvoided(Personal):
    """A member would rather not sit with ``other``, whom they share or shared ``circle`` with."""

    circle: CircleId
    other: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernTold(Personal):
    """After "something's off": the member told only the bot, or asked for a steward's look (``for_stewards``)."""

    circle: CircleId
    for_stewards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PickNextTapped(Personal):
    """A member picks the room's next question: ``prompt`` is None while they only ask what there is to pick from."""

    circle: CircleId
    prompt: PromptId | None = None
    is_named: bool = False
    """The room may know that it was them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingTapped(Personal):
    """A member says that the room is talking and wants no question for a while."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreWanted(Personal):
    """A member would like one more person in a circle of theirs, or after all not (``is_wanted`` False)."""

    circle: CircleId
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonAnswered(Personal):
    """A member tapped carry on, a fresh mix, or rest."""

    circle: CircleId
    answer: SeasonAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseChosen(Personal):
    """A member paused everything for ``weeks`` weeks; 0 ends a pause."""

    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceChosen(Personal):
    """A member chose something for themselves; ``values`` are those of the select of that preference."""

    preference: Preference
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillAnswered(Personal):
    """A member who was asked, after a long wait, whether they are still interested, said yes or let it rest."""

    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAvoided(Personal):
    """A member would rather not sit with ``other``, picked from the community's people."""

    other: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidanceEnded(Personal):
    """A member takes back that they would rather not sit with ``other``."""

    other: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTold(Personal):
    """A member asks the stewards who do not sit in that circle to look, in a few words to them."""

    circle: CircleId
    text: str
    names_reporter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswered(Personal):
    """A steward gives one of the ready answers to a report."""

    report: ReportId
    answer: ReportAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseChosen(Personal):
    """A steward closes the room that a report is about, kindly; or keeps it open after all."""

    report: ReportId
    is_closing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberHeld(Personal):
    """A steward keeps ``other`` out of new circles for ``weeks`` weeks; 0 ends it."""

    other: Actor
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardNamed(Personal):
    """A steward named ``other`` to look after the bot as well."""

    other: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingEnded(Personal):
    """A steward takes back that ``other`` looks after the bot by name; or ``other``, named, would rather not."""

    other: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class MineExported(Personal):
    """A member wants everything that is kept about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenMe(Personal):
    """A member wants to be forgotten, and has said so twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithAsked(Personal):
    """A member would like to talk with these people, about ``topic`` as they typed it (may be empty)."""

    people: tuple[Actor, ...]
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithAnswered(Personal):
    """Somebody who was asked to talk with others said yes, or not now. ``circle`` is the one that may come of it."""

    circle: CircleId
    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffAsked(Personal):
    """A member would like to carry on elsewhere with ``other``."""

    other: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffAnswered(Personal):
    """Somebody who was asked to carry on elsewhere said yes, or not now."""

    hand_off: HandOffId
    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffGiven(Personal):
    """One of two who both said yes gives the other a few words; an empty text is "just say hello here"."""

    hand_off: HandOffId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffShown(Personal):
    """One of the two looks at what the other gave."""

    hand_off: HandOffId


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChosen(Personal):
    """A steward chose settings by name (durations in hours); the rest stays as it is.

    ``stewards_place`` is the channel for the monthly message, ``pilot_place`` the one to whose people a pilot is
    limited: empty for none, None where it was not asked. ``language`` is the code of the one spoken there.
    """

    settings: Mapping[str, str | int]
    timezone: str | None = None
    language: str | None = None
    stewards_place: str | None = None
    pilot_place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EverythingPaused(Personal):
    """A steward paused everything in the community, or let it go on (``is_paused`` False)."""

    is_paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicProposed(Personal):
    """A member would like an interest that there is not; ``name`` is as they typed it.

    ``is_private`` makes it a confidential one, joined with ``needs_word`` on a follower's word only. With
    ``is_certain`` they have seen the interests that are nearly the same, and propose it all the same.
    """

    name: str
    is_private: bool = False
    needs_word: bool = False
    is_certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCoSigned(Personal):
    """A member would like a proposed interest too; or, ``is_taken_back``, does not any more."""

    interest: InterestId
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAnswered(Personal):
    """A steward said yes, or not now, to a proposed interest."""

    interest: InterestId
    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestArchived(Personal):
    """A steward archived an interest."""

    interest: InterestId


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestMerged(Personal):
    """A steward made an interest a part of another, ``into``."""

    interest: InterestId
    into: InterestId


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestChanged(Personal):
    """A steward gave an interest another name by which it is found, too."""

    interest: InterestId
    alias: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGiven(Personal):
    """A follower of a confidential interest gave ``to`` their word, so that they may join it."""

    interest: InterestId
    to: MemberId


# --- timers that fell due -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDue(Event):
    """The weekly look came, or an interest has settled."""

    cause: RoundCause
    interest: InterestId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDue(Event):
    """The board may be shown anew; ``is_at_once`` after a steward's act, else at full hours only."""

    is_at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotRemoved(Event):
    """The bot is in the community no more; may be told again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotReturned(Event):
    """The bot is in the community (again); may be told though it never left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsDue(Event):
    """It is time to look which proposed interests open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDue(Event):
    """A month is over: the stewards hear how things stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAnswerDue(Event):
    """An answer that quiet hours or the budget held back may go out now: how the member's wishes stand."""

    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDue(Event):
    """A planned invitation may go out now (held back by quiet hours, the budget, or a pause)."""

    circle: CircleId
    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersDue(Event):
    """The time to answer a circle's invitations is over."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietDue(Event):
    """It is time to look whether a room has gone quiet."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDue(Event):
    """A check-in of one member is due.

    ``is_counted`` says that it would have gone before, had there been nothing confidential, and counts from then.
    """

    circle: CircleId
    member: MemberId
    number: int
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDue(Event):
    """Some days ago two or more said quiet or off: change something in the room."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShrunkDue(Event):
    """Some days ago somebody's seat came free: look whether the circle has become too small."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonDue(Event):
    """A season is over: ask carry on, a fresh mix, or rest."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonAnswersDue(Event):
    """The time to answer at a season's end is over."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingDue(Event):
    """Somebody who was named to look after the bot may be told of it now."""

    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportExpired(Event):
    """A report has been kept long enough."""

    report: ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDue(Event):
    """The hour has come at which a steward's closing of a room takes place."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyDue(Event):
    """Some days ago somebody who had tapped under ``posts`` was forgotten: show those posts without them."""

    circle: CircleId
    posts: tuple[PostId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithAskDue(Event):
    """Somebody may be asked to talk with others now; ``is_again`` when the question was not sent in time before."""

    circle: CircleId
    member: MemberId
    is_again: bool = False
    timezone: str | None = None
    """What the platform told of somebody who is no member: they have nights, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithDue(Event):
    """All have said yes to talking with each other, or the time to answer is over."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class WithForgotten(Event):
    """Who was asked to talk with whom has been remembered long enough."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffAskDue(Event):
    """Somebody may be asked to carry on elsewhere now; ``is_again`` when the question was not sent in time before."""

    hand_off: HandOffId
    is_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOffDue(Event):
    """The time to answer a hand-off, or to look at what was given, is over."""

    hand_off: HandOffId


# --- what came of an effect ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCircle:
    """One circle of a plan: ``members`` as planned, ``extras`` invited on top (six invitations at most in all)."""

    interest: InterestId
    members: tuple[MemberId, ...]
    extras: tuple[MemberId, ...]
    is_new_company: bool = False
    """Whether none of them have met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSeat:
    """A seat kept open in a circle that is talking, and who may be asked to take it."""

    circle: CircleId
    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlanned(Event):
    """The matcher has planned a round. Each seat is checked again when the plan is applied."""

    round: RoundId
    circles: tuple[PlannedCircle, ...]
    late: tuple[PlannedSeat, ...] = ()
    cost: Mapping[str, int] = field(default_factory=dict)
    """What the plan costs, by the objective's parts, in half points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardShown(Event):
    """A page of the board is up; ``theirs`` is the platform's id of its message."""

    theirs: str
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOpened(Event):
    """A circle's room exists; ``theirs`` is the platform's id of it."""

    circle: CircleId
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFailed(Event):
    """A circle's room could not be opened, for good; ``place`` is where, if that is not there any more."""

    circle: CircleId
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostGone(Event):
    """A post that was to be shown anew is no longer in its room; the room itself may be there or not."""

    circle: CircleId
    post: PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersAdded(Event):
    """People who took a seat in a circle that was talking are in its room now."""

    circle: CircleId
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddingFailed(Event):
    """People who took a seat in a circle that was talking could not be let into its room, for good.

    Those who are ``kept_out`` would be the next time, too, until a steward mends what keeps them out.
    """

    circle: CircleId
    members: tuple[MemberId, ...]
    kept_out: bool = False


class KeptOut(StrEnum):
    """Why people of other organisations could not be let into a room, though they are welcome."""

    MAY_NOT_INVITE = "may_not_invite"
    """The bot was not given the right to invite them."""
    REFUSED = "refused"
    """The platform, or an organisation's settings, did not let it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersKeptOut(Event):
    """People of other organisations could not be let into some room, for a reason that a steward may mend."""

    why: KeptOut


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGone(Event):
    """A channel of the community is no longer there: the board's, the rooms', the stewards' or any other one."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowingFailed(Event):
    """The board, or (``is_board`` False) a message for the stewards, could not be shown in ``place``, for good."""

    place: str
    is_board: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMoved(Event):
    """The platform calls a channel of the community otherwise from now on.

    ``board`` are the board's messages in it: each page, and what the platform calls its message now.
    """

    place: str
    theirs: str
    board: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMoved(Event):
    """The platform calls a circle's room otherwise from now on (Slack does so when it converts a channel)."""

    circle: CircleId
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomGone(Event):
    """A circle's room is no longer there."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class PostShown(Event):
    """A post is in its room; ``theirs`` is the platform's id of the message."""

    circle: CircleId
    post: PostId
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDelivered(Event):
    """An invitation arrived; its 72 hours count from here."""

    circle: CircleId
    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class StillLapsed(Event):
    """The question whether a member is still interested could not be sent in time: ask it at a later look."""

    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberGone(Event):
    """The platform says that a member is no longer in the community.

    Who ``stays_seated`` is no longer one of those who are matched, and sits on where they sit.
    """

    member: MemberId
    stays_seated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectClosed(Event):
    """A direct message could not be delivered; what was in it waits behind My circles.

    ``is_counted`` says that it had been counted in the member's budget.
    """

    member: MemberId
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeLapsed(Event):
    """A nudge was not sent in time (the bot was off): plan anew instead of sending it late.

    ``member`` is None for what was meant for the room.
    """

    circle: CircleId
    member: MemberId | None


PersonalEvent = (
    SetupChosen
    | SettingsChosen
    | EverythingPaused
    | InterestJoined
    | InterestLeft
    | ReactionSeen
    | RhythmTold
    | InvitationAnswered
    | CircleLeft
    | PromptTapped
    | RoomSpoke
    | CheckInAnswered
    | MemberAvoided
    | ConcernTold
    | MoreWanted
    | PickNextTapped
    | TalkingTapped
    | SeasonAnswered
    | PauseChosen
    | PreferenceChosen
    | StillAnswered
    | PersonAvoided
    | AvoidanceEnded
    | ReportTold
    | ReportAnswered
    | CloseChosen
    | MemberHeld
    | StewardNamed
    | NamingEnded
    | MineExported
    | ForgottenMe
    | WithAsked
    | WithAnswered
    | HandOffAsked
    | HandOffAnswered
    | HandOffGiven
    | HandOffShown
    | TopicProposed
    | TopicCoSigned
    | ProposalAnswered
    | InterestArchived
    | InterestMerged
    | InterestChanged
    | WordGiven
)
DueEvent = (
    RoundDue
    | BoardDue
    | MonthDue
    | ProposalsDue
    | HeldAnswerDue
    | InvitationDue
    | AnswersDue
    | QuietDue
    | CheckInDue
    | ChangeDue
    | ShrunkDue
    | SeasonDue
    | SeasonAnswersDue
    | ReportExpired
    | NamingDue
    | WithAskDue
    | WithDue
    | WithForgotten
    | HandOffAskDue
    | HandOffDue
    | CloseDue
    | TidyDue
)
RUNS_WHILE_PAUSED: frozenset[type[DueEvent]] = frozenset({ReportExpired, WithForgotten, HandOffDue})
"""Timers that run though a steward has paused everything, or the bot was removed: what keeps a promise and reaches
nobody.
"""

OutcomeEvent = (
    BotRemoved
    | BotReturned
    | BoardRead
    | RoundPlanned
    | BoardShown
    | RoomOpened
    | RoomFailed
    | PostGone
    | MembersAdded
    | AddingFailed
    | RoomMoved
    | RoomGone
    | PlaceGone
    | OthersKeptOut
    | ShowingFailed
    | PlaceMoved
    | PostShown
    | InvitationDelivered
    | StillLapsed
    | MemberGone
    | DirectClosed
    | NudgeLapsed
)
AnyEvent = PersonalEvent | DueEvent | OutcomeEvent
