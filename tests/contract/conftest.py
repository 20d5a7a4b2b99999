"""Every test here runs over a temporary SQLite file and over a real PostgreSQL, each migrated and empty."""

import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from circles_bot.store.codec import Value
from circles_bot.store.database import SqlStore
from circles_bot.store.postgres import PostgresStore
from circles_bot.store.sqlite import SqliteStore
from tests.databases import copy_of_template
from tests.keys import KEY
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty migrated database of the test's own."""
    if request.param == "sqlite":
        path = tmp_path / "circles.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    server: PostgresServer = request.getfixturevalue("migrated_server")
    return copy_of_template(server)


@pytest.fixture
def heard() -> list[str]:
    """Return the list to which every statement that the store's acts cost is added."""
    return []


@pytest.fixture
async def store(url: str, heard: list[str]) -> AsyncIterator[SqlStore]:
    """Return an open, empty store, closed after the test."""
    opened = await open_counted(url, heard)
    yield opened
    await opened.close()


async def open_counted(url: str, heard: list[str]) -> SqlStore:
    """Open a store whose statements are counted."""

    def hear(sql: str, _values: Sequence[Value]) -> None:
        heard.append(sql)

    opened: type[SqliteStore | PostgresStore] = SqliteStore if url.startswith("sqlite") else PostgresStore
    return await opened.open(url, key=KEY, heard=hear)
