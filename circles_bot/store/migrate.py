"""Brings a database's tables to this version, and tells whether they are.

A current database is recognised without Alembic, whose import costs a sixth of a second at each start: its revision is
compared with the names of the files in ``migrations/versions``. A migration runs in one transaction on both databases;
when it fails, nothing of it stays.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from circles_bot.engine.errors import StoreError
from circles_bot.store.failures import of_postgres, of_sqlite
from circles_bot.store.files import FileLock, postgres_address, sqlite_path

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection, Engine

READ_REVISION = "SELECT version_num FROM alembic_version"
PATIENCE_SECONDS = 5.0
LOCK_NUMBER = 0x636972636C6573
"""Of PostgreSQL's advisory lock that lets one process migrate at a time ("circles")."""


def migrations_dir() -> Path:
    """Return the folder holding env.py: inside the installed package, or the checkout's own."""
    package = Path(str(files("circles_bot")))
    packaged = package / "_migrations"
    return packaged if packaged.is_dir() else package.parent / "migrations"


def revisions() -> tuple[str, ...]:
    """Return all revisions this version knows, oldest first: the numbers that the files begin with."""
    return tuple(sorted(path.name.partition("_")[0] for path in (migrations_dir() / "versions").glob("[0-9]*.py")))


def is_current(url: str) -> bool:
    """Tell whether the database has the newest tables; False when it is older or not there yet.

    Raises ``StoreError`` when it was made by a newer version, or cannot be read.
    """
    return _judge(_read_sqlite(sqlite_path(url)) if url.startswith("sqlite") else _read_postgres(url))


def require_current(url: str) -> None:
    """Raise ``StoreError`` unless the database has the newest tables."""
    if not is_current(url):
        raise StoreError("The database has no tables of this version yet: run `circles-bot migrate`.")


def upgrade(url: str) -> None:
    """Bring the database to the newest tables, making them where there are none; nothing when it is current."""
    if is_current(url):
        return
    if url.startswith("sqlite"):
        path = sqlite_path(url)
        lock = FileLock(path)
        try:
            with _sqlite_engine(path) as engine:
                _run_alembic(engine, path.name)
        finally:
            lock.release()
    else:
        with _postgres_engine(url) as engine:
            _run_alembic(engine, "")


@contextmanager
def migration_connection(url: str) -> "Iterator[Connection]":
    """Open a connection in a transaction of its own, for Alembic's command line."""
    opened = _sqlite_engine(sqlite_path(url)) if url.startswith("sqlite") else _postgres_engine(url)
    with opened as engine, engine.begin() as connection:
        yield connection


def _judge(revision: str | None) -> bool:
    known = revisions()
    if revision is None or revision in known[:-1]:
        return False
    if revision == known[-1]:
        return True
    raise StoreError(f"The database is of a newer version (its tables are {revision}): update circles-bot.")


def _read_sqlite(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE_SECONDS)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall():
                return None
            row = db.execute(READ_REVISION).fetchone()
    except sqlite3.Error as error:
        raise of_sqlite(error, path.name) from error
    return str(row[0]) if row else None


def _read_postgres(url: str) -> str | None:
    import psycopg

    try:
        with psycopg.connect(postgres_address(url)) as connection:
            if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
                return None
            row = connection.execute(READ_REVISION.encode()).fetchone()
    except psycopg.Error as error:
        raise of_postgres(error) from error
    return str(row[0]) if row else None


@contextmanager
def _sqlite_engine(path: Path) -> "Iterator[Engine]":
    from sqlalchemy import NullPool, create_engine, event

    engine = create_engine(
        "sqlite://",
        poolclass=NullPool,
        creator=lambda: sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None),
    )
    # The driver's own transactions let a change of tables escape a rollback, so we begin them ourselves.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _postgres_engine(url: str) -> "Iterator[Engine]":
    import psycopg
    from sqlalchemy import NullPool, create_engine

    def connect() -> "psycopg.Connection":
        return psycopg.connect(postgres_address(url))

    engine = create_engine("postgresql+psycopg://", poolclass=NullPool, creator=connect)
    try:
        yield engine
    finally:
        engine.dispose()


def _run_alembic(engine: "Engine", name: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import DBAPIError

    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        _give_up(error.orig, name)
    except sqlite3.Error as error:
        _give_up(error, name)


def _give_up(error: BaseException | None, name: str) -> NoReturn:
    if isinstance(error, sqlite3.Error):
        raise of_sqlite(error, name) from error
    import psycopg

    if isinstance(error, psycopg.Error):
        raise of_postgres(error) from error
    raise StoreError("The database could not be brought to this version.") from error
