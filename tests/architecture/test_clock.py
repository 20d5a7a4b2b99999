"""Only a clock reads the clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, parsed

READS_THE_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


@pytest.mark.parametrize("path", PRODUCT, ids=str)
def test_nothing_but_a_clock_asks_what_time_it_is(path: Path) -> None:
    """Everything else is told the time, so that a test and the sandbox can push it forward."""
    assert list(readings_outside_clocks(parsed(path))) == []


def test_a_reading_is_found_wherever_it_hides() -> None:
    """The test above can fail: each way of asking is seen, and a clock's own is not."""
    tree = ast.parse(
        "import datetime as d\n"
        "a = d.datetime.now(d.UTC)\n"
        "def f(x=datetime.utcnow): return date.today()\n"
        "class SystemClock:\n    def now(self): return datetime.now(UTC)\n"
        "class Clocks:\n    at = datetime.today()\n"
        "clock.now()\n"
    )

    assert sorted(readings_outside_clocks(tree)) == [2, 3, 3, 7]


def readings_outside_clocks(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that ask for the present outside a class named …Clock."""
    if isinstance(tree, ast.ClassDef) and tree.name.endswith("Clock"):
        return
    if isinstance(tree, ast.Attribute) and (_last_name(tree.value), tree.attr) in READS_THE_CLOCK:
        yield tree.lineno
    for child in ast.iter_child_nodes(tree):
        yield from readings_outside_clocks(child)


def _last_name(value: ast.expr) -> str:
    """Return ``datetime`` of both ``datetime`` and ``dt.datetime``."""
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""
