"""One driver connection that runs compiled statements: what loading and saving speak to."""

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy.sql import ClauseElement

from circles_bot.store.codec import Row, Value
from circles_bot.store.known import Known
from circles_bot.store.sealing import Sealer
from circles_bot.store.statements import Compiler, Statement

Heard = Callable[[str, Sequence[Value]], None]
"""Hears every statement an act costs with its bound values (not those that begin, save and end transactions).

For tests and benchmarks only: values are never logged.
"""


class Driver(Protocol):
    """Runs SQL with bound values on a connection and returns all rows, or none where there are none to return."""

    def __call__(self, sql: str, values: Sequence[Value], /) -> Sequence[Row]:
        """Run one statement."""


class Session:
    """Runs statements on one connection."""

    def __init__(
        self,
        dialect: str,
        compiler: Compiler,
        driver: Driver,
        sealer: Sealer,
        heard: Heard | None = None,
        known: Known | None = None,
    ) -> None:
        """Take the connection's driver, the compiler of its database, and what seals and opens its texts.

        ``known`` is for the connection through which everything is written, where there is only one.
        """
        self.dialect = dialect
        self.sealer = sealer
        self.known = known
        self.has_let_go = False
        """Something was kept long enough: once that is committed, it may not stay in a log."""
        self.has_forgotten = False
        """Somebody was forgotten: once that is committed, nothing of them may stay in a log or a free page."""
        self._compiler = compiler
        self._driver = driver
        self._heard = heard

    def rows(self, statement: ClauseElement, **values: Value) -> Sequence[Row]:
        """Run a statement with its bound values by name (more than it has do no harm) and return its rows."""
        compiled = self._compiler.compile(statement)
        return self._run(compiled, compiled.arrange(values))

    def run_arranged(self, statement: ClauseElement, values: Sequence[Value]) -> Sequence[Row]:
        """Run a statement whose bound values are in its own order already."""
        return self._run(self._compiler.compile(statement), values)

    def _run(self, statement: Statement, values: Sequence[Value]) -> Sequence[Row]:
        if self._heard is not None:
            self._heard(statement.sql, values)
        if statement.unsettles is not None and self.known is not None:
            self.known.changed(statement.unsettles)
        rows = self._driver(statement.sql, values)
        return rows if statement.opens is None else statement.opens(self.sealer, rows)
