"""What all connections of a process have in common: one pace, one memory of people, one look at any server."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

import discord

from circles_discord.channels import Channels
from circles_discord.names import Names
from circles_discord.pilots import Pilots
from circles_discord.wire import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Given to each connection.

    ``server`` finds a server, also one of another connection's: direct messages all come through one of them.
    ``servers`` returns the ids of all servers, or of none where it is not known here which there are.
    ``is_here`` tells whether one of this process's connections hears of it.
    ``may_identify`` returns when a shard may begin a session.
    """

    wire: Wire
    pilots: Pilots
    server: Callable[[int], Awaitable[discord.Guild | None]]
    servers: Callable[[], Collection[int]]
    may_identify: Callable[[int], Awaitable[None]]
    is_here: Callable[[int], bool]
    channels: Channels = field(default_factory=Channels)
    names: Names = field(default_factory=Names)
    last_seen_in: dict[int, int] = field(default_factory=dict)
    members: dict[tuple[int, int], tuple[discord.Member, datetime]] = field(default_factory=dict)
