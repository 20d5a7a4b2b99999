"""The benchmarks' table in the README is made from what they print, and each says what it is before it runs."""

import subprocess
import sys

import pytest

from benchmarks.__main__ import README, benchmark_names, shown, with_table

RESULT = {
    "name": "start",
    "measures": [
        {"name": "time", "value": 1.2345, "unit": "× the baseline", "target": "≤ 1.6", "holds": True},
        {"name": "memory", "value": 1512.3, "unit": "MB", "target": None, "holds": None},
        {"name": "size", "value": 0.5, "unit": "", "target": "≥ 1", "holds": False},
    ],
}


def test_table_replaces_what_stood_between_the_markers() -> None:
    """And nothing else; a second time changes nothing more."""
    text = "before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n"

    made = with_table(text, [RESULT])

    assert made == (
        "before\n<!-- benchmarks -->\n"
        "| command | measure | value | target | holds |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| `python -m benchmarks.start` | time | 1.23 × the baseline | ≤ 1.6 | yes |\n"
        "|  | memory | 1,512 MB |  |  |\n"
        "|  | size | 0.5 | ≥ 1 | **no** |\n"
        "<!-- /benchmarks -->\nafter\n"
    )
    assert with_table(made, [RESULT]) == made


@pytest.mark.parametrize(
    ("value", "text"), [(0.01234, "0.0123"), (99.5, "99.5"), (100.4, "100"), (1234567, "1,234,567")]
)
def test_figures_have_as_many_digits_as_mean_something(value: float, text: str) -> None:
    """Nobody reads six decimals."""
    assert shown(value) == text


def test_every_module_that_measures_is_found() -> None:
    """A new benchmark is in the table without being listed."""
    assert "start" in benchmark_names()
    assert "__main__" not in benchmark_names()


@pytest.mark.parametrize("name", ["", *(f".{name}" for name in benchmark_names())])
def test_each_says_what_it_measures_before_it_runs(name: str) -> None:
    """Help is help: nothing is measured, and there is an example."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks{name}", "--help"],
        cwd=README.parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"Example: python -m benchmarks{name} > " in done.stdout
