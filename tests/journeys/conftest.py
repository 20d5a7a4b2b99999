"""Every journey runs in every town there is."""

import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from circles_bot.ports.chat import Capabilities
from tests.databases import copy_of_template
from tests.journeys.discord_town import DiscordTown
from tests.journeys.sandbox_town import SandboxTown
from tests.journeys.slack_town import SlackTown
from tests.journeys.town import Town


@pytest.fixture(params=["sqlite", "postgresql"])
async def sandbox_town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SandboxTown]:
    """Open a community on the sandbox with the bot in it, not set up yet, on a Monday morning."""
    opened = await SandboxTown.open(_database(request, tmp_path, request.param))
    yield opened
    await opened.close()


TOWNS: Mapping[str, type[SandboxTown] | type[DiscordTown] | type[SlackTown]] = {
    "sandbox": SandboxTown,
    "discord": DiscordTown,
    "slack": SlackTown,
}


@pytest.fixture(params=["sandbox-sqlite", "sandbox-postgresql", "discord-sqlite", "slack-sqlite"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a community with the bot in it, not set up yet, on a Monday morning, on every chat there is."""
    platform, _, database = request.param.partition("-")
    url = _database(request, tmp_path, database)
    opened = await TOWNS[platform].open(url)
    yield opened
    await opened.close()


def _database(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> str:
    if kind == "postgresql":
        return copy_of_template(request.getfixturevalue("migrated_server"))
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "circles.db")
    return f"sqlite:///{tmp_path / 'circles.db'}"


@pytest.fixture
async def blind_town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a community on a chat that does not tell that people talk, and cannot answer a reaction."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    blind = Capabilities(sees_activity=False, answers_reactions_privately=False)
    opened = await SandboxTown.open(f"sqlite:///{tmp_path / 'circles.db'}", blind)
    yield opened
    await opened.close()
