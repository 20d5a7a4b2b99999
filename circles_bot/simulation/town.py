"""What a simulation asks of an adapter: a place where many people act, and a gateway that reaches them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.ports.adapters import House
from circles_bot.ports.chat import ChatGateway


class Shown(Protocol):
    """What somebody was shown at once, privately: a message, and by token what may be chosen there."""

    @property
    def message(self) -> str:
        """The platform's id of the message."""

    @property
    def controls(self) -> Mapping[str, Sequence[str]]:
        """By token the values of a select; nothing for a button."""


class Town(Protocol):
    """A community on a platform; people are known by the platform's ids. What is refused is answered with None."""

    @property
    def gateway(self) -> ChatGateway:
        """Performs what the bot has for people."""

    @property
    def community(self) -> CommunityId:
        """Our id of the community."""

    @property
    def community_theirs(self) -> str:
        """The platform's id of it."""

    def add_channel(self, name: str) -> str:
        """Make a public channel and return its id."""

    def let_in(self, person: str, *, timezone: str, locale: str, is_steward: bool = False) -> MemberId:
        """Let somebody in and return our id of them."""

    def people_in(self, room: str) -> frozenset[str]:
        """Return who is in a room."""

    async def command(self, person: str, words: str) -> Shown | None:
        """Give a slash command."""

    async def tap(self, person: str, message: str, token: str, values: Sequence[str] = ()) -> Shown | None:
        """Tap a button or choose values."""

    async def react_on_board(self, person: str, emoji: str) -> Shown | None:
        """Set a reaction on the board."""

    async def say(self, person: str, room: str) -> None:
        """Say something in a room."""

    async def leave(self, person: str, room: str) -> None:
        """Leave a room by the platform's own means."""


MakeTown = Callable[[House], Town]
