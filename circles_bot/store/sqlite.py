"""The store on SQLite: one writer thread that commits many callers' acts together, and readers beside it.

A commit that survives a power cut costs one ``fsync``, however much it holds. So callers queue up; the writer takes all
who wait (up to 512), runs each in a savepoint of its own, and commits once. One caller's failure undoes only their own
act. What a commit brought is handed to the event loop in one call. A realistic act costs a fifth of a millisecond this
way, and six in a session per request over aiosqlite (docs/decisions).

Reads run on a few threads with connections of their own. In WAL mode they never wait for the writer, and they run the
same compiled statements and the same loaders.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from circles_bot.engine.errors import StoreError
from circles_bot.ports.store import Transaction
from circles_bot.store import due_queries, migrate, shards
from circles_bot.store.codec import Row, Value
from circles_bot.store.database import SqlStore
from circles_bot.store.failures import of_sqlite
from circles_bot.store.files import FileLock, sqlite_path
from circles_bot.store.known import Known
from circles_bot.store.sealing import Sealer
from circles_bot.store.session import Heard, Session
from circles_bot.store.statements import sqlite_compiler
from circles_bot.store.statistics import tell_planner
from circles_bot.store.transactions import SqlTransaction
from circles_bot.store.write_back import WriteBack

Result = TypeVar("Result")

GROUP_AT_MOST = 512
READERS = 2
PATIENCE_SECONDS = 5.0
"""How long to wait for another program that has the file open; there should be none."""

CACHED_STATEMENTS = 512

# Any: a job's result is whatever its own act returns; the future in the job is typed where it is made.
Job = tuple[Callable[[Session], Any], "asyncio.Future[Any]"]
Outcome = tuple["asyncio.Future[Any]", Any, Exception | None]


class SqliteStore(SqlStore):
    """Implements ``ports.store.Store`` on one SQLite file, which only this process has open."""

    def __init__(
        self,
        path: Path,
        sealer: Sealer,
        *,
        loop: asyncio.AbstractEventLoop,
        durable: bool = True,
        patience: float = PATIENCE_SECONDS,
        heard: Heard | None = None,
    ) -> None:
        """Lock and open the file; see :meth:`open`, which also looks at its version."""
        super().__init__(sealer)
        self._path = path
        self._loop = loop
        self._heard = heard
        self._patience = patience
        self._synchronous = "FULL" if durable else "OFF"
        self.compiler = sqlite_compiler()
        self._real_now = 0
        self._lock = FileLock(path)
        try:
            connection = self._connect_writer()
        except BaseException:
            self._lock.release()
            raise
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._is_closed = False
        self._over = loop.create_future()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="circles-read")
        self._reading = threading.local()
        self._read_connections: list[sqlite3.Connection] = []
        session = self._session(connection, Known())
        self._begin(_Writer(connection, session, self._jobs, path.name, self._hand_out))

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        key: bytes,
        durable: bool = True,
        patience: float = PATIENCE_SECONDS,
        heard: Heard | None = None,
    ) -> "SqliteStore":
        """Open the file of ``url``; raises ``StoreError`` when it is not migrated, in use, or not to be used.

        ``key`` is the secret that what is sealed in it was sealed with; ``ConfigError`` says that it is another.
        ``heard`` hears every statement that the acts cost.
        """
        path = sqlite_path(url)
        loop = asyncio.get_running_loop()
        migrate.require_current(url)
        store = cls(path, Sealer(key), loop=loop, durable=durable, patience=patience, heard=heard)
        await store._require_key()
        return store

    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """See ``ports.store.Store.transact``."""
        real_now = self._real_now
        return await self._write(lambda session: act(SqlTransaction(session, real_now)))

    def _begin(self, writer: "_Writer") -> None:
        writer.write_back = WriteBack(writer.connection, self._connect())
        threading.Thread(target=self._work, args=(writer,), name="circles-write", daemon=True).start()

    async def _write(self, act: Callable[[Session], Result]) -> Result:
        self._require_open()
        future: asyncio.Future[Result] = self._loop.create_future()
        self._jobs.put((act, future))
        return await future

    async def _read(self, read: Callable[[Session], Result]) -> Result:
        self._require_open()
        return await self._loop.run_in_executor(self._readers, self._read_now, read)

    async def close(self) -> None:
        """See ``ports.store.Store.close``."""
        if not self._is_closed:
            self._is_closed = True
            self._jobs.put(None)
        await asyncio.shield(self._over)

    def _require_open(self) -> None:
        if self._is_closed:
            raise StoreError(f"The database {self._path.name} is closed: start the bot again.")

    def _tell_real_time(self, monotonic: float) -> int:
        self._real_now = max(self._real_now, super()._tell_real_time(monotonic))
        return self._real_now

    def _last_real_time(self) -> int:
        return self._real_now

    def _session(self, connection: sqlite3.Connection, known: Known | None = None) -> Session:
        return Session("sqlite", self.compiler, _driver(connection), self._sealer, self._heard, known)

    def _connect_writer(self) -> sqlite3.Connection:
        try:
            connection = self._connect()
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA foreign_keys = ON")
                # A savepoint's undo journal in memory: a temporary file cost a third of an act.
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.execute("PRAGMA cache_size = -16000")
                tell_planner(connection)
                # Whoever leased a lane or a shard held the lock before us, and is gone.
                for ended in (due_queries.END_LEASES, *shards.END_ALL):
                    end = self.compiler.compile(ended)
                    connection.execute(end.sql, end.arrange({}))
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise of_sqlite(error, self._path.name) from error
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=CACHED_STATEMENTS,
        )
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        return connection

    def _read_now(self, read: Callable[[Session], Result]) -> Result:
        try:
            connection, session = self._reader()
            connection.execute("BEGIN")
            try:
                return read(session)
            finally:
                connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise of_sqlite(error, self._path.name) from error

    def _reader(self) -> tuple[sqlite3.Connection, Session]:
        """Return this thread's own connection."""
        found: tuple[sqlite3.Connection, Session] | None = getattr(self._reading, "own", None)
        if found is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            self._read_connections.append(connection)
            found = self._reading.own = (connection, self._session(connection))
        return found

    def _work(self, writer: "_Writer") -> None:
        try:
            writer.run()
        finally:
            self._let_go(writer)
            self._call(self._over.set_result, None)

    def _let_go(self, writer: "_Writer") -> None:
        self._readers.shutdown()
        for connection in self._read_connections:
            connection.close()
        writer.close()
        self._lock.release()

    def _hand_out(self, outcomes: Sequence[Outcome]) -> None:
        self._call(_hand_out, outcomes)

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            if not self._loop.is_closed():
                raise


