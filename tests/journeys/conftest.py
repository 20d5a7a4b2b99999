"""Every journey runs in every town there is."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from circles_bot.ports.chat import Capabilities
from tests.databases import copy_of_template
from tests.journeys.sandbox_town import SandboxTown
from tests.journeys.town import Town


@pytest.fixture(params=["sandbox-sqlite", "sandbox-postgresql"])
async def sandbox_town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SandboxTown]:
    """Open a community on the sandbox with the bot in it, not set up yet, on a Monday morning."""
    if request.param == "sandbox-sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "circles.db")
        url = f"sqlite:///{tmp_path / 'circles.db'}"
    else:
        url = copy_of_template(request.getfixturevalue("migrated_server"))
    opened = await SandboxTown.open(url)
    yield opened
    await opened.close()


@pytest.fixture
def town(sandbox_town: SandboxTown) -> Town:
    """Open a community with the bot in it, not set up yet, on a Monday morning."""
    return sandbox_town


@pytest.fixture
async def blind_town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a community on a chat that does not tell that people talk, and cannot answer a reaction."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    blind = Capabilities(sees_activity=False, answers_reactions_privately=False)
    opened = await SandboxTown.open(f"sqlite:///{tmp_path / 'circles.db'}", blind)
    yield opened
    await opened.close()
