"""Every public function, class, module and test says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import EVERYTHING, parsed

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@pytest.mark.parametrize("path", EVERYTHING, ids=str)
def test_everything_public_has_a_docstring(path: Path) -> None:
    """A name alone does not say why."""
    assert list(undocumented(parsed(path))) == []


def test_each_missing_docstring_is_found() -> None:
    """The test above can fail; functions inside functions, and private names, need none."""
    tree = ast.parse(
        "def f():\n    def inner(): ...\n"
        "async def test_g(): ...\n"
        "class C:\n    def m(self): ...\n    def _p(self): ...\n    def __len__(self): ...\n"
        "def _q(): ...\n"
        "if True:\n    def h(): ...\n"
    )

    assert list(undocumented(tree)) == ["the module", "f", "test_g", "C", "C.m", "h"]


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Yield what lacks a docstring, by its name."""
    if tree.body and ast.get_docstring(tree) is None:
        yield "the module"
    yield from _undocumented_in(tree, prefix="")


def _undocumented_in(parent: ast.AST, *, prefix: str) -> Iterator[str]:
    """Look into classes and conditions, not into functions; names with an underscore need no docstring."""
    for node in ast.iter_child_nodes(parent):
        if not isinstance(node, Documented):
            yield from _undocumented_in(node, prefix=prefix)
        elif not node.name.startswith("_"):
            if ast.get_docstring(node) is None and not _overloads(node):
                yield prefix + node.name
            if isinstance(node, ast.ClassDef):
                yield from _undocumented_in(node, prefix=f"{prefix}{node.name}.")


def _overloads(node: Documented) -> bool:
    """Tell whether it is only one more signature of a function that follows."""
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)
