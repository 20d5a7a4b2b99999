"""The store on SQLite without its threads: each act and each read is over before the next begins.

Statements, loaders and everything that decides are the bot's own, and the file is a real one. Only who comes first of
two that are due at one moment is no thread's to say, so that a life lived twice is the same each time; and a pair costs
a third. That the store with its threads comes to the same is another test of this folder.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from circles_bot.ports.store import Transaction
from circles_bot.store.codec import Row, Value
from circles_bot.store.database import SqlStore
from circles_bot.store.sealing import Sealer
from circles_bot.store.session import Session
from circles_bot.store.statements import Compiler, sqlite_compiler
from circles_bot.store.transactions import SqlTransaction

Result = TypeVar("Result")


class SqliteAtOnce(SqlStore):
    """Implements ``ports.store.Store`` on one SQLite file and in one thread."""

    def __init__(self, path: Path, *, key: bytes) -> None:
        """Open a migrated file; what a power cut would cost is given up."""
        sealer = Sealer(key)
        super().__init__(sealer)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = MEMORY")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._session = Session("sqlite", _compiler(), self._run, sealer)

    async def transact(self, act: Callable[[Transaction], Result]) -> Result:
        """See ``ports.store.Store.transact``."""
        return await self._write(lambda session: act(SqlTransaction(session)))

    async def close(self) -> None:
        """See ``ports.store.Store.close``."""
        self._connection.close()

    async def _write(self, act: Callable[[Session], Result]) -> Result:
        self._connection.execute("BEGIN")
        try:
            result = act(self._session)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return result

    async def _read(self, read: Callable[[Session], Result]) -> Result:
        return read(self._session)

    def _run(self, sql: str, values: Sequence[Value]) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()


@cache
def _compiler() -> Compiler:
    return sqlite_compiler()
