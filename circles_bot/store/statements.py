"""Compiles statements: each built once with SQLAlchemy Core, compiled once to a database's own SQL, run on its driver.

Building and compiling at each call costs five times as much as running. Multi-row upserts and deletes are kept per
table and number of rows, so that a table touched is one statement however many rows an act writes to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, Delete, Insert, Table, Text, and_, bindparam, delete, literal_column, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.functions import FunctionElement

from circles_bot.store import tables
from circles_bot.store.codec import Value
from circles_bot.store.sealing import Opens, opening_of

ROWS_AT_MOST = 100
"""Rows in one statement: far above any bounded act, far below the databases' limits of bound values."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the driver takes it.

    ``names`` are its bound values in order; ``opens`` its sealed rows; ``unsettles`` is the table of which what may be
    known is not so any more after it.
    """

    sql: str
    names: tuple[str, ...]
    arrange: Callable[[Mapping[str, Value]], tuple[Value, ...]]
    opens: Opens | None = None
    unsettles: Table | None = None


class real_now(FunctionElement[int]):  # noqa: N801  # stands among SQL functions, which are written small
    """The real time in microseconds, by which leases are judged.

    On PostgreSQL the database's own clock, the only one that several processes share; on SQLite the bound value
    ``real_now``, the one process's monotonic clock.
    """

    type = BigInteger()
    inherit_cache = True


@compiles(real_now, "postgresql")
def _postgresql_now(_element: real_now, _compiler: SQLCompiler, **_options: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"


@compiles(real_now, "sqlite")
def _sqlite_now(_element: real_now, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(bindparam("real_now", type_=BigInteger), **options)


class listed(FunctionElement[str]):  # noqa: N801  # as above
    """The texts of a JSON array, a row each, in a column ``value``: any number of them is one bound value."""

    inherit_cache = True


@compiles(listed, "postgresql")
def _postgresql_listed(element: listed, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSON))"


@compiles(listed, "sqlite")
def _sqlite_listed(element: listed, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


class Compiler:
    """Compiles for one database and remembers."""

    def __init__(self, dialect: Dialect) -> None:
        """Take a dialect whose bound values are positional."""
        self._dialect = dialect
        self._compiled: dict[ClauseElement, Statement] = {}

    def compile(self, statement: ClauseElement) -> Statement:
        """Return the statement as the driver takes it; the second time it costs a look-up."""
        found = self._compiled.get(statement)
        if found is None:
            found = self._compiled[statement] = self._compile(statement)
        return found

    def so_far(self) -> Mapping[ClauseElement, Statement]:
        """Return what was compiled so far."""
        return self._compiled

    def _compile(self, statement: ClauseElement) -> Statement:
        compiled = statement.compile(dialect=self._dialect)
        assert isinstance(compiled, SQLCompiler)
        names = tuple(compiled.positiontup or ())
        said = {name: value for name, value in compiled.params.items() if value is not None}
        return Statement(str(compiled), names, _arrange(names, said), opening_of(statement), _unsettled_by(statement))


def _unsettled_by(statement: ClauseElement) -> Table | None:
    """Return the table of interests or of timers, where a statement changes it; whoever sets timers knows of them."""
    if not isinstance(statement, UpdateBase):
        return None
    if statement.table is tables.interests:
        return tables.interests
    return tables.timers if statement.table is tables.timers and not isinstance(statement, Insert) else None


def sqlite_compiler() -> Compiler:
    """Return a compiler for the standard library's driver."""
    return Compiler(sqlite.dialect(paramstyle="qmark"))


def postgresql_compiler() -> Compiler:
    """Return a compiler for psycopg."""
    from sqlalchemy.dialects.postgresql import psycopg

    dialect: Dialect = psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
    return Compiler(dialect)


def _arrange(names: Sequence[str], said: Mapping[str, Value]) -> Callable[[Mapping[str, Value]], tuple[Value, ...]]:
    """Return what puts bound values in their order; ``said`` are those that the statement brings with it."""
    if len(names) < 2:  # itemgetter of one name returns no tuple
        return lambda values: tuple({**said, **values}[name] for name in names)
    in_order = itemgetter(*names)
    return (lambda values: in_order({**said, **values})) if said else in_order


