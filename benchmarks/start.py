"""How long the start takes, and how much memory, beside only importing the libraries that such a bot is made of.

The baseline is ``python -c "import discord, slack_bolt, sqlalchemy"``. Ours is ``circles-bot sandbox``, one platform,
until it prints its address, with a current database and at the very first start, when the database is made. The three
run in turn, several times, and medians are compared, so that a slow minute of the machine hits all of them alike.
Memory is the resident memory of the process and its children at that moment.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from benchmarks.command import parser_of

TURNS = 7
BASELINE = "import discord, slack_bolt, sqlalchemy; print('ready', flush=True); input()"
MEGABYTE = 1024 * 1024
START_LIMIT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start, until it was ready."""

    seconds: float
    megabytes: float


def run() -> dict[str, Any]:
    """Start all three in turn and compare their medians."""
    with tempfile.TemporaryDirectory(prefix="circles-start-") as name:
        folder = Path(name)
        firsts = (folder / str(number) for number in count())
        current = next(firsts)
        for warm_up in (baseline_command(), sandbox_command(current)):  # fills the caches and makes the database
            started(warm_up, folder)
        baseline, with_current, with_none = [], [], []
        for _ in range(TURNS):
            baseline.append(started(baseline_command(), folder))
            with_current.append(started(sandbox_command(current), folder))
            with_none.append(started(sandbox_command(next(firsts)), folder))
    return {
        "name": "start",
        "measures": [
            *compared("with a current database", with_current, baseline, time_limit=1.6, memory_limit=1.5),
            *compared("at the very first start", with_none, baseline, time_limit=2.3, memory_limit=1.8),
            *absolute("baseline", baseline),
            *absolute("with a current database", with_current),
            *absolute("at the very first start", with_none),
        ],
    }


def baseline_command() -> list[str]:
    """Return what only imports."""
    return [sys.executable, "-c", BASELINE]


def sandbox_command(folder: Path) -> list[str]:
    """Return what opens the sandbox over a folder's database."""
    folder.mkdir(exist_ok=True)
    return [sys.executable, "-m", "circles_bot", "sandbox", "--port", "0", "--no-open", "--folder", str(folder)]


def started(command: list[str], folder: Path) -> Start:
    """Start a program, wait for the first line it prints, look at its memory, and end it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CIRCLES_", "PYTHON"))}
    before = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment
    ) as program:
        line = program.stdout.readline() if program.stdout else ""
        seconds = time.perf_counter() - before
        if not line:
            raise RuntimeError(f"{' '.join(command)} ended before it was ready")
        megabytes = resident_bytes(program.pid) / MEGABYTE
        program.terminate()
        program.communicate(timeout=START_LIMIT_SECONDS)
    return Start(seconds=seconds, megabytes=megabytes)


def resident_bytes(pid: int) -> int:
    """Return the resident memory of a process and its children."""
    process = psutil.Process(pid)
    return sum(int(one.memory_info().rss) for one in (process, *process.children(recursive=True)))


def compared(
    when: str, ours: list[Start], baseline: list[Start], *, time_limit: float, memory_limit: float
) -> list[dict[str, Any]]:
    """Return our medians as multiples of the baseline's, with their targets."""
    seconds = median_seconds(ours) / median_seconds(baseline)
    megabytes = median_megabytes(ours) / median_megabytes(baseline)
    return [
        measure(f"time to ready {when}", seconds, time_limit),
        measure(f"memory {when}", megabytes, memory_limit),
    ]


def measure(name: str, ratio: float, limit: float) -> dict[str, Any]:
    """Return a ratio that must not exceed its limit."""
    return {
        "name": name,
        "value": round(ratio, 3),
        "unit": "× the baseline",
        "target": f"≤ {limit}",
        "holds": ratio <= limit,
    }


def absolute(when: str, starts: list[Start]) -> list[dict[str, Any]]:
    """Return the medians themselves, to be looked at."""
    rest = {"target": None, "holds": None}
    return [
        {"name": f"time to ready, {when}", "value": round(median_seconds(starts), 3), "unit": "s", **rest},
        {"name": f"memory, {when}", "value": round(median_megabytes(starts), 1), "unit": "MB", **rest},
    ]


def median_seconds(starts: list[Start]) -> float:
    """Return the median of the times."""
    return statistics.median(start.seconds for start in starts)


def median_megabytes(starts: list[Start]) -> float:
    """Return the median of the memories."""
    return statistics.median(start.megabytes for start in starts)


if __name__ == "__main__":
    parser_of(
        "start", "How long the start takes, and how much memory, beside importing the libraries alone."
    ).parse_args()
    print(json.dumps(run(), ensure_ascii=False))
