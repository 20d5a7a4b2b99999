"""What an operator may want to know of a database in a moment: numbers, and where the bot works, read beside it.

No lock is taken and nothing is written, so that it can be asked while the bot runs.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from circles_bot.engine.errors import StoreError
from circles_bot.engine.lifecycle import LIVE_CIRCLES
from circles_bot.engine.model import OptInState
from circles_bot.ports.adapters import SetUp
from circles_bot.store.failures import of_postgres, of_sqlite
from circles_bot.store.files import postgres_address, sqlite_path
from circles_bot.store.payloads import from_microseconds

PATIENCE_SECONDS = 5.0

_LIVE = ", ".join(f"'{state.value}'" for state in sorted(LIVE_CIRCLES))
_OVERVIEW = f"""
    SELECT
        (SELECT count(*) FROM communities WHERE set_up_at IS NOT NULL),
        (SELECT count(*) FROM communities WHERE paused_at IS NOT NULL),
        (SELECT count(*) FROM communities WHERE removed_at IS NOT NULL),
        (SELECT count(*) FROM circles WHERE state IN ({_LIVE})),
        (SELECT count(*) FROM
            (SELECT DISTINCT community, member FROM opt_ins WHERE state = '{OptInState.WAITING.value}') AS waiting),
        (SELECT count(*) FROM effects WHERE state = 'pending'),
        (SELECT count(*) FROM effects WHERE state = 'dead'),
        (SELECT min(due) FROM (
            SELECT min(next_at) AS due FROM effects WHERE state = 'pending'
            UNION ALL SELECT min(due_at) FROM timers) AS upcoming),
        (SELECT max(looked_at) FROM communities)
"""  # noqa: S608  # our own names
_SET_UP = """
    SELECT communities.platform, addresses.theirs, communities.board_place, communities.rooms_place
    FROM communities JOIN addresses ON addresses.community = communities.id AND addresses.kind = 'community'
    WHERE communities.removed_at IS NULL AND communities.board_place IS NOT NULL AND communities.rooms_place IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A whole bot in numbers; ``oldest_due`` is the next thing to do, in the past where something is held up."""

    communities: int
    paused: int
    removed: int
    circles: int
    waiting: int
    effects_pending: int
    effects_dead: int
    oldest_due: datetime | None
    looked_at: datetime | None


def read_overview(url: str) -> Overview:
    """Return a database in numbers; raises ``StoreError`` where there is none, or it cannot be read."""
    (row,) = _rows(url, _OVERVIEW)
    communities, paused, removed, circles, waiting, pending, dead, oldest_due, looked_at = row
    return Overview(
        communities=communities or 0,
        paused=paused or 0,
        removed=removed or 0,
        circles=circles or 0,
        waiting=waiting or 0,
        effects_pending=pending or 0,
        effects_dead=dead or 0,
        oldest_due=None if oldest_due is None else from_microseconds(oldest_due),
        looked_at=None if looked_at is None else from_microseconds(looked_at),
    )


def read_set_up(url: str, platform: str) -> Sequence[SetUp]:
    """Return where the bot works on a platform; raises as :func:`read_overview`."""
    found = (SetUp(*map(str, row[1:])) for row in _rows(url, _SET_UP) if row[0] == platform)
    return sorted(found, key=lambda one: one.theirs)


def _rows(url: str, sql: str) -> Sequence[Sequence[Any]]:  # Any: as the columns are
    return _of_sqlite(sqlite_path(url), sql) if url.startswith("sqlite") else _of_postgres(url, sql)


def _of_sqlite(path: Path, sql: str) -> Sequence[Sequence[Any]]:
    if not path.exists():
        raise StoreError(f"There is no database {path} yet: circles-bot migrate makes it, and so does the first start.")
    try:
        where = f"{path.absolute().as_uri()}?mode=rw"  # a reader of a WAL file may have to make its index
        with closing(sqlite3.connect(where, uri=True, timeout=PATIENCE_SECONDS)) as connection:
            return connection.execute(sql).fetchall()
    except sqlite3.Error as error:
        raise of_sqlite(error, path.name) from error


def _of_postgres(url: str, sql: str) -> Sequence[Sequence[Any]]:
    import psycopg

    try:
        with psycopg.connect(postgres_address(url)) as connection:
            return connection.execute(sql.encode()).fetchall()
    except psycopg.Error as error:
        raise of_postgres(error) from error
