"""What stands in a locale file: each entry with the variables that it names. For checks, not for saying anything."""

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from circles_bot.engine.errors import ConfigError


class _Names(Visitor):
    """Collects the variables of one entry, its attributes included."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # the visitor's own naming
        self.found.add(node.id.name)


def read_entries(source: str) -> dict[str, frozenset[str]]:
    """Return the entries of a locale file by key, each with its variables; ``ConfigError`` where it cannot be read."""
    entries: dict[str, frozenset[str]] = {}
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Junk):
            line = source[: entry.span.start].count("\n") + 1 if entry.span else 1
            raise ConfigError(f"a locale file cannot be read from line {line} on: {entry.annotations[0].message}")
        if isinstance(entry, ast.Message):
            names = _Names()
            names.visit(entry)
            entries[entry.id.name] = frozenset(names.found)
    return entries
