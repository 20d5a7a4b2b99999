"""Two clients by turns, A/B/A/B, and what is told of them: ratios within a pair, all of them and their median."""

import statistics
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from benchmarks.command import parser_of

PAIRS = 5

Figures = dict[str, float]
Pair = tuple[Figures, Figures]
"""What the bare one came to, and what ours did."""


def chosen_pairs(name: str, about: str) -> int:
    """Return how many pairs are asked for on the command line."""
    parser = parser_of(name, about)
    parser.add_argument("--pairs", type=int, default=PAIRS, help=f"how many turns each takes (default: {PAIRS})")
    pairs: int = parser.parse_args().pairs
    if pairs < 1:
        parser.error("there is at least one pair")
    return pairs


async def in_pairs(pairs: int, turn: Callable[[bool], Awaitable[Figures]]) -> list[Pair]:
    """Let both take turns, the bare one first, and return the figures of each pair."""
    taken = []
    for number in range(pairs):
        taken.append((await turn(False), await turn(True)))
        say(f"pair {number + 1} of {pairs}")
    return taken


def ratios(pairs: Sequence[Pair], key: str, *, beside: str = "") -> list[float]:
    """Return ours as a multiple of the bare one's (of its figure ``beside``, where that has another name)."""
    return [ours[key] / bare[beside or key] for bare, ours in pairs]


def at_most(name: str, values: Sequence[float], unit: str, target: float) -> dict[str, Any]:
    """Return a measure that holds up to ``target``, with each pair's value."""
    value = statistics.median(values)
    return measure(name, values, unit) | {"target": f"≤ {target:g}", "holds": value <= target}


def at_least(name: str, values: Sequence[float], unit: str, target: float) -> dict[str, Any]:
    """Return a measure that holds from ``target`` on, with each pair's value."""
    value = statistics.median(values)
    return measure(name, values, unit) | {"target": f"≥ {target:g}", "holds": value >= target}


def shown(pairs: Sequence[Pair], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the figures of both as they are, to be looked at: seconds in milliseconds, unless ``units`` has another.

    A key of ``units`` is how a figure's name ends.
    """
    both = (("bare", [bare for bare, _ in pairs]), ("ours", [ours for _, ours in pairs]))
    keys = dict.fromkeys(key for _, figures in both for key in figures[0])
    return [
        _shown(f"{who}: {key}", [one[key] for one in figures], units)
        for key in keys
        for who, figures in both
        if key in figures[0]
    ]


def _shown(name: str, values: Sequence[float], units: Mapping[str, str]) -> dict[str, Any]:
    unit = next((unit for ending, unit in units.items() if name.endswith(ending)), None)
    return measure(name, values, unit) if unit is not None else measure(name, [one * 1_000 for one in values], "ms")


def measure(name: str, values: Sequence[float], unit: str) -> dict[str, Any]:
    """Return a measure without a target."""
    all_values = [float(f"{one:.3g}") for one in values]
    value = statistics.median(values)
    return {"name": name, "value": value, "all": all_values, "unit": unit, "target": None, "holds": None}


def p99(waits: Sequence[float]) -> float:
    """Return what only one in a hundred waited longer for."""
    return statistics.quantiles(waits, n=100)[98]


def say(text: str) -> None:
    """Tell of progress on stderr."""
    print(text, file=sys.stderr, flush=True)
