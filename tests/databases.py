"""Empty migrated databases for tests, made once a session and copied: an SQLite file and a PostgreSQL database."""

from itertools import count
from pathlib import Path

import psycopg
import pytest

from circles_bot.store import migrate
from tests.postgres import PostgresServer

TEMPLATE = "circles_template"
COPIES = count(1)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_server(postgres_server: PostgresServer) -> PostgresServer:
    """Return the server with a database to be copied, which has all tables and no rows."""
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}".encode())
    migrate.upgrade(postgres_server.url(TEMPLATE))
    return postgres_server


def copy_of_template(server: PostgresServer) -> str:
    """Return the address of a new copy of the migrated database."""
    name = f"copy_{next(COPIES)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}".encode())
    return server.url(name)