class SerialSqliteStore(SqliteStore):
    """The same store without threads: each act and each read is over when its call returns, in the order of the calls.

    For the simulator. Between threads it is open which of two things due at one moment comes first, and two runs of one
    seed would differ; a run has one caller, who gains nothing from a writer beside it.
    """

    def _begin(self, writer: "_Writer") -> None:
        self._writer = writer
        self._statements = 0
        self.statements_of_last_act = 0
        """How many statements the last act cost that came through :meth:`transact`."""

    @classmethod
    async def open_serial(cls, url: str, *, key: bytes) -> "SerialSqliteStore":
        """Open the file of ``url`` without durability; raises as :meth:`SqliteStore.open`."""
        migrate.require_current(url)
        store = cls(sqlite_path(url), Sealer(key), loop=asyncio.get_running_loop(), durable=False)
        await store._require_key()
        return store

    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """See ``ports.store.Store.transact``."""
        before = self._statements
        result = await super().transact(act)
        self.statements_of_last_act = self._statements - before
        return result

    async def close(self) -> None:
        """See ``ports.store.Store.close``."""
        if not self._is_closed:
            self._is_closed = True
            self._let_go(self._writer)

    async def _write(self, act: Callable[[Session], Result]) -> Result:
        self._require_open()
        future: asyncio.Future[Result] = self._loop.create_future()
        _hand_out(self._writer.commit([(act, future)]))
        return await future

    async def _read(self, read: Callable[[Session], Result]) -> Result:
        self._require_open()
        return self._read_now(read)

    def _session(self, connection: sqlite3.Connection, known: Known | None = None) -> Session:
        return Session("sqlite", self.compiler, _driver(connection), self._sealer, self._count, known)

    def _count(self, _sql: str, _values: Sequence[Value]) -> None:
        self._statements += 1


