"""What the engine is shown to decide: just what the event needs, read in its transaction.

One kind a scope; ``circles_bot.store.loading`` has one loader for each and :data:`SCOPES` says which event needs which.
A field is None (or empty) where the database has nothing of that id *in the event's community*: an id from another
community is an unknown id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from circles_bot.engine import events
from circles_bot.engine.ids import CircleId, InterestId, MemberId, PostId
from circles_bot.engine.model import (
    Avoidance,
    CheckIn,
    CheckInAnswer,
    Circle,
    Community,
    CoSign,
    HandOff,
    Interest,
    Meeting,
    Member,
    OptIn,
    Post,
    Proposal,
    Report,
    Round,
    Seat,
    TapAnswer,
    With,
    WithAsk,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestStanding:
    """One interest, with the acting member's wish and reaction, and how many wait.

    ``waiting`` is counted up to ten, no further, and only where a rule looks at it, else nothing: for the interest that
    somebody joins, and for all of them in My circles. So is ``has_reacted``: of a yes for its own interest alone.
    """

    interest: Interest
    opt_in: OptIn | None
    has_reacted: bool
    waiting: int
    invited_to: CircleId | None = None
    """The circle whose invitation the wish led to and that is not decided upon, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalStanding:
    """One proposal, with the acting member's own co-sign, if any."""

    proposal: Proposal
    co_sign: CoSign | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A member's own seat with its circle, and its interest where the loader reads that."""

    seat: Seat
    circle: Circle
    interest: Interest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberScope:
    """A community, the member the event is about, and how they stand towards each of its interests (by name, A to Z).

    ``standings`` are the open interests: nothing that only looks there can show a confidential one. ``private`` are
    the confidential ones, ``archived`` those that the member has a wish for although they have ended. ``places`` are
    filled for questions, and for one who has gone: the circles the member is or was lately asked to sit in, newest
    first.

    ``proposals`` are those of open interests, ``private_proposals`` those of confidential ones; what a steward has
    refused is there only for who signed it. They, and what follows, are there for acts that need them only.
    ``opted_in`` is how many people have opted in to open interests; ``sat_privately_at`` when the member last sat down
    in a confidential circle; ``has_word`` whether a follower of the confidential interest that the event names gave
    them their word, and ``words_given`` how many words the member gave within a week. ``followers`` are the wishes for
    an interest that is merged and for the one that it becomes.
    """

    community: Community | None
    member: Member | None
    standings: tuple[InterestStanding, ...]
    places: tuple[PlaceView, ...] = ()
    rooms: Mapping[CircleId, tuple[PostId, ...]] = field(default_factory=dict)
    """The living rooms they sit or sat in, with the posts they tapped under (only for forgetting)."""
    private: tuple[InterestStanding, ...] = ()
    archived: tuple[InterestStanding, ...] = ()
    proposals: tuple[ProposalStanding, ...] = ()
    private_proposals: tuple[ProposalStanding, ...] = ()
    opted_in: int = 0
    sat_privately_at: datetime | None = None
    has_word: bool = False
    words_given: int = 0
    followers: tuple[OptIn, ...] = ()
    withs: tuple[With, ...] = ()
    """The open ones in which they were asked and have not said yes, for My circles of who takes no messages."""
    hand_offs: tuple[HandOff, ...] = ()
    """The open ones in which they were asked, for the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupScope:
    """What setting up needs, in one look: the community as it is, its open interests by name, and who is named.

    ``member`` is who sets up and ``second`` who is to look after the bot as well, where they are members; ``opted_in``
    is how many people have opted in to open interests.
    """

    community: Community | None
    member: Member | None = None
    second: Member | None = None
    interests: tuple[Interest, ...] = ()
    opted_in: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityScope:
    """A community and its open interests by name; ``waiting`` and ``live_circles`` count by interest, up to ten.

    ``private`` are the confidential interests and ``private_waiting`` how many wait for each: for their own rounds.
    ``proposals`` are those that wait to open (confidential ones only where they may open); with ``co_signs``, the
    ``members`` who signed, and how many have ``opted_in``, where they may open.

    ``standing`` is who has a standing reaction by interest (only for :class:`~circles_bot.engine.events.BoardRead`),
    ``opt_ins`` the wishes of those people and of those that the event names.
    """

    community: Community | None
    interests: tuple[Interest, ...]
    waiting: Mapping[InterestId, int]
    live_circles: Mapping[InterestId, int]
    standing: Mapping[InterestId, frozenset[MemberId]]
    members: Mapping[MemberId, Member]
    opt_ins: tuple[OptIn, ...]
    stewards: tuple[Member, ...] = ()
    """The known stewards (only where a channel is gone, or takes nothing)."""
    private: tuple[Interest, ...] = ()
    private_waiting: Mapping[InterestId, int] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    co_signs: tuple[CoSign, ...] = ()
    opted_in: int = 0
    board: Mapping[int, str] = field(default_factory=dict)
    """The platform's ids of the board's messages by page (only where it is shown, or a channel is gone)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A seat with the member on it and that member's wish for the circle's interest (None when forgotten)."""

    seat: Seat
    member: Member
    opt_in: OptIn | None
    is_apart: bool = False
    """While their answer is open: one who sits there, or said yes before, is kept apart from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleScope:
    """A circle with its seats (by member id), the posts of its room (oldest first), and more where the event needs it.

    ``taps`` are those under the post that the event names; ``check_ins`` those of the member the event names, and for
    answers all of the running season; ``stewards`` the community's known stewards (for concerns, and lost rooms);
    ``others_waiting`` how many who never sat here wait for its interest, up to ten (only at a season's end).
    """

    community: Community | None
    circle: Circle | None
    interest: Interest | None
    seats: tuple[SeatView, ...]
    posts: tuple[Post, ...]
    taps: tuple[TapAnswer, ...]
    check_ins: tuple[CheckIn, ...]
    stewards: tuple[Member, ...]
    others_waiting: int | None = None
    reports_lately: int = 0
    """How often the acting member has reported within a day (only for reports)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCircle:
    """A circle that talks and keeps a seat open, with every seat there ever was in it and those who sit there now."""

    circle: Circle
    seats: tuple[Seat, ...]
    sitting: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What somebody last said of a circle in a season."""

    circle: CircleId
    season: int
    member: MemberId
    answer: CheckInAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardScope:
    """A community in totals, for its stewards: open interests only, nothing of the confidential ones.

    ``member`` is who asks, if anybody does. ``moods`` are of circles that ``member`` does not sit in, as they were at
    the last weekly look: what changes once a week names nobody's hour.
    """

    community: Community | None
    member: Member | None
    opted_in: int
    waiting: int
    talking: int
    """People who sit in circles that have a room."""
    circles: int
    moods: tuple[Mood, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundScope:
    """All that the matcher and the applying of its plan need: everybody who waits, whom they met, whom they avoid.

    A round of a confidential interest is shown that interest alone, with its own pool, and others are shown nothing of
    it: ``live_seats`` counts, by member, the circles they sit in or have been invited to, confidential circles and open
    ones apart; ``open_circles`` (by id) are those that keep a seat open. ``sat_privately_at`` is when they last sat
    down in a confidential circle, for a confidential round only; ``often_together`` which open interests share
    followers, and how many (an interest with itself: all of its own), for the weekly look only.
    """

    community: Community | None
    round: Round | None
    interests: tuple[Interest, ...]
    members: Mapping[MemberId, Member]
    opt_ins: tuple[OptIn, ...]
    live_seats: Mapping[MemberId, int]
    meetings: tuple[Meeting, ...]
    avoidances: tuple[Avoidance, ...]
    live_rooms: int = 0
    """Circles on open interests that have a room or are about to (confidential ones change nothing for the others)."""
    open_circles: tuple[OpenCircle, ...] = ()
    other_wishes: frozenset[tuple[MemberId, InterestId]] = frozenset()
    """Wishes of those who wait that do not wait: they sit, rest, sleep or were ended."""
    sat_privately_at: Mapping[MemberId, datetime] = field(default_factory=dict)
    have_sat: frozenset[MemberId] = frozenset()
    """Who of those who wait ever sat in a circle of this kind that a round had made."""
    often_together: Mapping[tuple[InterestId, InterestId], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleScope:
    """What passes between people, or between one and the stewards: only what the event is about is filled.

    ``people`` are those it names who are members, ``avoidances`` those among them, and for acts about somebody's own
    list all of it. ``named`` are those who look after the bot by name, the first named first. ``report`` comes with its
    ``circle`` and who was ever asked to sit there (``insiders``); ``reports`` are the open ones that the acting steward
    may see, oldest first, each with its circle and interest.
    """

    community: Community | None
    people: Mapping[MemberId, Member] = field(default_factory=dict)
    avoidances: tuple[Avoidance, ...] = ()
    named: tuple[Member, ...] = ()
    shared: tuple[PlaceView, ...] = ()
    """Circles in which both people of the event ever sat, with the acting member's seat, the latest first."""
    report: "ReportView | None" = None
    reports: tuple["ReportView", ...] = ()
    asked: "WithView | None" = None
    lately: tuple[datetime, ...] = ()
    """When the acting member asked for chosen people within a week."""
    hand_off: HandOff | None = None
    hand_offs: tuple[HandOff, ...] = ()
    """Those between the two people of the event, and the acting member's own of a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report with what it is about, and who was ever asked to sit there."""

    report: Report
    circle: Circle | None
    interest: Interest | None
    insiders: frozenset[MemberId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithView:
    """A "with" and everybody in it, the asker too, by member id.

    ``asked_elsewhere`` are those who are in others as well, with when they were asked there (never, perhaps).
    """

    wish: With
    asks: tuple[WithAsk, ...]
    asked_elsewhere: Mapping[MemberId, tuple[datetime, ...]] = field(default_factory=dict)


Snapshot = SetupScope | MemberScope | CommunityScope | CircleScope | RoundScope | PeopleScope | StewardScope

SCOPES: Mapping[type[events.AnyEvent], type[Snapshot]] = {
    events.SetupChosen: SetupScope,
    events.SettingsChosen: MemberScope,
    events.EverythingPaused: MemberScope,
    events.MonthDue: StewardScope,
    events.InterestJoined: MemberScope,
    events.InterestLeft: MemberScope,
    events.ReactionSeen: MemberScope,
    events.RhythmTold: MemberScope,
    events.PauseChosen: MemberScope,
    events.PreferenceChosen: MemberScope,
    events.StillAnswered: MemberScope,
    events.StillLapsed: MemberScope,
    events.MemberGone: MemberScope,
    events.DirectClosed: MemberScope,
    events.MineExported: MemberScope,
    events.ForgottenMe: MemberScope,
    events.HeldAnswerDue: MemberScope,
    events.TopicProposed: MemberScope,
    events.TopicCoSigned: MemberScope,
    events.ProposalAnswered: MemberScope,
    events.InterestArchived: MemberScope,
    events.InterestMerged: MemberScope,
    events.InterestChanged: MemberScope,
    events.WordGiven: MemberScope,
    events.InvitationAnswered: CircleScope,
    events.CircleLeft: CircleScope,
    events.PromptTapped: CircleScope,
    events.RoomSpoke: CircleScope,
    events.CheckInAnswered: CircleScope,
    events.MemberAvoided: CircleScope,
    events.ConcernTold: CircleScope,
    events.MoreWanted: CircleScope,
    events.PickNextTapped: CircleScope,
    events.TalkingTapped: CircleScope,
    events.PostGone: CircleScope,
    events.SeasonAnswered: CircleScope,
    events.PersonAvoided: PeopleScope,
    events.AvoidanceEnded: PeopleScope,
    events.ReportTold: CircleScope,
    events.WithAsked: PeopleScope,
    events.WithAnswered: PeopleScope,
    events.HandOffAsked: PeopleScope,
    events.HandOffAnswered: PeopleScope,
    events.HandOffGiven: PeopleScope,
    events.HandOffShown: PeopleScope,
    events.WithAskDue: PeopleScope,
    events.WithDue: PeopleScope,
    events.WithForgotten: PeopleScope,
    events.HandOffAskDue: PeopleScope,
    events.HandOffDue: PeopleScope,
    events.ReportAnswered: PeopleScope,
    events.CloseChosen: PeopleScope,
    events.MemberHeld: PeopleScope,
    events.StewardNamed: PeopleScope,
    events.NamingEnded: PeopleScope,
    events.NamingDue: PeopleScope,
    events.ReportExpired: PeopleScope,
    events.CloseDue: CircleScope,
    events.RoundDue: CommunityScope,
    events.BotRemoved: CommunityScope,
    events.BotReturned: CommunityScope,
    events.BoardDue: CommunityScope,
    events.ProposalsDue: CommunityScope,
    events.BoardRead: CommunityScope,
    events.BoardShown: CommunityScope,
    events.InvitationDue: CircleScope,
    events.AnswersDue: CircleScope,
    events.QuietDue: CircleScope,
    events.CheckInDue: CircleScope,
    events.ChangeDue: CircleScope,
    events.ShrunkDue: CircleScope,
    events.SeasonDue: CircleScope,
    events.SeasonAnswersDue: CircleScope,
    events.TidyDue: CircleScope,
    events.RoundPlanned: RoundScope,
    events.RoomOpened: CircleScope,
    events.RoomFailed: CircleScope,
    events.MembersAdded: CircleScope,
    events.AddingFailed: CircleScope,
    events.RoomMoved: CircleScope,
    events.RoomGone: CircleScope,
    events.PlaceGone: CommunityScope,
    events.OthersKeptOut: CommunityScope,
    events.ShowingFailed: CommunityScope,
    events.PlaceMoved: CommunityScope,
    events.PostShown: CircleScope,
    events.InvitationDelivered: CircleScope,
    events.NudgeLapsed: CircleScope,
}
