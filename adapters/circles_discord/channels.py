"""A server's channels: those that the bot works in are kept and followed, all others are asked for when wanted.

discord.py keeps every channel of every server. Of thousands of servers that is the greater part of a bot's memory, for
the few channels in each that hold a board or rooms.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import discord
from discord.abc import GuildChannel
from discord.state import ConnectionState

from circles_bot.engine.questions import Place
from circles_bot.ports.inbox import Presence
from circles_discord.permissions import FOR_A_BOARD, FOR_REACTIONS, FOR_ROOMS, lacking

HOLD_ROOMS = (discord.ChannelType.text,)
"""Kinds of channels that hold private threads."""
HOLD_WORDS = (*HOLD_ROOMS, discord.ChannelType.news)
"""Kinds of channels that a board or a message may stand in."""


class Channels:
    """Knows which channels of a server are worked in, and looks up the others."""

    def __init__(self) -> None:
        """Know of none yet."""
        self._kept: defaultdict[int, set[int]] = defaultdict(set)

    def know(self, presences: Iterable[Presence]) -> None:
        """Keep the channels that servers were set up with, once they show up."""
        for presence in presences:
            self._kept[int(presence.theirs)].update(map(int, presence.places))

    def are_kept(self, guild_id: int, channel_id: int) -> bool:
        """Tell whether a channel is worked in."""
        return channel_id in self._kept.get(guild_id, ())

    def has_any(self, guild_id: int) -> bool:
        """Tell whether the bot works anywhere in a server."""
        return bool(self._kept.get(guild_id))

    async def of(self, guild: discord.Guild, channel_id: int) -> GuildChannel | None:
        """Return a channel of a server and keep it from now on, or None where there is none of that id.

        Raises what discord.py raises where Discord does not tell.
        """
        known = guild.get_channel(channel_id)
        if known is not None:
            return known
        try:
            found = await guild.fetch_channel(channel_id)
        except discord.NotFound:
            return None
        if isinstance(found, discord.Thread):
            return None
        self._kept[guild.id].add(channel_id)
        guild._add_channel(found)  # noqa: SLF001  # as the library does with those that it is told of
        return found

    async def places(self, guild: discord.Guild) -> tuple[Place, ...]:
        """Return the text channels that a steward may choose, with what the bot lacks in each, in their order."""
        channels = [one for one in await guild.fetch_channels() if isinstance(one, discord.TextChannel)]
        channels.sort(key=lambda channel: (channel.position, channel.id))
        return tuple(_place(channel, channel.permissions_for(guild.me)) for channel in channels)


def _place(channel: discord.TextChannel, may: discord.Permissions) -> Place:
    return Place(
        theirs=str(channel.id),
        name=f"#{channel.name}",
        lacks=lacking(may, FOR_A_BOARD & ~FOR_REACTIONS),
        lacks_for_reactions=lacking(may, FOR_REACTIONS),
        lacks_over_rooms=lacking(may, FOR_ROOMS),
        holds_rooms=not channel.is_news(),  # one for announcements holds no private threads
    )


class LeanState(ConnectionState[discord.Client]):
    """The library's cache without the channels that nobody works in."""

    def __init__(self, channels: Channels, **options: Any) -> None:
        """Ask ``channels`` which to keep."""
        super().__init__(**options)
        self._channels_kept = channels

    def _get_create_guild(self, data: Any) -> discord.Guild:
        guild_id = int(data["id"])
        channels = data.get("channels", ())
        data["channels"] = [one for one in channels if self._channels_kept.are_kept(guild_id, int(one["id"]))]
        return super()._get_create_guild(data)

    def parse_channel_create(self, data: Any) -> None:
        """Keep no new channel: it is asked for where a steward chooses it."""
