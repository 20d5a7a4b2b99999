"""How many durable joins a second the store takes, beside two plainer ways to run the very same statements.

A join is a real one: `InterestJoined` by somebody new goes through `CircleService.submit`, is decided by the engine,
writes its rows in one transaction, and is answered in words. Its statements are recorded once and run again (a) on
sqlite3 alone, one transaction at a time, and (b) in a session per join of SQLAlchemy's over aiosqlite. All commit at
``synchronous=FULL`` to files on one disk, in turn, several times; medians are compared. What ours holds beyond the
statements: reading the rows as records, deciding, writing records as rows, the words of the answer, and the two hops
between the event loop and the writer.
"""

import asyncio
import gc
import json
import os
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Executable, event
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from benchmarks.command import parser_of
from circles_bot.engine.events import Actor, InterestJoined, SetupChosen
from circles_bot.engine.ids import CommunityId, MemberId
from circles_bot.engine.model import Way
from circles_bot.store import migrate
from circles_bot.store.codec import Value
from circles_bot.store.sqlite import SqliteStore
from circles_bot.works import assemble

KEY = bytes(range(32))
"""Seals what these databases hold: nothing that anybody wrote."""


TURNS = 3
JOINS = {1: 400, 16: 2_000, 128: 8_000}
SESSION_JOINS = {1: 60, 16: 100, 128: 150}
"""The way (b) is so slow that fewer joins take long enough."""
SESSION_CONNECTIONS = 8
OPEN_RATE = 1_000
OPEN_SECONDS = 4
RAM_DISK = Path("/dev/shm")  # noqa: S108  # where Linux has one; only measured on when it is there
MEMBERS_BEFORE = 500
AT = datetime(2026, 3, 3, 18, tzinfo=UTC)
COMMUNITY = CommunityId("com_benchmark")
INTERESTS = (("💬", "anything"), ("🌅", "first job"), ("📚", "books"), ("⚾", "baseball"))

