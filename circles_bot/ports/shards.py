"""Where a platform gives a bot's events out in parts: which part of its communities this process serves.

A *shard* is such a part. Each is one process's at a time: it has a lease on it, and keeps it up.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

LOW_BITS = 22
"""How many of the low bits of a community's number say nothing of its shard, on the one platform that has shards
(https://discord.com/developers/docs/events/gateway#sharding-sharding-formula)."""


def shard_of(community: int, shards: int) -> int:
    """Return in which of so many shards the platform tells of a community."""
    return (community >> LOW_BITS) % shards


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Of a platform's communities those in some of its shards: what one of several processes serves."""

    platform: str
    shards: int
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a process has leases on, as it stands.

    ``shards`` is how many there are to be in all. ``expires`` is on the monotonic clock: serve nothing after it.
    """

    shards: int
    numbers: frozenset[int]
    processes: int
    expires: float

    @property
    def fair(self) -> int:
        """How many are this process's at most, where all live ones have as many."""
        return -(-self.shards // self.processes)


class ShardLeases(Protocol):
    """Gives this process its share of a platform's shards."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes may be there, now or later; alone, nothing needs to be renewed."""

    async def renew(self, *, kept: AbstractSet[int], of: int, wanted: int, insists: bool = False) -> Share:
        """Keep ``kept``, which are of ``of`` shards, give every other back, and take free ones up to a fair share.

        ``wanted`` is how many shards there shall be: the others' number wins while they live, unless this process
        ``insists`` on more. Nothing is taken while anybody still has shards of another number.
        """

    async def leave(self) -> None:
        """Give everything back at once, and count no more."""

    async def take_turn(self, bucket: int, pause: timedelta) -> timedelta:
        """Take the turn to begin a session, if the last was a ``pause`` ago; return how long to wait, nothing if taken.

        Turns are the whole database's, whatever the number of processes.
        """
