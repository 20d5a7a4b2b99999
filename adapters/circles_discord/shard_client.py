"""A connection that can be told which shard it is for, and begins its sessions when it may."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from circles_bot.ports.shards import shard_of


class ShardClient(discord.Client):
    """The library's client, whose shard is known only once it has logged in."""

    def __init__(self, *, may_identify: Callable[[int], Awaitable[None]], **options: Any) -> None:
        """Ask ``may_identify`` before each session."""
        super().__init__(**options)
        self.has_identified = asyncio.Event()
        self._may_identify = may_identify

    def be_shard(self, number: int, shards: int) -> None:
        """Hear of one shard's servers only; before it connects. Of one shard in all nothing is said to Discord."""
        if shards > 1:
            self.shard_id, self.shard_count = number, shards
            self._connection.shard_count = shards  # as AutoShardedClient does once it knows

    def is_mine(self, guild_id: int) -> bool:
        """Tell whether a server is in this shard."""
        return self.shard_count is None or shard_of(guild_id, self.shard_count) == self.shard_id

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for a turn; the library would wait five seconds each time, and not at all for other shards."""
        await self._may_identify(shard_id or 0)
        self.has_identified.set()
