"""What a journey needs of a platform: people who tap, react, type and talk, and a clock to push.

Each adapter's tests implement :class:`Town` over the adapter's real parts. Controls are found by their token's name, so
that journeys do not depend on wording.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from circles_bot.engine.tokens import Token

PEOPLE = ("Noor", "Ana", "Ben", "Chidi", "Dewi", "Eli", "Fatima", "Goran")
"""The first is a steward; the others are members of the community who have done nothing with the bot yet."""

TRYOUT = PEOPLE[:5]
"""Those who are in the channel ``tryout``, to which a pilot may be limited."""


class Town(Protocol):
    """A community on some platform, with the bot in it."""

    def now(self) -> datetime:
        """Return the domain's time."""

    async def pass_time(self, by: timedelta) -> None:
        """Let the time pass through everything that falls due."""

    async def settle(self) -> None:
        """Let everything that is due now be decided and delivered."""

    async def restart(self) -> None:
        """Stop the bot and start it again over the same database and platform."""

    async def while_down(self, *acts: Callable[[], Awaitable[None]]) -> None:
        """Stop the bot, let people act on the platform, and start the bot again."""

    async def tap(
        self, who: str, control: Token, *values: str, part: str = "", fields: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Tap the newest control of this name that ``who`` can see (with ``part`` in its token, if given).

        In a form, ``fields`` are the labels by field; one that is left out is sent as it stands.
        ``values`` are what is chosen in a select, by the visible label. Raises AssertionError when there is none.
        """

    def can_tap(self, who: str, control: Token, *, part: str = "") -> bool:
        """Tell whether ``who`` can see such a control."""

    def token_of(self, who: str, control: Token) -> str:
        """Return the whole token of the newest control of this name that ``who`` can see."""

    async def tap_token(self, who: str, token: str, *values: str) -> None:
        """Send a token as if it had been tapped, whether or not it can be seen (old buttons, forged ones)."""

    async def react(self, who: str, emoji: str) -> None:
        """Set a reaction on the board."""

    async def unreact(self, who: str, emoji: str) -> None:
        """Take a reaction off the board."""

    async def command(self, who: str, text: str) -> None:
        """Type a slash command."""

    async def others_join(self, count: int, interest: str) -> None:
        """Let so many others, always the same, choose an interest on the board; they do nothing else in this story."""

    async def say(self, who: str, text: str) -> None:
        """Say something in the newest room one sits in."""

    def heard(self, who: str) -> str:
        """Return the last private answer that ``who`` got, as text, with its buttons' labels."""

    def in_stewards_channel(self, who: str) -> Sequence[str] | None:
        """Return the texts of the stewards' channel, oldest first; None for somebody who does not see it."""

    def directs(self, who: str) -> Sequence[str]:
        """Return the texts of the bot's direct messages to ``who``, oldest first, as they stand now."""

    def files(self, who: str) -> Mapping[str, str]:
        """Return the files in the bot's direct messages to ``who``, by name, the newest of a name."""

    def local_hours_of_unasked_directs(self, who: str) -> Sequence[int]:
        """Return the hour, in the time zone of ``who``, at which each direct message arrived that answers no tap."""

    def previews(self, who: str) -> Sequence[str]:
        """Return the notification previews of the direct messages to ``who``, oldest first."""

    def rooms(self, who: str) -> Sequence[str]:
        """Return the names of the open rooms that ``who`` sits in."""

    def archived_rooms(self, who: str) -> Sequence[str]:
        """Return the names of the closed rooms that ``who`` sat in."""

    def in_room(self, who: str) -> Sequence[str]:
        """Return the texts of the bot's messages in the newest room that ``who`` sits in, oldest first."""

    async def interests_grow_to(self, count: int) -> None:
        """Let so many interests be open, as a large community has them: "topic 1" and on beside those that are."""

    def board(self) -> str:
        """Return the board as text, all its messages."""

    def boards(self) -> Sequence[str]:
        """Return the board's messages as text, in their order."""

    def sign_of(self, interest: str) -> str:
        """Return the emoji that the board says is an interest's."""

    async def close_directs(self, who: str, *, closed: bool) -> None:
        """Let ``who`` take no direct messages from the bot any more, or take them again."""

    async def leaves_the_community(self, who: str) -> None:
        """Let ``who`` leave the community altogether."""

    async def comes_back(self, who: str) -> None:
        """Let ``who`` be in the community again."""

    def removals(self) -> int:
        """Return how often the bot removed somebody from a room (which must never be)."""


def sign_on(board: str, interest: str) -> str:
    """Return the emoji before an interest's name on a board."""
    line = next(line for line in board.splitlines() if f" {interest}: " in line)
    return line.partition(f" {interest}: ")[0]
