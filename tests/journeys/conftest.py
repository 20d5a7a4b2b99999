"""A journey runs in every town there is, unless it says where it is told."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import copy_of_template
from tests.journeys.sandbox_town import SandboxTown
from tests.journeys.town import Town
from tests.journeys.towns import EVERYWHERE, OPENINGS


@pytest.fixture(params=["sqlite", "postgresql"])
async def sandbox_town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SandboxTown]:
    """Open a community on the sandbox with the bot in it, not set up yet, on a Monday morning."""
    opened = await SandboxTown.open(_database(request, tmp_path, request.param))
    yield opened
    await opened.close()


@pytest.fixture(params=EVERYWHERE)
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a community with the bot in it, not set up yet, on a Monday morning, on every chat there is."""
    chat, _, database = request.param.rpartition("-")
    opened = await OPENINGS[chat](_database(request, tmp_path, database))
    yield opened
    await opened.close()


def _database(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> str:
    if kind == "postgresql":
        return copy_of_template(request.getfixturevalue("migrated_server"))
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "circles.db")
    return f"sqlite:///{tmp_path / 'circles.db'}"
