"""What one tick costs with a hundred timers due among many that are not, on both databases.

A tick is the real one: ``Timekeeper.run_due`` finds what is due, and each timer is consumed, loaded for, decided and
committed on its own. The databases of each size take turns, and medians are compared, so that a slow minute of the
machine hits all alike. Nothing is written to disk at once here (``durable`` is off): a disk's own moods would hide what
is asked, which is whether a tick costs what is due or what exists.
"""

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.command import parser_of
from circles_bot.application.timekeeper import Timekeeper
from circles_bot.engine.decision import Decision, TimerSet
from circles_bot.engine.events import QuietDue
from circles_bot.engine.ids import CircleId, CommunityId, TimerKey
from circles_bot.ports.store import Store
from circles_bot.store import migrate, open_store
from circles_bot.store.payloads import to_microseconds, write_payload
from circles_bot.works import assemble
from tests.postgres import running_postgres

KEY = bytes(range(32))
"""Seals what these databases hold: nothing that anybody wrote."""


SIZES = (1_000, 100_000, 1_000_000)
DUE = 100
TURNS = 15
AT = datetime(2026, 3, 3, 18, tzinfo=UTC)
COMMUNITY = CommunityId("com_benchmark")
AT_MOST_RATIO = 1.5

# The same on both databases, but for where the numbers come from. A timer an hour, from tomorrow on.
FILL = """
    INSERT INTO timers (community, key, due_at, keeps_earlier, kind, version, payload)
    SELECT '{community}', 'quiet:' || n, {first} + n * 3600000000, 0, '{kind}', {version}, '{payload}' FROM {numbers}
"""
NUMBERS_OF_SQLITE = "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {size}) SELECT n FROM c)"
NUMBERS_OF_POSTGRES = "generate_series(1, {size}) AS n"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingClock:
    """A clock at the one moment of this benchmark."""

    def now(self) -> datetime:
        """Return the moment."""
        return AT

    def monotonic(self) -> float:
        """Return real seconds."""
        return time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """How long ticks took at one size (seconds): whole, only finding what is due, and finding nothing."""

    whole: list[float]
    finding: list[float]
    empty: list[float]


def run() -> dict[str, Any]:
    """Measure on SQLite and on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="circles-tick-") as name:
        urls = [f"sqlite:///{Path(name) / str(size)}.db" for size in SIZES]
        measures = asyncio.run(measured("SQLite", urls, fill_sqlite))
    with running_postgres() as server:
        urls = [server.fresh_database() for _ in SIZES]
        measures += asyncio.run(measured("PostgreSQL", urls, fill_postgres))
    return {"name": "tick", "measures": measures}


async def measured(name: str, urls: Sequence[str], fill: Callable[[str, int], None]) -> list[dict[str, Any]]:
    """Fill the databases, let them tick in turn, and compare."""
    stores = []
    for url, size in zip(urls, SIZES, strict=True):
        migrate.upgrade(url)
        fill(url, size)
        stores.append(await open_store(url, key=KEY, durable=False))
    taken = [Ticks(whole=[], finding=[], empty=[]) for _ in SIZES]
    numbers = count()
    for turn in range(TURNS + 1):
        for store, ticks in zip(stores, taken, strict=True):
            await tick(store, ticks if turn else Ticks(whole=[], finding=[], empty=[]), numbers)
    for store in stores:
        await store.close()
    _, middle, largest = taken
    ratio = statistics.median(b / a for a, b in zip(middle.whole, largest.whole, strict=True))
    return [
        {
            "name": f"{name}, a tick among {SIZES[2]:,} beside one among {SIZES[1]:,}",
            "value": ratio,
            "unit": "×",
            "target": f"≤ {AT_MOST_RATIO}",
            "holds": ratio <= AT_MOST_RATIO,
        },
        *(
            shown(f"{name}, {what} among {size:,}", seconds)
            for what, pick in (("a tick", "whole"), ("finding what is due", "finding"), ("an empty tick", "empty"))
            for size, ticks in zip(SIZES, taken, strict=True)
            for seconds in [getattr(ticks, pick)]
        ),
    ]


async def tick(store: Store, ticks: Ticks, numbers: "count[int]") -> None:
    """Make a hundred timers due, find them, run them, and run once more when there is nothing left."""
    service = assemble(store=store, clock=StandingClock(), matcher=None).service
    keeper = Timekeeper(store=store, service=service, clock=StandingClock())
    due = tuple(due_timer(next(numbers)) for _ in range(DUE))
    await store.transact(lambda tx: tx.save(Decision(timers=due)))
    ticks.finding.append(await seconds_of(store.due_timers(AT, DUE)))
    begun = time.perf_counter()
    done = await keeper.run_due()
    ticks.whole.append(time.perf_counter() - begun)
    assert done == DUE
    ticks.empty.append(await seconds_of(store.due_timers(AT, DUE)))


async def seconds_of(asked: Awaitable[Sequence[object]]) -> float:
    """Return how long an answer takes."""
    begun = time.perf_counter()
    await asked
    return time.perf_counter() - begun


def due_timer(number: int) -> TimerSet:
    """Return a timer that is due, about a circle that is not there: the rule has nothing to do."""
    circle = CircleId(f"cir_{number}")
    event = QuietDue(community=COMMUNITY, at=AT, circle=circle)
    return TimerSet(key=TimerKey(f"quiet:{circle}"), due_at=AT - timedelta(microseconds=number), event=event)


def fill_sqlite(url: str, size: int) -> None:
    """Add timers that are not due."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute(filling(NUMBERS_OF_SQLITE, size))
    connection.commit()
    connection.close()


def fill_postgres(url: str, size: int) -> None:
    """Add timers that are not due, and let the server know how many there are, as it would by itself in a minute."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(filling(NUMBERS_OF_POSTGRES, size).encode())
        connection.execute("VACUUM ANALYZE timers")


def filling(numbers: str, size: int) -> str:
    """Return the statement that adds ``size`` timers."""
    payload = write_payload(QuietDue(community=COMMUNITY, at=AT, circle=CircleId("cir_0123456789abcdef")))
    return FILL.format(
        community=COMMUNITY,
        first=to_microseconds(AT + timedelta(days=1)),
        kind=payload.kind,
        version=payload.version,
        payload=payload.text,
        numbers=numbers.format(size=size),
    )


def shown(name: str, seconds: Sequence[float]) -> dict[str, Any]:
    """Return a measure that is there to be looked at."""
    return {"name": name, "value": statistics.median(seconds) * 1_000, "unit": "ms", "target": None, "holds": None}


if __name__ == "__main__":
    parser_of("tick", "What one tick costs with a hundred timers due among many, on both databases.").parse_args()
    print(json.dumps(run(), ensure_ascii=False, indent=1))
