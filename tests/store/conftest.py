"""A migrated SQLite file for each test."""

import shutil
from pathlib import Path

import pytest

from circles_bot.store import migrate


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """Return a migrated file of the test's own."""
    return Path(shutil.copy(template, tmp_path / "circles.db"))


@pytest.fixture
def url(path: Path) -> str:
    """Return the file's address."""
    return f"sqlite:///{path}"
