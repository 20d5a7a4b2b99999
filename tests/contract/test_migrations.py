"""Migrations: together they make just the tables that the code goes by, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from circles_bot.engine.errors import StoreError
from circles_bot.store import migrate, open_store
from circles_bot.store.database import SqlStore
from circles_bot.store.tables import metadata
from tests.contract import samples
from tests.keys import KEY
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database in which there is nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'circles.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.fresh_database()


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """Return a connection to a migrated database."""
    with migrate.migration_connection(url) as opened:
        yield opened


def test_all_migrations_make_the_tables_of_the_code(connection: Connection) -> None:
    """Types, what may be empty, indexes, keys, and comments where the database keeps them."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

    assert compare_metadata(context, metadata) == []


def test_primary_keys_and_conditions_of_indexes_are_those_of_the_code(connection: Connection) -> None:
    """Alembic does not compare them, and everything rests on them."""
    from sqlalchemy import MetaData

    found = MetaData()
    found.reflect(connection)

    for table in metadata.sorted_tables:
        there = found.tables[table.name]
        assert [column.name for column in there.primary_key.columns] == [
            column.name for column in table.primary_key.columns
        ]
        assert {index.name: has_condition(index) for index in there.indexes} == {
            index.name: has_condition(index) for index in table.indexes
        }


def has_condition(index: object) -> bool:
    """Tell whether an index covers some rows only."""
    options = getattr(index, "dialect_options", {})
    return any(options[name].get("where") is not None for name in ("sqlite", "postgresql") if name in options)


def test_a_database_is_current_after_an_upgrade_and_not_before(empty_url: str) -> None:
    """Looking changes nothing, and a second upgrade does nothing."""
    assert migrate.is_current(empty_url) is False
    assert migrate.is_current(empty_url) is False

    migrate.upgrade(empty_url)

    assert migrate.is_current(empty_url) is True
    migrate.upgrade(empty_url)
    assert migrate.is_current(empty_url) is True


async def test_a_database_without_tables_is_not_opened(empty_url: str) -> None:
    """The operator is told which command makes them."""
    with pytest.raises(StoreError, match="circles-bot migrate"):
        await open_store(empty_url, key=KEY)


async def test_a_migrated_database_is_opened_by_its_address(empty_url: str) -> None:
    """Whichever it is, and without its promise of durability where nobody needs it."""
    migrate.upgrade(empty_url)

    store = await open_store(empty_url, key=KEY, durable=False)

    assert await store.next_timer_at() is None
    await store.close()


async def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    """By the check, by an upgrade, and when it is opened; and it is left as it is."""
    with migrate.migration_connection(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for look in (migrate.is_current, migrate.upgrade, migrate.require_current):
        with pytest.raises(StoreError, match="newer version"):
            look(url)
    with pytest.raises(StoreError, match="newer version"):
        await open_store(url, key=KEY)


async def test_rows_outlive_closing_and_opening(url: str, store: SqlStore) -> None:
    """What was committed is there for the next process."""
    await store.transact(lambda tx: tx.save(samples.kept(*samples.one_of_each())))
    await store.close()

    again = await open_store(url, key=KEY)

    assert (await again.read_interests(samples.HERE, samples.ANA)).member == samples.member()
    await again.close()


@pytest.mark.parametrize("wrong", ["mysql://host/name", "sqlite://", "sqlite:///:memory:", "nonsense"])
async def test_an_address_that_is_no_database_of_ours_is_refused(wrong: str) -> None:
    """In one sentence that says what is accepted."""
    with pytest.raises(StoreError, match="sqlite:///"):
        await open_store(wrong, key=KEY)
