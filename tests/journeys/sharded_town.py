"""Discord in four shards as a :class:`tests.journeys.town.Town`; others beside it have servers in the other shards."""

from circles_discord import Discord
from tests.fakes.clocks import StoppableClock
from tests.fakes.discord import FakeDiscord
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import START

SHARDS = 4


class ShardedTown(DiscordTown):
    """Its server is in the third shard: what people tap in direct messages comes through the first."""

    ON_SHARD = (2, SHARDS)
    OFFERED = SHARDS
    MAX_CONCURRENCY = 16
    FAKE_IDENTIFY_SECONDS = 0.0

    @classmethod
    async def open(cls, url: str) -> "ShardedTown":
        """See ``DiscordTown.open``."""
        clock = cls.clock()
        fake = FakeDiscord(clock)
        fake.gateway.shards, fake.gateway.max_concurrency = cls.OFFERED, cls.MAX_CONCURRENCY
        fake.gateway.identify_seconds = cls.FAKE_IDENTIFY_SECONDS
        await fake.start()
        town = cls(url, fake, clock)
        try:
            await town._start()
        except BaseException:
            await town.close()
            raise
        return town

    @classmethod
    def clock(cls) -> StoppableClock:
        """Return the clock that it is to have."""
        return StoppableClock(START)

    def beside(self, shard: int) -> "ShardedTown":
        """Return a town of the same bot, whose server is in another shard and has people of its own."""
        kind = type(f"Town{shard}", (type(self),), {"ON_SHARD": (shard, SHARDS)})
        town: ShardedTown = kind(self._url, self.fake, self._clock)
        town._store, town._works, town._adapter = self._store, self._works, self._adapter
        return town

    def hosted_by(self, adapter: Discord) -> bool:
        """Tell whether a process hears of the town's server."""
        return adapter.shards.get_guild(self.guild.id) is not None
