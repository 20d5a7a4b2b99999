"""Servers whose shard another process has: somebody may tap in direct messages about one, and those come here."""

from datetime import datetime, timedelta

import discord

from circles_bot.ports.clock import Clock
from circles_discord.errors import FAULTS

KEPT_FOR = timedelta(minutes=10)
"""As long as somebody's permissions there are taken for what they were."""
AT_MOST = 1_000


class DistantServers:
    """Looks servers up, and keeps each for a while."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._found: dict[int, tuple[discord.Guild | None, datetime]] = {}

    async def find(self, client: discord.Client, guild_id: int) -> discord.Guild | None:
        """Return a server with its roles, without its channels; None where it is not to be had."""
        now, kept = self._clock.now(), self._found.get(guild_id)
        if kept is not None and now - kept[1] <= KEPT_FOR:
            return kept[0]
        try:
            found = await client.fetch_guild(guild_id, with_counts=False)
        except FAULTS:
            found = None
        if len(self._found) >= AT_MOST:
            self._found.clear()
        self._found[guild_id] = (found, now)
        return found