@cache
def upsert(dialect: str, table: Table, rows: int) -> ClauseElement:
    """Write ``rows`` whole rows over what was there under their keys; values are bound row by row, in column order."""
    insert = _insert(dialect, table, [column.name for column in table.columns], rows)
    rest = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    key = list(table.primary_key.columns)
    if not rest:
        return _clause(insert.on_conflict_do_nothing(index_elements=key))
    return _clause(insert.on_conflict_do_update(index_elements=key, set_=rest))


@cache
def upsert_timers(dialect: str, rows: int) -> ClauseElement:
    """Set timers; one that keeps the earlier time moves a timer of its key only to an earlier one.

    A row without a due time calls a timer off: it is as if there were none, until it is set again or swept away.
    """
    timers = tables.timers
    insert = _insert(dialect, timers, [column.name for column in timers.columns], rows)
    new = insert.excluded
    moved = ("due_at", "keeps_earlier", "kind", "version", "payload")
    return _clause(
        insert.on_conflict_do_update(
            index_elements=list(timers.primary_key.columns),
            set_={name: new[name] for name in moved},
            where=or_(
                new.keeps_earlier == literal_column("0"), timers.c.due_at.is_(None), new.due_at < timers.c.due_at
            ),
        )
    )


EFFECT_COLUMNS = (
    "community", "key", "lane", "circle", "kind", "version", "payload", "state", "made_at", "next_at", "lapses_at",
    "urgency", "tries", "token",
)  # fmt: skip
"""What is known of an effect when it is made, in the table's order."""


@cache
def insert_effects(dialect: str, rows: int) -> ClauseElement:
    """Add effects in their order; one whose key is there already stays as it is."""
    effects = tables.effects
    insert = _insert(dialect, effects, EFFECT_COLUMNS, rows)
    return _clause(insert.on_conflict_do_nothing(index_elements=[effects.c.community, effects.c.key]))


@cache
def remember(dialect: str) -> ClauseElement:
    """Keep an event's key; returns it when it is new (a count of rows is not to be trusted on PostgreSQL)."""
    insert = _insert(dialect, tables.inbox, ("key", "at"), 1)
    return _clause(insert.on_conflict_do_nothing(index_elements=[tables.inbox.c.key]).returning(tables.inbox.c.key))


@cache
def take_turn(dialect: str) -> ClauseElement:
    """Note from when on there is a turn again; two processes that take the same one are told apart by the database."""
    insert = _insert(dialect, tables.paces, ("name", "free_at"), 1)
    return _clause(
        insert.on_conflict_do_update(index_elements=[tables.paces.c.name], set_={"free_at": insert.excluded["free_at"]})
    )


@cache
def drop(table: Table, rows: int) -> Delete:
    """Delete ``rows`` rows by their keys, all of one community (bound once, first)."""
    _, *rest = table.primary_key.columns
    if not rest:
        return delete(table).where(table.c.id == bindparam("community", type_=Text))
    keys = [and_(*(column == _bound(column, row) for column in rest)) for row in range(rows)]
    return delete(table).where(table.c.community == bindparam("community", type_=Text), or_(*keys))


@cache
def silence(lanes: tuple[bool, ...]) -> Delete:
    """Delete the effects of lanes that are not under way; True narrows a lane to those about a circle."""
    effects = tables.effects
    chosen: list[ColumnElement[bool]] = []
    for place, is_narrowed in enumerate(lanes):
        lane = effects.c.lane == bindparam(f"lane_{place}", type_=Text)
        about = effects.c.circle == bindparam(f"about_{place}", type_=Text)
        chosen.append(and_(lane, about) if is_narrowed else lane)
    return delete(effects).where(
        effects.c.community == bindparam("community", type_=Text),
        effects.c.state == tables.PENDING,
        or_(effects.c.leased_until.is_(None), effects.c.leased_until <= real_now()),
        or_(*chosen),
    )


# Any: the two databases' insert classes have the same methods, and no type in common that says so.
def _insert(dialect: str, table: Table, names: Sequence[str], rows: int) -> Any:
    build = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return build(table).values([{name: _bound(table.c[name], row) for name in names} for row in range(rows)])


def _clause(built: Any) -> ClauseElement:
    assert isinstance(built, ClauseElement)
    return built


def _bound(column: ColumnElement[Any], row: int) -> ColumnElement[Any]:
    return bindparam(f"{column.key}_{row}", type_=column.type)
