"""What the gateway tells, and to whom: the intents each event needs (docs: events/gateway)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag

from tests.fakes.discord.model import Guild
from tests.fakes.discord.refusals import JSON


class Intent(IntFlag):
    """The intents that matter here."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One dispatch; ``without_content`` replaces the data for those who lack the message content intent.

    ``intent`` is what a session must have (any one bit of it); none is needed where it is ``Intent.NONE``.
    """

    name: str
    data: JSON
    intent: Intent = Intent.NONE
    guild: Guild | None = None
    without_content: JSON | None = None


Listener = Callable[[Event], None]
