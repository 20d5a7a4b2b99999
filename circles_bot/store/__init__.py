"""The databases behind ``ports.store``: SQLite by default, PostgreSQL by its address, one set of statements for both.

``tables`` is the one schema; ``codec`` and ``payloads`` turn values into rows and back; ``statements`` and ``queries``
hold every statement, built once and compiled once; ``loading`` and ``saving`` run them inside a transaction.
"""

from typing import TYPE_CHECKING

from circles_bot.engine.errors import StoreError
from circles_bot.ports.store import Store

if TYPE_CHECKING:
    from circles_bot.store.sqlite import SerialSqliteStore


async def open_store(url: str, *, key: bytes, durable: bool = True) -> Store:
    """Open the database at ``url``, whose tables must be of this version (``circles-bot migrate`` makes them so).

    ``key`` is the installation's secret (``circles_bot.secret_key``); ``ConfigError`` says when another one sealed the
    database, and nothing in it was changed then. ``durable=False`` gives up what a power cut would cost, for
    simulations and tests. Raises ``StoreError`` with the mend where the database is absent, in use, damaged, or of
    another version.
    """
    scheme = url.partition(":")[0].partition("+")[0]
    match scheme:
        case "sqlite":
            from circles_bot.store.sqlite import SqliteStore

            return await SqliteStore.open(url, key=key, durable=durable)
        case "postgresql" | "postgres":
            from circles_bot.store.postgres import PostgresStore

            return await PostgresStore.open(url, key=key, durable=durable)
        case _:
            raise StoreError(
                f"A database of kind {scheme!r} is not known: use sqlite:///FILE or postgresql://HOST/NAME."
            )


async def open_serial_store(url: str, *, key: bytes) -> "SerialSqliteStore":
    """Open a SQLite file whose tables are of this version, for a run that must be the same to the number each time.

    Nothing survives a power cut, and nothing goes on side by side. Raises as :func:`open_store`.
    """
    from circles_bot.store.sqlite import SerialSqliteStore

    return await SerialSqliteStore.open_serial(url, key=key)
