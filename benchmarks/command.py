"""The command line of a benchmark: what it measures and how long that takes, before anything runs."""

import argparse


def parser_of(name: str, about: str) -> argparse.ArgumentParser:
    """Return a parser that knows ``--help``, to which a benchmark may add; ``name`` is empty for all of them."""
    command = f"python -m benchmarks.{name}" if name else "python -m benchmarks"
    return argparse.ArgumentParser(
        prog=command,
        description=about,
        epilog=f"Example: {command} > {name or 'table'}.{'json' if name else 'md'}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
