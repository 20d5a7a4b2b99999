"""A set-up town on Discord, and an event loop for the tests that wait for discord.py."""

import shutil
from asyncio import SelectorEventLoop
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest

from circles_discord import answers
from tests.adapters.discord_fake.hasty import FASTER, HastyLoop
from tests.journeys.acts import steward_sets_up
from tests.journeys.discord_town import DiscordTown

WAITS_FOR_LIBRARY = frozenset({"test_faults.py", "test_chaos.py"})
"""Where discord.py waits seconds before it tries again; everywhere else seconds are as long as they are."""


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], SelectorEventLoop]]:
    """Let the seconds that discord.py waits before it tries again pass faster."""
    return {"hasty": HastyLoop} if item.path.name in WAITS_FOR_LIBRARY else {"usual": SelectorEventLoop}


@pytest.fixture
def real_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time after which an answer is put off be as long as it is: a hasty loop would make it a tenth."""
    monkeypatch.setattr(answers, "DEFER_AFTER_SECONDS", answers.DEFER_AFTER_SECONDS * FASTER)


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path, real_patience: None) -> AsyncIterator[DiscordTown]:
    """Open a town that Noor has set up."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    opened = await DiscordTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(opened)
    yield opened
    await opened.close()
