"""Leases on a platform's shards, kept in the store that all processes share."""

from collections.abc import Set as AbstractSet
from datetime import timedelta
from uuid import uuid4

from circles_bot.ports.clock import Clock
from circles_bot.ports.shards import Share
from circles_bot.ports.store import Store

LEASE = timedelta(seconds=45)
"""How long what a process had that died waits for another; it is renewed several times within."""
FOR_GOOD = timedelta(days=36_500)
"""Where nobody else may have the database: nothing is to be renewed."""


class StoredShards:
    """Implements ``ports.shards.ShardLeases`` for one platform."""

    def __init__(self, store: Store, platform: str, clock: Clock, *, lease: timedelta = LEASE) -> None:
        """Take the store, and call this process by a name that no other has."""
        self._store = store
        self._platform = platform
        self._clock = clock
        self._lease = lease if store.is_shared else FOR_GOOD
        self._holder = uuid4().hex

    @property
    def is_shared(self) -> bool:
        """See ``ports.shards.ShardLeases.is_shared``."""
        return self._store.is_shared

    async def renew(self, *, kept: AbstractSet[int], of: int, wanted: int, insists: bool = False) -> Share:
        """See ``ports.shards.ShardLeases.renew``."""
        return await self._store.renew_shards(
            self._platform,
            self._holder,
            kept=kept,
            of=of,
            wanted=wanted,
            insists=insists,
            monotonic=self._clock.monotonic(),
            lease=self._lease,
        )

    async def leave(self) -> None:
        """See ``ports.shards.ShardLeases.leave``."""
        await self._store.leave_shards(self._platform, self._holder)

    async def take_turn(self, bucket: int, pause: timedelta) -> timedelta:
        """See ``ports.shards.ShardLeases.take_turn``."""
        now = self._clock.monotonic()
        return await self._store.take_session_turn(self._platform, bucket, monotonic=now, pause=pause)
