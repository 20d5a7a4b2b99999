"""How many people could open a room at most, for the words before a yes: whoever has Manage Threads sees every thread.

Discord tells a bot without the list of members how many have each role, not who; somebody with two roles counts twice.
So the figure is never too small, only perhaps too large.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import discord
import structlog

from circles_bot.engine.errors import StoreError
from circles_bot.ports.adapters import House
from circles_discord.errors import FAULTS, LET_GO
from circles_discord.shards import Shards
from circles_discord.translate import Translator

log = structlog.get_logger(__name__)

FRESH_FOR = timedelta(hours=1)
LOOK_EVERY_SECONDS = 300.0
"""How soon a server that was just set up has its figure."""


def could_open(parent: discord.TextChannel, counts: Mapping[int, int]) -> int:
    """Return how many people at most could open a thread under a channel; ``counts`` are the members by role.

    Who can has a role that grants it there (docs: topics/permissions), is let by name, or owns the server.
    """
    by_role = sum(counts.get(role.id, 0) for role in parent.guild.roles if grants(role, parent))
    named = (how for who, how in parent.overwrites.items() if not isinstance(who, discord.Role))
    return 1 + by_role + sum(how.manage_threads is True for how in named)


def grants(role: discord.Role, parent: discord.TextChannel) -> bool:
    """Tell whether somebody may get it by a role: what another role denies them is left out of account."""
    everyone, own = parent.overwrites_for(parent.guild.default_role), parent.overwrites_for(role)
    if role.permissions.administrator or own.manage_threads:
        return True
    return role.permissions.manage_threads and own.manage_threads is None and everyone.manage_threads is not False


class Openers:
    """Tells the house, for each server that is set up, how many could open a room; again after an hour."""

    def __init__(self, shards: Shards, house: House) -> None:
        """Look through connections; the inbox is told."""
        self._shards = shards
        self._inbox = house.inbox
        self._clock = house.clock
        self._translator = Translator(identities=house.identities)
        self._looked_at: dict[int, datetime] = {}

    async def run(self) -> None:
        """Look for ever; cancel to stop."""
        while True:
            for guild in self._shards.guilds:
                await self.look(guild)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self, guild: discord.Guild) -> None:
        """Tell a server's figure, if it is set up and the last one is not fresh any more."""
        now, before = self._clock.now(), self._looked_at.get(guild.id)
        client = self._shards.client_of(guild.id)
        if client is None or guild.unavailable or (before is not None and now - before < FRESH_FOR):
            return
        community = self._translator.community(guild.id)
        try:
            place = await self._inbox.rooms_place_of(community)
            parent = await client.channels.of(guild, int(place)) if place else None
        except StoreError as error:
            log.warning("rooms_place_not_read", guild=guild.id, error=str(error))
            return
        except (*FAULTS, *LET_GO):
            return
        if not isinstance(parent, discord.TextChannel):
            return
        self._looked_at[guild.id] = now  # also where it fails: a refusal is asked about no sooner
        try:
            counts = {role.id: number for role, number in (await guild.role_member_counts()).items()}
            if grants(guild.default_role, parent):  # how many that is now is told to those only who ask
                whole = await client.fetch_guild(guild.id, with_counts=True)
                counts[guild.id] = whole.approximate_member_count or 0
        except (*FAULTS, *LET_GO) as error:
            log.info("roles_not_counted", guild=guild.id, error=type(error).__name__)
            return
        self._inbox.tell_who_could_open(community, could_open(parent, counts))
