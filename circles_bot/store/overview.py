"""What an operator may want to know of a database in a moment: numbers only, read beside the bot that works on it.

No lock is taken and nothing is written, so that it can be asked while the bot runs.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from circles_bot.engine.errors import StoreError
from circles_bot.engine.lifecycle import LIVE_CIRCLES
from circles_bot.engine.model import OptInState
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
    row = _of_sqlite(sqlite_path(url)) if url.startswith("sqlite") else _of_postgres(url)
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


def _of_sqlite(path: Path) -> tuple[int | None, ...]:
    if not path.exists():
        raise StoreError(f"There is no database {path} yet: circles-bot migrate makes it, and so does the first start.")
    try:
        where = f"{path.absolute().as_uri()}?mode=rw"  # a reader of a WAL file may have to make its index
        with closing(sqlite3.connect(where, uri=True, timeout=PATIENCE_SECONDS)) as connection:
            found: tuple[int | None, ...] = connection.execute(_OVERVIEW).fetchone()
    except sqlite3.Error as error:
        raise of_sqlite(error, path.name) from error
    return found


def _of_postgres(url: str) -> tuple[int | None, ...]:
    import psycopg

    try:
        with psycopg.connect(postgres_address(url)) as connection:
            found = connection.execute(_OVERVIEW.encode()).fetchone()
    except psycopg.Error as error:
        raise of_postgres(error) from error
    assert found is not None, "a row of counts"
    return tuple(found)