Act = list[tuple[str, Sequence[Value]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RealClock:
    """A clock that stands still for the domain, so that every join falls on the same moment of the week."""

    def now(self) -> datetime:
        """Return the one moment."""
        return AT

    def monotonic(self) -> float:
        """Return real seconds."""
        return time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Joins a second, and how long each took its caller (seconds)."""

    rate: float
    waits: Sequence[float]

    @property
    def p99(self) -> float:
        """What one in a hundred took longer than, in milliseconds."""
        return statistics.quantiles(self.waits, n=100)[98] * 1_000


def run() -> dict[str, Any]:
    """Measure on the disk of the temporary folder, and on a RAM disk where there is one."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # as the runtime does after the start
    with tempfile.TemporaryDirectory(prefix="circles-store-") as name:
        measures = asyncio.run(measured_on_disk(Path(name)))
    if RAM_DISK.is_dir():
        with tempfile.TemporaryDirectory(prefix="circles-store-", dir=RAM_DISK) as name:
            measures += asyncio.run(measured_on_ram(Path(name)))
    return {"name": "store", "measures": measures}


async def measured_on_disk(folder: Path) -> list[dict[str, Any]]:
    """Compare the three ways at each number of callers."""
    town = await Town.made(folder)
    acts = await town.recorded_acts(JOINS[128])
    ours: dict[int, list[Timed]] = {callers: [] for callers in JOINS}
    raw: dict[int, list[float]] = {callers: [] for callers in JOINS}
    sessions: dict[int, list[float]] = {callers: [] for callers in JOINS}
    for _ in range(TURNS):
        for callers, joins in JOINS.items():
            raw[callers].append(town.rate_of_raw(acts[:joins]))
            ours[callers].append(await town.closed_loop(callers, joins))
            sessions[callers].append(await town.rate_of_sessions(callers, acts[: SESSION_JOINS[callers]]))
    opened = [await town.open_loop() for _ in range(TURNS)]
    rates = {callers: statistics.median(one.rate for one in timed) for callers, timed in ours.items()}
    beside_raw = {callers: median_of_ratios(ours[callers], raw[callers]) for callers in JOINS}
    beside_session = {callers: median_of_ratios(ours[callers], sessions[callers]) for callers in JOINS}
    closed_p99 = statistics.median(one.p99 for one in ours[128])
    open_p99 = statistics.median(one.p99 for one in opened)
    return [
        at_least("128 callers, beside sqlite3 alone", beside_raw[128], "×", 1.3),
        at_least("128 callers, beside a session over aiosqlite", beside_session[128], "×", 25),
        at_least("16 callers, beside sqlite3 alone", beside_raw[16], "×", 1.0),
        at_least("1 caller, beside sqlite3 alone", beside_raw[1], "×", 0.35),
        at_most("p99, 128 callers in a closed loop", closed_p99, "ms", 40),
        at_most(f"p99, {OPEN_RATE:,} a second in an open loop", open_p99, "ms", 15),
        *(shown(f"joins a second, {callers} callers", rates[callers], "/s") for callers in JOINS),
        shown("sqlite3 alone, joins a second", statistics.median(raw[128]), "/s"),
        shown("a session over aiosqlite, joins a second, 128 callers", statistics.median(sessions[128]), "/s"),
        shown("statements a join", statistics.mean(len(act) for act in acts), ""),
        shown("rows written a join", town.rows_written(acts[:100]), ""),
        shown("one fsync", town.fsync_microseconds(), "µs"),
    ]


async def measured_on_ram(folder: Path) -> list[dict[str, Any]]:
    """Compare ours with sqlite3 alone where a commit costs nothing, so that only our own work is left."""
    town = await Town.made(folder)
    acts = await town.recorded_acts(JOINS[128])
    ours, raw = [], []
    for _ in range(TURNS):
        raw.append(town.rate_of_raw(acts))
        ours.append(await town.closed_loop(128, JOINS[128]))
    return [
        at_least("RAM disk, 128 callers, beside sqlite3 alone", median_of_ratios(ours, raw), "×", 0.4),
        shown("RAM disk, joins a second, 128 callers", statistics.median(one.rate for one in ours), "/s"),
        shown("RAM disk, sqlite3 alone, joins a second", statistics.median(raw), "/s"),
        shown("RAM disk, one fsync", town.fsync_microseconds(), "µs"),
    ]


class Town:
    """A community that is set up, in a file to be copied for each measurement."""

    def __init__(self, folder: Path, template: Path) -> None:
        """Take the file."""
        self._folder = folder
        self._template = template
        self._numbers = count()
        self._statements: dict[str, tuple[Executable, Sequence[str]]] = {}

    @classmethod
    async def made(cls, folder: Path) -> "Town":
        """Set a community up, with members who wait."""
        template = folder / "template.db"
        migrate.upgrade(f"sqlite:///{template}")
        town = cls(folder, template)
        store = await SqliteStore.open(f"sqlite:///{template}", key=KEY, durable=False)
        service = assemble(store=store, clock=RealClock(), matcher=None).service
        steward = Actor(member=MemberId("mem_steward"), theirs="U-0", is_steward=True)
        await service.submit(
            SetupChosen(
                community=COMMUNITY,
                at=AT,
                key="setup",
                actor=steward,
                platform="sandbox",
                community_theirs="C-0",
                board_place="c1",
                rooms_place="c2",
                interests=INTERESTS,
                timezone="UTC",
            )
        )
        for number in range(MEMBERS_BEFORE):
            await service.submit(join("before", number))
        await store.close()
        return town

    def copy(self) -> Path:
        """Return a fresh copy of the file."""
        path = self._folder / f"copy-{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        return path

    async def recorded_acts(self, number: int) -> list[Act]:
        """Return the statements, with their values, that joins cost."""
        acts: list[Act] = [[]]
        store = await SqliteStore.open(
            f"sqlite:///{self.copy()}", key=KEY, durable=False, heard=lambda sql, values: acts[-1].append((sql, values))
        )
        service = assemble(store=store, clock=RealClock(), matcher=None).service
        acts.clear()  # what opening cost is no join's
        for one in range(number):
            acts.append([])
            await service.submit(join("recorded", one))
        self._statements = {
            compiled.sql: (statement, compiled.names)
            for statement, compiled in store.compiler.so_far().items()
            if isinstance(statement, Executable)
        }
        await store.close()
        return acts

    async def closed_loop(self, callers: int, joins: int) -> Timed:
        """Let callers join one after the other, each as soon as its last join is answered."""
        store = await SqliteStore.open(f"sqlite:///{self.copy()}", key=KEY)
        submit = assemble(store=store, clock=RealClock(), matcher=None).service.submit
        numbers = iter(range(joins))
        waits: list[float] = []

        async def call() -> None:
            for number in numbers:
                begun = time.perf_counter()
                await submit(join("closed", number))
                waits.append(time.perf_counter() - begun)

        for number in range(50):
            await submit(join("warm", number))
        begun = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(callers)))
        seconds = time.perf_counter() - begun
        await store.close()
        return Timed(rate=joins / seconds, waits=waits)

    async def open_loop(self) -> Timed:
        """Let joins come evenly, whether or not the ones before are answered."""
        store = await SqliteStore.open(f"sqlite:///{self.copy()}", key=KEY)
        submit = assemble(store=store, clock=RealClock(), matcher=None).service.submit
        waits: list[float] = []
        joins = OPEN_RATE * OPEN_SECONDS

        async def call(number: int, due: float) -> None:
            await submit(join("open", number))
            waits.append(time.perf_counter() - due)

        for number in range(50):
            await submit(join("warm", number))
        begun = time.perf_counter()
        under_way = []
        for number in range(joins):
            due = begun + number / OPEN_RATE
            ahead = due - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            under_way.append(asyncio.create_task(call(number, due)))
        await asyncio.gather(*under_way)
        await store.close()
        return Timed(rate=joins / (time.perf_counter() - begun), waits=waits)

    def rate_of_raw(self, acts: Sequence[Act]) -> float:
        """Run recorded joins on sqlite3 alone, one transaction each."""
        connection = sqlite3.connect(self.copy(), isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        begun = time.perf_counter()
        for act in acts:
            connection.execute("BEGIN IMMEDIATE")
            for sql, values in act:
                connection.execute(sql, values).fetchall()
            connection.execute("COMMIT")
        seconds = time.perf_counter() - begun
        connection.close()
        return len(acts) / seconds

    async def rate_of_sessions(self, callers: int, acts: Sequence[Act]) -> float:
        """Run recorded joins in a session each over aiosqlite, as many callers at once as there are.

        The statements are the very ones that ours were compiled from, built once: the session compiles them from its
        cache.
        """
        engine = create_async_engine(
            f"sqlite+aiosqlite:///{self.copy()}",
            pool_size=min(callers, SESSION_CONNECTIONS),
            max_overflow=0,
            pool_timeout=120,
            connect_args={"timeout": 120, "isolation_level": None},
        )

        @event.listens_for(engine.sync_engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            for pragma in PRAGMAS:
                connection.execute(pragma)

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        remaining = iter(acts)

        async def call() -> None:
            for act in remaining:
                async with AsyncSession(engine) as session, session.begin():
                    for sql, values in act:
                        statement, names = self._statements[sql]
                        result = await session.execute(statement, dict(zip(names, values, strict=True)))
                        if isinstance(result, CursorResult) and result.returns_rows:
                            result.all()

        begun = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(callers)))
        seconds = time.perf_counter() - begun
        await engine.dispose()
        return len(acts) / seconds

    def rows_written(self, acts: Sequence[Act]) -> float:
        """Return how many rows a join writes."""
        connection = sqlite3.connect(self.copy(), isolation_level=None)
        before = connection.total_changes
        for act in acts:
            for sql, values in act:
                connection.execute(sql, values).fetchall()
        written = connection.total_changes - before
        connection.close()
        return written / len(acts)

    def fsync_microseconds(self) -> float:
        """Return what it costs to make one page durable here."""
        file = os.open(self._folder / "fsync", os.O_CREAT | os.O_WRONLY)
        times = []
        for _ in range(200):
            os.write(file, b"x" * 4_096)
            begun = time.perf_counter()
            os.fsync(file)
            times.append(time.perf_counter() - begun)
        os.close(file)
        return statistics.median(times) * 1_000_000


PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
)
"""Of the plainer ways: the same promises as the store's own."""


def join(kind: str, number: int) -> InterestJoined:
    """Return the join of somebody new, a moment before the last: so its timer is moved, and it writes its five rows."""
    return InterestJoined(
        community=COMMUNITY,
        at=AT if kind == "before" else AT - timedelta(milliseconds=number + 1),
        key=f"{kind}:{number}",
        actor=Actor(member=MemberId(f"mem_{kind}_{number}"), theirs=f"U-{kind}-{number}", locale="en"),
        interest=INTERESTS[number % len(INTERESTS)][1],
        way=Way.COMMAND,
    )


def median_of_ratios(ours: Sequence[Timed], other: Sequence[float]) -> float:
    """Return how many times as fast ours was, turn by turn."""
    return statistics.median(one.rate / rate for one, rate in zip(ours, other, strict=True))


def at_least(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    """Return a measure that holds from ``target`` on."""
    return {"name": name, "value": value, "unit": unit, "target": f"≥ {target:g}", "holds": value >= target}


def at_most(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    """Return a measure that holds up to ``target``."""
    return {"name": name, "value": value, "unit": unit, "target": f"≤ {target:g}", "holds": value <= target}


def shown(name: str, value: float, unit: str) -> dict[str, Any]:
    """Return a measure that is there to be looked at."""
    return {"name": name, "value": value, "unit": unit, "target": None, "holds": None}


if __name__ == "__main__":
    parser_of("store", "How many durable joins a second the store takes, beside two plainer ways.").parse_args()
    print(json.dumps(run(), ensure_ascii=False, indent=1))
