"""A guild with two people in a fake, and a bot that runs there."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.adapters.discord_fake.bots import Bot, running
from tests.adapters.discord_fake.hasty import HastyLoop
from tests.fakes.clocks import FixedClock
from tests.fakes.discord import FakeDiscord, Person
from tests.fakes.discord.model import Channel, Guild

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, Callable[[], HastyLoop]]:
    """Let the seconds that discord.py waits before it tries again pass faster, in this folder's tests."""
    return {"hasty": HastyLoop}


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """What most tests need at hand."""

    fake: FakeDiscord
    clock: FixedClock
    guild: Guild
    channel: Channel
    ana: Person
    ben: Person


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Run a fake with a guild in it."""
    clock = FixedClock(START)
    async with FakeDiscord(clock) as fake:
        guild = fake.world.add_guild("Readers")
        channel = fake.world.add_channel(guild, "general")
        ana, ben = fake.person("Ana", guild), fake.person("Ben", guild)
        yield Town(fake=fake, clock=clock, guild=guild, channel=channel, ana=ana, ben=ben)


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Bot]:
    """Run a bot in the town, its commands synced."""
    async with running(town.fake, Bot()) as bot:
        await bot.tree.sync()
        yield bot
