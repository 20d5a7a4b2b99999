"""A set-up town on Discord, and an event loop for the tests that wait for discord.py."""

import shutil
from asyncio import SelectorEventLoop
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from tests.adapters.discord_fake.hasty import HastyLoop
from tests.journeys.acts import steward_sets_up
from tests.journeys.discord_town import DiscordTown

PATIENT = "test_process.py"
"""Waits for another process, whose seconds are real."""


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], SelectorEventLoop]]:
    """Let the seconds that discord.py waits before it tries again pass faster."""
    return {"usual": SelectorEventLoop} if item.path.name == PATIENT else {"hasty": HastyLoop}


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[DiscordTown]:
    """Open a town that Noor has set up."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    opened = await DiscordTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(opened)
    yield opened
    await opened.close()
