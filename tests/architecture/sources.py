"""Our own source files, for tests that read them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> tuple[Path, ...]:
    """Return the Python files under these folders of the checkout, relative to it and sorted."""
    return tuple(sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py")))


PRODUCT = python_files("circles_bot", "adapters", "migrations")
EVERYTHING = (*PRODUCT, *python_files("benchmarks", "scripts", "tests"))


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of one of the files."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))
