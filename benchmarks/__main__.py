"""Run every benchmark and rewrite the table between the two markers in README.md."""

import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.command import parser_of

README = Path(__file__).resolve().parent.parent / "README.md"
MARKED = re.compile(r"(<!-- benchmarks -->\n).*?(<!-- /benchmarks -->)", re.DOTALL)
VERDICT = {True: "yes", False: "**no**", None: ""}

Result = Mapping[str, Any]


def main() -> int:
    """Run all, write the table; the exit code is 1 where a target does not hold."""
    parser_of(
        "", "Measure everything and rewrite the table in README.md; it takes long, and nothing may run beside it."
    ).parse_args()
    results = [measure(name) for name in benchmark_names()]
    text = README.read_text(encoding="utf-8")
    if not MARKED.search(text):
        say("README.md has no <!-- benchmarks --> … <!-- /benchmarks -->, so the table goes to stdout only")
    README.write_text(with_table(text, results), encoding="utf-8")
    print(table(results))
    return int(any(one["holds"] is False for result in results for one in result["measures"]))


def benchmark_names() -> list[str]:
    """Return the modules of this folder that measure something."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__")
    return [name for name in names if hasattr(import_module(f"benchmarks.{name}"), "run")]


def measure(name: str) -> Result:
    """Run one benchmark in a process of its own, so that none warms or burdens the next."""
    say(f"benchmarks.{name} …")
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=README.parent)
    result: Result = json.loads(done.stdout)
    return result


def with_table(text: str, results: Sequence[Result]) -> str:
    """Return the README's text with the table in place of what stood between the markers."""
    return MARKED.sub(lambda marks: f"{marks[1]}{table(results)}{marks[2]}", text)


def table(results: Sequence[Result]) -> str:
    """Return the measures as a Markdown table, each with its command."""
    rows = ["| command | measure | value | target | holds |", "| --- | --- | --- | --- | --- |"]
    for result in results:
        command = f"`python -m benchmarks.{result['name']}`"
        for one in result["measures"]:
            value = f"{shown(one['value'])} {one['unit']}".strip()
            rows.append(f"| {command} | {one['name']} | {value} | {one['target'] or ''} | {VERDICT[one['holds']]} |")
            command = ""
    return "\n".join(rows) + "\n"


def shown(value: float) -> str:
    """Return a figure with as many digits as mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def say(text: str) -> None:
    """Tell of progress on stderr."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