class _Writer:
    """Runs jobs in groups, one commit a group. Lives on its own thread."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        session: Session,
        jobs: "SimpleQueue[Job | None]",
        name: str,
        hand_out: Callable[[Sequence[Outcome]], None],
    ) -> None:
        self.connection = connection
        self.write_back: WriteBack | None = None
        self._execute = connection.execute
        self._session = session
        self._jobs = jobs
        self._name = name
        self._hand_out = hand_out

    def run(self) -> None:
        """Work until None comes; what came before it is finished."""
        is_open = True
        while is_open:
            group, is_open = self._next_group()
            if group:
                self._hand_out(self.commit(group))
                if self.write_back is not None:
                    self.write_back.committed(len(group))

    def close(self) -> None:
        if self.write_back is not None:
            self.write_back.close()
        self.connection.close()

    def _next_group(self) -> tuple[list[Job], bool]:
        """Wait for a job and return it with all that wait behind it, and whether more may come."""
        job = self._jobs.get()
        group: list[Job] = []
        while job is not None:
            group.append(job)
            if len(group) == GROUP_AT_MOST:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return group, True
        return group, False

    def commit(self, group: Sequence[Job]) -> Sequence[Outcome]:
        """Run a group of jobs and commit them together."""
        try:
            return self._commit_one(*group[0]) if len(group) == 1 else self._commit_all(group)
        except sqlite3.Error as error:
            # A full disk, say: SQLite has undone or will undo the whole group.
            self._undo()
            failure = of_sqlite(error, self._name)
            failure.__cause__ = error
            return [(future, None, failure) for _, future in group]

    def _commit_all(self, group: Sequence[Job]) -> Sequence[Outcome]:
        self._execute("BEGIN IMMEDIATE")
        outcomes = [self._try(*job) for job in group]
        self._execute("COMMIT")
        self._empty_log()
        return outcomes

    def _commit_one(self, act: Callable[[Session], Any], future: "asyncio.Future[Any]") -> Sequence[Outcome]:
        """Commit an act that came alone, without a savepoint: what undoes it undoes nobody else's."""
        self._execute("BEGIN IMMEDIATE")
        try:
            result = act(self._session)
        except Exception as error:  # noqa: BLE001  # whatever an act raises goes to its own caller
            self._undo()
            return [(future, None, self._translated(error))]
        self._execute("COMMIT")
        self._empty_log()
        return [(future, result, None)]

    def _undo(self) -> None:
        self._forget_what_is_known()
        if self.connection.in_transaction:
            self.connection.rollback()

    def _forget_what_is_known(self) -> None:
        if self._session.known is not None:
            self._session.known.forget()

    def _empty_log(self) -> None:
        """After somebody was forgotten, write the file anew and let the log begin anew: old pages still hold them.

        After what was kept long enough has gone, the log alone: daily, and the file may be large.

        ``secure_delete`` overwrites a row that goes, but not the copy that stays behind in a page's free space when
        a row has moved to another page. A reader that stands in the way is waited for; where that, or writing anew,
        does not succeed, the next commit tries again.
        """
        session = self._session
        if not session.has_forgotten and not session.has_let_go:
            return
        try:
            if session.has_forgotten:
                self._execute("VACUUM")
            (is_blocked, *_) = self._execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            return  # the disk is full, say; what was committed stays so, and is not to be told as failed
        session.has_forgotten = session.has_forgotten and bool(is_blocked)
        session.has_let_go = bool(is_blocked)

    def _try(self, act: Callable[[Session], Any], future: "asyncio.Future[Any]") -> Outcome:
        """Run one caller's act in its savepoint; raises ``sqlite3.Error`` only when the whole group is lost."""
        self._execute("SAVEPOINT act")
        try:
            result = act(self._session)
        except Exception as error:  # noqa: BLE001  # whatever an act raises goes to its own caller
            self._forget_what_is_known()
            # Without a transaction these raise, and the group is given up: SQLite itself had rolled back.
            self._execute("ROLLBACK TO act")
            self._execute("RELEASE act")
            return future, None, self._translated(error)
        self._execute("RELEASE act")
        return future, result, None

    def _translated(self, error: Exception) -> Exception:
        if not isinstance(error, sqlite3.Error):
            return error
        failure = of_sqlite(error, self._name)
        failure.__cause__ = error
        return failure


def _driver(connection: sqlite3.Connection) -> Callable[[str, Sequence[Value]], list[Row]]:
    execute = connection.execute
    return lambda sql, values: execute(sql, values).fetchall()


def _hand_out(outcomes: Sequence[Outcome]) -> None:
    for future, result, error in outcomes:
        if future.done():
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
