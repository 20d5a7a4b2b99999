"""The processes of a benchmark: a fake platform, which sends the load, and the client whose processor is measured."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil

MEGABYTE = 1024 * 1024
PATIENCE_SECONDS = 600
CALM_SECONDS = 0.6
"""So long without any work, and what came is dealt with."""


class Fake:
    """The fake's process, and its controls."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        """Take where it serves."""
        self.address = address
        self._control = f"http://{address}/_fake/"
        self._session = session

    async def ask(self, path: str, **form: Any) -> Any:
        """Ask for something to be done."""
        async with self._session.post(self._control + path, json=form) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return told

    async def counts(self, **wanted: object) -> int:
        """Return how many requests came that are as ``wanted`` says; all, where it says nothing."""
        async with self._session.get(f"{self._control}counts") as answer:
            told = await answer.json()
        return sum(one["number"] for one in told if all(one[key] == value for key, value in wanted.items()))

    async def left_alone(self) -> None:
        """Wait until hardly any request comes: what a client does of itself every few seconds may go on."""
        before = -2
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (now := await self.counts()) - before > 1:
                before = now
                await asyncio.sleep(1)


@asynccontextmanager
async def served(folder: Path, module: str, *options: str) -> AsyncIterator[Fake]:
    """Run a fake in a process of its own."""
    command = [sys.executable, "-m", module, "--forget-records", *options]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=(folder / "fake.log").open("ab")
    )
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_SECONDS)) as session:
            yield Fake(address, session)
    finally:
        process.terminate()
        await process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A running client."""

    process: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """What it has used of the processor so far."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        return float(self.process.memory_info().rss) / MEGABYTE

    async def calm(self) -> None:
        """Wait until it has nothing more to do."""
        before, calm_for = self.cpu_seconds, 0.0
        while calm_for < CALM_SECONDS:
            await asyncio.sleep(0.1)
            now = self.cpu_seconds
            calm_for = calm_for + 0.1 if now - before <= 0.01 else 0.0
            before = now

    async def cpu_of(self, load: Awaitable[Any]) -> tuple[Any, float]:
        """Return what came of a load, and what it cost the client of the processor."""
        before = self.cpu_seconds
        told = await load
        await self.calm()
        return told, self.cpu_seconds - before


@asynccontextmanager
async def running(
    folder: Path, command: Sequence[str], settings: Mapping[str, str], is_ready: Callable[[], Awaitable[object]]
) -> AsyncIterator[Client]:
    """Run a module of Python with these of our settings, from when it is ready until the end of the block."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCLES_")}
    with (folder / "clients.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, env={**environment, **settings}, stdout=log, stderr=log
        )
    try:
        await is_ready()
        client = Client(process=psutil.Process(process.pid))
        await asyncio.sleep(CALM_SECONDS)
        await client.calm()
        yield client
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await is_so():  # noqa: ASYNC110  # another process tells nothing by itself
            await asyncio.sleep(0.2)


async def rate_of(number: int, count: Callable[[], Awaitable[int]]) -> float:
    """Look on until ``number`` of something have come, and return how many came a second once the first had."""
    loop, marks = asyncio.get_running_loop(), list[tuple[float, int]]()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not marks or marks[-1][1] < number:
            await asyncio.sleep(0.2)
            marks.append((loop.time(), await count()))
    begun, ended = next(mark for mark in marks if mark[1]), marks[-1]
    return (ended[1] - begun[1]) / (ended[0] - begun[0])
