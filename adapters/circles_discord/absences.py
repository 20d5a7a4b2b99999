"""Who has left a server: Discord does not tell a bot without the list of members, so it looks, one person at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import discord
import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.ports.adapters import House
from circles_discord.errors import FAULTS, LET_GO, NO_LONGER_HERE
from circles_discord.shards import Shards
from circles_discord.translate import Translator

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 2.0
"""A server of a thousand is gone through in about half an hour, with a fiftieth of what Discord allows in a second."""
BETWEEN_ROUNDS_SECONDS = 3_600.0
A_PAGE = 50

Pause = Callable[[float], Awaitable[None]]


class Absences:
    """Goes through the people whom the bot knows in each server, again and again, slowly."""

    def __init__(self, shards: Shards, house: House) -> None:
        """Look through connections; the inbox hears of who is no longer there."""
        self._shards = shards
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = Translator(identities=house.identities)

    async def run(self) -> None:
        """Look for ever; cancel to stop."""
        while True:
            for guild in self._shards.guilds:
                await self.look_through(guild, asyncio.sleep)
            await asyncio.sleep(BETWEEN_ROUNDS_SECONDS)

    async def look_through(self, guild: discord.Guild, pause: Pause) -> None:
        """Look for each person of a server once; ``pause`` is waited for before each look.

        Where the database fails, the next round looks for those who are left.
        """
        community, after = self._translator.community(guild.id), ""
        try:
            while people := await self._inbox.people_of(community, after, A_PAGE):
                await self._look(guild, (theirs for _, theirs in people), pause)
                after = people[-1][0]
        except StoreError as error:
            log.warning("absences_not_kept", guild=guild.id, error=str(error))

    async def _look(self, guild: discord.Guild, people: Iterable[str], pause: Pause) -> None:
        for theirs in people:
            await pause(LOOK_EVERY_SECONDS)
            if guild.unavailable or self._shards.get_guild(guild.id) is None:
                return
            try:
                await guild.fetch_member(int(theirs))
            except discord.NotFound as error:
                if error.code in NO_LONGER_HERE:
                    await self._inbox.submit(self._translator.absence(guild.id, theirs, self._clock.now()))
            except (*FAULTS, *LET_GO) as error:
                log.info("look_failed", guild=guild.id, error=type(error).__name__)
