"""What the engine wants done in the world, in the imperative. Saved in the outbox in the transaction that decided it.

``key`` follows from what, for whom and which occurrence, so that deciding twice writes once. A ``lane`` keeps order:
one per room (``room:<circle>``), one per person's direct messages (``member:<member>``), one per board, one per round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from circles_bot.engine.ids import CircleId, CommunityId, EffectKey, Lane, MemberId, PostId, RoundId
from circles_bot.engine.notes import Note
from circles_bot.engine.tokens import Token


class DirectKind(StrEnum):
    """What a direct message is, most urgent first (the budget sends invitations first, check-ins last)."""

    INVITATION = "invitation"
    ANSWER = "answer"
    """Follows from what the member did (their circle is open, their first answer)."""
    REPORT = "report"
    STILL = "still"
    """Whether somebody whose wish has waited long is still interested."""
    OFFER = "offer"
    """Something near a wish of which nothing came yet."""
    NAMING = "naming"
    """That somebody has been named to look after the bot."""
    CHECK_IN = "check_in"


URGENCY: Mapping[DirectKind, int] = {kind: place for place, kind in enumerate(DirectKind)}
"""Which of the first direct messages goes first when not all may go at once; kept with the effect."""

BUDGETED = frozenset(
    {DirectKind.INVITATION, DirectKind.STILL, DirectKind.OFFER, DirectKind.NAMING, DirectKind.CHECK_IN}
)
"""What is unasked: it counts in its reader's budget and waits for it."""

_WAYS_TO_FEWER = frozenset({Token.NEED, Token.MINE})

GOES_WHILE_PAUSED = frozenset({DirectKind.REPORT})
"""What is sent though a steward has paused everything: a report, as nobody else would hear of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something to do; after ``lapses_at`` it is not done any more but planned anew.

    With ``not_before`` it waits in its lane until then (an answer that would come in somebody's quiet hours).
    """

    key: EffectKey
    lane: Lane
    community: CommunityId
    not_before: datetime | None = None
    lapses_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRound(Effect):
    """Run the matcher for a round (done by the application in a worker, not by a chat platform)."""

    round: RoundId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBoard(Effect):
    """Post a page of the board, or edit it in place. ``seed_emoji`` are the reactions the bot sets first."""

    place: str
    note: Note
    seed_emoji: tuple[str, ...]
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBoardAway(Effect):
    """Delete a page of the board on which nothing is any more; ``theirs`` is the platform's id of its message."""

    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoom(Effect):
    """Make the circle's private room and let ``members`` in."""

    circle: CircleId
    place: str
    name: str
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToRoom(Effect):
    """Let more people into a circle's room; who is in it already stays, so doing it again changes nothing."""

    circle: CircleId
    members: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostToRoom(Effect):
    """Say something in a circle's room. ``pings`` are members whose pace asks to be mentioned."""

    circle: CircleId
    post: PostId
    note: Note
    pings: tuple[MemberId, ...] = ()

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a post from which no way leads to fewer of them (promise 11)."""
        taps = {control.token.partition(":")[0] for control in self.note.controls}
        if self.note.footer is None and not taps & _WAYS_TO_FEWER:
            raise ValueError(f"the post {self.note.key!r} does not say how to get fewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPost(Effect):
    """Show a post anew (tap answers came in, or its buttons are over)."""

    circle: CircleId
    post: PostId
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRoom(Effect):
    """Archive the circle's room; nothing in it is lost."""

    circle: CircleId


@dataclass(frozen=True, slots=True, kw_only=True)
class SendDirect(Effect):
    """Write to one person. ``circle`` is what it is about, if anything."""

    member: MemberId
    kind: DirectKind
    circle: CircleId | None
    note: Note
    has_export: bool = False
    """Whether everything that is kept about the member goes with it, put together at the moment of sending."""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for an unasked message that does not say how to get fewer (promise 11)."""
        if self.kind in BUDGETED and self.note.footer is None:
            raise ValueError(f"the message {self.note.key!r} does not say how to get fewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowToStewards(Effect):
    """Say something in the channel that only stewards see."""

    place: str
    note: Note


AnyEffect = (
    PlanRound
    | ShowBoard
    | TakeBoardAway
    | ShowToStewards
    | OpenRoom
    | AddToRoom
    | PostToRoom
    | EditPost
    | CloseRoom
    | SendDirect
)


def room_lane(circle: CircleId) -> Lane:
    """Return the lane of a circle's room."""
    return Lane(f"room:{circle}")


def member_lane(member: MemberId) -> Lane:
    """Return the lane of a person's direct messages."""
    return Lane(f"member:{member}")


def board_lane(community: CommunityId) -> Lane:
    """Return the lane of a community's board."""
    return Lane(f"board:{community}")


def stewards_lane(community: CommunityId) -> Lane:
    """Return the lane of a community's stewards."""
    return Lane(f"stewards:{community}")


def round_lane(round_id: RoundId) -> Lane:
    """Return the lane of one round."""
    return Lane(f"round:{round_id}")
