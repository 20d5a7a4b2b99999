"""What the Discord adapter is told at its start."""

from dataclasses import dataclass, field

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from circles_discord.wire import REQUESTS_A_SECOND

MOMENT_SECONDS = 0.05
IDENTIFY_SECONDS = 5.2
"""So far apart sessions of a bucket begin: Discord wants five seconds, and not all take the same time on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordSettings:
    """The bot's token, and other addresses than Discord's own (a proxy, a fake).

    ``ready_timeout_seconds`` is how long discord.py waits for the last server to show up after it has connected;
    ``requests_a_second`` is the bot's pace over all routes, ``identify_seconds`` that of its sessions' beginnings,
    ``moment_seconds`` how long reactions wait for one another.
    """

    token: str = field(repr=False)
    api_url: str | None = None
    gateway_url: str | None = None
    ready_timeout_seconds: float = 2.0
    requests_a_second: int = REQUESTS_A_SECOND
    identify_seconds: float = IDENTIFY_SECONDS
    moment_seconds: float = MOMENT_SECONDS

    def point_library(self) -> None:
        """Tell discord.py where Discord is: it keeps both addresses on its classes, for the whole process."""
        if self.api_url is not None:
            Route.BASE = self.api_url.rstrip("/")
        if self.gateway_url is not None:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(self.gateway_url)


INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)
"""None is privileged: without the content of messages, and without the list of members."""
