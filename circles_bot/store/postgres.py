"""The store on PostgreSQL: a few connections on threads, each act a serialisable transaction that is tried again.

Acts of different processes and threads may meet; the database then refuses one (40001, 40P01), and it runs again from
the start, which is why an act does nothing but the database. Leases are judged by the database's own clock, the only
one that several processes share.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psycopg
from psycopg.abc import QueryNoTemplate

from circles_bot.engine.errors import StoreError
from circles_bot.ports.store import Transaction
from circles_bot.store import migrate
from circles_bot.store.codec import Row, Value
from circles_bot.store.database import SqlStore
from circles_bot.store.failures import TRY_AGAIN, of_postgres
from circles_bot.store.files import postgres_address
from circles_bot.store.sealing import Sealer
from circles_bot.store.session import Heard, Session
from circles_bot.store.statements import postgresql_compiler
from circles_bot.store.transactions import SqlTransaction

Result = TypeVar("Result")

WRITERS = 4
READERS = 2
TRIES = 50
"""How often an act that met another is run before its caller is told that the database is too busy."""


class PostgresStore(SqlStore):
    """Implements ``ports.store.Store`` on a PostgreSQL database that other processes may use, too."""

    is_shared = True

    def __init__(self, url: str, sealer: Sealer, *, durable: bool = True, heard: Heard | None = None) -> None:
        """Make the threads; each connects when it first has something to do. See :meth:`open`."""
        super().__init__(sealer)
        self._address = postgres_address(url)
        self._durable = durable
        self._heard = heard
        self._compiler = postgresql_compiler()
        self._own = threading.local()
        self._connections: list[psycopg.Connection] = []
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="circles-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="circles-read")
        self._is_closed = False

    @classmethod
    async def open(cls, url: str, *, key: bytes, durable: bool = True, heard: Heard | None = None) -> "PostgresStore":
        """Open the database of ``url``; raises ``StoreError`` when it is not migrated or cannot be reached.

        ``key`` is the secret that what is sealed in it was sealed with; ``ConfigError`` says that it is another.
        ``heard`` hears every statement that the acts cost.
        """
        await asyncio.to_thread(migrate.require_current, url)
        store = cls(url, Sealer(key), durable=durable, heard=heard)
        await store._require_key()
        return store

    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """See ``ports.store.Store.transact``."""
        return await self._write(lambda session: act(SqlTransaction(session)))

    async def _write(self, act: Callable[[Session], Result]) -> Result:
        return await self._run(self._writers, b"BEGIN ISOLATION LEVEL SERIALIZABLE", b"COMMIT", act)

    async def _read(self, read: Callable[[Session], Result]) -> Result:
        return await self._run(self._readers, b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", b"ROLLBACK", read)

    async def close(self) -> None:
        """See ``ports.store.Store.close``."""
        self._is_closed = True
        await asyncio.to_thread(self._writers.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    async def _run(
        self, threads: ThreadPoolExecutor, begin: bytes, end: bytes, act: Callable[[Session], Result]
    ) -> Result:
        if self._is_closed:
            raise StoreError("The database is closed: start the bot again.")
        return await asyncio.get_running_loop().run_in_executor(threads, self._run_now, begin, end, act)

    def _run_now(self, begin: bytes, end: bytes, act: Callable[[Session], Result]) -> Result:
        for _ in range(TRIES - 1):
            try:
                return self._try(begin, end, act)
            except psycopg.Error as error:
                if error.sqlstate not in TRY_AGAIN:
                    raise of_postgres(error) from error
        try:
            return self._try(begin, end, act)
        except psycopg.Error as error:
            raise of_postgres(error) from error

    def _try(self, begin: bytes, end: bytes, act: Callable[[Session], Result]) -> Result:
        """Run an act in a transaction; whatever it raises undoes it."""
        connection, session = self._begun(begin)
        try:
            result = act(session)
            connection.execute(end)
        except BaseException:
            if not connection.closed:
                connection.execute(b"ROLLBACK")
            raise
        return result

    def _begun(self, begin: bytes) -> tuple[psycopg.Connection, Session]:
        """Begin on this thread's connection, on a new one where the server has closed it while nothing was asked."""
        connection, session = self._connection()
        try:
            connection.execute(begin)
        except psycopg.OperationalError:
            if not connection.closed:
                raise
            connection, session = self._connection()
            connection.execute(begin)
        return connection, session

    def _connection(self) -> tuple[psycopg.Connection, Session]:
        """Return this thread's own connection, made anew when the server closed it."""
        found: tuple[psycopg.Connection, Session] | None = getattr(self._own, "connection", None)
        if found is None or found[0].closed:
            connection = psycopg.connect(self._address, autocommit=True)
            if not self._durable:
                connection.execute(b"SET synchronous_commit = off")
            self._connections.append(connection)
            session = Session("postgresql", self._compiler, _driver(connection), self._sealer, self._heard)
            found = self._own.connection = (connection, session)
        return found


def _driver(connection: psycopg.Connection) -> Callable[[str, Sequence[Value]], Sequence[Row]]:
    cursor = connection.cursor()

    def run(sql: str, values: Sequence[Value]) -> Sequence[Row]:
        query: QueryNoTemplate = sql.encode()
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description is not None else ()

    return run
