"""What the application asks of a chat platform: perform one parcel, say what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from circles_bot.engine.effects import (
    AddToRoom,
    CloseRoom,
    EditPost,
    OpenRoom,
    PostToRoom,
    SendDirect,
    ShowBoard,
    ShowToStewards,
    TakeBoardAway,
)
from circles_bot.engine.ids import MemberId
from circles_bot.ports.shards import Part
from circles_bot.words.message import Message

ChatEffect = (
    ShowBoard | TakeBoardAway | ShowToStewards | OpenRoom | AddToRoom | PostToRoom | EditPost | CloseRoom | SendDirect
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do, so that nobody ever asks which platform it is."""

    sees_activity: bool
    """Messages in rooms are noticed (that they came, never what they say)."""
    answers_reactions_privately: bool
    """A reaction can be answered with a note that only that person sees."""
    serves: Part | None = None
    """Of the platform's communities only these, just now: others are served by other processes (None: all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An effect made ready for a platform: words chosen, addresses looked up.

    ``community``, ``to`` are the platform's own ids: ``to`` is the person of a direct message, the room of a post, the
    page's message (None: not posted yet), the place under which a room opens. ``message`` is the post to edit.
    ``people`` maps everybody mentioned to the platform's id. ``is_uncertain`` says an earlier try may have happened.
    """

    key: str
    effect: ChatEffect
    community: str
    to: str | None
    message: str | None = None
    words: Message | None = None
    people: Mapping[MemberId, str] = field(default_factory=dict)
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is there, once. ``theirs`` is the platform's id of what was made, where something was."""

    theirs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The room, board or person it was meant for is no longer there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The person takes no direct messages from the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Not now (a limit, a fault on the way): try again, after ``retry_after`` where the platform named a time."""

    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """It can never be done (a bug, a missing permission); ``reason`` is for the operator, without anybody's words."""

    reason: str


Outcome = Done | Gone | Closed | Later | Dead


class ChatGateway(Protocol):
    """Performs parcels on one platform."""

    @property
    def capabilities(self) -> Capabilities:
        """What this platform can do."""

    async def perform(self, parcel: Parcel) -> Outcome:
        """Do it so that doing it again with the same key is seen; never raises a ``ChatError``, but reports it."""
