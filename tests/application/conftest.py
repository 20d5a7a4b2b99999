"""What the application's tests share: an empty migrated database, a lively town in several states, and the log."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog import DropEvent
from structlog.testing import capture_logs
from structlog.typing import EventDict, WrappedLogger

from tests.application.towns import STAGES, open_at_stage


@pytest.fixture
def log() -> Iterator[list[EventDict]]:
    """Return everything that is logged but that taps are refused: here most of them are forged."""
    with capture_logs([_without_refusals]) as lines:
        yield lines


def _without_refusals(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    if line["event"] == "act_not_theirs":
        raise DropEvent
    return line


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Path:
    """Return an empty migrated database of the test's own."""
    return Path(shutil.copy(migrated_file, tmp_path / "circles.db"))


@pytest.fixture(scope="session")
def stages(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the database of a lively town at each of :data:`~tests.application.towns.STAGES`, to be copied."""
    folder = tmp_path_factory.mktemp("stages")
    return {stage: open_at_stage(migrated_file, folder / stage, stage) for stage in STAGES}
