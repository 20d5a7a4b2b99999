"""Towns on Slack that Noor has set up: over two sockets with the aware manifest, and over HTTP with the plain one."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
import structlog
from structlog.testing import LogCapture

from tests.journeys.acts import steward_sets_up
from tests.journeys.slack_town import SlackTown


class OpenTown(Protocol):
    """Opens a town that Noor has set up."""

    async def __call__(self, is_on_http: bool, *, is_aware: bool = True) -> SlackTown:
        """Return it; it is closed after the test."""


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[SlackTown]:
    """Open a town that hears over sockets."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    opened = await SlackTown.open(f"sqlite:///{tmp_path / 'circles.db'}")
    await steward_sets_up(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def http_town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[SlackTown]:
    """Open a town that hears over signed HTTP, and nothing of what is said in rooms."""
    shutil.copy(migrated_file, tmp_path / "circles.db")
    opened = await SlackTown.open(f"sqlite:///{tmp_path / 'circles.db'}", is_on_http=True, is_aware=False)
    await steward_sets_up(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def town_over(migrated_file: Path, tmp_path: Path) -> AsyncIterator[OpenTown]:
    """Return what opens a town over sockets (False) or HTTP (True), with the aware manifest unless told otherwise."""
    opened: list[SlackTown] = []

    async def over(is_on_http: bool, *, is_aware: bool = True) -> SlackTown:
        shutil.copy(migrated_file, tmp_path / "circles.db")
        url = f"sqlite:///{tmp_path / 'circles.db'}"
        opened.append(await SlackTown.open(url, is_on_http=is_on_http, is_aware=is_aware))
        await steward_sets_up(opened[-1])
        return opened[-1]

    yield over
    for one in opened:
        await one.close()


@pytest.fixture
def logged() -> Iterator[LogCapture]:
    """Capture what is logged."""
    capture = LogCapture()
    before = structlog.get_config()
    structlog.configure(processors=[capture])
    yield capture
    structlog.configure(**before)
